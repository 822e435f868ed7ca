"""Writing the blocks of the body: paragraphs, lists, quotations, what depends on columns, what no rule understands."""

from itertools import groupby

from cableconv import ir
from cableconv_tei.edition import Edition, begin, span_of
from cableconv_tei.leaves import write_inline, write_mark, write_page_break, write_portion
from cableconv_tei.lists import write_items
from cableconv_tei.taxonomies import CLASSIFICATION, FUNCTION


def write_block(edition: Edition, parent: int, block: ir.Block, scope: str = "") -> None:
    """Write one block.

    Args:
        edition: The cable being written.
        parent: The level of the element in which blocks stand.
        block: The block.
        scope: What the ids of paragraphs begin with: empty, or the quotation's, whose numbers are its own.
    """
    start, end = block.span
    match block:
        case ir.Paragraph():
            _write_paragraph(edition, parent, block, scope)
        case ir.ItemList(items=items):
            if items:
                write_items(edition, parent, items)
        case ir.Quotation():
            _write_quotation(edition, parent, block, scope)
        case ir.PageBreak():
            write_page_break(edition, parent, block)
        case ir.Verbatim():
            rendition = edition.register.target("pre")
            edition.pen.open(parent, "ab", start, type="preformatted", rendition=rendition, xml_space="preserve")
            edition.pen.text_to(end)
        case ir.Unparsed():
            edition.pen.open(parent, "ab", start, type="unparsed")
            edition.pen.text_to(end)


def _write_paragraph(edition: Edition, parent: int, paragraph: ir.Paragraph, scope: str) -> None:
    identifier, previous = _paragraph_ids(edition, paragraph, scope)
    level = edition.register.category(CLASSIFICATION, paragraph.marking.level) if paragraph.marking else None
    function = edition.register.category(FUNCTION, paragraph.role)
    edition.pen.open(
        parent,
        "p",
        paragraph.span[0],
        n=paragraph.number,
        xml_id=identifier,
        prev=previous,
        ana=" ".join(filter(None, (level, function))),
    )
    for node in sorted((*paragraph.marks, *paragraph.content), key=span_of):
        if isinstance(node, ir.Mark) and node.kind == "portion":
            write_portion(edition, node, paragraph.marking)
        elif isinstance(node, ir.Mark):
            write_mark(edition, node)
        else:
            write_inline(edition, node)


def _paragraph_ids(edition: Edition, paragraph: ir.Paragraph, scope: str) -> tuple[str | None, str | None]:
    """Return the id of a paragraph and a pointer to the one that it goes on from."""
    number = paragraph.continues if paragraph.number is None else paragraph.number
    if number is None:
        return None, None
    name, register, chains = f"{scope}para-{number}", edition.register, edition.chains
    if paragraph.number is not None:
        identifier, previous = register.new(name), None
        edition.numbered[name] = identifier.removeprefix(register.prefix)
    else:
        identifier = register.next(edition.numbered.get(name, name))
        # A paragraph of a quotation may go on from the numbered one in which the quotation stands.
        previous = chains.get(name, chains.get(f"para-{number}"))
    chains[name] = identifier
    return identifier, f"#{previous}" if previous else None


def _write_quotation(edition: Edition, parent: int, quotation: ir.Quotation, scope: str) -> None:
    """Write what is quoted as ``quote``, the lines that mark its begin and end before and after it."""
    nodes = sorted((*quotation.marks, *quotation.blocks), key=span_of)
    for is_mark, run in groupby(nodes, lambda node: isinstance(node, ir.Mark)):
        if is_mark:
            marks: list[ir.Mark] = list(run)  # type: ignore[arg-type]
            ends = any(mark.kind == "end" for mark in marks)
            function = edition.register.category(FUNCTION, "end" if ends else "begin")
            edition.pen.open(parent, "p", marks[0].span[0], ana=function)
            for mark in marks:
                _write_quotation_mark(edition, mark)
            continue
        blocks: list[ir.Block] = list(run)  # type: ignore[arg-type]
        edition.pen.approach(parent, begin(blocks[0]))
        identifier = edition.register.next(f"{scope}quote")
        quote = edition.pen.begin("quote", xml_id=identifier)
        for block in blocks:
            write_block(edition, quote, block, scope=f"{identifier.removeprefix(edition.register.prefix)}-")


def _write_quotation_mark(edition: Edition, mark: ir.Mark) -> None:
    if mark.kind in ("begin", "end"):
        edition.pen.write("seg", mark.span, type="marker")
    else:
        write_mark(edition, mark)
