"""What is taken out of a cable, the new text without it, and where everything else stands there."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import msgspec

from cableconv import ir, walk

#: What stands in the place of a passage, by its kind. The telegram reader takes each of these for a redaction.
WORDS = {
    "paragraph": "[PARAGRAPH REDACTED]",
    "text": "[TEXT REDACTED]",
    "heading": "[HEADING REDACTED]",
    "subject": "[SUBJECT REDACTED]",
    "e-mail": "[E-MAIL ADDRESS REDACTED]",
    "telephone": "[TELEPHONE NUMBER REDACTED]",
}


class Passage(msgspec.Struct, frozen=True):
    """A passage that has to go.

    Attributes:
        kind: A key of `WORDS`.
        leaves: What it consists of, in order; of running text that stays in part, the piece with its own span.
    """

    kind: str
    leaves: Sequence[walk.Leaf]


class Cut(msgspec.Struct, frozen=True, order=True):
    """A stretch of the source text that is replaced. A passage that page breaks part has several.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        words: What stands in its place.
    """

    start: int
    end: int
    words: str


def cuts_of(passage: Passage, all_leaves: Sequence[walk.Leaf], printed: str) -> Iterator[Cut]:
    """Yield the cuts that take a passage out: of each stretch of its leaves that no other leaf parts, one.

    What was taken out already stays as it is.

    Args:
        passage: What has to go.
        all_leaves: The cable's leaves in order.
        printed: The source text, line ends as blanks (`cableconv.walk.printed_whole`).
    """
    stretches: list[tuple[int, int]] = []
    before = -2
    for leaf in sorted(passage.leaves, key=lambda leaf: leaf.span):
        start, end = leaf.span
        place = bisect_right(all_leaves, start, key=lambda each: each.span[0])
        if stretches and place - before <= 1:
            start = stretches.pop()[0]
        stretches.append((start, end))
        before = place
    for start, end in stretches:
        text = printed[start:end]
        if text.strip() not in ("", *WORDS.values()):
            yield Cut(end - len(text.lstrip()), start + len(text.rstrip()), WORDS[passage.kind])


def touching(cuts: Sequence[Cut], span: ir.Span) -> Sequence[Cut]:
    """Return those of some cuts, which are in order and disjoint, that touch a span."""
    first = bisect_right(cuts, span[0], key=lambda cut: cut.end)
    return cuts[first : bisect_left(cuts, span[1], key=lambda cut: cut.start)]


def furniture_cuts(source: ir.Source, printed: str, cuts: Sequence[Cut]) -> Iterator[Cut]:
    """Yield cuts that take out furniture with words in it, where no other cut does; its blanks and line ends stay."""
    for start, end in source.furniture:
        text = printed[start:end]
        if any(map(str.isalnum, text)) and not touching(cuts, (start, end)):
            yield Cut(start, end, "".join(filter(str.isspace, text)))


class Redacted:
    """The new text, and where the places of the old one are in it.

    Attributes:
        text: The text with the words of each cut in its place.
    """

    def __init__(self, text: str, cuts: Sequence[Cut]) -> None:
        self._cuts = cuts
        self._shifts = [0, *accumulate(len(cut.words) - (cut.end - cut.start) for cut in cuts)]
        pieces: list[str] = []
        at = 0
        for cut in cuts:
            pieces += (text[at : cut.start], cut.words)
            at = cut.end
        self.text = "".join([*pieces, text[at:]])

    def span(self, span: ir.Span) -> ir.Span:
        """Return where a span is; one that begins or ends in a cut has all of its words."""
        start, end = span
        first = bisect_right(self._cuts, start, key=lambda cut: cut.end)
        last = bisect_left(self._cuts, end, key=lambda cut: cut.end)
        begins_inside = first < len(self._cuts) and self._cuts[first].start < start
        ends_inside = last < len(self._cuts) and self._cuts[last].start < end
        return (
            (self._cuts[first].start if begins_inside else start) + self._shifts[first],
            self._cuts[last].end + self._shifts[last + 1] if ends_inside else end + self._shifts[last],
        )

    def spans(self, spans: Iterable[ir.Span]) -> tuple[ir.Span, ...]:
        """Return where those of some spans are of which nothing goes."""
        return tuple(self.span(span) for span in spans if not self.cuts_in(span))

    def cuts_in(self, span: ir.Span) -> Sequence[Cut]:
        """Return the cuts that touch a span, in order."""
        return touching(self._cuts, span)
