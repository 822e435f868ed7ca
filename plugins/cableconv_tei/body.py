"""Writing the body of the document: opener and header lines, sections, closer."""

from collections.abc import Sequence
from itertools import groupby, takewhile
from typing import Final

from cableconv import ir
from cableconv.errors import WriteError
from cableconv.walk import marks_by_section, nesting
from cableconv_tei.blocks import write_block
from cableconv_tei.closing import write_closing, write_loose_mark
from cableconv_tei.edition import Edition, Mark, begin, span_of
from cableconv_tei.leaves import write_mark
from cableconv_tei.opening import write_opening
from cableconv_tei.supplied import document_head
from cableconv_tei.taxonomies import FUNCTION

#: How deep lists and quotations may stand within each other: libxml2 reads 256 elements, of which each takes up to two.
_DEEPEST: Final = 100


def write_body(edition: Edition) -> str:
    """Write a cable's text; return it as the markup of a ``body``.

    Raises:
        WriteError: Its lists or quotations stand within each other so deep that no parser would read the document.
    """
    depth = nesting(edition.cable)
    if depth > _DEEPEST:
        raise WriteError(
            f"its lists and quotations stand {depth} deep within each other, of which parsers of XML read no document; "
            f"expected at most {_DEEPEST}",
            where=edition.cable.id or edition.cable.source.name,
        )
    pen = edition.pen
    pen.begin("body")
    identifier = edition.register.new("d1")
    document = pen.begin("div", type="document", subtype="historical-document", xml_id=identifier, n=1)
    pen.add("head", document_head(edition), type="supplied", resp=edition.register.target("cableconv"))
    place = document  # where blocks stand: the document, once it has a division the last of these
    inside, outside = marks_by_section(edition.cable)
    nodes = _top_nodes(edition.cable, outside)
    runs = [(kind, list(run)) for kind, run in groupby(nodes, lambda node: isinstance(node, ir.Section))]
    for number, (_, run) in enumerate(runs):
        sections = [node for node in run if isinstance(node, ir.Section)]
        marks = [node for node in run if not isinstance(node, ir.Section)]
        for section in sections:
            place = _write_section(edition, document, place, section, inside.get(section.span, ()))
        if marks and number == 0:
            write_opening(edition, document, marks)
        elif marks:
            write_closing(edition, document, place, marks, last=number == len(runs) - 1)
    pen.finish(document)
    return pen.end()


def _top_nodes(cable: ir.Cable, outside: Sequence[Mark]) -> list[ir.Section | Mark]:
    """Return the sections, and all marks outside them, in source order."""
    marks = (
        *(cable.envelope.marks if cable.envelope else ()),
        *(cable.header.marks if cable.header else ()),
        *outside,
    )
    return sorted((*marks, *cable.sections), key=span_of)


def _write_section(edition: Edition, document: int, place: int, section: ir.Section, inside: Sequence[Mark]) -> int:
    """Write a section as a division, or into the document when it has no heading and none came before.

    Args:
        edition: The cable being written.
        document: The level of the division of the whole document.
        place: The level at which the blocks before it stand.
        section: The section.
        inside: The cable's own marks that stand in it.

    Returns:
        The level at which its blocks stand.
    """
    pen = edition.pen
    if place != document or section.marks:
        pen.approach(document, begin(section))
        ana = edition.register.category(FUNCTION, section.role)
        place = pen.begin("div", type="section", xml_id=edition.register.next("sec"), ana=ana)
    nodes = sorted((*section.marks, *section.blocks, *inside), key=span_of)
    of_head = {id(mark) for mark in section.marks}
    head = list(takewhile(lambda node: id(node) in of_head, nodes))
    if head:
        pen.open(place, "head", head[0].span[0])
    for mark in head:
        write_mark(edition, mark)  # type: ignore[arg-type]
    for node in nodes[len(head) :]:
        if isinstance(node, ir.Mark):
            write_loose_mark(edition, place, node)
        else:
            write_block(edition, place, node)
    return place
