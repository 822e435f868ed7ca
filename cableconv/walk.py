"""Going through the IR: traversal, rebuilding, reading text, and the check that nothing is lost.

Functions only; `cableconv.ir` holds the data.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar, cast, get_args

import msgspec

from cableconv import ir

Leaf = ir.Mark | ir.Inline | ir.Verbatim | ir.Unparsed

_LEAVES = (
    ir.Mark,
    ir.Text,
    ir.PageBreak,
    ir.Redaction,
    ir.Reference,
    ir.Damage,
    ir.Stray,
    ir.Verbatim,
    ir.Unparsed,
)


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
    return tuple(field.name for field in msgspec.structs.fields(kind) if _holds_nodes(field.type))


def _holds_nodes(annotation: Any) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, ir.Node)
    return any(map(_holds_nodes, get_args(annotation)))


def walk(node: ir.Node) -> Iterator[ir.Node]:
    """Yield a node and all nodes below it, each before those below it. Depth is limited by memory only."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(list(children(node))))


def leaves(node: ir.Node) -> list[Leaf]:
    """Return the leaves below a node in source order."""
    found = [each for each in walk(node) if isinstance(each, _LEAVES)]
    found.sort(key=lambda leaf: leaf.span)
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


#: How pages of Cablegate, and what text extractors make of them, write a line feed.
LINE_FEED_REFERENCE = "&#x000A;"

_PLAIN_LINE_END = rf"{re.escape(LINE_FEED_REFERENCE)}|\r\n?|\n"
#: Every way in which a source ends a line, as a pattern. A teletype has neither ``&`` nor ``<``: no telegram has these
#: by itself.
LINE_END = rf"{_PLAIN_LINE_END}|<br\s?/?>(?:{_PLAIN_LINE_END})?"
_MARKED_LINE_END = re.compile(LINE_END)


def line_feeds(text: str) -> str:
    r"""Turn each `LINE_END` of a source slice into a line feed.

    >>> line_feeds("GLASS   12.5&#x000A;MIRRORS  7.0\r\n")
    'GLASS   12.5\nMIRRORS  7.0\n'
    """
    if "&#x" in text or "<br" in text:
        return _MARKED_LINE_END.sub("\n", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def printed_source(cable: ir.Cable) -> str:
    """Return a cable's source text with each `LINE_END` as blanks and a line feed, as long as it was: spans hold.

    For writers that look at the blanks and line ends between leaves.
    """
    text = cable.source.text
    if "&#x" not in text and "<br" not in text:
        return text
    return _MARKED_LINE_END.sub(lambda line_end: "\n".rjust(len(line_end[0])), text)


def unwrap(text: str) -> str:
    r"""Turn each line wrap of a source slice, with the blanks around it, into one blank.

    >>> unwrap("told the Ambassador on \nFebruary 3")
    'told the Ambassador on February 3'
    """
    text = line_feeds(text)
    if "\n" not in text:
        return text
    first, *middle, last = text.split("\n")
    inner = [line for line in map(str.strip, middle) if line]
    return " ".join([first.rstrip(), *inner, last.lstrip()])


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


def check_coverage(cable: ir.Cable) -> list[str]:
    """Check that nothing of the source is lost, doubled or changed (invariants 1 and 2 of the IR).

    Returns:
        One sentence for each breach, with its offsets; an empty list when all is well.
    """
    text = cable.source.text
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
        breaches += _text_breach(leaf, text[leaf.span[0] : leaf.span[1]])
    return breaches


def _text_breach(leaf: Leaf, slice_: str) -> Iterator[str]:
    match leaf:
        case ir.Text(text=text):
            expected = unwrap(slice_)
        case ir.Verbatim(text=text) | ir.Unparsed(text=text):
            expected = line_feeds(slice_)
        case ir.Mark():
            return
        case _:
            text, expected = leaf.raw, unwrap(slice_)
    if text != expected:
        yield f"{type(leaf).__name__} {leaf.span} reads {text[:60]!r}, its source {expected[:60]!r}"
