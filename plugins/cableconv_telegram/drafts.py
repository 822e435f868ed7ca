"""A block of the body while its lines are gathered, before it becomes a node of the IR."""

from collections.abc import Sequence
from itertools import groupby

from cableconv_telegram.headings import is_heading, trailing_rule
from cableconv_telegram.kinds import Piece
from cableconv_telegram.lines import Line


class Draft:
    """One block.

    Attributes:
        kind: ``paragraph``, ``item``, ``heading``, ``page``, ``begin``, ``end`` (of a quotation, on a line of its own),
            ``opened``, ``closed`` (of a quotation, by the last words of a paragraph) or ``rule``.
        gap: It stands apart from what is above.
        label: The line that carries its label, and the label's length in characters, or ``None``.
        style: Of an item, what kind of marker it has; of a paragraph, ``number`` or ``turn``.
        pieces: Its lines.
        joined: Lines that were joined to it across a blank line, as a guess.
    """

    def __init__(self, kind: str, gap: bool, label: tuple[Line, int] | None = None, style: str = "") -> None:
        self.kind = kind
        self.gap = gap
        self.label = label
        self.style = style
        self.pieces: list[Piece] = []
        self.joined: list[Line] = []

    def add(self, kind: str, line: Line, more: Sequence[Line] = ()) -> None:
        """Add a line; of running text, also the lines below it that go on."""
        if self.pieces and kind == "text" and self.pieces[-1].kind == "text":
            self.pieces[-1].lines.append(line)
        else:
            self.pieces.append(Piece(kind, [line]))
        if more:
            self.pieces[-1].lines.extend(more)

    def add_text(self, line: Line, more: Sequence[Line]) -> None:
        """Add running text; a rule at the end of a line, where a copy has lost its line ends, is a piece of its own."""
        if line.text[-1] == "-" and (pieces := trailing_rule(line)):
            for kind, piece in pieces:
                self.add(kind, piece)
        else:
            self.add("text", line, more)

    def last_text(self) -> str:
        """Return the last line of running text, or ``""``."""
        for piece in reversed(self.pieces):
            if piece.kind == "text":
                return piece.lines[-1].text
        return ""


def looks_like_heading(draft: Draft) -> bool:
    """Tell whether a paragraph without label that stands apart has the look of a heading."""
    return (
        draft.kind == "paragraph"
        and draft.gap
        and not draft.label
        and not draft.joined
        and len(draft.pieces) == 1
        and draft.pieces[0].kind == "text"
        and is_heading([line.text for line in draft.pieces[0].lines])
    )


def heading_above(draft: Draft, margin: int) -> list[Draft]:
    """Part a title from the prose right below it, where the title's line could have held the next word.

    Args:
        draft: A paragraph.
        margin: Column at which the text wraps.

    Returns:
        Title and prose, or the paragraph as it is.
    """
    text = draft.pieces[0].lines if draft.pieces and draft.pieces[0].kind == "text" else []
    if draft.kind != "paragraph" or draft.label or not draft.gap or len(text) < 2:
        return [draft]
    first, second = text[0].text, text[1].text
    fits = len(first) + 1 + len(second.partition(" ")[0]) <= margin - _SLACK
    if not fits or not is_heading([first]) or not second[0].isupper() or is_heading([second]) or second.isupper():
        return [draft]
    heading, prose = Draft("paragraph", gap=True), Draft("paragraph", gap=False)
    heading.add("text", text[0])
    prose.pieces = [Piece("text", text[1:]), *draft.pieces[1:]]
    prose.joined = draft.joined
    return [heading, prose]


#: How many columns a typist may leave free before the margin.
_SLACK = 4

#: From how many on, titles in a row are the entries of a list.
_LIST = 3


def with_headings(drafts: list[Draft]) -> list[Draft]:
    """Make headings of the paragraphs that have the look of one and the place of one.

    A heading has something under it. Several in a row in title case, or one after a colon, are a list of names.
    """
    at = 0
    for look, group in groupby(drafts, _look):
        row = list(group)
        for draft in row:
            above = drafts[at - 1].last_text() if at else ""
            listed = look == "title" and (len(row) >= _LIST or above.endswith(":"))
            at += 1
            if look and not listed and at < len(drafts):
                draft.kind = "heading"
    return drafts


def _look(draft: Draft) -> str:
    """Tell what a draft looks like: ``title``, ``capitals``, or ``""`` where it is no heading at all."""
    if not looks_like_heading(draft):
        return ""
    return "capitals" if draft.last_text().isupper() else "title"
