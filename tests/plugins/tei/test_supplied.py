"""What the encoding supplies in words: places, stations, the source note."""

import io
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

import cableconv
from cableconv import ir
from cableconv_tei.carried import carried
from cableconv_tei.supplied import in_sentence, place_of, station

Write = Callable[..., bytes]
Find = Callable[[bytes, str], Any]


@pytest.mark.parametrize(
    ("name", "place", "words"),
    [
        ("AMEMBASSY ONHAVA", "Onhava", "the Embassy in Onhava"),
        ("AMCONSUL RIO DE JANEIRO", "Rio de Janeiro", "the Consulate in Rio de Janeiro"),
        ("SECSTATE WASHDC", "Washington, D.C.", "the Department of State"),
        ("SECDEF WASHINGTON DC", "Washington, D.C.", "SECDEF WASHINGTON DC"),
        ("DEPARTMENT OF LABOR WASHDC", "Washington, D.C.", "DEPARTMENT OF LABOR WASHDC"),
        ("CIA  WASHINGTON\nDC", "Washington, D.C.", "CIA  WASHINGTON\nDC"),
        ("JOINT STAFF", None, "JOINT STAFF"),
        ("WASHDC", None, "WASHDC"),
        ("AMEMBASSY", None, "AMEMBASSY"),
        ("", None, ""),
    ],
)
def test_places(name: str, place: str | None, words: str) -> None:
    assert (place_of(name), station(name)) == (place, words)


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("NOFORN", "Noforn"),
        ('"PERISHABLE INFORMATION -- DO NOT SERVICE"', '"Perishable information -- do not service"'),
        ("(C) ÉLYSÉE", "(C) élysée"),
        ("--", "--"),
        ("", ""),
    ],
)
def test_capitals_in_a_sentence(printed: str, words: str) -> None:
    assert in_sentence(printed) == words


def test_a_caption_in_quotation_marks_has_a_plain_name(write: Write, find: Find, kitchen_sink: ir.Cable) -> None:
    assert kitchen_sink.header
    captions = ('"PERISHABLE INFORMATION"', "PERISHABLE INFORMATION", '"')
    header = msgspec.structs.replace(kitchen_sink.header, captions=captions)
    cable = msgspec.structs.replace(kitchen_sink, header=header)
    document = write(cable)
    named = find(document, "//t:taxonomy[@xml:id='captions']/t:category/@xml:id")
    assert named == ["cap-noforn", "cap-perishable_information", "cap-"]
    assert '"Perishable information"' in find(document, "string(//t:note[@type='source'])")
    assert list(cableconv.read(document, "tei")) == [carried(cable)]


def test_a_cable_without_a_subject_has_the_title_of_other_formats(
    write: Write, find: Find, kitchen_sink: ir.Cable
) -> None:
    assert kitchen_sink.header
    header = msgspec.structs.replace(kitchen_sink.header, subject=None)
    unnamed = msgspec.structs.replace(kitchen_sink, header=header, published=None, id=None, published_id=None)
    published = msgspec.structs.replace(unnamed, published_id="09ONHAVA42")
    title = "string(//t:title[@type='main'])"
    assert find(write(unnamed), title) == "Cable without a subject"
    assert find(write(published), title) == "09ONHAVA42"
    out = io.BytesIO()
    cableconv.write([unnamed, published], out, "cmif")
    assert find(out.getvalue(), "//t:note[@type='subject']/text()") == ["Cable without a subject", "09ONHAVA42"]
