r"""Breaks blocks into lines.

Lines are set ragged right and words are never divided by a hyphen: what is copied from the page is what the cable
says. A word that is longer than a line is cut where it has a ``/`` or the like, else anywhere.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFont

from cableconv_pdf.blocks import LINE_END, Columns, Piece
from cableconv_pdf.fonts import Chain, Word
from cableconv_pdf.sheet import Look

#: Where a line may end. Not ``str.split``: it takes control characters for blanks, and they must be shown.
BLANKS = " \t\n\r\f\v"
#: A long word is cut after one of these rather than elsewhere.
CUT_AFTER = "/-_.,;:&=?+|"
#: Columns that are too wide are made smaller, but not below this part of their size.
SMALLEST = 0.68
TAB = 8

_SPLIT = re.compile(f"[{BLANKS}]+").split


class Segment(NamedTuple):
    """Characters of one face and look on a line.

    Attributes:
        x: Left edge, from the left of the block.
        width: From ``x`` to its right edge, without a blank at the end.
        face: The face.
        look: Size and gray.
        drawn: What is drawn.
        source: What it stands for.
        target: Id of the cable that it refers to.
    """

    x: float
    width: float
    face: TTFont
    look: Look
    drawn: str
    source: str
    target: str | None


Line = tuple[Segment, ...]


class _Strip:
    """Words of one piece beside each other on a line.

    Attributes:
        piece: The piece.
        words: Its words; a word that needs several faces has a strip of its own.
        runs: The runs of such a word.
        after_blank: A blank stands before it.
        x: Left edge of its first word.
        last: Left edge of its last word.
        end: Right edge.
    """

    __slots__ = ("after_blank", "end", "last", "piece", "runs", "words", "x")

    def __init__(self, piece: Piece, text: str, word: Word, x: float, end: float, after_blank: bool) -> None:
        self.piece = piece
        self.words = [text]
        self.runs = word.runs
        self.after_blank = after_blank
        self.x = self.last = x
        self.end = end


def fill(pieces: Iterable[Piece], width: float, first_indent: float = 0.0) -> list[Line]:
    """Break pieces into lines.

    Args:
        pieces: The text. A piece of `LINE_END` begins a new line.
        width: Of the lines.
        first_indent: White at the start of the first line.
    """
    filling = _Filling(width, first_indent)
    for piece in pieces:
        if piece.text == LINE_END:
            filling.end_line(before_blank=True)
        else:
            filling.add(piece)
    filling.end_line()
    return filling.lines


class _Filling:
    """The lines so far, and the one that is being filled."""

    __slots__ = ("gap", "lines", "strips", "width", "x")

    def __init__(self, width: float, first_indent: float) -> None:
        self.width = width
        self.lines: list[Line] = []
        self.strips: list[_Strip] = []
        self.x = first_indent
        self.gap = 0.0  # the blank before the next word

    def add(self, piece: Piece) -> None:
        """Add the words of a piece."""
        measure = piece.look.chain.word
        size = piece.look.size / 1000
        blank = piece.look.chain.blank * size
        for n, text in enumerate(_SPLIT(piece.text)):
            if n:
                self.gap = blank
            if not text:
                continue
            word = measure(text)
            width = word.width * size
            strip = self.strips[-1] if self.strips else None
            x = self.x + self.gap
            if (
                self.gap
                and x + width <= self.width
                and strip
                and strip.piece is piece
                and strip.runs is word.runs is None
            ):
                # Nearly every word comes this way.
                strip.words.append(text)
                strip.last = x
                strip.end = self.x = x + width
                self.gap = 0.0
            else:
                self._begin_strip(piece, text, word, width)

    def end_line(self, before_blank: bool = False) -> None:
        """End the line, if there is anything on it."""
        if self.strips:
            self.lines.append(_segments(self.strips, before_blank))
        self.strips, self.x, self.gap = [], 0.0, 0.0

    def _begin_strip(self, piece: Piece, text: str, word: Word, width: float) -> None:
        gap, self.gap = self.gap, 0.0
        if self.strips and gap:
            if self.x + gap + width > self.width:
                self.end_line(before_blank=True)
            else:
                self.x += gap
        if self.x + width > self.width:
            self._make_room(width)
        if self.x + width > self.width:
            self._cut(piece, text, gap > 0)
        else:
            self.strips.append(_Strip(piece, text, word, self.x, self.x + width, gap > 0))
            self.x += width

    def _make_room(self, width: float) -> None:
        """Begin a new line for a word, taking over what is glued to its front, if that is any help."""
        if not self.strips:
            if width <= self.width:
                self.lines.append(())  # only a label fits on the first line
                self.x = 0.0
            return
        at = len(self.strips) - 1
        while at > 0 and not self.strips[at].after_blank and len(self.strips[at].words) == 1:
            at -= 1
        strip = self.strips[at]
        start = strip.last
        if start == self.strips[0].x or self.x - start + width > self.width:
            return
        glued = self.strips[at + 1 :]
        if len(strip.words) > 1:
            text = strip.words.pop()
            glued.insert(0, _Strip(strip.piece, text, Word(0.0, None), start, strip.end, True))
            self.strips = self.strips[: at + 1]
            strip.end = start  # with the blank; it is cut below
            strip.end -= strip.piece.look.chain.blank * strip.piece.look.size / 1000
        else:
            glued.insert(0, strip)
            self.strips = self.strips[:at]
        end = self.x
        self.end_line(before_blank=True)
        for strip in glued:
            strip.x, strip.last, strip.end = strip.x - start, strip.last - start, strip.end - start
        self.strips, self.x = glued, end - start

    def _cut(self, piece: Piece, text: str, after_blank: bool) -> None:
        """Set a word that is longer than a line, cut into parts."""
        chain, size = piece.look.chain, piece.look.size / 1000
        start = 0
        while start < len(text):
            end = _fitting(text, start, chain, (self.width - self.x) / size)
            if end == start and self.x:
                self.end_line()
                continue
            part = text[start : max(end, start + 1)]
            word = chain.word(part)
            right = self.x + word.width * size
            self.strips.append(_Strip(piece, part, word, self.x, right, after_blank))
            self.x = right
            after_blank = False
            start += len(part)
            if start < len(text):
                self.end_line()


def _fitting(text: str, start: int, chain: Chain, room: float) -> int:
    """Return where to cut a text that begins at ``start`` so that it goes into some room."""
    end = start
    while end < len(text):
        room -= chain.word(text[end]).width
        if room < 0:
            break
        end += 1
    else:
        return end
    good = max(text.rfind(char, start, end) for char in CUT_AFTER) + 1
    return good if good - start > (end - start) // 2 else end


def _segments(strips: Sequence[_Strip], before_blank: bool) -> Line:
    """Join the words of each strip; a blank between two belongs to the first, so that copied text has it."""
    segments: list[Segment] = []
    blanks = [strip.after_blank for strip in strips[1:]] + [before_blank]
    for strip, blank_after in zip(strips, blanks, strict=True):
        look, target = strip.piece.look, strip.piece.target
        blank = " " if blank_after else ""
        if strip.runs is None:
            text = " ".join(strip.words) + blank
            segments.append(Segment(strip.x, strip.end - strip.x, look.chain.first, look, text, text, target))
            continue
        x = strip.x
        for run in strip.runs:
            width = run.width * look.size / 1000
            segments.append(Segment(x, width, run.face, look, run.drawn, run.source, target))
            x += width
        if blank:
            segments.append(Segment(x, 0.0, look.chain.first, look, blank, blank, target))
    return tuple(segments)


def set_columns(block: Columns, width: float) -> tuple[Look, list[Line]]:
    """Set text in columns, made smaller if it is too wide, and wrapped if it is wider still.

    Returns:
        The look it has got, and its lines; a blank line has no segments.
    """
    rows = [row.expandtabs(TAB).rstrip(BLANKS) for row in re.split("\r\n|[\n\r\f\v]", block.text)]
    widest = max(block.look.chain.measure(row).width for row in rows) * block.look.size / 1000
    look = block.look._replace(size=block.look.size * max(SMALLEST, min(1.0, width / max(widest, 1.0))))
    lines: list[Line] = []
    for row in rows:
        lines += _wrap_columns(row, look, width)
    return look, lines


def _wrap_columns(row: str, look: Look, width: float) -> list[Line]:
    """Cut a row where it reaches the right edge, at a blank if there is one; its blanks stay."""
    lines: list[Line] = []
    room = width * 1000 / look.size + 0.01
    start = 0
    while (end := _fitting(row, start, look.chain, room)) < len(row):
        blank = row.rfind(" ", start, end)
        cut = blank + 1 if row[start : max(blank, start)].strip() else max(end, start + 1)
        lines.append(_row_segments(row[start:cut], look))
        start = cut
    lines.append(_row_segments(row[start:], look))
    return lines


def _row_segments(row: str, look: Look) -> Line:
    if not row:
        return ()
    word = look.chain.measure(row)
    return _segments([_Strip(Piece(row, look), row, word, 0.0, word.width * look.size / 1000, False)], True)
