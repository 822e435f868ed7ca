"""The pen that writes a telegram's text into TEI elements, from its first character to its last.

It moves through the text in one direction and leaves nothing out: what no element claims, it writes between them.
Every line begins with an ``lb``. Between two blocks stands a gap of blanks and line ends, and this is where its parts
go (``·`` is a blank)::

    ...had stalled.··    blanks that end a line     the end of the block before
    ···                  a line of blanks           likewise, with its lb
                         an empty line              an lb between the blocks
    ·····B. 08 STATE 3   the line that goes on      its lb and blanks at the start of the block after
"""

import re

from lxml import etree

from cableconv_tei.elements import ILLEGAL, NS, sub
from cableconv_tei.register import Register
from cableconv_tei.transcript import Transcript, character_name

_LB = f"{NS}lb"

#: A line end inside a word: ``ele-`` before ``ctions``, but not ``long-`` before ``and short-term``.
_INSIDE_WORD = re.compile(r"-(?<=[^\W\d_]-)[ \t]*\n(?!(?:and|or|to)\b)(?=[^\W\d_])", re.IGNORECASE)


class Pen:
    """Writes one transcript.

    Attributes:
        block: The element that text goes to, once the first has begun.
        damaged: The text has characters that XML cannot hold; each becomes a ``g``.
    """

    block: etree._Element

    def __init__(self, transcript: Transcript, register: Register, *, lines: bool) -> None:
        self._place = transcript.place
        # Every line begins with a line end, the first one too: each of them is one lb.
        self._text = "\n" + transcript.text
        self._numbers = [str(number) for number in transcript.lines] if lines else []
        self._inside_word = {match.end() - 1 for match in _INSIDE_WORD.finditer(self._text)} if lines else set()
        self.damaged = ILLEGAL.search(self._text) is not None
        self._lines = lines
        self._register = register
        self._at = 0
        self._line = 0
        self._begun = False
        self._last: etree._Element | None = None  # the child of the block after which text goes
        self._outer: list[etree._Element] = []

    # Blocks

    def approach(self, parent: etree._Element, start: int) -> None:
        """Write the gap before a block, up to the line end after which the block begins.

        Args:
            parent: The element in which the block will stand; the empty lines go into it.
            start: Offset in the source at which the block begins.
        """
        gap = self._text[self._at : self._place(start) + 1]
        before, line_end, _ = gap.rpartition("\n")
        head = before if line_end else gap
        blanks = head.rstrip("\n")
        if self._begun:
            self._write(len(blanks))
        elif blanks:
            return  # no block could hold them yet; the one that begins here will
        self._empty_lines(parent, len(head) - len(blanks))

    def open(self, parent: etree._Element, name: str, start: int, /, **attributes: str | int | None) -> etree._Element:
        """Begin a block: write the gap before it, make it, and write into it from now on.

        Args:
            parent: The element in which it will stand.
            name: Its local name.
            start: Offset in the source at which it begins.
            attributes: Named as in `elements.sub`.
        """
        self.approach(parent, start)
        in_text = self.writes_in(parent)
        block = sub(parent, name, **attributes)
        self.resume(block)
        if not self._lines and not in_text and self._text.startswith("\n", self._at):
            self._at += 1  # the block itself is the line break
        self.to(start)
        return block

    def resume(self, block: etree._Element) -> None:
        """Go on writing at the end of an element."""
        self.block = block
        self._last = block[-1] if len(block) else None
        self._begun = True

    def finish(self, parent: etree._Element) -> None:
        """Write what is left; the empty lines go into an element."""
        rest = self._text[self._at :]
        blanks = rest.rstrip("\n")
        if blanks and not self._begun:
            self.resume(sub(parent, "ab"))
        self._write(len(blanks))
        self._empty_lines(parent, len(rest) - len(blanks))

    # Inside a block

    def enter(self, name: str, start: int, /, **attributes: str | int | None) -> etree._Element:
        """Begin an element in the running text and write into it until `leave`.

        Args:
            name: Its local name.
            start: Offset in the source at which it begins.
            attributes: Named as in `elements.sub`.
        """
        self.to(start)
        element = sub(self.block, name, **attributes)
        self._outer.append(self.block)
        self.block, self._last = element, None
        return element

    def leave(self, end: int) -> None:
        """Write up to an offset of the source, and end the element last entered."""
        self.to(end)
        self.block, self._last = self._outer.pop(), self.block

    def writes_in(self, element: etree._Element) -> bool:
        """Tell whether an element is the block that text goes to."""
        return self._begun and element is self.block

    def has_passed(self, offset: int) -> bool:
        """Tell whether the text at an offset of the source is written."""
        return self._place(offset) + 1 < self._at

    def to(self, offset: int) -> None:
        """Write up to an offset of the source."""
        self._write(self._place(offset) + 1 - self._at)

    def text_to(self, offset: int) -> None:
        """Write up to an offset of the source, but for the blanks before it: they are part of the gap that follows."""
        self._write(len(self._text[self._at : self._place(offset) + 1].rstrip()))

    # Characters

    def _write(self, length: int) -> None:
        if length <= 0:
            return
        piece = self._text[self._at : self._at + length]
        if not self._lines:
            self._put(piece)
        else:
            first, *following = piece.split("\n")
            self._put(first)
            at = self._at + len(first)
            for line in following:
                self._break(self.block, at)
                self._put(line)
                at += 1 + len(line)
        self._at += length

    def _empty_lines(self, parent: etree._Element, count: int) -> None:
        for _ in range(count):
            if self._lines:
                self._break(parent, self._at)
            self._at += 1

    def _break(self, parent: etree._Element, at: int) -> None:
        lb = etree.SubElement(parent, _LB, {"n": self._numbers[self._line]})
        if at in self._inside_word:
            lb.set("break", "no")
        self._line += 1
        if self.writes_in(parent):
            self._last = lb

    def _put(self, piece: str) -> None:
        if not piece:
            return
        if self.damaged:
            at = 0
            for match in ILLEGAL.finditer(piece):
                self._append(piece[at : match.start()])
                self._last = sub(self.block, "g", ref=self._register.target(character_name(match[0])))
                at = match.end()
            piece = piece[at:]
        self._append(piece)

    def _append(self, piece: str) -> None:
        if self._last is None:
            self.block.text = (self.block.text or "") + piece
        else:
            self._last.tail = (self._last.tail or "") + piece
