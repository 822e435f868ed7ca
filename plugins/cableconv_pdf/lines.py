r"""Breaks blocks into lines.

Lines are set ragged right and words are never divided by a hyphen: what is copied from the page is what the cable
says. A word that is longer than a line is cut where it has a ``/`` or the like, else anywhere.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFont

from cableconv_pdf.blocks import LINE_END, Columns, Piece
from cableconv_pdf.fonts import Chain, Word
from cableconv_pdf.sheet import Look

#: Where a line may end. Not ``str.split``: it takes control characters for blanks, and they must be shown.
BLANKS = re.compile("[ \t\n\r\f\v]+")
#: A long word is cut after one of these rather than elsewhere.
CUT_AFTER = "/-_.,;:&=?+|"
#: Columns that are too wide are made smaller, but not below this part of their size.
SMALLEST = 0.68
TAB = 8


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


class _Atom(NamedTuple):
    """A word, or a part of one, at its place on a line."""

    x: float
    width: float
    piece: Piece
    text: str
    word: Word
    after_blank: bool


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
            filling.end_line()
            continue
        measure = piece.look.chain.word
        size = piece.look.size / 1000
        blank = piece.look.chain.blank * size
        for n, text in enumerate(BLANKS.split(piece.text)):
            if n:
                filling.gap = blank
            if text:
                word = measure(text)
                filling.add(piece, text, word, word.width * size)
    filling.end_line()
    return filling.lines


class _Filling:
    """The lines so far, and the one that is being filled."""

    __slots__ = ("atoms", "break_at", "gap", "lines", "width", "x")

    def __init__(self, width: float, first_indent: float) -> None:
        self.width = width
        self.lines: list[Line] = []
        self.atoms: list[_Atom] = []
        self.x = first_indent
        self.gap = 0.0  # the blank before the next word
        self.break_at = 0  # index of the atom before which the line may end

    def add(self, piece: Piece, text: str, word: Word, width: float) -> None:
        gap, self.gap = self.gap, 0.0
        if self.atoms and gap:
            if self.x + gap + width > self.width:
                self.end_line(before_blank=True)
            else:
                self.x += gap
                self.break_at = len(self.atoms)
        if self.x + width > self.width:
            self._make_room(width)
        if self.x + width > self.width + 0.01:
            self._cut(piece, text, gap > 0)
            return
        self.atoms.append(_Atom(self.x, width, piece, text, word, gap > 0))
        self.x += width

    def end_line(self, before_blank: bool = False) -> None:
        if self.atoms:
            self.lines.append(_segments(self.atoms, before_blank))
        self.atoms, self.x, self.gap, self.break_at = [], 0.0, 0.0, 0

    def _make_room(self, width: float) -> None:
        """Take what is glued to the next word over to a new line, if that is any help."""
        if not self.atoms and width <= self.width:
            self.lines.append(())
            self.x = 0.0
            return
        glued = self.atoms[self.break_at :]
        if not self.break_at or sum(atom.width for atom in glued) + width > self.width:
            return
        self.atoms = self.atoms[: self.break_at]
        self.end_line(before_blank=True)
        for atom in glued:
            self.atoms.append(atom._replace(x=self.x))
            self.x += atom.width

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
            self.atoms.append(_Atom(self.x, word.width * size, piece, part, word, after_blank))
            self.x += word.width * size
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


def _segments(atoms: Sequence[_Atom], before_blank: bool) -> Line:
    """Join the words of one piece; a blank between two words belongs to the first, so that copied text has it."""
    segments: list[Segment] = []
    groups = [list(group) for _, group in groupby(atoms, _joins)]
    for n, group in enumerate(groups):
        first, last = group[0], group[-1]
        blank_after = groups[n + 1][0].after_blank if n + 1 < len(groups) else before_blank
        piece, runs = first.piece, first.word.runs
        if runs is None:
            text = " ".join(atom.text for atom in group) + " " * blank_after
            width = last.x + last.width - first.x
            segments.append(Segment(first.x, width, piece.look.chain.first, piece.look, text, text, piece.target))
        else:
            x = first.x
            for run in runs:
                width = run.width * piece.look.size / 1000
                segments.append(Segment(x, width, run.face, piece.look, run.drawn, run.source, piece.target))
                x += width
            if blank_after:
                segments.append(Segment(x, 0, piece.look.chain.first, piece.look, " ", " ", piece.target))
    return tuple(segments)


def _joins(atom: _Atom) -> tuple[int, int]:
    """Words of one piece in the chain's first face are drawn as one; a word of several runs stands alone."""
    return id(atom.piece), 0 if atom.word.runs is None else id(atom)


def set_columns(block: Columns, width: float) -> tuple[Look, list[Line]]:
    """Set text in columns, made smaller if it is too wide, and wrapped if it is wider still.

    Returns:
        The look it has got, and its lines; a blank line has no segments.
    """
    rows = [row.expandtabs(TAB).rstrip(" \t\n\r\f\v") for row in re.split("\r\n|[\n\r\f\v]", block.text)]
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
    return _segments([_Atom(0.0, word.width * look.size / 1000, Piece(row, look), row, word, False)], False)
