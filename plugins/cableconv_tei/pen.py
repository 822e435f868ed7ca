"""The pen that writes a telegram's text as TEI, from its first character to its last.

It moves through the text in one direction and leaves nothing out: what no element claims, it writes between them.
Every line begins with an ``lb``. Between two blocks stands a gap of blanks and line ends, and this is where its parts
go (``·`` is a blank)::

    ...had stalled.··    blanks that end a line     the end of the block before
    ···                  a line of blanks           likewise, with its lb
                         an empty line              an lb between the blocks
    ·····B. 08 STATE 3   the line that goes on      its lb and blanks at the start of the block after

A block is closed by the next one, as it may get blanks until then. Elements are told apart by their *level*: how many
elements are open when the element is.
"""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from cableconv import ir
from cableconv.characters import NOT_IN_XML
from cableconv_tei.elements import STRUCTURE
from cableconv_tei.markup import Attribute, element, empty_tag, escape, start_tag
from cableconv_tei.register import Register
from cableconv_tei.transcript import Transcript, character_name

_LINE_END: Final = re.compile("\n")

#: A line end inside a word: ``ele-`` before ``ctions``, but not ``long-`` before ``and short-term``.
_INSIDE_WORD: Final = re.compile(r"-(?<=[^\W\d_]-)[ \t]*\n(?!(?:and|or|to)\b)(?=[^\W\d_])", re.IGNORECASE)


class Open(msgspec.Struct, gc=False):
    """An element that is open.

    Attributes:
        name: Its name.
        begun: How many pieces of markup there were once its start tag was written.
        indentation: What stands before an element in it: nothing in a block, where it would be text.
        children: Names of the elements in it.
    """

    name: str
    begun: int
    indentation: str
    children: set[str] = msgspec.field(default_factory=set)


class Pen:
    """Writes one transcript."""

    def __init__(self, transcript: Transcript, register: Register, *, lines: bool, depth: int) -> None:
        """Begin.

        Args:
            transcript: The text.
            register: Makes pointers to the characters that XML cannot hold.
            lines: Every line of the text begins with an ``lb``.
            depth: How deep in the document the elements stand that are begun first.
        """
        self._place = transcript.place
        # Every line begins with a line end, the first one too: each of them is one lb.
        self._text = "\n" + transcript.text
        self._breaks = iter(_line_breaks(self._text, transcript.lines) if lines else ())
        self._lines = lines
        self._is_plain = not transcript.illegal and not any(character in self._text for character in "&<>")
        self._register = register
        self._depth = depth
        self._at = 0
        self._open = [Open("", 0, "\n" + "  " * depth)]  # what holds the elements that are begun first
        self._markup: list[str] = []

    # Elements

    @property
    def level(self) -> int:
        """How many elements are open."""
        return len(self._open)

    def begin(self, name: str, /, **attributes: Attribute) -> int:
        """Begin an element right here, and return its level."""
        self._tag(name, start_tag(name, **attributes))
        indentation = "\n" + "  " * (self._depth + len(self._open)) if name in STRUCTURE else ""
        self._open.append(Open(name, len(self._markup), indentation))
        return len(self._open)

    def add(self, name: str, content: str = "", /, **attributes: Attribute) -> None:
        """Write an element that holds nothing of the text.

        Args:
            name: Its name.
            content: Its content, as markup.
            attributes: As in `start_tag`.
        """
        self._tag(name, element(name, content, **attributes))

    def back_to(self, level: int) -> None:
        """End all elements but those up to a level."""
        while len(self._open) > level:
            self._end()

    def end(self) -> str:
        """End all elements, and return all that is written."""
        self.back_to(1)
        return "".join(self._markup)

    def children(self, level: int) -> set[str]:
        """Return the names of the elements in the element of a level."""
        return self._open[level - 1].children

    def _tag(self, name: str, tag: str) -> None:
        parent = self._open[-1]
        parent.children.add(name)
        self._markup.append(parent.indentation + tag)

    def _end(self) -> None:
        ended = self._open.pop()
        if ended.begun == len(self._markup):
            self._markup[-1] = empty_tag(self._markup[-1])
        else:
            self._markup.append(f"{ended.indentation[:-2]}</{ended.name}>")

    def _in_text(self) -> bool:
        """Tell whether a block is open, to which text goes."""
        return not self._open[-1].indentation

    # Blocks

    def approach(self, parent: int, start: int) -> None:
        """Write the gap before a block, up to the line end after which the block begins.

        Args:
            parent: The level of the element in which the block will stand; the empty lines go into it.
            start: Offset in the source at which the block begins.
        """
        gap = self._text[self._at : self._place[start] + 1]
        before, line_end, _ = gap.rpartition("\n")
        head = before if line_end else gap
        blanks = head.rstrip("\n")
        if not blanks or self._in_text():
            self._write(self._at + len(blanks))
            self.back_to(parent)
            self._empty_lines(len(head) - len(blanks))
        else:
            self.back_to(parent)  # no block can hold the blanks; the one that begins here will

    def open(self, parent: int, name: str, start: int, /, **attributes: Attribute) -> int:
        """Begin a block: write the gap before it and its start tag; text goes into it from now on.

        Args:
            parent: The level of the element in which it will stand.
            name: Its name.
            start: Offset in the source at which it begins.
            attributes: As in `start_tag`.

        Returns:
            Its level.
        """
        self.approach(parent, start)
        is_line = not self._in_text()
        level = self.begin(name, **attributes)
        if is_line and not self._lines and self._text.startswith("\n", self._at):
            self._at += 1  # the block itself is the line break
        self.to(start)
        return level

    def finish(self, parent: int) -> None:
        """Write what is left; the empty lines go into the element of a level."""
        rest = self._text[self._at :]
        blanks = rest.rstrip("\n")
        if blanks and not self._in_text():
            # In the last division, which may be empty: after divisions there is no block.
            while self._open[-1].name != "div":
                self._end()
            self.begin("ab")
        self._write(self._at + len(blanks))
        self.back_to(parent)
        self._empty_lines(len(rest) - len(blanks))

    # Inside a block

    def write(self, name: str, span: ir.Span, /, **attributes: Attribute) -> None:
        """Write a piece of the text as an element.

        Args:
            name: Its name.
            span: Where the piece stands in the source.
            attributes: As in `start_tag`.
        """
        start, end = span
        self._write(self._place[start] + 1)
        self._markup.append(start_tag(name, **attributes))
        self._write(self._place[end] + 1)
        self._markup.append(f"</{name}>")

    def enter(self, name: str, start: int, /, **attributes: Attribute) -> None:
        """Begin an element in the running text; text goes into it until `leave`."""
        self.to(start)
        self.begin(name, **attributes)

    def leave(self, end: int) -> None:
        """Write up to an offset of the source, and end the element that is open."""
        self.to(end)
        self._end()

    def is_in_text(self, level: int) -> bool:
        """Tell whether text goes to the element of a level."""
        return level == len(self._open) and self._in_text()

    def has_passed(self, offset: int) -> bool:
        """Tell whether the text at an offset of the source is written."""
        return self._place[offset] + 1 < self._at

    def to(self, offset: int) -> None:
        """Write up to an offset of the source."""
        self._write(self._place[offset] + 1)

    def text_to(self, offset: int) -> None:
        """Write up to an offset of the source, but for the blanks before it: they are part of the gap that follows."""
        piece = self._text[self._at : self._place[offset] + 1]
        self._write(self._at + len(piece.rstrip()))

    # Characters

    def _write(self, end: int) -> None:
        """Write the characters up to an offset of the text, unless they are written."""
        if end <= self._at:
            return
        piece = self._text[self._at : end]
        self._at = end
        if not self._is_plain:
            piece = NOT_IN_XML.sub(self._character, escape(piece))
        if self._lines and "\n" in piece:
            piece = _LINE_END.sub(self._break, piece)
        self._markup.append(piece)

    def _character(self, match: re.Match[str]) -> str:
        return element("g", ref=self._register.target(character_name(match[0])))

    def _break(self, _: object) -> str:
        return next(self._breaks)

    def _empty_lines(self, count: int) -> None:
        self._at += count
        if self._lines:
            indentation = self._open[-1].indentation
            self._markup += [indentation + next(self._breaks) for _ in range(count)]


def _line_breaks(text: str, numbers: Sequence[int]) -> list[str]:
    """Return the ``lb`` of each line."""
    breaks = [f'<lb n="{number}"/>' for number in numbers]
    line = at = 0
    for match in _INSIDE_WORD.finditer(text):
        line += text.count("\n", at, match.end() - 1)
        at = match.end() - 1
        breaks[line] = f'<lb n="{numbers[line]}" break="no"/>'
    return breaks
