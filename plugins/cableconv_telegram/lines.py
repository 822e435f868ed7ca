"""A telegram as lines: the unit in which its grammar thinks."""

from collections.abc import Iterable

import msgspec


class Line(msgspec.Struct, frozen=True, gc=False):
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
        cuts: Stretches within lines that count as lines of their own, in order: page markers glued to other text. At an
            empty one a line begins.
    """
    edges = [edge for cut in cuts for edge in cut]
    edges.reverse()
    lines = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if edges and edges[-1] <= end:
            last = start + len(line.rstrip())
            while edges and edges[-1] <= end:
                edge = edges.pop()
                if edge < last and text[start:edge].strip():
                    lines.append(_line(start, text[start:edge]))
                    start = edge
            line = text[start:end]
        lines.append(_line(start, line))
        start = end + 1
    return lines


def _line(start: int, line: str) -> Line:
    stripped = line.strip()
    start += line.index(stripped)
    return Line(start, start + len(stripped), stripped)
