"""Lines whose columns, or whose ends, carry meaning."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cableconv_telegram.kinds import Piece
from cableconv_telegram.lines import Line

#: A wider text was not wrapped by a teletype (ACP 127: 69 characters) or a mail program.
_WIDEST_MARGIN = 90

# Three blanks or a tab between words; two are only the typist's way after a stop.
_WIDE_GAP = re.compile(r"\S(?:[ ]{3,}|[ ]*\t[ \t]*)\S")
_GAP = re.compile(r"[^\s.!?:;\"')][ ]{2,}\S")
# The rule between the heads of the columns and the rows.
_RULE = re.compile(r"[-=_][-=_ ]{2,}$")


def is_tabular(text: str) -> bool:
    """Tell whether a line looks like a row of columns."""
    if not _has_gap(text):
        return False
    return _WIDE_GAP.search(text) is not None or (text.count("  ") > 1 and len(_GAP.findall(text)) > 1)


def _has_gap(text: str) -> bool:
    return "  " in text or "\t" in text


def _is_rule(text: str) -> bool:
    return text.startswith(("-", "=", "_")) and _RULE.match(text) is not None


#: By how many characters every line of a list must fall short of the margin, the next word included.
_SHORT = 12


def is_list_of_lines(lines: Sequence[Line], margin: int) -> bool:
    """Tell whether lines were ended on purpose: the first word of the next would have fitted on each.

    Participants, addresses, agenda points; wrapped prose is never so.

    Args:
        lines: Lines that stand together between blank lines.
        margin: Column at which the text wraps.
    """
    if len(lines) < 2 or len(lines[-1].text) > margin - _SHORT:
        return False
    for line, following in pairwise(lines):
        word, _, _ = following.text.partition(" ")
        if len(line.text) + 1 + len(word) > margin - _SHORT or not following.text[:1].isupper():
            return False
    return True


def right_margin(lines: Sequence[Line]) -> int:
    """Return the column at which most of a text wraps; 0 when its lines are not wrapped at all."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    margin = lengths[len(lengths) * 9 // 10] if lengths else 0
    return margin if margin <= _WIDEST_MARGIN else 0


def split_tables(pieces: Sequence[Piece], has_label: bool) -> Iterator[list[Piece]]:
    """Part a block wherever two or more lines in a row are tabular.

    Args:
        pieces: The pieces of the block.
        has_label: The first line carries a label and so belongs to prose.

    Yields:
        The pieces of a stretch of prose, or one piece of kind ``table``.
    """
    prose: list[Piece] = []
    first = has_label
    for piece in pieces:
        if piece.kind != "text":
            prose.append(piece)
            continue
        for kind, start, end in _runs(piece, skip_first=first):
            part = Piece(kind, piece.lines[start:end])
            if kind == "table":
                if prose:
                    yield prose
                    prose = []
                yield [part]
            else:
                prose.append(part)
        first = False
    if prose:
        yield prose


def _runs(piece: Piece, skip_first: bool) -> Iterator[tuple[str, int, int]]:
    if len(piece.lines) == 1 or not any(_has_gap(line.text) for line in piece.lines):
        # Most of a text. A rule between rows needs a row above it.
        yield "text", 0, len(piece.lines)
        return
    rows = [is_tabular(line.text) or _is_rule(line.text) for line in piece.lines]
    if skip_first:
        rows[0] = False
    at = done = 0
    while at < len(rows):
        end = at
        while end < len(rows) and rows[end]:
            end += 1
        if end - at > 1:
            if at > done:
                yield "text", done, at
            yield "table", at, end
            done = end
        at = max(end, at + 1)
    if done < len(rows):
        yield "text", done, len(rows)
