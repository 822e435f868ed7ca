"""What kind of line a line of the body is, by its own words alone."""

import re

import msgspec

from cableconv_telegram.lines import Line
from cableconv_telegram.markings import is_stray_caption
from cableconv_telegram.pages import is_page_break
from cableconv_telegram.rare import rare


class BodyLine(msgspec.Struct, frozen=True, gc=False):
    """A line of the body and its kind, with the lines below it at which nothing can begin.

    Attributes:
        kind: ``blank``, ``rule``, ``page``, ``stray``, ``number``, ``bullet``, ``letter``, ``turn`` (of question and
            answer), ``begin``, ``end`` or ``text``.
        line: The line.
        label: Length of the number, bullet, letter or turn at its start, in characters; 0 for other kinds.
        gap: A blank line stands before it.
        more: The lines of running text right below it that begin without a capital: wherever it goes, they go on there.
    """

    kind: str
    line: Line
    label: int
    gap: bool
    more: list[Line]


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a block.

    Attributes:
        kind: ``text``, ``page``, ``stray``, ``rule`` or ``table``.
        lines: Its lines; one only but for ``text`` and ``table``.
    """

    kind: str
    lines: list[Line]


# What BEGIN and END may not name here: parts that have roles, and words of prose.
_PART = r"(?:\w+\ )?(?:SUMMARY|COMMENT|NOTE)"
_NAMED = r"[A-Za-z][^.:]{0,70}[.:)\]\-]*$"

_KIND = re.compile(
    rf"""
    (?P<rule> [-*=_~](?=[-*=_~ ]{{2}})[-*=_~ ]*$ )
  | (?P<number> \(?\d{{1,3}}\s?[.)](?=\s|\(|[A-Za-z"']|$)
                | \d{{1,3}},?\s(?=\((?i:TS|S|C|U|SBU|LOU)(?:/[A-Za-z/]{{2,8}})?\)) )
  | (?P<bullet> (?:--?|[*•·»])(?=[ \w"'(])\s* | [Oo]\s+(?=[A-Za-z(]) | --$ )
  | (?P<turn>   (?i:Q|A|QUESTION|ANSWER)(?:\s?\d{{1,2}}\s?[:.]|\s?:)(?=\s) )
  | (?P<letter> \((?:[A-Za-z]|[IVXivx]{{1,4}})\)(?=\s|\(|$) | (?:[A-Za-z]|[IVXivx]{{2,4}})\)(?=\s|\()
                | [A-Za-z]\.(?=\s|\() | [IVXivx]{{2,4}}\.(?=\s) )
  | (?P<begin>  [(\[]?-{{0,3}}\ ?(?i:BEGIN|START(?:\ OF)?)\s+(?!(?i:{_PART})){_NAMED} | (?i:QUOTE|UNQUOTED?)[.:]?$ )
  | (?P<end>    [(\[]?-{{0,3}}\ ?(?i:END\s+(?:OF\s+)?(?!{_PART}|OF\ DOC|ACTION)){_NAMED} )
    """,
    re.X,
)
# The same at the end of a paragraph: "3. (U) The text follows. Begin text:"
_PROSE = r"(?:THE|A|AN|IN|ON|OF|BY|WITH|AT|TO)\b"
_AT_END = rf"(?:^|[.:;)]\s+)[(\[]?{{}}\s+(?:OF\s+)?(?!{_PART}|ACTION|{_PROSE})[A-Z][^.:;,]{{{{0,60}}}}"
BEGIN_AT_END = re.compile(_AT_END.format("(?:BEGIN|START)") + r"[:)\]]*:[)\]]*$", re.I)
END_AT_END = rare(_AT_END.format("END") + r"[.:)\]]*$", re.I)
# A second number in a publisher's copy: "1. 1. Summary".
_SECOND_NUMBER = re.compile(r"\s+(?P<number>\d{1,3})[.)](?=\s)")
# Where • was lost, Q stands for it; two of them prove it, and none may be a question.
_LOST_BULLET = re.compile(r"Q\s+(?=[A-Z])")
_UNQUOTE = re.compile(r"UNQUOTED?[.:]?$", re.I)
# What a line may begin with to be of any kind but text or a page marker; most lines are told by this alone.
_SPECIAL = re.compile(
    r"[^A-Za-z]|[A-Z]\ ?[A-Z]|[A-Za-z]{1,4}[).]|[Oo]\s|[QAqa]\s?\d{0,2}\s?[.:]"
    r"|(?i:BEGIN|START|QUOTE|UNQUOTE|END|QUESTION|ANSWER)"
)
#: The kinds of line whose text may go on in the next line.
_OPEN = frozenset(("text", "number", "bullet", "letter", "turn"))


def body_lines(lines: list[Line], wraps: bool) -> list[BodyLine]:
    """Return the lines that are not blank, with their kinds.

    Args:
        lines: The lines of the body.
        wraps: The text wraps at a margin; else every line is a paragraph of its own.
    """
    found: list[BodyLine] = []
    gap = True
    goes_on = False
    for line in lines:
        text = line.text
        if not text:
            gap = True
            continue
        kind, label = line_kind(text)
        # A line may end in a rule, and be a heading.
        ruled = text[-1] == "-"
        if goes_on and kind == "text" and not gap and not ruled and not text[0].isupper():
            found[-1].more.append(line)
            continue
        found.append(BodyLine(kind, line, label, gap, []))
        goes_on = wraps and kind in _OPEN and not ruled
        gap = False
    return _with_lost_bullets(found)


def _with_lost_bullets(lines: list[BodyLine]) -> list[BodyLine]:
    bullets = [
        at
        for at, line in enumerate(lines)
        if line.line.text[0] == "Q" and line.kind == "text" and _LOST_BULLET.match(line.line.text)
    ]
    if len(bullets) > 1 and not any(line.kind == "turn" for line in lines):
        for at in bullets:
            lines[at] = msgspec.structs.replace(lines[at], kind="bullet", label=2)
    return lines


def line_kind(text: str) -> tuple[str, int]:
    """Return the kind of a line that is not blank, and the length of its label."""
    special = _SPECIAL.match(text) is not None
    if (" OF " in text or " of " in text or (special and text.startswith("PAGE "))) and is_page_break(text):
        return "page", 0
    if not special:
        return "text", 0
    if is_stray_caption(text):
        return "stray", 0
    match = _KIND.match(text)
    if not match:
        return "text", 0
    kind = match.lastgroup or "text"
    if kind == "begin" and _UNQUOTE.match(text):
        return "end", 0
    if kind == "number":
        return kind, _number_end(text, match)
    return kind, match.end() if kind in ("bullet", "letter", "turn") else 0


def _number_end(text: str, match: re.Match[str]) -> int:
    """Return where a paragraph's label ends: a second number, not above the first, is the drafter's own."""
    second = _SECOND_NUMBER.match(text, match.end())
    first = int("".join(filter(str.isdecimal, match[0])))
    return second.end() if second and int(second["number"]) <= first else match.end()
