"""Option ``profile=frus``: what the volume says, what it leaves out, and what its reader makes of it."""

import io
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

import cableconv
from cableconv import ir, walk
from cableconv.diagnostics import Diagnostic
from cableconv.testing.generators import cables
from cableconv_tei.supplied import station
from cableconv_tei.transcript import transcribe
from cableconv_tei.validate import relaxng

SAMPLES = sorted((Path(__file__).parents[3] / "samples" / "telegram").glob("*.txt"))
TEI = {"t": "http://www.tei-c.org/ns/1.0"}

Command = Callable[..., "subprocess.CompletedProcess[bytes]"]


def volume(*made: ir.Cable, lines: str = "no", **more: Any) -> bytes:
    out = io.BytesIO()
    cableconv.write(made, out, "tei", options={"profile": "frus", "lines": lines}, **more)
    return out.getvalue()


def find(document: bytes, path: str) -> Any:
    return etree.fromstring(document).xpath(path, namespaces=TEI)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def named(name: str) -> str:
    """Return how the series names a station; what is in its words already stays."""
    return station(name).removeprefix("the ")


def numbered(blocks: tuple[ir.Block, ...]) -> Iterator[ir.Paragraph]:
    for block in blocks:
        if isinstance(block, ir.Quotation):
            yield from numbered(block.blocks)
        elif isinstance(block, ir.Paragraph) and block.number is not None:
            yield block


def printed(cable: ir.Cable, paragraph: ir.Paragraph) -> str:
    """Return the letters of a paragraph, with its label and portion mark, without marker lines."""
    nodes = sorted((*paragraph.marks, *paragraph.content), key=lambda node: node.span)
    pieces = [walk.printed(cable.source, node.span) for node in nodes if not isinstance(node, ir.PageBreak)]
    return "".join(words("".join(pieces)))


def facts(cable: ir.Cable) -> dict[str, Any]:
    """Return what a volume tells of a cable, from the cable or from what was read out of the volume."""
    envelope, header = cable.envelope, cable.header
    return {
        "id": cable.id,
        "when": envelope.dtg.when if envelope and envelope.dtg else None,
        "from": named(envelope.from_) if envelope and envelope.from_ else None,
        "to": [named(addressee.name) for addressee in envelope.to] if envelope else [],
        "subject": header.subject if header else None,
        "signature": cable.signature,
        "paragraphs": [
            (paragraph.number, printed(cable, paragraph))
            for section in cable.sections
            for paragraph in numbered(section.blocks)
        ],
    }


def assert_carried(cable: ir.Cable) -> None:
    document = volume(cable)
    relaxng("cableconv-frus.rng").assertValid(etree.fromstring(document))
    [back] = cableconv.read(document, "tei")
    assert facts(back) == facts(cable)
    # All words are there, in the text or in its notes, but for those of the marker lines.
    markers = (node.raw for node in walk.walk(cable) if isinstance(node, ir.PageBreak))
    missing = Counter(words(transcribe(cable.source).text)) - Counter(words(back.source.text))
    assert not missing - Counter(word for marker in markers for word in words(marker))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples_come_back(sample: Path) -> None:
    for cable in cableconv.read(sample, "telegram"):
        assert_carried(cable)


def test_every_kind_of_node_comes_back(kitchen_sink: ir.Cable) -> None:
    assert_carried(kitchen_sink)


def test_real_cables_come_back(shared_data: Path) -> None:
    for path in (*sorted(shared_data.glob("*.txt")), *sorted((shared_data / "pages").glob("*.html"))):
        for cable in cableconv.read(path):
            assert_carried(cable)


@settings(suppress_health_check=list(HealthCheck))
@given(cables())
def test_any_cable_makes_a_valid_document_that_can_be_read(cable: ir.Cable) -> None:
    document = volume(cable, report=lambda *_: None)
    relaxng("cableconv-frus.rng").assertValid(etree.fromstring(document))
    list(cableconv.read(document, "tei"))


def test_head_and_notes(kitchen_sink: ir.Cable) -> None:
    document = volume(kitchen_sink)
    head = find(document, "//t:div[@type='document']/t:head")[0]
    assert head.text == "1. Telegram From the "
    notes = [" ".join("".join(note.itertext()).split()) for note in head.iterfind("t:note", TEI)]
    assert notes[0].startswith("Source: 09ONHAVA42.")
    assert notes[1].startswith("The telegram is printed with this envelope: VZCZCXRO0042 OO RUEHAG")
    assert notes[2] == "It ends with: NNNN"
    assert find(document, "//t:head/t:note[@type='source']/t:ref/@target") == ["urn:x-cable:09ONHAVA42"]
    assert find(document, "string(//t:dateline)") == "Onhava, February 4, 2009, 1430Z"
    numbers = find(document, "//t:note/@n")
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


def test_what_the_series_has_no_element_for(kitchen_sink: ir.Cable) -> None:
    document = volume(kitchen_sink)
    notes = ["".join(note.itertext()) for note in find(document, "//t:p/t:note")]
    assert "So printed; read “government's”." in notes
    assert "The source is damaged here." in notes
    assert find(document, "string(//t:hi[@rend='italic'])") == "XXXXXXXXXXXX"
    assert "\u2407" in "".join(find(document, "//t:body//text()"))
    names = "correspDesc msDesc choice fw milestone gap unclear g seg label[not(parent::t:list)] lb[not(parent::t:p)]"
    assert not [name for name in names.split() if find(document, f"//t:{name}")]


def test_pointers_lead_somewhere(kitchen_sink: ir.Cable) -> None:
    document = volume(kitchen_sink, kitchen_sink)
    ids = find(document, "//@xml:id")
    assert len(ids) == len(set(ids))
    inside = [target for targets in find(document, "//t:ref/@target") for target in targets.split() if target[0] == "#"]
    assert inside
    assert {target[1:] for target in inside} <= set(ids)


def test_what_is_left_out_is_said(kitchen_sink: ir.Cable) -> None:
    reported: list[tuple[str, Diagnostic]] = []
    document = volume(kitchen_sink, report=lambda cable, diagnostic: reported.append((cable, diagnostic)))
    [(name, diagnostic)] = [each for each in reported if each[1].code == "tei.left-out"]
    assert name == kitchen_sink.id
    count = sum(isinstance(node, ir.PageBreak) for node in walk.walk(kitchen_sink))
    assert f"page and section markers ({count})" in diagnostic.message
    assert "the correspondence, persons and organizations" in find(document, "string(//t:editorialDecl)")


def test_many_cables_make_a_volume(kitchen_sink: ir.Cable) -> None:
    others = [cable for sample in SAMPLES[:2] for cable in cableconv.read(sample, "telegram")]
    made = [kitchen_sink, *others]
    document = volume(*made, metadata={"title": "Glass & Tariffs"})
    assert find(document, "/t:TEI/t:text/t:body/t:div/@type") == ["compilation"]
    assert find(document, "string(//t:div[@type='compilation']/t:head)") == "Glass & Tariffs"
    divisions = find(document, "//t:div[@type='compilation']/t:div")
    assert [each.get("n") for each in divisions] == [str(number) for number in range(1, len(made) + 1)]
    back = list(cableconv.read(document, "tei"))
    assert [cable.id for cable in back] == [cable.id for cable in made]
    assert [cable.published_id for cable in back] == [f"volume/d{number}" for number in range(1, len(made) + 1)]


def test_volume_is_written_one_cable_at_a_time(kitchen_sink: ir.Cable, tmp_path: Path) -> None:
    path = tmp_path / "volume.xml"
    sizes: list[int] = []

    def stream() -> Iterator[ir.Cable]:
        for _ in range(40):
            sizes.append(path.stat().st_size)
            yield kitchen_sink

    with path.open("wb", buffering=0) as out:
        cableconv.write(stream(), out, "tei", options={"profile": "frus"}, report=lambda *_: None)
    assert sizes[39] > 30 * (sizes[4] - sizes[3]) > 0


def test_it_is_a_reading_edition_whatever_lines_says(kitchen_sink: ir.Cable) -> None:
    assert volume(kitchen_sink, lines="yes") == volume(kitchen_sink, lines="no")


def test_command_line(cableconv: Command) -> None:
    done = cableconv(SAMPLES[0], "-t", "tei", "--option", "profile=frus")
    assert done.returncode == 0
    assert find(done.stdout, "count(//t:div[@type='document'])") == 1
    assert b"profile" in cableconv("describe", "tei").stdout
    wrong = cableconv(SAMPLES[0], "-t", "tei", "--option", "profile=Frus")
    assert wrong.returncode == 2
    assert b"expected one of: edition, frus" in wrong.stderr
