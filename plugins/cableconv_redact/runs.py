"""Stretches of running text as one reads them, each character with its place in the source."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from cableconv import ir, walk

_BLANKS = re.compile(r"\s+")


class Run(msgspec.Struct, frozen=True):
    """A stretch of text that is read in one go: of a paragraph, a mark, a table.

    Attributes:
        text: Each stretch of blanks is one blank, or one line feed where a line ends in it. Page breaks and furniture
            are left out.
        places: Offset in the source of each character.
        leaves: What it was made of.
    """

    text: str
    places: Sequence[int]
    leaves: Sequence[walk.Leaf]

    def span(self, start: int, end: int) -> ir.Span:
        """Return where a part of the text stands in the source."""
        return self.places[start], self.places[end - 1] + 1

    def parts(self, start: int, end: int) -> Iterator[walk.Leaf]:
        """Yield what a part of the text lies in; of running text, the piece with its own span."""
        first, last = self.span(start, end)
        for leaf in self.leaves:
            low, high = leaf.span
            if low < last and first < high:
                if isinstance(leaf, ir.Text | ir.Mark | ir.Verbatim | ir.Unparsed):
                    leaf = msgspec.structs.replace(leaf, span=(max(low, first), min(high, last)))
                yield leaf


def runs(cable: ir.Cable) -> Iterator[Run]:
    """Yield everything in a cable that is read, of envelope and header mark by mark."""
    printed = walk.printed_whole(cable.source)
    for node in walk.walk(cable):
        match node:
            case ir.Paragraph(content=content) | ir.Item(content=content):
                yield _run(printed, [inline for inline in content if not isinstance(inline, ir.PageBreak)])
            case ir.Mark() | ir.Verbatim() | ir.Unparsed():
                yield _run(printed, [node])


def _run(printed: str, leaves: Sequence[walk.Leaf]) -> Run:
    text: list[str] = []
    places: list[int] = []
    for leaf in leaves:
        at, end = leaf.span
        for blanks in _BLANKS.finditer(printed, at, end):
            text.append(printed[at : blanks.start()])
            places += range(at, blanks.start() + 1)
            text.append("\n" if "\n" in blanks[0] else " ")
            at = blanks.end()
        text.append(printed[at:end])
        places += range(at, end)
    return Run("".join(text), places, leaves)
