"""What the header declares is true of this file: it is declared if, and only if, the file has what it is about."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import cableconv
from cableconv import ir
from cableconv.diagnostics import diagnose
from cableconv.testing.kitchen_sink import Scribe

Write = Callable[..., bytes]
Find = Callable[[bytes, str], Any]

SAMPLES = Path(__file__).parents[3] / "samples"

#: Each declaration, and what it is about, in XPath.
DECLARED = {
    "correction": "//t:body//t:sic | //t:body//t:unclear",
    "correction//t:gi[.='sic']": "//t:body//t:sic",
    "correction//t:gi[.='unclear']": "//t:body//t:unclear",
    "hyphenation": "//t:lb[@break='no']",
    "segmentation": "//t:body//t:p[@n or @prev] | //t:seg[@type='portion']",
    "segmentation//t:att[.='n']": "//t:body//t:p[@n]",
    "segmentation//t:gi[.='seg']": "//t:seg[@type='portion']",
    "segmentation//t:att[.='prev']": "//t:body//t:p[@prev]",
    "stdVals": "//t:date[@when] | //t:origDate[@when] | //t:custEvent[@when]",
    "interpretation": "//*[@resp]",
    "tagsDecl": "//@rendition",
    "rendition[@xml:id='pre']": "//@rendition[contains(., 'pre')]",
    "prefixDef[@ident='mrn']": "//@target[contains(., 'mrn:')]",
    "citeStructure": "//t:body//t:p[@n][not(ancestor::t:quote)]",
    "taxonomy[@xml:id='TAGS']": "//t:keywords",
    "charDecl": "//t:g",
}


def cable(scribe: Scribe, *blocks: ir.Block, **of_source: Any) -> ir.Cable:
    values = {"encoding": "utf-8", "newline": "LF", **of_source}
    source = ir.Source(
        name="invented.txt", format="telegram", size=len(scribe.text), sha256="0" * 64, text=scribe.text, **values
    )
    sections = (ir.Section(blocks=blocks, span=(blocks[0].span[0], blocks[-1].span[1])),) if blocks else ()
    return ir.Cable(ir=ir.IR_VERSION, source=source, sections=sections, span=(0, len(scribe.text)))


def paragraph(scribe: Scribe, content: str, number: int | None = None) -> ir.Paragraph:
    start = len(scribe.text)
    marks = () if number is None else (scribe.mark("label", f"{number}."),)
    text = scribe.prose(content)
    scribe.blank("\n\n")
    label = None if number is None else f"{number}."
    return ir.Paragraph(number=number, label=label, content=(text,), marks=marks, span=(start, text.span[1]))


def plain() -> ir.Cable:
    """Return a cable of which nothing is to be declared, and whose words look like markup."""
    s = Scribe()
    return cable(
        s, paragraph(s, 'Glass <sic> & <p n="1" prev="#a"> <ab rendition="#pre"> <ref target="mrn:"> when="2009"')
    )


def damaged() -> ir.Cable:
    s = Scribe()
    damage = ir.Damage(raw="##", span=s.span("##"))
    return cable(s, ir.Paragraph(content=(damage,), span=damage.span))


def printed_twice() -> ir.Cable:
    s = Scribe()
    return cable(s, paragraph(s, "Glass.", 1), paragraph(s, "Mir-\nrors.", 2), paragraph(s, "Glass again.", 1))


def invented(kitchen_sink: ir.Cable) -> Iterator[ir.Cable]:
    yield from (kitchen_sink, plain(), damaged(), printed_twice())
    for folder in ("telegram", "cablegate", "cablegate-dump"):
        for sample in sorted((SAMPLES / folder).iterdir()):
            yield from cableconv.read(sample)


def assert_true(find: Find, document: bytes) -> None:
    for declared, about in DECLARED.items():
        said = bool(find(document, f"//t:encodingDesc//t:{declared}"))
        assert said == bool(find(document, about)), declared


@pytest.mark.parametrize("lines", [True, False])
def test_declarations_are_true(write: Write, find: Find, kitchen_sink: ir.Cable, lines: bool) -> None:
    documents = [write(cable, lines=lines) for cable in invented(kitchen_sink)]
    for document in documents:
        assert_true(find, document)
    if lines:  # each is declared somewhere, or this proves nothing
        assert [
            each for each in DECLARED if not any(find(made, f"//t:encodingDesc//t:{each}") for made in documents)
        ] == []


def test_declarations_of_real_cables_are_true(write: Write, find: Find, shared_data: Path) -> None:
    for path in (*sorted(shared_data.glob("00*.txt")), *sorted((shared_data / "pages").glob("*.html"))):
        for each in cableconv.read(path):
            assert_true(find, write(each))


def test_quotation_marks_are_declared_where_there_are_any(write: Write, find: Find) -> None:
    s = Scribe()
    without = cable(s, paragraph(s, "Glass."))
    assert [bool(find(write(each), "//t:quotation")) for each in (without, plain())] == [False, True]


def test_a_number_printed_twice_cites_no_paragraph(write: Write, find: Find, kitchen_sink: ir.Cable) -> None:
    assert find(write(kitchen_sink), "string(//t:citeStructure/@use)") == "@n"
    document = write(printed_twice())
    assert find(document, "string(//t:citeStructure/@use)") == "@xml:id"
    assert find(document, "//t:body//t:p/@n") == ["1", "2", "1"]
    ids = find(document, "//t:body//t:p[@n][not(ancestor::t:quote)]/@xml:id")
    assert ids == ["para-1", "para-2", "para-1.2"]


def test_declarations_of_each_cable_in_a_corpus_are_its_own(write: Write, find: Find, kitchen_sink: ir.Cable) -> None:
    uses = "//t:TEI/t:teiHeader//t:citeStructure/@use"
    assert find(write(kitchen_sink, plain(), printed_twice()), uses) == ["@n", "@xml:id"]


REFERENCE = "&#x000A;"
AS_LINE_FEEDS = "; they are read, and given back, as line feeds."


@pytest.mark.parametrize(
    ("newline", "text", "said"),
    [
        ("LF", "glass\nmirrors", "The line ends of the source are line feeds."),
        ("none", "glass", "The source has no line end."),
        (
            "CRLF",
            "glass\r\nmirrors",
            "The line ends of the source are CRLF; they are read as line feeds, and given back as CRLF.",
        ),
        (
            "mixed",
            "glass\r\nmirrors\rlamps",
            "The line ends of the source are of several kinds (mixed)" + AS_LINE_FEEDS,
        ),
        (
            "LF",
            f"glass{REFERENCE}mirrors",
            "The line ends of the source are character references (&#x000A;)" + AS_LINE_FEEDS,
        ),
        (
            "LF",
            f"glass{REFERENCE}mirrors<br/>lamps\nsand",
            "The line ends of the source are line feeds and character references (&#x000A;) and markup (<br/>)"
            + AS_LINE_FEEDS,
        ),
    ],
)
def test_line_ends_are_told_as_they_are(write: Write, find: Find, newline: str, text: str, said: str) -> None:
    s = Scribe()
    block = paragraph(s, text)
    s.text = text
    line_ends = tuple(match.span() for match in re.finditer("&#x000A;|<br/>", text))
    document = write(cable(s, block, newline=newline, line_ends=line_ends))
    assert find(document, "string(//t:normalization/t:p[1])") == said


def test_a_repeated_remark_stands_once_with_all_its_places(write: Write, find: Find) -> None:
    s = Scribe()
    blocks = [paragraph(s, "Glass."), paragraph(s, "Mirrors."), paragraph(s, "Lamps.")]
    joined = [diagnose("paragraph-joined", block.span) for block in blocks]
    nowhere = diagnose("markup-removed")
    diagnostics = (*joined[:2], nowhere, nowhere, diagnose("damage", blocks[0].span), joined[2])
    made = ir.Cable(
        ir=ir.IR_VERSION,
        source=cable(s, *blocks).source,
        sections=cable(s, *blocks).sections,
        diagnostics=diagnostics,
        span=(0, len(s.text)),
    )
    document = write(made)
    notes = find(document, "//t:notesStmt/t:note")
    assert [(note.findtext("{*}ident"), len(note.findall("{*}locus"))) for note in notes] == [
        ("paragraph-joined", 2),
        ("markup-removed", 0),
        ("markup-removed", 0),
        ("damage", 1),
        ("paragraph-joined", 1),
    ]
    [back] = cableconv.read(document, "tei")
    assert back.diagnostics == diagnostics
