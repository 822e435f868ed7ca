"""Lines become the blocks of the body: which line begins something, and which one goes on.

The rules need nothing but the lines. A `Draft` holds the lines of one block; `cableconv_telegram.body` makes the IR
of it.
"""

import re
from collections.abc import Sequence

from cableconv_telegram.headings import is_heading, ruled_heading
from cableconv_telegram.kinds import BodyLine, Piece
from cableconv_telegram.lines import Line
from cableconv_telegram.tables import is_tabular


class Draft:
    """One block while its lines are gathered.

    Attributes:
        kind: ``paragraph``, ``item``, ``heading``, ``page``, ``begin``, ``end`` or ``rule``.
        label: The line that carries its label, and the label's length in characters, or ``None``.
        style: Of an item: what kind of marker it has.
        pieces: Its lines.
        gap: A blank line stands before it.
        joined: Offsets of lines that were joined to it across a blank line, as a guess.
    """

    def __init__(self, kind: str, gap: bool, label: tuple[Line, int] | None = None, style: str = "") -> None:
        self.kind = kind
        self.gap = gap
        self.label = label
        self.style = style
        self.pieces: list[Piece] = []
        self.joined: list[Line] = []

    def add(self, kind: str, line: Line) -> None:
        """Add a line."""
        if self.pieces and kind == "text" and self.pieces[-1].kind == "text":
            self.pieces[-1].lines.append(line)
        else:
            self.pieces.append(Piece(kind, [line]))

    def last_text(self) -> str:
        """Return the last line of running text, or ``""``."""
        return next((piece.lines[-1].text for piece in reversed(self.pieces) if piece.kind == "text"), "")


# Words after which no sentence can stop, whatever the next word is.
_FUNCTION_WORD = re.compile(
    r"\b(?:a|an|the|of|for|and|or|but|to|in|on|at|by|with|from|into|as|that|which|who|whose|its|their|his|her|our|this"
    r"|these|those|is|are|was|were|be|been|has|have|had|will|would|should|could|may|must|not|than|between|during|under"
    r"|over|through|about|against|toward|towards|within|without|upon)$|[,\-]$",
    re.I,
)
# A redaction ends a sentence as likely as not.
_SENTENCE_END = re.compile(r"[.!?:;][\"')\]”’]*$|[\"')\]”’][.!?:;]?$|-{2,}$|X{5,}$")
_LOWER_START = re.compile(r"[\"'(“‘]?[a-z]|\d+\s+[a-z]")


def goes_on(above: str, below: str, across_page: bool) -> bool:
    """Tell whether a sentence goes on from one line to another that a blank line or a page marker parts.

    Args:
        above: The last line of running text.
        below: The next one.
        across_page: A page marker stands between: then an open sentence is enough. Without one (the marker may have
            been lost), the line below must begin in lower case, or the one above end in a word that opens more.
    """
    if not above or not below:
        return False
    open_sentence = not _SENTENCE_END.search(above)
    lower = below[0].islower() or _LOWER_START.match(below) is not None
    if across_page:
        return open_sentence or (lower and not above.endswith((":", ";")))
    return open_sentence and (lower or _FUNCTION_WORD.search(above) is not None)


#: How many paragraph numbers may be missing between two paragraphs that no blank line parts.
_WIDEST_GAP = 10


class _Assembler:
    """Goes through the lines and decides; holds the block that is open."""

    def __init__(self, lines: Sequence[BodyLine], pilcrows: frozenset[int]) -> None:
        self.lines = lines
        self.pilcrows = pilcrows
        self.done: list[Draft] = []
        self.open: Draft | None = None
        self.waiting: list[BodyLine] = []
        self.number = 0
        self.dotted = any(line.kind == "number" and "." in line.line.text[: line.label] for line in lines)
        self.sequence: dict[str, str] = {}

    def run(self) -> list[Draft]:
        at = 0
        while at < len(self.lines):
            at += self._take(at)
        self._settle_waiting(None)
        self._close()
        if self.done and self.done[-1].kind == "heading" and len(self.done[-1].pieces) == 1:
            # A heading with nothing under it is none.
            self.done[-1].kind = "paragraph"
        return self.done

    # What a line does. Each returns how many lines it took.

    def _take(self, at: int) -> int:
        line = self.lines[at]
        if line.kind in ("page", "stray"):
            self.waiting.append(line)
            return 1
        if line.kind == "rule":
            return self._take_rule(at)
        begins = self._begins(at)
        if begins is None:
            self._go_on(line)
        else:
            self._settle_waiting(None if begins.kind != "item" else begins)
            self._close()
            self.open = begins
            if begins.kind in ("begin", "end", "heading"):
                begins.add("text", line.line)
                self._close()
            else:
                begins.add("text", line.line)
        return 1

    def _begins(self, at: int) -> Draft | None:
        """Return a new draft when a line begins one, or ``None`` when it goes on with the open one or a plain text."""
        line = self.lines[at]
        fresh = line.gap or bool(self.waiting) or self.open is None
        if line.kind == "number" and self._is_number(line, fresh):
            return self._numbered(line)
        if line.kind == "bullet" and (fresh or self._may_list()):
            return Draft("item", line.gap, (line.line, line.label), _style(line))
        if line.kind in ("letter", "number") and self._is_letter(line, fresh):
            return Draft("item", line.gap, (line.line, line.label), _style(line))
        if line.kind == "turn" and (fresh or self._ended()):
            return Draft("paragraph", line.gap, (line.line, line.label), "turn")
        if line.kind in ("begin", "end") and (fresh or self._ended()) and self._alone(at):
            return Draft(line.kind, line.gap)
        return None

    def _go_on(self, line: BodyLine) -> None:
        """Take a line of running text: more of the open block, or a new paragraph."""
        across = bool(self.waiting)
        above = self.open.last_text() if self.open else ""
        if self.open and self.open.kind in ("paragraph", "item"):
            if not line.gap and not across:
                self.open.add("text", line.line)
                return
            strays_only = across and all(each.kind == "stray" for each in self.waiting)
            if goes_on(above, line.line.text, across_page=across and not strays_only) or (
                strays_only and not _SENTENCE_END.search(above)
            ):
                if not across:
                    self.open.joined.append(line.line)
                self._settle_waiting(self.open)
                self.open.add("text", line.line)
                return
        self._settle_waiting(None)
        self._close()
        heading = ruled_heading(line.line)
        self.open = Draft("heading" if heading else "paragraph", line.gap)
        for kind, piece in heading or [("text", line.line)]:
            self.open.add(kind, piece)
        if heading:
            self._close()

    def _take_rule(self, at: int) -> int:
        line = self.lines[at]
        if self.open and not line.gap and not self.waiting:
            if self.open.kind == "paragraph" and is_tabular(self.open.last_text()):
                self.open.add("text", line.line)
                return 1
            if self._is_underlined():
                self._underline(self.open, line.line)
                return 1
        self._settle_waiting(None)
        self._close()
        boxed = self._boxed_lines(at)
        self.open = Draft("heading" if boxed else "rule", line.gap)
        self.open.add("rule", line.line)
        for each in self.lines[at + 1 : at + 1 + boxed]:
            self.open.add("rule" if each.kind == "rule" else "text", each.line)
        self._close()
        return 1 + boxed

    def _boxed_lines(self, at: int) -> int:
        """Return how many lines after a rule make a heading with it: up to four lines of text and a rule below."""
        for length in range(1, 6):
            if at + length >= len(self.lines):
                return 0
            line = self.lines[at + length]
            if line.kind == "rule":
                return length if length > 1 else 0
            if (
                line.kind in ("page", "stray", "bullet")
                or line.label
                or len(line.line.text) > 100
                or (line.gap and length > 1)
            ):
                return 0
        return 0

    def _is_underlined(self) -> bool:
        """Tell whether the open block is a heading, now that a rule stands right below it."""
        draft = self.open
        if draft is None or draft.kind != "paragraph" or draft.label or len(draft.pieces) != 1 or draft.joined:
            return False
        lines = draft.pieces[0].lines
        return (
            len(lines) <= 4
            and all(len(each.text) <= 110 for each in lines)
            and not lines[-1].text.endswith((".", ";", ","))
        )

    def _underline(self, draft: Draft, rule: Line) -> None:
        """Make a heading of the open block; each line of a heading may have a rule of its own."""
        above = self.done[-1] if self.done else None
        if above and above.kind == "heading" and not draft.gap:
            above.pieces += draft.pieces
            above.add("rule", rule)
            self.open = None
            return
        draft.kind = "heading"
        draft.add("rule", rule)
        self._close()

    # Closing

    def _settle_waiting(self, goes_on_in: Draft | None) -> None:
        """Put the page markers and stray captions that were passed where they belong."""
        waiting, self.waiting = self.waiting, []
        if goes_on_in is not None and self.open is not None and waiting:
            for each in waiting:
                self.open.add(each.kind, each.line)
            return
        for each in waiting:
            if each.kind == "stray" and self.open and self.open.kind in ("paragraph", "item"):
                self.open.add("stray", each.line)
                continue
            draft = Draft("page" if each.kind == "page" else "paragraph", each.gap)
            draft.add(each.kind, each.line)
            self._close()
            self.done.append(draft)

    def _close(self) -> None:
        if self.open is None:
            return
        if self.open.kind == "paragraph" and self._is_bare_heading(self.open):
            self.open.kind = "heading"
        self.done.append(self.open)
        self.open = None

    def _is_bare_heading(self, draft: Draft) -> bool:
        return (
            not draft.label
            and not draft.joined
            and (draft.gap or not self.done or self.done[-1].kind in ("page", "rule"))
            and len(draft.pieces) == 1
            and draft.pieces[0].kind == "text"
            and is_heading([line.text for line in draft.pieces[0].lines])
        )

    # What a line may begin

    def _ended(self) -> bool:
        return self.open is None or bool(_SENTENCE_END.search(self.open.last_text()))

    def _may_list(self) -> bool:
        """Tell whether an item may begin here without a blank line: in a list, or after a stop."""
        return self.open is None or self.open.kind == "item" or self._ended()

    def _alone(self, at: int) -> bool:
        """Tell whether a line that begins or ends a quotation is nothing but that.

        It is the last before a blank line or a mark, or it is in capitals, or has a stop of its own.
        """
        text = self.lines[at].line.text
        following = self.lines[at + 1] if at + 1 < len(self.lines) else None
        return following is None or following.gap or following.kind != "text" or text.isupper() or text[-1] in ":.)]"

    def _is_number(self, line: BodyLine, fresh: bool) -> bool:
        """Tell whether a number at a line's start is a paragraph's: a year or a day that wrapped is none."""
        label = line.line.text[: line.label]
        number = int("".join(filter(str.isdigit, label)))
        if self.dotted and "." not in label and (number != self.number + 1 or self.sequence.get(_style(line))):
            # "1)" counts items, unless it is the very next paragraph.
            return False
        following = line.line.text[line.label :].lstrip()[:1]
        if fresh and self.open and not line.gap and not _SENTENCE_END.search(self.open.last_text()):
            fresh = False
        if fresh:
            return following in ("", "(", '"', "'", "“", "‘", "[", "-", "¿", "$") or not following.islower()
        # In the middle of a block only the very next number counts, and a ¶ proves that it is meant.
        after_heading = (
            self.open is not None and self.open.kind == "paragraph" and not self.open.label and self.open.gap
        )
        due = number == self.number + 1 or number % 10 ** (len(str(number)) - 1) == self.number + 1
        if line.line.start in self.pilcrows:
            # Paragraphs taken out before publication leave gaps in the count.
            return due or (self._ended() and self.number < number <= self.number + _WIDEST_GAP)
        return due and (after_heading or self._ended())

    def _numbered(self, line: BodyLine) -> Draft:
        label = line.line.text[: line.label]
        number = int("".join(filter(str.isdigit, label)))
        if number == self.number + 1 or number > self.number or number == 1:
            self.number = number
        self.sequence.clear()
        return Draft("paragraph", line.gap, (line.line, line.label), "number")

    def _is_letter(self, line: BodyLine, fresh: bool) -> bool:
        """Tell whether a letter at a line's start counts items: A begins, and only the next one goes on."""
        style = _style(line)
        label = line.line.text[: line.label].strip("(). ")
        due = self.sequence.get(style)
        first = label in ("A", "a", "i", "I", "1")
        if (first and (fresh or self._may_list())) or (
            due == label.lower() and (fresh or self._may_list() or self._ended())
        ):
            self.sequence[style] = _next_label(label)
            return True
        return False


def _style(line: BodyLine) -> str:
    label = line.line.text[: line.label].strip()
    letters = label.strip("().")
    if letters.isdigit():
        return label.replace(letters, "1")
    if line.kind == "bullet":
        return label
    if letters.lower() in _ROMAN and letters.lower() not in ("c", "d"):
        return label.replace(letters, "i")
    return label.replace(letters, "A" if letters.isupper() else "a")


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def _next_label(label: str) -> str:
    lower = label.lower()
    if label.isdigit():
        return str(int(label) + 1)
    if lower in _ROMAN[:-1]:
        return _ROMAN[_ROMAN.index(lower) + 1]
    return chr(ord(lower[0]) + 1)


def assemble(lines: Sequence[BodyLine], pilcrows: frozenset[int]) -> list[Draft]:
    """Gather the lines of a body into blocks.

    Args:
        lines: The lines that are not blank.
        pilcrows: Offsets before which a publisher's ¶ stood.
    """
    return _Assembler(lines, pilcrows).run()
