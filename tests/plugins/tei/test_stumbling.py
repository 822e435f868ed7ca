"""Cables over which a writer of TEI may stumble, each invented for one thing."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from cableconv import ir, read
from cableconv.diagnostics import Diagnostic
from cableconv.errors import WriteError
from cableconv.testing.kitchen_sink import Scribe
from cableconv.testing.pytest_plugin import Golden
from cableconv_tei.carried import carried
from cableconv_tei.transcript import transcribe

GOLDEN = Path(__file__).parent / "golden"

Write = Callable[..., bytes]

Find = Callable[[bytes, str], Any]
Read = Callable[[bytes], str]

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def paragraph(scribe: Scribe, text: str, number: int | None = None, **fields: object) -> ir.Paragraph:
    """Write a paragraph and the empty line after it."""
    start = len(scribe.text)
    label = scribe.mark("label", f"{number}.") if number is not None else None
    content = scribe.prose(text)
    made = ir.Paragraph(
        number=number,
        label=f"{number}." if label else None,
        content=(content,),
        marks=(label,) if label else (),
        span=(start, len(scribe.text)),
        **fields,  # type: ignore[arg-type]
    )
    scribe.blank("\n\n")
    return made


def section(*blocks: ir.Block) -> ir.Section:
    """Put blocks into a section without a heading."""
    return ir.Section(blocks=blocks, span=(blocks[0].span[0], blocks[-1].span[1]))


def small() -> ir.Cable:
    """Return a cable of one header line, two paragraphs and a signature."""
    s = Scribe()
    mrn = s.mark("classification", "UNCLAS", " ")
    number = s.mark("mrn", "ONHAVA 000007", "\n\n")
    label = s.mark("label", "SUBJECT:")
    subject = s.mark("subject", "GLASS PRICES RISE", " \n   \n\n")
    header = ir.Header(
        classification=ir.Classification(raw="UNCLAS", level=ir.Level.UNCLASSIFIED, span=mrn.span),
        mrn="ONHAVA 000007",
        subject="GLASS PRICES RISE",
        marks=(mrn, number, label, subject),
        span=(mrn.span[0], subject.span[1]),
    )
    body = section(
        paragraph(s, "Prices rose for the third ele-\nment of glass, long-\nand short-term. ", 1),
        paragraph(s, "Mirrors too.", continues=1),
    )
    signature = s.mark("signature", "GORDON", "\n")
    return s.cable(id="09ONHAVA7", header=header, sections=(body,), signature="GORDON", marks=(signature,))


def repeated_numbers() -> ir.Cable:
    """Return a cable whose quotation numbers its paragraphs, too, and which prints a number twice."""
    s = Scribe()
    first = paragraph(s, "The note follows.", 1)
    begin = s.mark("begin", "BEGIN TEXT", "\n\n")
    quoted = (paragraph(s, "We protest.", 1), paragraph(s, "We protest again.", continues=1))
    end = s.mark("end", "END TEXT", "\n\n")
    quotation = ir.Quotation(
        begin="BEGIN TEXT", blocks=quoted, end="END TEXT", marks=(begin, end), span=(begin.span[0], end.span[1])
    )
    again = paragraph(s, "The number is printed twice.", 1)
    going_on = paragraph(s, "And goes on.", continues=1)
    orphan = paragraph(s, "Goes on from a number that is not there.", continues=9)
    return s.cable(sections=(section(first, quotation, again, going_on, orphan),))


def characters() -> ir.Cable:
    """Return a cable with characters that XML cannot hold, in every kind of place."""
    s = Scribe()
    transmission = s.mark("transmission-id", "VZ\x00CZ", "\n")
    envelope = ir.Envelope(
        transmission_id="VZ\x00CZ", from_="AM\x1bEMBASSY", marks=(transmission,), span=transmission.span
    )
    start = len(s.text)
    content: tuple[ir.Inline, ...] = (
        s.prose("Bell \x07, lone surrogate \ud800, \ufffe and \x0c here; "),
        ir.Redaction(raw="[\x08 REMOVED]", span=s.span("[\x08\nREMOVED]")),
        s.prose(" & <b>'\"]]>"),
    )
    block = ir.Paragraph(content=content, span=(start, len(s.text)))
    return s.cable(id="09 \x01ONHAVA", envelope=envelope, sections=(section(block),))


def begins_with_page_break() -> ir.Cable:
    """Return a cable cut out of a longer one, where a page begins; a caption nobody else mentions stands in it."""
    s = Scribe()
    page = ir.PageBreak(raw="ONHAVA 00000042  003 OF 003", page=3, pages=3, span=s.span("ONHAVA 00000042  003 OF 003"))
    s.blank("\n\n")
    header = ir.Header(captions=("NOFORN",), span=page.span)
    return s.cable(header=header, sections=(section(page, paragraph(s, "Glass again.")),))


def empty() -> ir.Cable:
    """Return a cable without any text."""
    return Scribe().cable()


def blanks() -> ir.Cable:
    """Return a cable of blanks only."""
    s = Scribe()
    s.blank("  \n \n\n ")
    return s.cable()


def only_signed() -> ir.Cable:
    """Return a cable of an envelope and a signature, without a body between them."""
    s = Scribe()
    transmission = s.mark("transmission-id", "VZCZCXRO0042", "\n\n")
    envelope = ir.Envelope(transmission_id="VZCZCXRO0042", marks=(transmission,), span=transmission.span)
    signature = s.mark("signature", "KINBOTE", "")
    return s.cable(envelope=envelope, signature="KINBOTE", marks=(signature,))


def marks_between() -> ir.Cable:
    """Return a cable whose signature and end mark stand before an annex, with and without a section between."""
    s = Scribe()
    first = paragraph(s, "The annex follows.", 1)
    inside = s.mark("signature", "KINBOTE", "\n\n")
    second = paragraph(s, "Annex.", 2)
    between = s.mark("end-mark", "NNNN", "\n\n")
    third = section(paragraph(s, "Second annex.", 3))
    return s.cable(sections=(section(first, second), third), signature="KINBOTE", marks=(inside, between))


def unlabelled_items() -> ir.Cable:
    """Return a cable with a list of which one item has no marker and one no content."""
    s = Scribe()
    marker = s.mark("marker", "--")
    items = [
        ir.Item(marker="--", marks=(marker,), content=(text := s.prose("glass"),), span=(marker.span[0], text.span[1]))
    ]
    s.blank("\n")
    items.append(ir.Item(content=(text := s.prose("mirrors"),), span=text.span))
    s.blank("\n")
    marker = s.mark("marker", "--", "")
    items.append(ir.Item(marker="--", marks=(marker,), span=marker.span))
    block = ir.ItemList(items=tuple(items), span=(0, len(s.text)))
    return s.cable(sections=(section(block),))


def line_ends() -> ir.Cable:
    """Return a cable whose lines end in CRLF, CR and LF, cut out of a page with furniture in and around it."""
    s = Scribe()
    furniture = [s.span("Browse by tag\r\nPREL\r\n")]
    before = s.prose("One line\r\nanother\r")
    furniture.append(s.span("[699]"))
    after = s.prose("third\nfourth [")
    furniture.append(s.span("](#)"))
    last = s.prose(" end.\r\n")
    furniture.append(s.span("\r\nBack to top"))
    block = ir.Paragraph(content=(before, after, last), span=(before.span[0], last.span[1]))
    made = s.cable("page.html", tuple(furniture), sections=(section(block),))
    source = msgspec.structs.replace(made.source, format="cablegate-dump", line=11)
    return msgspec.structs.replace(made, source=source)


def empty_sections() -> ir.Cable:
    """Return a cable that ends with empty sections and a blank, which no block holds."""
    s = Scribe()
    heading = s.mark("heading", "GLASS")
    after = len(s.text)
    s.blank(" ")
    first = ir.Section(heading="GLASS", marks=(heading,), span=heading.span)
    return s.cable(sections=(first, ir.Section(span=(after, after)), ir.Section(span=(after, after))))


STUMBLING = (
    empty_sections,
    small,
    repeated_numbers,
    characters,
    begins_with_page_break,
    empty,
    blanks,
    only_signed,
    marks_between,
    unlabelled_items,
    line_ends,
)


def test_golden_files(write: Write, golden: Golden) -> None:
    golden.check(GOLDEN / "small.xml", write(small()).decode())
    golden.check(GOLDEN / "small-reading.xml", write(small(), lines=False).decode())


@pytest.mark.parametrize("make", STUMBLING, ids=lambda make: make.__name__)
def test_body_gives_any_text_back(write: Write, make: Callable[[], ir.Cable], body_text: Read) -> None:
    cable = make()
    assert body_text(write(cable)) == transcribe(cable.source).text


def test_lines_are_numbered_as_in_the_input(write: Write, find: Find) -> None:
    document = write(line_ends())
    assert transcribe(line_ends().source).text == "One line\nanother\nthird\nfourth [ end.\n"
    # The furniture before the text takes two lines; this part of the input begins at its line 11.
    assert [lb.get("n") for lb in find(document, "//t:lb")] == ["13", "14", "15", "16", "17"]
    assert "mixed" in find(document, "//t:normalization")[0][0].text


def test_line_ends_inside_words(write: Write, find: Find) -> None:
    breaks = find(write(small()), "//t:lb[@break='no']")
    assert [lb.tail for lb in breaks] == ["ment of glass, long-"]


@pytest.mark.parametrize("lines", [True, False])
def test_valid_in_jing(
    write: Write, kitchen_sink: ir.Cable, jing: Callable[[Sequence[bytes]], str], lines: bool
) -> None:
    made = [kitchen_sink, *(make() for make in STUMBLING)]
    documents = [write(cable, lines=lines) for cable in made]
    assert jing([*documents, write(*made, *made, lines=lines)]) == ""


def test_valid_in_lxml(write: Write, kitchen_sink: ir.Cable, relaxng: etree.RelaxNG) -> None:
    for cable in (kitchen_sink, *(make() for make in STUMBLING)):
        relaxng.assertValid(etree.fromstring(write(cable)))


def pointers(find: Find, document: bytes) -> set[str]:
    found = find(document, "//@*[starts-with(., '#')]")
    return {pointer[1:] for value in found for pointer in value.split()}


def test_ids_are_unique_and_nothing_dangles(write: Write, kitchen_sink: ir.Cable, find: Find) -> None:
    made = [kitchen_sink, *(make() for make in STUMBLING)]
    for document in (*(write(cable) for cable in made), write(*made, *made)):
        ids = find(document, "//@xml:id")
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", identifier) for identifier in ids)
        assert pointers(find, document) <= set(ids)


def test_repeated_paragraph_numbers(write: Write, find: Find) -> None:
    paragraphs = find(write(repeated_numbers()), "//t:body//t:p")
    assert [(p.get("n"), p.get(XML_ID), p.get("prev")) for p in paragraphs] == [
        ("1", "para-1", None),
        (None, None, None),
        ("1", "quote-1-para-1", None),
        (None, "quote-1-para-1-1", "#quote-1-para-1"),
        (None, None, None),
        ("1", "para-1.2", None),
        (None, "para-1.2-1", "#para-1.2"),
        (None, "para-9-1", None),
    ]


def test_characters_that_xml_cannot_hold(write: Write, reported: list[tuple[str, Diagnostic]], find: Find) -> None:
    document = write(characters())
    declared = {char.get(XML_ID): char[0].text for char in find(document, "//t:charDecl/t:char")}
    assert declared["char-0000"] == "U+0000"
    assert {g.get("ref")[1:] for g in find(document, "//t:body//t:g")} == set(declared)
    assert [diagnostic.code for _, diagnostic in reported] == ["character-replaced"] * len(declared)


def nested(depth: int) -> ir.Cable:
    """Return a cable of one item in so many lists."""
    s = Scribe()
    text = s.prose("glass")
    item = ir.Item(content=(text,), span=text.span)
    for _ in range(depth - 1):
        item = ir.Item(items=(item,), span=text.span)
    return s.cable(sections=(section(ir.ItemList(items=(item,), span=text.span)),))


def test_what_is_written_is_not_too_deep_to_be_read(write: Write) -> None:
    deepest = nested(100)
    assert list(read(write(deepest), "tei")) == [carried(deepest)]
    for depth in (101, 5000):
        with pytest.raises(WriteError, match=f"invented.txt: its lists and quotations stand {depth} deep"):
            write(nested(depth))


def test_only_categories_in_use_are_declared(write: Write, find: Find) -> None:
    assert find(write(small()), "//t:category/@xml:id") == ["cls-u"]


def test_many_cables_make_a_corpus(write: Write, kitchen_sink: ir.Cable, find: Find) -> None:
    documents = find(write(kitchen_sink, small(), kitchen_sink, title="Glass"), "/t:teiCorpus/t:TEI")
    names = ["cable-09ONHAVA42", "cable-09ONHAVA7", "cable-09ONHAVA42.2"]
    assert [document.get(XML_ID) for document in documents] == names
    assert documents[0].find(".//{*}body//{*}p[@n='1']").get(XML_ID) == "cable-09ONHAVA42.para-1"
