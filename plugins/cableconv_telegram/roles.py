"""What a heading, or the first words of a paragraph, say a part is for."""

import re

from cableconv import ir
from cableconv_telegram.rare import rare

_ROLES = {
    "SUMMARY": ir.Role.SUMMARY,
    "COMMENT": ir.Role.COMMENT,
    "COMMENTS": ir.Role.COMMENT,
    "ACTION REQUEST": ir.Role.ACTION_REQUEST,
    "ACTION REQUESTED": ir.Role.ACTION_REQUEST,
    "ACTION": ir.Role.ACTION_REQUEST,
    "INTRODUCTION": ir.Role.INTRODUCTION,
    "BACKGROUND": ir.Role.BACKGROUND,
    "CONCLUSION": ir.Role.CONCLUSION,
    "NOTE": ir.Role.NOTE,
}
_NAMES = "|".join(sorted(_ROLES, key=len, reverse=True)).replace(" ", r"\s+")

_WHOSE = r"(?:EMBASSY|POST|MISSION|CONSULATE|CONSUL|POLOFF|ECONOFF|BIO|AMBASSADOR'S|CHARGE'S)"
_MORE = rf"(?:\s*(?:,|/|&|AND)\s*(?:{_NAMES}))*"
#: Words that open a part, at the start of a paragraph: ``SUMMARY:``, ``(Note:``, ``Summary and Comment.``
OPENING = re.compile(
    rf"""[(\[]?(?:BEGIN\s+)?(?:{_WHOSE}\s+)?(?P<name>{_NAMES}){_MORE}\s*
        (?:\(?CONT(?:INUED|'D)?\)?\s*)?
        (?:[.:]|-{{1,2}}(?=\s)|$)(?:\s*--)?""",
    re.I | re.X,
)
#: Words that close a part: ``END SUMMARY.``, ``End note.)``
CLOSING = rare(rf"[(\[]?END\s+(?:OF\s+)?(?:{_WHOSE}\s+)?(?P<name>{_NAMES}){_MORE}\b[.)\]]*", re.I)

#: How long such words are at most, in characters.
_LONGEST_CLOSING = 60

_HEADING = rare(rf"\W*(?P<name>{_NAMES})\b", re.I)


def opening_role(match: re.Match[str]) -> str:
    """Return the role that the group ``name`` of a match says."""
    return _ROLES[" ".join(match["name"].upper().split())]


def last_closing(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the words that close a part at the end of a stretch of text; only where an END is, they are looked for."""
    start = max(start, end - _LONGEST_CLOSING)
    return CLOSING.search(text, start, end) if "END" in text[start:end].upper() else None


def closing_role(text: str) -> str | None:
    """Return the role that words such as ``END SUMMARY.`` close."""
    match = CLOSING.match(text)
    return opening_role(match) if match else None


def heading_role(heading: str) -> str | None:
    """Return the role that a heading names.

    >>> heading_role("Summary and Action Request"), heading_role("COMMENT"), heading_role("TARIFFS")
    ('summary', 'comment', None)
    """
    match = _HEADING.match(heading)
    return opening_role(match) if match else None
