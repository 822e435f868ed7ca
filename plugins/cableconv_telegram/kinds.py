"""What kind of line a line of the body is, by its own words alone."""

import re
from typing import NamedTuple

from cableconv_telegram.lines import Line
from cableconv_telegram.markings import CAPTION_LINE
from cableconv_telegram.pages import is_page_break


class BodyLine(NamedTuple):
    """A line of the body and its kind.

    Attributes:
        kind: ``blank``, ``rule``, ``page``, ``stray``, ``number``, ``bullet``, ``letter``, ``turn`` (of question and
            answer), ``begin``, ``end`` or ``text``.
        line: The line.
        label: Length of the number, bullet, letter or turn at its start, in characters; 0 for other kinds.
        gap: A blank line stands before it.
    """

    kind: str
    line: Line
    label: int
    gap: bool


class Piece(NamedTuple):
    """A stretch of a block.

    Attributes:
        kind: ``text``, ``page``, ``stray``, ``rule`` or ``table``.
        lines: Its lines; one only but for ``text`` and ``table``.
    """

    kind: str
    lines: list[Line]


_KIND = re.compile(
    r"""
    (?P<rule> [-*=_~](?=[-*=_~ ]{2})[-*=_~ ]*$ )
  | (?P<number> \(?\d{1,3}\s?[.)](?=\s|\(|[A-Z"']|$) )
  | (?P<bullet> (?:--?|[*•·»])(?=[ \w"'(])\s* | o\s+(?=[A-Z(]) | --$ )
  | (?P<turn>   (?:Q|A|QUESTION|ANSWER)(?:\s?\d{1,2}\s?[:.]|\s?:)(?=\s) )
  | (?P<letter> \((?:[a-zA-Z]|[ivx]{1,4})\)(?=\s|\(|$) | (?:[a-zA-Z]|[ivx]{2,4})\)(?=\s|\()
                | [A-Z]\.(?=\s|\() | [a-z]\.(?=\s) )
  | (?P<begin>  [(\[]?(?:BEGIN|START(?:\ OF)?)\s+(?!SUMMARY|COMMENT|NOTE)[A-Z][^.:]{0,70}[.:)\]]*$
                | QUOTE[.:]?$ | UNQUOTED?[.:]?$ )
  | (?P<end>    [(\[]?END\s+(?:OF\s+)?(?!SUMMARY|COMMENT|NOTE|OF\ DOC|ACTION)[A-Z][^.:]{0,70}[.:)\]]*$ )
    """,
    re.X | re.I,
)
_UNQUOTE = re.compile(r"UNQUOTED?[.:]?$", re.I)
# What a line may begin with to be of any kind but text; most lines begin with a letter and are told by this alone.
_SPECIAL = re.compile(r"[^A-Za-z]|[A-Za-z]{1,4}\s?\d{0,2}[).:\s]|BEGIN|START|QUOTE|UNQUOTE|END|QUESTION|ANSWER", re.I)


def body_lines(lines: list[Line]) -> list[BodyLine]:
    """Return the lines that are not blank, with their kinds."""
    found = []
    gap = True
    for line in lines:
        text = line.text
        if not text:
            gap = True
            continue
        kind, label = line_kind(text)
        found.append(BodyLine(kind, line, label, gap))
        gap = False
    return found


def line_kind(text: str) -> tuple[str, int]:
    """Return the kind of a line that is not blank, and the length of its label."""
    if " OF " in text and is_page_break(text):
        return "page", 0
    if CAPTION_LINE.match(text):
        return "stray", 0
    match = _KIND.match(text) if _SPECIAL.match(text) else None
    if not match:
        return "text", 0
    kind = match.lastgroup or "text"
    if kind == "begin" and _UNQUOTE.match(text):
        return "end", 0
    return kind, match.end() if kind in ("number", "bullet", "letter", "turn") else 0
