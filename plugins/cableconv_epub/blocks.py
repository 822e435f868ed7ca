"""Sections and blocks to XHTML, each with its marks in their places."""

from collections.abc import Iterable
from operator import itemgetter

from cableconv import ir
from cableconv_epub.leaves import Sheet, blank_before, leaf, run
from cableconv_epub.links import anchor
from cableconv_epub.xhtml import element

#: EPUB's and ARIA's names for the roles of a section, where they have one.
SECTION_SEMANTICS = {
    ir.Role.SUMMARY: ("abstract", "doc-abstract"),
    ir.Role.INTRODUCTION: ("introduction", "doc-introduction"),
    ir.Role.CONCLUSION: ("conclusion", "doc-conclusion"),
}


def section(page: Sheet, node: ir.Section) -> str:
    """Return a section: its heading and rules, then its blocks."""
    pieces = [*mark_lines(page, node.marks), *((each.span[0], block(page, each)) for each in node.blocks)]
    content = _in_order(pieces)
    if not node.heading:
        return element("div", content, class_="section")
    epub_type, role = SECTION_SEMANTICS.get(node.role or "", (None, None))
    return element(
        "section", content, id=anchor("section", node.span), class_=node.role, epub_type=epub_type, role=role
    )


def mark_lines(page: Sheet, marks: Iterable[ir.Mark | ir.PageBreak]) -> list[tuple[int, str]]:
    """Return marks that stand outside the text, a line an element, each with its offset.

    A heading of several lines is one heading.
    """
    lines: list[list[ir.Mark | ir.PageBreak]] = []
    for mark in marks:
        if lines and _same_line(page, lines[-1][-1], mark):
            lines[-1].append(mark)
        else:
            lines.append([mark])
    return [(line[0].span[0], _mark_line(page, line)) for line in lines]


def _same_line(page: Sheet, last: ir.Mark | ir.PageBreak, mark: ir.Mark | ir.PageBreak) -> bool:
    between = page.text[last.span[1] : mark.span[0]]
    return not between.strip() and (not set("\r\n") & set(between) or _kind(last) == _kind(mark) == "heading")


def _kind(mark: ir.Mark | ir.PageBreak) -> str:
    return mark.kind if isinstance(mark, ir.Mark) else "page-break"


def _mark_line(page: Sheet, line: list[ir.Mark | ir.PageBreak]) -> str:
    if any(_kind(mark) == "heading" for mark in line):
        return element("h2", run(page, line))
    return element("p", run(page, line), class_=_kind(line[0]))


def block(page: Sheet, node: ir.Block) -> str:
    """Return one block of a section or quotation."""
    match node:
        case ir.Paragraph():
            return element("p", _run_in_order(page, node.marks, node.content), class_=_paragraph_class(node))
        case ir.ItemList(items=items):
            return _items(page, items)
        case ir.Quotation():
            return _quotation(page, node)
        case ir.PageBreak():
            return element("p", run(page, [node]), class_="page-break")
        case ir.Verbatim() | ir.Unparsed():
            return blank_before(page, node) + leaf(page, node)


def _run_in_order(page: Sheet, marks: ir.Marks, content: tuple[ir.Inline, ...]) -> str:
    return run(page, sorted([*marks, *content], key=lambda node: node.span))


def _paragraph_class(node: ir.Paragraph) -> str | None:
    classes = [
        "numbered" if node.label else "",
        "continues" if node.continues is not None else "",
        node.role or "",
    ]
    return " ".join(filter(None, classes)) or None


def _items(page: Sheet, items: tuple[ir.Item, ...]) -> str:
    return element("ul", "".join(_item(page, each) for each in items), class_="items")


def _item(page: Sheet, node: ir.Item) -> str:
    below = _items(page, node.items) if node.items else ""
    return element("li", _run_in_order(page, node.marks, node.content) + below)


def _quotation(page: Sheet, node: ir.Quotation) -> str:
    lines = mark_lines(page, node.marks)
    start = node.blocks[0].span[0] if node.blocks else node.span[1]
    end = node.blocks[-1].span[1] if node.blocks else node.span[1]
    quoted = [(each.span[0], block(page, each)) for each in node.blocks]
    quoted += [line for line in lines if start <= line[0] < end]
    pieces = [line for line in lines if not start <= line[0] < end]
    if quoted:
        pieces.append((start, element("blockquote", _in_order(quoted))))
    return element("div", _in_order(pieces), class_="quotation")


def _in_order(pieces: Iterable[tuple[int, str]]) -> str:
    return "".join(map(itemgetter(1), sorted(pieces, key=itemgetter(0))))
