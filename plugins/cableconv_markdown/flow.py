"""Running text: the marks and inlines of a node, in source order, as lines of Markdown."""

from collections.abc import Iterable, Iterator

from cableconv import ir, walk
from cableconv_markdown.escape import code, escape, escape_line

#: Columns of a line; a longer word stands alone on its line.
WIDTH = 78


def in_order(nodes: Iterable[walk.Leaf]) -> list[walk.Leaf]:
    """Return leaves in source order."""
    return sorted(nodes, key=lambda leaf: leaf.span)


def lines(text: str, nodes: Iterable[walk.Leaf], width: int = WIDTH) -> list[str]:
    """Return leaves as lines of one paragraph.

    A page break stands on a line of its own between hard line breaks: the paragraph goes on after it.

    Args:
        text: What the spans point into, as `cableconv.walk.without_furniture` gives it.
        nodes: The leaves, in source order.
        width: Columns of a line.
    """
    found: list[str] = []
    for stretch in _stretches(text, list(nodes), width):
        if found and stretch:
            found[-1] += "\\"
        found += stretch
    return found


def fill(text: str, width: int = WIDTH) -> list[str]:
    """Cut escaped text into lines shorter than ``width`` and escape their beginnings.

    It is cut at blanks, tabs and line ends. At no other white space: that would not come back.
    """
    text = text.replace("\t", " ").replace("\r", " ").replace("\n", " ").strip(" ")
    if "  " in text:
        text = " ".join(filter(None, text.split(" ")))
    found: list[str] = []
    at = 0
    while len(text) - at >= width:
        end = text.rfind(" ", at, at + width)
        if end < 0:
            end = text.find(" ", at)
        if end < 0:
            break
        found.append(escape_line(text[at:end]))
        at = end + 1
    return [*found, escape_line(text[at:])] if text else []


def _stretches(text: str, nodes: list[walk.Leaf], width: int) -> Iterator[list[str]]:
    """Yield the lines between page breaks, and the page breaks."""
    pieces: list[str] = []
    end = nodes[0].span[0] if nodes else 0
    for node in nodes:
        if isinstance(node, ir.PageBreak):
            yield fill("".join(pieces), width)
            yield [code(node.raw)]
            pieces = []
        else:
            if end < node.span[0] and any(map(str.isspace, text[end : node.span[0]])):
                pieces.append(" ")
            pieces.append(_leaf(text, node, alone=len(nodes) == 1))
        end = node.span[1]
    yield fill("".join(pieces), width)


def _leaf(text: str, node: walk.Leaf, *, alone: bool) -> str:
    match node:
        case ir.Mark(span=(start, end)):
            return escape(text[start:end])
        case ir.Text(text=words, role=ir.Role.MARKER) if not alone and _stands_free(text, *node.span):
            return _strong(words)
        case ir.Text(text=words):
            return escape(words)
        case ir.Stray(raw=raw):
            return code(raw)
        case ir.Verbatim(text=raw) | ir.Unparsed(text=raw):
            return escape(raw)
        case _:
            return escape(node.raw)


def _stands_free(text: str, start: int, end: int) -> bool:
    """Tell whether blanks stand around a piece; Markdown takes ``**`` for a mark of emphasis only there for certain."""
    return text[start - 1 : start].strip() == "" and text[end : end + 1].strip() == ""


def _strong(words: str) -> str:
    bare = words.strip()
    if not bare:
        return words
    before, after = words.split(bare, 1) if bare != words else ("", "")
    return f"{before}**{escape(bare)}**{after}"
