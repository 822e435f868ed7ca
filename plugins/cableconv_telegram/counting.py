"""Which number or letter at a line's start counts: it depends on those before it, and on those that follow."""

from collections.abc import Sequence

from cableconv_telegram.drafts import Draft
from cableconv_telegram.kinds import BodyLine
from cableconv_telegram.labels import is_first, label_number, label_style, next_label
from cableconv_telegram.markings import PORTION
from cableconv_telegram.sentences import ends_sentence

#: How many paragraph numbers may be missing between two paragraphs that no blank line parts.
_WIDEST_GAP = 10
#: How far below the first item the second one is looked for, in lines at which something can begin.
_LONGEST_ITEM = 200
#: Within how many characters after its label a paragraph's portion mark stands; a line can be a whole text.
_PORTION_WITHIN = 256


def has_ended(draft: Draft | None) -> bool:
    """Tell whether the block above has come to its end, as far as its words show."""
    return draft is None or ends_sentence(draft.last_text())


class Counting:
    """The numbers of paragraphs and the labels of items so far, and so which ones are due."""

    def __init__(self, lines: Sequence[BodyLine], pilcrows: frozenset[int], wraps: bool) -> None:
        self.lines = lines
        self.pilcrows = pilcrows
        self.wraps = wraps
        self.number = 0
        self.dotted = any(line.kind == "number" and "." in line.line.text[: line.label] for line in lines)
        #: Of each style of label, the one that is due.
        self.due: dict[str, str] = {}

    def is_number(self, line: BodyLine, above: Draft | None, fresh: bool) -> bool:
        """Tell whether a number at a line's start is a paragraph's: a year or a day that wrapped is none.

        Args:
            line: The line.
            above: The block that is open.
            fresh: The line stands apart from it.
        """
        label = line.line.text[: line.label]
        number = label_number(label)
        due = number == self.number + 1 or number % 10 ** (len(str(number)) - 1) == self.number + 1
        rest = line.line.text[line.label : line.label + _PORTION_WITHIN].lstrip()
        marked = PORTION.match(rest) is not None
        if self.dotted and "." not in label and not (due and (marked or not self.due.get(label_style(line)))):
            # "1)" counts items, unless it is the very next paragraph.
            return False
        if fresh and (line.gap or has_ended(above) or not self.wraps):
            return not rest[:1].islower()
        # In the middle of a block only the very next number counts; a ¶ or a portion mark proves that it is meant.
        if line.line.start in self.pilcrows:
            # Paragraphs taken out before publication leave gaps in the count.
            return due or (has_ended(above) and self.number < number <= self.number + _WIDEST_GAP)
        after_heading = above is not None and above.kind == "paragraph" and not above.label and above.gap
        in_list = above is not None and above.kind == "item"
        return due and (marked or after_heading or in_list or has_ended(above))

    def take_number(self, line: BodyLine) -> None:
        """Begin a paragraph, and the count of its items."""
        number = label_number(line.line.text[: line.label])
        if number > self.number or number == 1:
            self.number = number
        self.due.clear()

    def take_letter(self, at: int) -> bool:
        """Take a letter or a number as an item's label, if it is one.

        A begins items where B follows, and only the next letter goes on with them.

        Args:
            at: Index of its line.
        """
        line = self.lines[at]
        style = label_style(line)
        label = _bare_label(line)
        due = self.due.get(style) == label.lower()
        if due or (is_first(label) and self._is_followed(at, style, next_label(label))):
            self.due[style] = next_label(label)
            return True
        return False

    def _is_followed(self, at: int, style: str, following: str) -> bool:
        for line in self.lines[at + 1 : at + 1 + _LONGEST_ITEM]:
            if line.kind in ("letter", "number") and label_style(line) == style:
                return _bare_label(line).lower() == following
            if line.kind == "number" and line.gap and PORTION.match(line.line.text[line.label :].lstrip()):
                return False
        return False


def _bare_label(line: BodyLine) -> str:
    return line.line.text[: line.label].strip("(). ")
