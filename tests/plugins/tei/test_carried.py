"""What TEI does not carry is what the list in `cableconv_tei.carried` names, and nothing else."""

import io
from collections.abc import Iterable
from itertools import groupby, pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

import cableconv
from cableconv import ir, walk
from cableconv.testing.generators import cables
from cableconv_tei.carried import carried, touching
from cableconv_tei.transcript import NEWLINES, transcribe

SAMPLES = sorted((Path(__file__).parents[3] / "samples" / "telegram").glob("*.txt"))


def came_back(cable: ir.Cable, **options: str) -> ir.Cable:
    out = io.BytesIO()
    cableconv.write([cable], out, "tei", options=options)
    [back] = cableconv.read(out.getvalue(), "tei")
    return back


def without_what_is_listed(cable: ir.Cable) -> ir.Cable:
    """Return a cable without its text and all places in it, running text in one piece and without blanks."""

    def bare(node: ir.Node) -> ir.Node:
        node = msgspec.structs.replace(node, span=(0, 0))
        if isinstance(node, ir.Paragraph | ir.Item):
            return msgspec.structs.replace(node, content=tuple(in_one_piece(node.content)))
        return node

    source = msgspec.structs.replace(cable.source, text="", furniture=(), line_ends=())
    diagnostics = tuple(msgspec.structs.replace(each, span=None) for each in cable.diagnostics)
    return msgspec.structs.replace(walk.map_nodes(cable, bare), source=source, diagnostics=diagnostics)


def in_one_piece(content: Iterable[ir.Inline]) -> Iterable[ir.Inline]:
    for is_text, run in groupby(content, lambda each: isinstance(each, ir.Text) and each.role is None):
        if is_text:
            words = "".join(each.text for each in run if isinstance(each, ir.Text))
            yield ir.Text(text="".join(words.split()), span=(0, 0))
        else:
            yield from run


def has_what_is_listed(cable: ir.Cable) -> bool:
    source = cable.source
    contents = [node.content for node in walk.walk(cable) if isinstance(node, ir.Paragraph | ir.Item)]
    newline = NEWLINES.get(source.newline, "\n")
    return (
        bool(source.furniture or source.line_ends)
        or transcribe(source).text.replace("\n", newline) != source.text
        or any(touching(first, second) for content in contents for first, second in pairwise(content))
    )


@settings(suppress_health_check=list(HealthCheck))
@given(cables())
def test_nothing_else_is_lost(cable: ir.Cable) -> None:
    once = carried(cable)
    assert without_what_is_listed(once) == without_what_is_listed(cable)
    assert has_what_is_listed(cable) or once == cable
    assert not has_what_is_listed(once)
    assert carried(once) == once
    assert not set(walk.check_coverage(once)) - set(walk.check_coverage(cable))


def test_telegrams_are_carried_whole() -> None:
    read = [cable for sample in SAMPLES for cable in cableconv.read(sample, "telegram")]
    whole = [cable for cable in read if not has_what_is_listed(cable)]
    assert whole
    assert [came_back(cable) for cable in whole] == whole


def made(text: str, *pieces: ir.Span, newline: str = "LF", **of_source: tuple[ir.Span, ...]) -> ir.Cable:
    """Return a cable of one paragraph whose running text is in pieces."""
    source = ir.Source(
        name="-",
        format="telegram",
        size=len(text),
        sha256="0" * 64,
        encoding="utf-8",
        newline=newline,
        text=text,
        **of_source,
    )
    content = tuple(ir.Text(text=walk.printed_line(source, span), span=span) for span in pieces)
    span = (pieces[0][0], pieces[-1][1])
    section = ir.Section(blocks=(ir.Paragraph(content=content, span=span),), span=span)
    return ir.Cable(ir=ir.IR_VERSION, source=source, sections=(section,), span=(0, len(text)))


@pytest.mark.parametrize(
    ("cable", "expected"),
    [
        (made("Help. Glass.", (6, 12), furniture=((0, 5),)), made(" Glass.", (1, 7))),
        (
            made("Glass\r\nand\rmirrors", (0, 18), newline="mixed"),
            made("Glass\nand\nmirrors", (0, 17), newline="mixed"),
        ),
        (made("Glass<br>rose", (0, 13), line_ends=((5, 9),)), made("Glass\nrose", (0, 10))),
        (made("Glass rose.", (0, 6), (6, 11)), made("Glass rose.", (0, 11))),
        (made("Glass [1]rose.", (0, 6), (9, 14), furniture=((6, 9),)), made("Glass rose.", (0, 11))),
    ],
    ids=["furniture", "newline mixed", "line ends of a page", "text in two pieces", "furniture between two pieces"],
)
def test_each_thing_that_is_listed(cable: ir.Cable, expected: ir.Cable) -> None:
    assert walk.check_coverage(cable) == []
    size = cable.source.size
    expected = msgspec.structs.replace(expected, source=msgspec.structs.replace(expected.source, size=size))
    assert carried(cable) == expected
    assert came_back(cable) == expected
    assert walk.check_coverage(expected) == []


def test_a_reading_edition_carries_words_but_no_lines(kitchen_sink: ir.Cable) -> None:
    whole, reading = came_back(kitchen_sink), came_back(kitchen_sink, lines="no")
    assert reading.source.text.split() == whole.source.text.split()
    assert reading.source.text != whole.source.text
    assert [type(node) for node in walk.walk(reading)] == [type(node) for node in walk.walk(whole)]
