"""Going through the IR: traversal, rebuilding, reading text, and the check that nothing is lost.

Functions only; `cableconv.ir` holds the data.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import Any, TypeVar, cast, get_args

import msgspec

from cableconv import ir

Leaf = ir.Mark | ir.Inline | ir.Verbatim | ir.Unparsed

_LEAVES: frozenset[type[ir.Node]] = frozenset(get_args(Leaf))

#: How deep lists and quotations of a cable may stand within each other, unless the caller allows more; every format can
#: show that many.
MAX_DEPTH = 100


def children(node: ir.Node) -> Iterator[ir.Node]:
    """Yield the nodes directly below a node, field by field in the order the struct declares them."""
    for field in _node_fields(type(node)):
        value = getattr(node, field)
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


@cache
def _node_fields(kind: type[ir.Node]) -> tuple[str, ...]:
    """Return the fields of a node that hold nodes, by their types."""
    return tuple(field.name for field in msgspec.structs.fields(kind) if _kinds_below(field.type))


@cache
def _leaf_fields(kind: type[ir.Node]) -> tuple[str, ...]:
    """Return the fields of a node that lead to leaves: those that hold values (tags, addressees) do not."""
    fields = msgspec.structs.fields(kind)
    return tuple(field.name for field in fields if not _LEAVES.isdisjoint(_kinds_below(field.type)))


def _kinds_below(annotation: Any) -> set[type[ir.Node]]:
    """Return the kinds of node that a field of this type may hold, at any depth."""
    kinds: set[type[ir.Node]] = set()
    waiting = [annotation]
    while waiting:
        each = waiting.pop()
        waiting += get_args(each)
        if isinstance(each, type) and issubclass(each, ir.Node) and each not in kinds:
            kinds.add(each)
            waiting += (field.type for field in msgspec.structs.fields(each))
    return kinds


def walk(node: ir.Node) -> Iterator[ir.Node]:
    """Yield a node and all nodes below it, each before those below it. Depth is limited by memory only."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(list(children(node))))


def nesting(cable: ir.Cable) -> int:
    """Return how deep lists and quotations stand within each other: 1 for a list that holds no other, 0 without any."""
    depth = 0
    level: list[ir.Block | ir.Item] = [block for section in cable.sections for block in section.blocks]
    while level := [inner for node in level for inner in _inside(node)]:
        depth += 1
    return depth


def _inside(node: ir.Block | ir.Item) -> Sequence[ir.Block | ir.Item]:
    match node:
        case ir.Quotation(blocks=blocks):
            return blocks
        case ir.ItemList(items=items) | ir.Item(items=items):
            return items
    return ()


def leaves(node: ir.Node) -> list[Leaf]:
    """Return the leaves below a node in source order."""
    found: list[Leaf] = []
    stack = [node]
    while stack:
        node = stack.pop()
        for field in _leaf_fields(type(node)):
            below = getattr(node, field) or ()
            for each in below if isinstance(below, tuple) else (below,):
                (found if type(each) in _LEAVES else stack).append(each)
    found.sort(key=attrgetter("span"))
    return found


NodeT = TypeVar("NodeT", bound=ir.Node)


def map_nodes(node: NodeT, change: Callable[[ir.Node], ir.Node]) -> NodeT:
    """Rebuild a tree from the leaves up.

    Args:
        node: The root.
        change: Called with each node after those below it were changed; returns the node to put there.
    """
    changed: dict[str, object] = {}
    for field in _node_fields(type(node)):
        value = getattr(node, field)
        if isinstance(value, tuple):
            changed[field] = tuple(map_nodes(entry, change) for entry in value)
        elif value is not None:
            changed[field] = map_nodes(value, change)
    return cast("NodeT", change(msgspec.structs.replace(node, **changed) if changed else node))


def line_feeds(text: str, span: ir.Span, line_ends: Sequence[ir.Span] = ()) -> str:
    r"""Return a slice of a source text with a line feed for each line end.

    >>> line_feeds("GLASS   12.5<br>MIRRORS  7.0\r\n", (0, 30), line_ends=[(12, 16)])
    'GLASS   12.5\nMIRRORS  7.0\n'

    Args:
        text: The source text.
        span: The slice.
        line_ends: Line ends written with other characters, as in `cableconv.ir.Source.line_ends`.
    """
    start, end = span
    at = bisect_left(line_ends, (start,))
    found = ""
    while at < len(line_ends) and line_ends[at][0] < end:
        found += _line_feeds(text[start : line_ends[at][0]]) + "\n"
        start = line_ends[at][1]
        at += 1
    return found + _line_feeds(text[start:end])


def printed(source: ir.Source, span: ir.Span) -> str:
    """Return a slice of the source as printed: line by line, each line end a line feed."""
    return line_feeds(source.text, span, source.line_ends)


def printed_line(source: ir.Source, span: ir.Span) -> str:
    """Return a slice of the source as printed, on one line."""
    return unwrap(printed(source, span))


def printed_whole(source: ir.Source) -> str:
    """Return the text of a source with line ends that are other characters as blanks and a line feed: spans hold.

    For writers that look at the blanks and line ends between leaves.
    """
    if not source.line_ends:
        return source.text
    pieces: list[str] = []
    at = 0
    for start, end in source.line_ends:
        pieces += (source.text[at:start], "\n".rjust(end - start))
        at = end
    return "".join([*pieces, source.text[at:]])


def without_furniture(source: ir.Source) -> str:
    """Return the text of a source as `printed_whole` does, with furniture covered by SUB characters: spans hold.

    For writers that ask whether a blank stands between two leaves: one in furniture, a SUB now, is none.
    """
    text = printed_whole(source)
    pieces: list[str] = []
    at = 0
    for start, end in sorted(source.furniture):
        pieces += (text[at:start], "\x1a" * (end - start))
        at = end
    return "".join([*pieces, text[at:]])


def unwrap(text: str) -> str:
    r"""Turn each line wrap, with the blanks around it, into one blank.

    >>> unwrap("told the Ambassador on \nFebruary 3")
    'told the Ambassador on February 3'
    """
    text = _line_feeds(text)
    if "\n" not in text:
        return text
    first, *middle, last = text.split("\n")
    inner = [line for line in map(str.strip, middle) if line]
    return " ".join([first.rstrip(), *inner, last.lstrip()])


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def reading_text(inlines: Iterable[ir.Inline]) -> str:
    """Return inlines as one string to read: damage as printed, page breaks left out."""
    return "".join(
        inline.text if isinstance(inline, ir.Text) else inline.raw
        for inline in inlines
        if not isinstance(inline, ir.PageBreak)
    )


def slice_of(cable: ir.Cable, node: ir.Node) -> str:
    """Return the source text of a node, as it stands."""
    start, end = node.span
    return cable.source.text[start:end]


def paragraphs(cable: ir.Cable) -> Iterator[ir.Paragraph]:
    """Yield every paragraph of the body in order, those of quotations too."""
    for section in cable.sections:
        for node in walk(section):
            if isinstance(node, ir.Paragraph):
                yield node


def marks_by_section(
    cable: ir.Cable,
) -> tuple[dict[ir.Span, list[ir.Mark | ir.PageBreak]], list[ir.Mark | ir.PageBreak]]:
    """Tell which of the cable's own marks stand inside a section, such as a signature before an annex.

    Returns:
        Those marks, by the span of their section; and all others. Both are in source order.
    """
    sections = sorted([section.span for section in cable.sections])
    inside: dict[ir.Span, list[ir.Mark | ir.PageBreak]] = {}
    outside: list[ir.Mark | ir.PageBreak] = []
    for mark in sorted(cable.marks, key=attrgetter("span")):
        start = mark.span[0]
        at = bisect_right(sections, start, key=itemgetter(0)) - 1
        stands_inside = at >= 0 and start < sections[at][1]
        (inside.setdefault(sections[at], []) if stands_inside else outside).append(mark)
    return inside, outside


def check_coverage(cable: ir.Cable) -> list[str]:
    """Check that nothing of the source is lost, doubled or changed (invariants 1 and 2 of the IR).

    Returns:
        One sentence for each breach, with its offsets; an empty list when all is well.
    """
    text = printed_whole(cable.source)
    found = leaves(cable)
    spans = [(leaf.span, type(leaf).__name__) for leaf in found]
    spans += [(span, "furniture") for span in cable.source.furniture]
    spans.sort()
    breaches = [
        f"{kind} {span} is not inside the source" for span, kind in spans if not 0 <= span[0] < span[1] <= len(text)
    ]
    breaches += [
        f"{kind_a} {a} and {kind_b} {b} overlap" for (a, kind_a), (b, kind_b) in pairwise(spans) if a[1] > b[0]
    ]
    at = 0
    for (start, end), _ in [*spans, ((len(text), len(text)), "")]:
        if start > at and text[at:start].strip():
            breaches.append(f"({at}, {start}) is in no leaf: {text[at:start].strip()[:60]!r}")
        at = max(at, end)
    for leaf in found:
        breaches += _text_breach(leaf, printed(cable.source, leaf.span))
    return breaches


def _text_breach(leaf: Leaf, expected: str) -> Iterator[str]:
    match leaf:
        case ir.Text(text=text):
            expected = unwrap(expected)
        case ir.Verbatim(text=text) | ir.Unparsed(text=text):
            pass
        case ir.Mark():
            return
        case _:
            text, expected = leaf.raw, unwrap(expected)
    if text != expected:
        yield f"{type(leaf).__name__} {leaf.span} reads {text[:60]!r}, its source {expected[:60]!r}"
