"""What real cables have is told by the markup alone; nothing of them is left to xenoData."""

import io
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from lxml import etree

import cableconv
from cableconv import ir, walk
from cableconv.testing.kitchen_sink import Scribe
from cableconv_tei.body import write_body
from cableconv_tei.carried import carried
from cableconv_tei.edition import edition_of
from cableconv_tei.telling.cable import speaks_for_itself


def written(cable: ir.Cable) -> bytes:
    out = io.BytesIO()
    cableconv.write([cable], out, "tei")
    return out.getvalue()


def test_real_cables(shared_data: Path) -> None:
    paths = [*sorted(shared_data.glob("00*.txt")), *sorted((shared_data / "pages").glob("*.html"))]
    told = [b'type="residue"' not in written(cable) for path in paths for cable in cableconv.read(path)]
    assert told == [True] * len(paths)


def is_told(cable: ir.Cable) -> bool:
    edition = edition_of(cable, "", lines=True)
    write_body(edition)
    return speaks_for_itself(edition)


def test_samples_need_not_be_read_back_to_be_sure() -> None:
    samples = sorted((Path(__file__).parents[3] / "samples" / "telegram").glob("*.txt"))
    asked = {path.stem: all(is_told(cable) for cable in cableconv.read(path)) for path in samples}
    assert [name for name, told in asked.items() if not told] == ["control-characters"]


def test_a_group_count_need_not_be_read_back() -> None:
    (cable,) = cableconv.read(
        b"VZCZCXYZ0001\nPP RUEHC\nDE RUEHXX #0042/01 0351430\nZNY CCCCC ZZH\nP 041430Z FEB 09\nFM AMEMBASSY ONHAVA\n"
        b"TO RUEHC/SECSTATE WASHDC PRIORITY 1234\nBT\nC O N F I D E N T I A L ONHAVA 000042\n\n"
        b"SUBJECT: GLASS\n\n1. Glass.\n"
    )
    assert cable.envelope is not None
    assert "group-count" in [mark.kind for mark in cable.envelope.marks if isinstance(mark, ir.Mark)]
    assert is_told(cable)


def heading_over_two_pages() -> ir.Cable:
    s = Scribe()
    first = s.mark("heading", "GLASS AND", "\n\n")
    page = ir.PageBreak(raw="ONHAVA 00000042  002 OF 003", page=2, pages=3, span=s.span("ONHAVA 00000042  002 OF 003"))
    s.blank("\n\n")
    second = s.mark("heading", "MIRRORS", "\n")
    rule = s.mark("rule", "-------", "\n\n")
    text = s.prose("Prices rose.")
    paragraph = ir.Paragraph(content=(text,), span=text.span)
    marks = (first, page, second, rule)
    span = (first.span[0], paragraph.span[1])
    return s.cable(sections=(ir.Section(heading="GLASS AND MIRRORS", blocks=(paragraph,), marks=marks, span=span),))


def rule_after_text() -> ir.Cable:
    s = Scribe()
    text = s.prose("Prices rose. ")
    rule = s.mark("rule", "-------", "")
    paragraph = ir.Paragraph(content=(text,), marks=(rule,), span=(text.span[0], rule.span[1]))
    return s.cable(sections=(ir.Section(blocks=(paragraph,), span=paragraph.span),))


@pytest.mark.parametrize("make", [heading_over_two_pages, rule_after_text])
def test_parts_that_touch(make: Callable[[], ir.Cable]) -> None:
    made = make()
    assert walk.check_coverage(made) == []
    document = written(made)
    assert b'type="residue"' not in document
    assert list(cableconv.read(document, "tei")) == [carried(made)]


@pytest.mark.parametrize(
    ("captions", "told"),
    [
        (("SIPDIS", '"PERISHABLE -- DO NOT SERVICE"', "Press guidance"), True),
        (("NODIS", '"NODIS"'), False),
        (("NODIS", "nodis"), False),
        (("NODIS", ""), False),
        (("NO\x07DIS",), False),
    ],
)
def test_captions_with_a_category_each(captions: tuple[str, ...], told: bool) -> None:
    """Those that share one are told apart by what is added to the markup."""
    (read,) = cableconv.read(b"C O N F I D E N T I A L ONHAVA 000042\n\nTAGS: ZE\nSUBJECT: GLASS\n\n1. (C) Glass.\n")
    assert read.header is not None
    made = msgspec.structs.replace(read, header=msgspec.structs.replace(read.header, captions=captions))
    document = written(made)
    assert (b'type="residue"' not in document) == told
    assert list(cableconv.read(document, "tei")) == [carried(made)]


def test_a_volume_prints_such_a_heading_whole() -> None:
    out = io.BytesIO()
    cableconv.write([heading_over_two_pages()], out, "tei", options={"profile": "frus"}, report=lambda *_: None)
    [division] = etree.fromstring(out.getvalue()).iterfind(".//{*}div[@type='section']")
    assert [(etree.QName(child).localname, child.text) for child in division] == [
        ("head", "GLASS AND MIRRORS"),
        ("p", "Prices rose."),
    ]


def test_a_heading_keeps_its_page_break() -> None:
    head = etree.fromstring(written(heading_over_two_pages())).find(".//{*}div[@type='section']/{*}head")
    assert head is not None
    names = [etree.QName(child).localname for child in head]
    assert [name for name in names if name != "lb"] == ["pb", "fw", "seg"]
