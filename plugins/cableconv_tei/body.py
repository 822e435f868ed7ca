"""Writing the body of the document: opener and header lines, sections, closer."""

from itertools import groupby, takewhile

from cableconv import ir
from cableconv_tei.blocks import write_block
from cableconv_tei.closing import write_closing, write_loose_mark
from cableconv_tei.edition import Edition, Mark, begin
from cableconv_tei.leaves import write_mark
from cableconv_tei.opening import write_opening
from cableconv_tei.supplied import document_head
from cableconv_tei.taxonomies import FUNCTION


def write_body(edition: Edition) -> str:
    """Write a cable's text; return it as the markup of a ``body``."""
    pen = edition.pen
    pen.begin("body")
    identifier = edition.register.new("d1")
    document = pen.begin("div", type="document", subtype="historical-document", xml_id=identifier, n=1)
    pen.add("head", document_head(edition), type="supplied", resp=edition.register.target("cableconv"))
    place = document  # where blocks stand: the document, once it has a division the last of these
    runs = [
        (kind, list(run)) for kind, run in groupby(_top_nodes(edition.cable), lambda node: isinstance(node, ir.Section))
    ]
    for number, (_, run) in enumerate(runs):
        sections = [node for node in run if isinstance(node, ir.Section)]
        marks = [node for node in run if not isinstance(node, ir.Section)]
        for section in sections:
            place = _write_section(edition, document, place, section)
        if marks and number == 0:
            write_opening(edition, document, marks)
        elif marks:
            write_closing(edition, document, place, marks, last=number == len(runs) - 1)
    pen.finish(document)
    return pen.end()


def _top_nodes(cable: ir.Cable) -> list[ir.Section | Mark]:
    """Return the sections, and all marks outside them, in source order."""
    inside = {id(mark) for section in cable.sections for mark in _marks_inside(cable, section)}
    marks = (
        *(cable.envelope.marks if cable.envelope else ()),
        *(cable.header.marks if cable.header else ()),
        *(mark for mark in cable.marks if id(mark) not in inside),
    )
    return sorted((*marks, *cable.sections), key=lambda node: node.span)


def _marks_inside(cable: ir.Cable, section: ir.Section) -> list[Mark]:
    """Return the cable's own marks that stand between the blocks of a section: a signature before an annex."""
    return [mark for mark in cable.marks if section.span[0] <= mark.span[0] < section.span[1]]


def _write_section(edition: Edition, document: int, place: int, section: ir.Section) -> int:
    """Write a section as a division, or into the document when it has no heading and none came before.

    Returns:
        The level at which its blocks stand.
    """
    pen = edition.pen
    if place != document or section.marks:
        pen.approach(document, begin(section))
        ana = edition.register.category(FUNCTION, section.role)
        place = pen.begin("div", type="section", xml_id=edition.register.next("sec"), ana=ana)
    nodes = sorted(
        (*section.marks, *section.blocks, *_marks_inside(edition.cable, section)), key=lambda node: node.span
    )
    head = list(takewhile(lambda node: isinstance(node, ir.Mark) and node in section.marks, nodes))
    if head:
        pen.open(place, "head", head[0].span[0])
    for node in nodes:
        if not isinstance(node, ir.Mark):
            write_block(edition, place, node)
        elif node in head:
            write_mark(edition, node)
        else:
            write_loose_mark(edition, place, node)
    return place
