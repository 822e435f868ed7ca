"""Writing the body of the document: opener and header lines, sections, closer."""

from collections.abc import Sequence
from itertools import groupby, takewhile

from lxml import etree

from cableconv import ir
from cableconv_tei.blocks import write_block
from cableconv_tei.closing import write_closing
from cableconv_tei.edition import Edition, Mark
from cableconv_tei.elements import STRUCTURE, indent, sub
from cableconv_tei.leaves import write_mark
from cableconv_tei.opening import write_opening
from cableconv_tei.supplied import write_head
from cableconv_tei.taxonomies import FUNCTION


def write_body(edition: Edition, text: etree._Element) -> None:
    """Write a cable's text as the ``body`` of a ``text``."""
    body = sub(text, "body")
    identifier = edition.register.new("d1")
    document = sub(body, "div", type="document", subtype="historical-document", xml_id=identifier, n=1)
    write_head(edition, document)
    cable = edition.cable
    nodes: list[ir.Section | Mark] = sorted(
        (
            *(cable.envelope.marks if cable.envelope else ()),
            *(cable.header.marks if cable.header else ()),
            *cable.sections,
            *cable.marks,
        ),
        key=lambda node: node.span,
    )
    place = document  # where blocks stand: the document, once it has a division the last of these
    runs = [(kind, list(run)) for kind, run in groupby(nodes, lambda node: isinstance(node, ir.Section))]
    for number, (is_sections, run) in enumerate(runs):
        if is_sections:
            for section in run:
                place = _write_section(edition, document, place, section)  # type: ignore[arg-type]
        elif number == 0:
            write_opening(edition, document, run)  # type: ignore[arg-type]
        else:
            write_closing(edition, document, place, run, last=number == len(runs) - 1)  # type: ignore[arg-type]
    edition.pen.finish(document)
    indent(text, 1, only=STRUCTURE | {text.tag})


def _write_section(
    edition: Edition, document: etree._Element, place: etree._Element, section: ir.Section
) -> etree._Element:
    """Write a section as a division, or into the document when it has no heading and none came before."""
    nodes = sorted((*section.marks, *section.blocks), key=lambda node: node.span)
    if place is not document or section.marks:
        edition.pen.approach(document, section.span[0])
        ana = edition.register.category(FUNCTION, section.role)
        place = sub(document, "div", type="section", xml_id=edition.register.next("sec"), ana=ana)
    head = list(takewhile(lambda node: isinstance(node, ir.Mark), nodes))
    _write_heading(edition, place, head)  # type: ignore[arg-type]
    for node in nodes[len(head) :]:
        if isinstance(node, ir.Mark):
            edition.pen.open(place, "ab", node.span[0], type="rule")
            write_mark(edition, node)
        else:
            write_block(edition, place, node)
    return place


def _write_heading(edition: Edition, div: etree._Element, marks: Sequence[Mark]) -> None:
    if not marks:
        return
    edition.pen.open(div, "head", marks[0].span[0])
    for mark in marks:
        write_mark(edition, mark)
