"""Lines become the blocks of the body: which line begins something, and which one goes on.

The rules need nothing but the lines; `cableconv_telegram.body` makes the IR of the drafts.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from cableconv_telegram.counting import Counting, has_ended
from cableconv_telegram.drafts import Draft, heading_above, looks_like_heading, with_headings
from cableconv_telegram.headings import ruled_heading
from cableconv_telegram.kinds import BEGIN_AT_END, END_AT_END, BodyLine
from cableconv_telegram.labels import label_style
from cableconv_telegram.lines import Line
from cableconv_telegram.markings import CAPTION_SENTENCE, is_level
from cableconv_telegram.sentences import ended_early, ends_sentence, goes_on
from cableconv_telegram.tables import is_tabular

#: Lines of text and rules that one heading may have.
_LONGEST_HEADING = 8
#: Lines of text in a box of rules, and characters on each.
_HIGHEST_BOX = 4
_WIDEST_BOX = 100
#: From how many blank lines after full lines on, in mid-sentence, a copy is known to be double-spaced.
_DOUBLE_SPACED = 5
_FULL = 3
# These captions are words of prose, too; as strays they stand apart.
_COMMON_WORD = re.compile(r"(?:SENSITIVE|SBU)$")


class _Assembler:
    """Goes through the lines and decides; holds the block that is open."""

    def __init__(self, lines: list[BodyLine], header: frozenset[str], pilcrows: frozenset[int], margin: int) -> None:
        self.lines = lines
        self.header = header
        self.margin = margin
        self.counting = Counting(lines, pilcrows, wraps=margin > 0)
        self.double_spaced = _is_double_spaced(lines, margin)
        self.done: list[Draft] = []
        self.open: Draft | None = None
        self.waiting: list[BodyLine] = []
        self.asked = False
        self.quoting = 0

    def run(self) -> list[Draft]:
        at = 0
        while at < len(self.lines):
            at += self._take(at)
        self._settle_waiting(None)
        self._close()
        return with_headings(self.done)

    # What a line does. Each returns how many lines it took.

    def _take(self, at: int) -> int:
        line = self.lines[at]
        if line.kind == "page":
            self.waiting.append(line)
            return 1
        if self._is_stray(at):
            return self._take_stray(at)
        if line.kind == "rule":
            return self._take_rule(at)
        begins = None if line.kind == "text" else self._begins(at)
        if begins is None:
            self._go_on(line)
        else:
            self._settle_waiting(begins if begins.kind == "item" else None)
            self._close()
            self.open = begins
            if begins.kind in ("begin", "end"):
                self._take_quote_mark(begins, line)
            else:
                self._take_rule_above(begins)
                begins.add_text(line.line, line.more)
        return 1

    def _take_quote_mark(self, draft: Draft, line: BodyLine) -> None:
        """Take a line that begins or ends a quotation: it is a block of its own, and rules around it are others."""
        draft.add("text", line.line)
        self.quoting += 1 if draft.kind == "begin" else -1
        self._close()

    def _take_stray(self, at: int) -> int:
        line = self.lines[at]
        self.waiting.append(msgspec.structs.replace(line, kind="stray", more=[]))
        if not line.more:
            return 1
        first, *more = line.more
        self.lines[at] = BodyLine("text", first, 0, gap=False, more=more)
        return 0

    def _is_stray(self, at: int) -> bool:
        """Tell whether a line is a caption, a classification or the header that a relay printed inside the text."""
        line = self.lines[at]
        if self.waiting and line.line.text in self.header:
            return True
        if line.kind == "stray":
            apart = line.gap or bool(self.waiting)
            return apart or not _COMMON_WORD.match(line.line.text)
        if line.kind != "text" or not (self.waiting or self._before_page(at)):
            return False
        # A relay prints the header's caption again below its page marker, and the level above and below it.
        text = line.line.text
        return (bool(self.waiting) and CAPTION_SENTENCE.match(text) is not None) or (text.isupper() and is_level(text))

    def _before_page(self, at: int) -> bool:
        """Tell whether a page marker is the next line."""
        return not self.lines[at].more and at + 1 < len(self.lines) and self.lines[at + 1].kind == "page"

    def _is_fresh(self, line: BodyLine) -> bool:
        """Tell whether a line stands apart from what is above.

        A blank line or a page marker parts; in a copy whose paragraphs have one line each, every line end does.
        """
        if line.gap or self.waiting or self.open is None:
            return True
        return not self.margin and not goes_on(self.open.last_text(), line.line.text, across_page=False)

    def _begins(self, at: int) -> Draft | None:
        """Return a new draft when a line that is no mere text begins one, or ``None`` when it is text after all."""
        line = self.lines[at]
        fresh = self._is_fresh(line)
        if line.kind == "number" and self.counting.is_number(line, self.open, fresh):
            self.counting.take_number(line)
            return Draft("paragraph", line.gap, (line.line, line.label), "number")
        label = (line.line, line.label)
        if line.kind == "bullet" and (fresh or self._may_list()):
            return Draft("item", line.gap, label, label_style(line))
        if line.kind in ("letter", "number") and (fresh or self._may_list()) and self.counting.take_letter(at):
            return Draft("item", line.gap, label, label_style(line))
        apart = fresh or has_ended(self.open)
        if line.kind == "turn" and apart and (self.asked or line.line.text[0] in "Qq"):
            self.asked = True
            return Draft("paragraph", line.gap, label, "turn")
        due = line.kind == "end" and self.quoting > 0
        if line.kind in ("begin", "end") and (apart or due) and self._alone(at):
            return Draft(line.kind, line.gap)
        return None

    def _go_on(self, line: BodyLine) -> None:
        """Take a line of running text: more of the open block, or a new paragraph."""
        if self.open and self.open.kind in ("paragraph", "item") and self._belongs(self.open, line):
            if line.gap and not self.waiting:
                self.open.joined.append(line.line)
            self._settle_waiting(self.open)
            self.open.add_text(line.line, line.more)
            return
        apart = self._is_fresh(line) if self.open else line.gap
        self._settle_waiting(None)
        self._close()
        heading = ruled_heading(line.line)
        self.open = Draft("heading" if heading else "paragraph", apart)
        self._take_rule_above(self.open)
        for kind, piece in heading:
            self.open.add(kind, piece)
        if heading:
            self._close()
        else:
            self.open.add_text(line.line, line.more)

    def _belongs(self, draft: Draft, line: BodyLine) -> bool:
        """Tell whether a line of text goes on with the open block."""
        below = line.line.text
        if self.margin and not line.gap and not self.waiting and not below[0].isupper():
            # Most lines.
            return True
        above = draft.last_text()
        if self.waiting:
            if all(each.kind == "stray" for each in self.waiting):
                return not ends_sentence(above) or goes_on(above, below, across_page=False)
            return goes_on(above, below, across_page=True) and not looks_like_heading(draft)
        if line.gap:
            full = self.double_spaced and len(above) >= self.margin - _FULL
            return full or goes_on(above, below, across_page=False)
        if not self.margin:
            return goes_on(above, below, across_page=False)
        # A sentence ended well before the margin, and a new one on the next line: a new paragraph.
        return not (ends_sentence(above) and ended_early(above, below, self.margin))

    # Rules

    def _take_rule(self, at: int) -> int:
        line = self.lines[at]
        # Blank lines stand around a page marker, so they part nothing there.
        if self.open and (self.waiting or not line.gap) and self._take_rule_below(self.open, line.line):
            return 1
        self._settle_waiting(None)
        self._close()
        boxed = self._boxed_lines(at)
        self.open = Draft("heading" if boxed else "rule", line.gap)
        self.open.add("rule", line.line)
        for each in self.lines[at + 1 : at + 1 + boxed]:
            self.open.add("rule" if each.kind == "rule" else "text", each.line, each.more)
        self._close()
        return 1 + boxed

    def _take_rule_below(self, draft: Draft, rule: Line) -> bool:
        """Take a rule right below the open block: of a table, of a heading, or of a short labelled block."""
        pages_only = all(each.kind == "page" for each in self.waiting)
        if not self.waiting and draft.kind == "paragraph" and is_tabular(draft.last_text()):
            draft.add("text", rule)
            return True
        if pages_only and _can_be_underlined(draft, rule):
            self._settle_waiting(draft)
            self._underline(draft, rule)
            return True
        short = len(draft.pieces) == 1 and draft.pieces[0].kind == "text" and len(draft.pieces[0].lines) <= 2
        if not self.waiting and draft.label and short and draft.kind in ("paragraph", "item"):
            draft.add("rule", rule)
            self._close()
            return True
        return False

    def _underline(self, draft: Draft, rule: Line) -> None:
        """Make a heading of the open block; each line of a heading may have a rule of its own."""
        above = self.done[-1] if self.done else None
        if above and above.kind == "heading" and not draft.gap and len(above.pieces) < _LONGEST_HEADING:
            above.pieces += draft.pieces
            above.add("rule", rule)
            self.open = None
            return
        draft.kind = "heading"
        draft.add("rule", rule)
        self._close()

    def _take_rule_above(self, draft: Draft) -> None:
        """Give a rule that stands right above a block to that block."""
        if self.done and self.done[-1].kind == "rule" and not draft.gap:
            draft.pieces += self.done.pop().pieces

    def _boxed_lines(self, at: int) -> int:
        """Return how many lines after a rule make a heading with it: up to four lines of text and a rule below."""
        height = 0
        for taken, line in enumerate(self.lines[at + 1 : at + 2 + _HIGHEST_BOX], start=1):
            if line.kind == "rule":
                return taken if height else 0
            boxed = [line.line, *line.more]
            height += len(boxed)
            wide = any(len(each.text) > _WIDEST_BOX for each in boxed)
            if line.kind != "text" or wide or height > _HIGHEST_BOX or (line.gap and taken > 1):
                return 0
        return 0

    # Closing

    def _settle_waiting(self, goes_on_in: Draft | None) -> None:
        """Put the page markers and stray captions that were passed where they belong."""
        if not self.waiting:
            return
        waiting, self.waiting = self.waiting, []
        if goes_on_in is not None and self.open is not None:
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
        draft, self.open = self.open, None
        if draft is None:
            return
        self.done += heading_above(draft, self.margin)
        if draft.kind == "paragraph":
            text = draft.last_text()
            if BEGIN_AT_END.search(text, max(0, len(text) - 100)):
                self.quoting += 1
                self.done.append(Draft("opened", gap=False))
            elif self.quoting and END_AT_END.search(text, max(0, len(text) - 100)):
                self.quoting -= 1
                self.done.append(Draft("closed", gap=False))

    # What a line may begin

    def _may_list(self) -> bool:
        """Tell whether an item may begin here without a blank line: in a list, or after a stop."""
        return has_ended(self.open) or (self.open is not None and self.open.kind == "item")

    def _alone(self, at: int) -> bool:
        """Tell whether a line that begins or ends a quotation is nothing but that.

        It is the last before a blank line or a mark, or it is in capitals, or has a stop of its own.
        """
        text = self.lines[at].line.text
        following = self.lines[at + 1] if at + 1 < len(self.lines) else None
        return following is None or following.gap or following.kind != "text" or text.isupper() or text[-1] in ":.)]"


def _can_be_underlined(draft: Draft, rule: Line) -> bool:
    """Tell whether the open block is a heading, now that a rule stands right below it."""
    if draft.kind != "paragraph" or draft.label or draft.joined or [piece.kind for piece in draft.pieces] != ["text"]:
        return False
    lines = draft.pieces[0].lines
    if len(lines) > 4 or any(len(each.text) > 110 for each in lines):
        return False
    last = lines[-1].text
    return not last.endswith((".", ";", ",")) or (last.endswith(",") and abs(len(last) - len(rule.text)) <= _FULL)


def _is_double_spaced(lines: Sequence[BodyLine], margin: int) -> bool:
    """Tell whether a copy has blank lines after full lines in mid-sentence."""
    if not margin:
        return False
    found = 0
    for above, below in pairwise(lines):
        if below.gap and below.kind == "text" and below.line.text[0].islower() and (above.more or above.kind == "text"):
            last = (above.more[-1] if above.more else above.line).text
            found += len(last) >= margin - _FULL and not ends_sentence(last)
    return found >= _DOUBLE_SPACED


def assemble(lines: list[BodyLine], header: frozenset[str], pilcrows: frozenset[int], margin: int) -> list[Draft]:
    """Gather the lines of a body into blocks.

    Args:
        lines: The lines that are not blank; the list is used up.
        header: The lines of the header; a relay prints them again at the top of a section.
        pilcrows: Offsets before which a publisher's ¶ stood.
        margin: Column at which the text wraps; 0 where its paragraphs have one line each.
    """
    return _Assembler(lines, header, pilcrows, margin).run()
