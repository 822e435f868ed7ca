"""A telegram as lines: the unit in which its grammar thinks."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Line(NamedTuple):
    """One line without the blanks around it.

    Attributes:
        start: Offset of its first character that is not blank in the script's text.
        end: Offset after its last such character; equal to ``start`` in a blank line.
        text: What stands between.
    """

    start: int
    end: int
    text: str


def split_lines(text: str, cuts: Iterable[tuple[int, int]] = ()) -> list[Line]:
    """Return the lines of a text.

    Args:
        text: The text.
        cuts: Stretches within lines that count as lines of their own, in order; page markers glued to other text.
    """
    lines = []
    start = 0
    for end in _line_ends(text, cuts):
        line = text[start:end]
        stripped = line.strip()
        first = start + len(line) - len(line.lstrip()) if stripped else start
        lines.append(Line(first, first + len(stripped), stripped))
        start = end + 1 if text[end : end + 1] == "\n" else end
    return lines


def _line_ends(text: str, cuts: Iterable[tuple[int, int]]) -> Iterator[int]:
    edges = [edge for cut in cuts for edge in cut]
    edges.reverse()
    end = -1
    while end < len(text):
        start = end + 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        last = start + len(text[start:end].rstrip()) if edges and edges[-1] <= end else end
        while edges and edges[-1] <= end:
            edge = edges.pop()
            if edge < last and text[start:edge].strip():
                yield edge
                start = edge
        yield end
