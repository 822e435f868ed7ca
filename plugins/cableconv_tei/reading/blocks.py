"""Reading the blocks of a body: paragraphs, lists, quotations, what depends on columns."""

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from cableconv import ir, walk
from cableconv_tei.elements import ID
from cableconv_tei.reading.scroll import Part, elements, paged
from cableconv_tei.reading.vocabulary import Vocabulary, cable_id
from cableconv_tei.taxonomies import CAPTIONS, CLASSIFICATION, FUNCTION

_PAGES: Final = re.compile(r"\bOF\s+0*([0-9]{1,6})\b", re.IGNORECASE)

#: Leaves on a line of their own, after which a line end is no part of the text.
OWN_LINE: Final = (ir.PageBreak, ir.Stray)


class Manuscript(msgspec.Struct, kw_only=True):
    """What is needed to read a body.

    Attributes:
        text: The telegram's text.
        vocabulary: The ids of the document.
        labels: Label of each entry of the reference line, by the name of its id; grows while that line is read.
        numbers: Number of each paragraph, by the name of its id; grows with the paragraphs.
    """

    text: str
    vocabulary: Vocabulary
    labels: dict[str, str] = {}
    numbers: dict[str, int] = {}

    def printed(self, span: ir.Span) -> str:
        """Return the text of a span on one line."""
        return walk.unwrap(self.text[span[0] : span[1]])

    def bare(self, span: ir.Span) -> ir.Span | None:
        """Return a span without the blanks around it; nothing if it is blank."""
        start, end = span
        piece = self.text[start:end]
        kept = piece.strip()
        if not kept:
            return None
        start += len(piece) - len(piece.lstrip())
        return start, start + len(kept)


class Content(msgspec.Struct, kw_only=True):
    """What stands in a block, in source order."""

    marks: list[ir.Mark | ir.PageBreak] = []
    content: list[ir.Inline] = []
    marking: ir.Marking | None = None
    items: list[ir.Item] = []


def pages_of(printed: str) -> int | None:
    """Return how many pages or sections a marker says there are.

    >>> pages_of("ONHAVA 00000042  001.2 OF 003")
    3

    A page of a relay names the sections of the telegram, not its pages.

    >>> pages_of("PAGE 02 CAPE T 00097 01 OF 03 182017Z")
    """
    match = None if printed.upper().startswith("PAGE") else _PAGES.search(printed)
    return int(match[1]) if match else None


def hull(nodes: Iterable[ir.Node], otherwise: ir.Span = (0, 0)) -> ir.Span:
    """Return the span from the first of some nodes to the last; where there is none, the other one."""
    spans = [node.span for node in nodes]
    return (min(span[0] for span in spans), max(span[1] for span in spans)) if spans else otherwise


def text_span(text: str, span: ir.Span, before: object, after: object) -> ir.Span | None:
    """Return which part of the characters between two leaves is a `Text`.

    Blanks at the edge of a block, or after a mark, are none; nor is the line end after a leaf that has its own line.

    Args:
        text: The telegram's text.
        span: From the end of the one leaf to the begin of the other.
        before: The leaf or mark before it; absent at the begin of the block.
        after: The leaf or mark after it; absent at the end of the block.
    """
    start, end = span
    piece = text[start:end]
    inner = piece.lstrip()
    blanks = piece[: len(piece) - len(inner)]
    own_line = isinstance(before, OWN_LINE) and ("\n" in blanks or "\r" in blanks)
    if before is None or isinstance(before, ir.Mark) or own_line:
        start += len(blanks)
        piece = inner
    if after is None:
        piece = piece.rstrip()
    return (start, start + len(piece)) if piece else None


def read_page_break(m: Manuscript, part: Part, number: str) -> ir.PageBreak:
    """Read the line of a page or section marker; the element before it had the number."""
    span = m.bare(part.span) or part.span
    raw = m.printed(span)
    return ir.PageBreak(raw=raw, page=integer(number), pages=pages_of(raw), span=span)


def integer(value: str) -> int | None:
    """Return a number as written in an attribute."""
    return int(value) if re.fullmatch(r"-?[0-9]{1,300}", value) else None


def read_content(m: Manuscript, parts: list[Part]) -> Content:
    """Read what stands in a paragraph or item."""
    found = Content()
    leaves: list[ir.Mark | ir.Inline | None] = [None]
    gaps: list[ir.Span] = []
    at = parts[0].span[0] if parts else 0
    for part, number in paged(elements(parts)):
        if part.name == "list":
            found.items += read_items(m, part)
            leaf: ir.Mark | ir.Inline | None = None
        else:
            leaf = _leaf(m, part, number, found)
            if leaf is None:
                continue  # an element of somebody else's: its words are running text
        gaps.append((at, part.span[0] if leaf is None else leaf.span[0]))
        leaves.append(leaf)
        at = part.span[1]
    gaps.append((at, parts[-1].span[1] if parts else at))
    leaves.append(None)
    for index, gap in enumerate(gaps):
        span = text_span(m.text, gap, leaves[index], leaves[index + 1])
        if span:
            found.content.append(ir.Text(text=m.printed(span), span=span))
        _sort_leaf(found, leaves[index + 1])
    return found


def _sort_leaf(found: Content, leaf: ir.Mark | ir.Inline | None) -> None:
    """Put a leaf among the marks or into the content; a page break before all content is among the marks."""
    if isinstance(leaf, ir.Mark) or (isinstance(leaf, ir.PageBreak) and found.marks and not found.content):
        found.marks.append(leaf)
    elif leaf is not None:
        found.content.append(leaf)


def _leaf(m: Manuscript, part: Part, number: str, found: Content) -> ir.Mark | ir.Inline | None:
    span, raw = part.span, m.printed(part.span)
    match part.name, part.get("type"):
        case "fw", _:
            return read_page_break(m, part, number)
        case "label", _:
            return ir.Mark(kind="label", span=span)
        case "pc", _:
            return ir.Mark(kind="separator", span=span)
        case "seg", "portion":
            found.marking = found.marking or read_marking(m, part)
            return ir.Mark(kind="portion", span=span)
        case "seg", "marker":
            return ir.Text(text=raw, role=ir.Role.MARKER, span=span)
        case "seg", "caption":
            return ir.Stray(raw=raw, span=span)
        case "seg", kind if kind:
            return ir.Mark(kind=kind, span=span)
        case "gap", _:
            return ir.Redaction(raw=raw, span=span)
        case "unclear", _:
            return ir.Damage(raw=raw, span=span)
        case "choice", _:
            corrected = part.element.find("{*}corr") if part.element is not None else None
            reading = None if corrected is None else "".join(map(str, corrected.itertext()))
            return ir.Damage(raw=raw, reading=reading, span=span)
        case "ref", _:
            return read_reference(m, part, raw)
    return None


def read_marking(m: Manuscript, part: Part) -> ir.Marking:
    """Read a portion mark."""
    ana = part.get("ana")
    return ir.Marking(
        raw=m.printed(part.span),
        level=m.vocabulary.category(ana, CLASSIFICATION),
        caveats=tuple(m.vocabulary.categories(ana, CAPTIONS)),
        span=part.span,
    )


def read_reference(m: Manuscript, part: Part, raw: str) -> ir.Reference:
    """Read a mention of another cable."""
    target = part.get("target")
    entries = (m.labels.get(m.vocabulary.name(pointer)) for pointer in target.split())
    label = part.get("n") or next(filter(None, entries), None)
    return ir.Reference(raw=raw, id=cable_id(target), label=label, span=part.span)


def read_blocks(m: Manuscript, parts: Iterable[Part]) -> list[ir.Block | ir.Mark]:
    """Read blocks; a mark among them is the cable's own, such as a signature before an annex."""
    blocks: list[ir.Block | ir.Mark] = []
    for part, number in paged(parts):
        functions = set(m.vocabulary.categories(part.get("ana"), FUNCTION)) if part.name == "p" else set()
        last = blocks[-1] if blocks else None
        if part.name == "fw":
            blocks.append(read_page_break(m, part, number))
        elif "begin" in functions:
            blocks.append(_quotation(m, part, "begin"))
        elif part.name == "quote":
            quoted = tuple(block for block in read_blocks(m, elements(part.parts)) if not isinstance(block, ir.Mark))
            quotation = ir.Quotation(blocks=quoted, span=hull(quoted, part.span))
            if isinstance(last, ir.Quotation) and not last.blocks and last.end is None:
                blocks[-1] = _joined(last, quotation)
            else:
                blocks.append(quotation)
        elif "end" in functions:
            end = _quotation(m, part, "end")
            if isinstance(last, ir.Quotation):
                blocks[-1] = _joined(last, end)
            else:
                blocks.append(end)
        elif part.name == "list":
            items = tuple(read_items(m, part))
            blocks.append(ir.ItemList(items=items, span=hull(items, part.span)))
        elif part.name == "ab":
            if m.bare(part.span):
                blocks.append(_anonymous(m, part))
        else:
            blocks.append(_paragraph(m, part))
    return blocks


def _anonymous(m: Manuscript, part: Part) -> ir.Block | ir.Mark:
    span = m.bare(part.span) or part.span
    text = walk.line_feeds(m.text, span)
    match part.get("type"):
        case "preformatted":
            return ir.Verbatim(text=text, span=span)
        case "unparsed" | "":
            return ir.Unparsed(text=text, span=span)
        case kind:
            return ir.Mark(kind=kind, span=span)


def _paragraph(m: Manuscript, part: Part) -> ir.Paragraph:
    found = read_content(m, part.parts)
    name = part.get(ID).removeprefix(m.vocabulary.prefix)
    number = integer(part.get("n"))
    previous = m.numbers.get(m.vocabulary.name(part.get("prev")))
    if number is not None or previous is not None:
        m.numbers[name] = number if number is not None else previous or 0
    label = next((mark for mark in found.marks if isinstance(mark, ir.Mark) and mark.kind == "label"), None)
    return ir.Paragraph(
        number=number,
        label=m.printed(label.span) if label else None,
        marking=found.marking,
        role=m.vocabulary.category(part.get("ana"), FUNCTION),
        continues=previous if number is None else None,
        content=tuple(found.content),
        marks=tuple(found.marks),
        span=hull((*found.marks, *found.content), part.span),
    )


def read_items(m: Manuscript, part: Part) -> list[ir.Item]:
    """Read the items of a list."""
    items: list[ir.Item] = []
    marker: ir.Mark | None = None
    for each in elements(part.parts):
        if each.name == "label":
            span = m.bare(each.span)
            marker = ir.Mark(kind="marker", span=span) if span else None
        elif each.name == "item":
            items.append(_item(m, each, marker))
            marker = None
    return items


def _item(m: Manuscript, part: Part, marker: ir.Mark | None) -> ir.Item:
    found = read_content(m, part.parts)
    marks = (*((marker,) if marker else ()), *found.marks)
    return ir.Item(
        marker=m.printed(marker.span) if marker else None,
        marking=found.marking,
        content=tuple(found.content),
        items=tuple(found.items),
        marks=marks,
        span=hull((*marks, *found.content, *found.items), part.span),
    )


def _quotation(m: Manuscript, part: Part, kind: str) -> ir.Quotation:
    """Read the paragraph that marks the begin or end of a quotation, as a quotation without blocks."""
    marks = tuple(
        ir.Mark(kind=kind if each.get("type") == "marker" else each.get("type") or each.name, span=each.span)
        for each in elements(part.parts)
    )
    printed = next((m.printed(mark.span) for mark in marks if mark.kind == kind), None)
    begin, end = (printed, None) if kind == "begin" else (None, printed)
    return ir.Quotation(begin=begin, end=end, marks=marks, span=hull(marks, part.span))


def _joined(first: ir.Quotation, second: ir.Quotation) -> ir.Quotation:
    nodes = [*first.marks, *first.blocks, *second.marks, *second.blocks]
    return ir.Quotation(
        begin=first.begin,
        blocks=first.blocks + second.blocks,
        end=second.end,
        marks=first.marks + second.marks,
        span=hull(nodes, first.span),
    )
