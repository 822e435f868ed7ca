r"""The text that the grammar reads, and where each of its characters stands in the source.

The grammar of telegrams knows neither publishers' marks nor mark-up. A `Script` is the source text without them and
with every line ending in ``\n``; what was set aside is remembered, and every offset can be traced back.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable

import msgspec

from cableconv import ir
from cableconv.walk import line_feeds, unwrap
from cableconv_telegram.rare import rare

#: Something to set aside: (start, end, what the grammar reads in its place).
Cut = tuple[int, int, str]

#: Something to mark: what it is, and where in the script's text it stands.
Piece = tuple[str, int, int]


class Script(msgspec.Struct, frozen=True):
    r"""A text to parse, with its way back to the source.

    Attributes:
        text: What the grammar reads; lines end in ``\n``.
        source: The source text.
        starts: Offsets in ``text`` at which a new stretch of the source begins, rising from 0, and one behind the last.
        shifts: For each stretch, source offset minus text offset.
        cuts: Spans of the source that were set aside, without those of line ends.
        line_ends: Spans of line ends that the source writes with other characters than blanks.
        pilcrows: Offsets in ``text`` before which a publisher's ¶ was set aside.
    """

    text: str
    source: str
    starts: list[int]
    shifts: list[int]
    cuts: list[ir.Span]
    line_ends: list[ir.Span]
    pilcrows: frozenset[int]

    def span(self, start: int, end: int) -> ir.Span:
        """Return the source span of a text span that is not empty."""
        starts, shifts = self.starts, self.shifts
        following = bisect_right(starts, start)
        shift = shifts[following - 1]
        if end < starts[following]:
            return start + shift, end + shift
        # A line end may be longer in the source; a span that ends with it has the whole of it.
        last = end if self.text[end - 1] == "\n" else end - 1
        return start + shift, end + shifts[bisect_right(starts, last, following) - 1]

    def value_span(self, start: int, end: int) -> ir.Span:
        """Return the source span of a field's value without blanks around it; of an empty one, the character before."""
        piece = self.text[start:end]
        if not piece.strip():
            return self.span(start - 1, start)
        return self.span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))

    def raw(self, start: int, end: int) -> str:
        """Return the source of a text span, as a reader of the page sees it: line wraps turned into one blank."""
        return self.line(self.span(start, end))

    def printed(self, span: ir.Span) -> str:
        """Return a source span line by line, each line end a line feed."""
        return line_feeds(self.source, span, self.line_ends)

    def line(self, span: ir.Span) -> str:
        """Return a source span on one line."""
        return unwrap(self.printed(span))

    def stretches(self, start: int, end: int) -> list[ir.Span]:
        """Return the source spans of a text span, parted wherever something was set aside inside."""
        first, last = span = self.span(start, end)
        if last - first == end - start:
            # Nothing is set aside in a stretch that is as long in the source as it is here.
            return [span]
        cuts = self.cuts
        at = bisect_right(cuts, (first,))
        found = []
        while at < len(cuts) and cuts[at][0] < last:
            if cuts[at][0] > first:
                found.append((first, cuts[at][0]))
            first = max(first, cuts[at][1])
            at += 1
        if first < last:
            found.append((first, last))
        return found

    def marks(self, kind: str, start: int, end: int) -> list[ir.Mark]:
        """Return the marks that cover a text span, blanks at its ends left out."""
        piece = self.text[start:end]
        words = piece.strip()
        if not words:
            return []
        if len(words) < len(piece):
            start += piece.index(words)
            end = start + len(words)
        spans = self.stretches(start, end)
        if len(spans) == 1:
            return [ir.Mark(kind=kind, span=spans[0])]
        return [ir.Mark(kind=kind, span=span) for span in spans if self.source[span[0] : span[1]].strip()]

    def all_marks(self, pieces: Iterable[Piece]) -> list[ir.Mark]:
        """Return the marks that cover pieces of the text, as `marks` makes them; those of one line are soon made."""
        text, starts = self.text, self.starts
        marks: list[ir.Mark] = []
        first = behind = shift = 0
        for kind, start, end in pieces:
            if not first <= start < behind:
                following = bisect_right(starts, start)
                first, behind, shift = starts[following - 1], starts[following], self.shifts[following - 1]
            if start < end < behind and not (text[start].isspace() or text[end - 1].isspace()):
                marks.append(ir.Mark(kind=kind, span=(start + shift, end + shift)))
            else:
                marks += self.marks(kind, start, end)
        return marks


#: ¶ before a paragraph's number or letter is the publisher's: "¶1.", "¶B.", "¶2007." It is no telegraph character.
PILCROW = r"¶(?=[ \t]?\(?[0-9A-Za-z]{1,4}[.)])"
_PLAIN = re.compile(rf"\r\n?|{PILCROW}")

# What a Markdown converter leaves behind: "[ASEC](#)", "\$7", "<http://example.org>".
_TARGET = r"\]\((?:\#|/|https?:)[^()\s]*\)"
_LINK = rf"\[(?=[^\[\]\n]{{1,80}}{_TARGET})|{_TARGET}"
_ESCAPE = r"\\(?=[\\`*_{}\[\]()#+\-.!$|<>~&'\"])"
_AUTOLINK = r"<(?=https?://[^\s<>]+>)|(?<=\S)>"
_MANGLED = rare(rf"\r\n?|{PILCROW}|{_LINK}|{_ESCAPE}|{_AUTOLINK}")
# Only these are proof that a converter was at work; a lone backslash or angle bracket is not.
_PROOF = re.compile(r"\[[^\[\]\n]{1,80}\]\((?:#|/)[^()\s]*\)|\\[$_*\[\]#]")


def is_mangled(source: str) -> bool:
    """Tell whether a Markdown converter has left its marks in a text."""
    return ("](" in source or "\\" in source) and _PROOF.search(source) is not None


def plain_script(source: str) -> Script:
    """Read a text as a telegram: without publishers' ¶, and without a Markdown converter's marks if it has them."""
    cuts = plain_cuts(source)
    return cut_script(source, cuts)


def plain_cuts(source: str) -> list[Cut]:
    r"""Return what is to cut in the telegram itself: byte order mark, ``\r`` in line ends, ¶, marks of Markdown.

    The cuts are in order. With cuts of one's own, `disjoint_cuts` makes them one list.

    Args:
        source: The text of the telegram, and nothing else; the cuts count from its beginning.
    """
    pattern = _MANGLED if is_mangled(source) else _PLAIN
    cuts: list[Cut] = [(0, 1, "")] if source.startswith("\ufeff") else []
    autolink_end = -1
    for match in pattern.finditer(source):
        sign = match[0][0]
        if sign == "<":
            autolink_end = source.find(">", match.end())
        elif sign == ">" and match.start() != autolink_end:
            continue
        cuts.append((match.start(), match.end(), "\n" if sign == "\r" else ""))
    return cuts


def disjoint_cuts(cuts: Iterable[Cut]) -> list[Cut]:
    r"""Return cuts as `cut_script` wants them: in order, each without what an earlier or longer one has already.

    >>> disjoint_cuts([(8, 12, ""), (0, 9, ""), (2, 3, "\n")])
    [(0, 9, ''), (9, 12, '')]
    """
    apart: list[Cut] = []
    at = 0
    for start, end, instead in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        if (start := max(start, at)) < end:
            apart.append((start, end, instead))
            at = end
    return apart


def cut_script(source: str, cuts: Iterable[Cut], line_end: str = "\n") -> Script:
    r"""Make a script of a source text with some spans of it set aside.

    Blanks around a cut stay: a line that is cut without its line end leaves a blank line, which ends a paragraph.

    Args:
        source: The source text.
        cuts: What to set aside, in order and disjoint, as `disjoint_cuts` makes them, and what the grammar reads in its
            place: nothing, or ``\n`` where something else than a line feed ends a line.
        line_end: What ends a line wherever it stands outside the cuts: to name it once takes less time than a cut for
            each.

    Raises:
        ValueError: Two cuts overlap or are out of order, or one is empty or beyond the text.
    """
    draft = _Draft(source, line_end)
    before = (0, 0)
    for start, end, instead in cuts:
        if not before[1] <= start < end <= len(source):
            raise _wrong_cut((start, end), before, len(source))
        draft.keep(before[1], start)
        draft.set_aside(start, end, instead)
        before = start, end
    draft.keep(before[1], len(source))
    text = "".join(draft.pieces)
    # One more start, behind the text, ends the last stretch.
    starts = [*draft.starts, len(text) + 1]
    return Script(text, source, starts, draft.shifts, draft.cuts, draft.line_ends, frozenset(draft.pilcrows))


class _Draft:
    """A script while it is made; its fields are those of the script."""

    def __init__(self, source: str, line_end: str) -> None:
        self.source = source
        self.line_end = line_end
        self.pieces: list[str] = []
        self.starts = [0]
        self.shifts = [0]
        self.cuts: list[ir.Span] = []
        self.line_ends: list[ir.Span] = []
        self.pilcrows: list[int] = []

    def keep(self, start: int, end: int) -> None:
        """Take a stretch of the source."""
        kept = self.source[start:end]
        if self.line_end != "\n" and self.line_end in kept:
            lines = kept.split(self.line_end)
            kept = "\n".join(lines)
            width, shift = len(self.line_end), self.shifts[-1]
            for line in lines[:-1]:
                at = start + len(line)
                start = at + width
                shift += width - 1
                self.line_ends.append((at, start))
                self.starts.append(start - shift)
                self.shifts.append(shift)
        self.pieces.append(kept)

    def set_aside(self, start: int, end: int, instead: str) -> None:
        """Pass over a stretch of the source."""
        self.pieces.append(instead)
        shift = self.shifts[-1] + end - start - len(instead)
        # Two cuts side by side begin two stretches at one place: the latter, which `bisect_right` finds, counts.
        self.starts.append(end - shift)
        self.shifts.append(shift)
        cut = self.source[start:end]
        if instead == "\n":
            if not cut.isspace():
                self.line_ends.append((start, end))
        elif not cut.isspace() or (not instead and cut[-1] in "\r\n"):
            # A line end that reads as nothing, too: what stands on both sides of it is one word.
            self.cuts.append((start, end))
            if cut[-1] == "¶":
                self.pilcrows.append(end - shift)


def _wrong_cut(cut: ir.Span, before: ir.Span, length: int) -> ValueError:
    if not 0 <= cut[0] < cut[1] <= length:
        return ValueError(f"the cut {cut} is no part of a text of {length} characters")
    return ValueError(
        f"the cuts {before} and {cut} overlap or are out of order; "
        "cut_script(text, disjoint_cuts(cuts)) puts them in order and apart"
    )


def furniture(script: Script, leaves: Iterable[ir.Span]) -> tuple[ir.Span, ...]:
    """Return what was set aside and lies in no leaf.

    Args:
        script: The script.
        leaves: Spans of all leaves, in order.
    """
    outside = []
    covered = iter(leaves)
    leaf = next(covered, None)
    for cut in script.cuts:
        while leaf and leaf[1] <= cut[0]:
            leaf = next(covered, None)
        if not (leaf and leaf[0] < cut[1]):
            outside.append(cut)
    return tuple(outside)
