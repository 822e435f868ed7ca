"""Leaves to XHTML: the marks and inlines of a cable, each with the blank that stands before it in the source."""

from collections.abc import Iterable, Mapping

import msgspec

from cableconv import ir, walk
from cableconv_epub.links import anchor
from cableconv_epub.xhtml import element, escape


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a leaf needs to know of its cable and book.

    Attributes:
        text: What the spans point into.
        furniture: Start of each furniture span by its end.
        links: Relative URLs by the span of a reference.
    """

    text: str
    furniture: Mapping[int, int]
    links: Mapping[ir.Span, str]


def sheet(cable: ir.Cable, links: Mapping[ir.Span, str]) -> Sheet:
    """Prepare a cable for `leaf` and `blank_before`."""
    text = walk.printed_whole(cable.source)
    return Sheet(
        text=text,
        furniture={end: start for start, end in cable.source.furniture},
        links=links,
    )


def blank_before(sheet: Sheet, node: ir.Node) -> str:
    r"""Return the blank before a node: ``"\n"``, ``" "`` or, where the source glues it to what precedes, ``""``."""
    at = node.span[0]
    blank = ""
    while at > 0:
        if at in sheet.furniture:
            at = sheet.furniture[at]
        elif sheet.text[at - 1].isspace():
            at -= 1
            if sheet.text[at] in "\r\n":
                return "\n"
            blank = " "
        else:
            break
    return blank


def run(sheet: Sheet, nodes: Iterable[walk.Leaf]) -> str:
    """Return leaves one after the other, each with the blank before it."""
    return "".join(blank_before(sheet, node) + leaf(sheet, node) for node in nodes)


def leaf(sheet: Sheet, node: walk.Leaf) -> str:
    """Return one leaf."""
    match node:
        case ir.Text(text=text, role=None):
            return escape(text)
        case ir.Text(text=text, role=role):
            return element("b", escape(text), class_=role)
        case ir.Mark():
            return _mark(sheet, node)
        case ir.PageBreak():
            return page_break(node)
        case ir.Reference(raw=raw, span=span):
            return _linked(sheet, span, element("span", escape(raw), class_="reference"))
        case ir.Redaction(raw=raw):
            return element("span", escape(raw), class_="redaction", title="Taken out before publication")
        case ir.Damage(raw=raw, reading=reading):
            hint = f"Damaged in transmission; to be read: {reading}" if reading else "Damaged in transmission"
            return element("span", escape(raw), class_="damage", title=hint)
        case ir.Stray(raw=raw):
            return element("span", escape(raw), class_="stray", title="Caption printed by a relay inside the text")
        case ir.Verbatim(text=text):
            return element("pre", escape(text), class_="verbatim")
        case ir.Unparsed(text=text):
            return element("pre", escape(text), class_="unparsed", title="Not understood; shown as it stands")


def _mark(sheet: Sheet, mark: ir.Mark) -> str:
    printed = escape(walk.unwrap(sheet.text[mark.span[0] : mark.span[1]]))
    if mark.kind == "reference":
        return _linked(
            sheet, mark.span, element("span", printed, class_="reference", id=anchor("reference", mark.span))
        )
    return element("span", printed, class_=mark.kind)


def _linked(sheet: Sheet, span: ir.Span, content: str) -> str:
    href = sheet.links.get(span)
    return element("a", content, href=href) if href else content


def page_break(node: ir.PageBreak) -> str:
    """Return a page break; the line that the relay printed stays to be read."""
    return element(
        "span",
        escape(node.raw),
        class_="page",
        id=anchor("page", node.span),
        epub_type="pagebreak",
        role="doc-pagebreak",
        aria_label=page_label(node),
    )


def page_label(node: ir.PageBreak) -> str:
    """Return the number of the page that begins here, or what is printed where no number is."""
    return node.raw if node.page is None else str(node.page)
