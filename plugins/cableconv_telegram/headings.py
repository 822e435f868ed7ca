"""Headings without a number: underlined, boxed between rules, or bare.

Counted in 1,300 cables: underlined with dashes 2,586, dashes above and below 1,527; bare ones are told by their look.
"""

import re
from collections.abc import Sequence

from cableconv_telegram.lines import Line
from cableconv_telegram.rare import rare

# "HISTORY OF COLLABORATION ---------------": a copy without line ends has the rule on the heading's line.
_RULE_AT_END = rare(r"(?P<above>-{5}[- ]{0,200}\s)?[ ]{0,9}(?P<heading>[^-\s].{2,140}?)\s+(?P<rule>-{5,}[- ]*)$")
_NO_HEADING = rare(r"X{5,}|\(?(?:END|BEGIN|QUOTE|UNQUOTE|NOTE|CLASSIFIED)\b|.*[@\\]|(?:https?|www)\b", re.I)
_SMALL_WORDS = frozenset(
    "a an the of for and or but to in on at by with from as is are vs via over into under not".split()
)
_LONGEST_LINE = 75
_MOST_WORDS = 12


def ruled_heading(line: Line) -> list[tuple[str, Line]]:
    """Return the pieces of a line that has both a heading and its rule: (``text`` or ``rule``, piece); else nothing."""
    match = _RULE_AT_END.match(line.text) if line.text.endswith("-") else None
    if not match or _NO_HEADING.match(match["heading"]):
        return []
    return [
        (
            "text" if name == "heading" else "rule",
            Line(line.start + match.start(name), line.start + match.end(name), match[name]),
        )
        for name in ("above", "heading", "rule")
        if match[name]
    ]


# The rule of the heading below, on the line of the prose above it.
_RULE_AFTER_PROSE = re.compile(r"\s(?P<rule>-{5}[- ]*)$")


def trailing_rule(line: Line) -> list[tuple[str, Line]]:
    """Return prose and rule of a line that ends in a rule: (``text``, …), (``rule``, …); else nothing."""
    dashes = len(line.text) - len(line.text.rstrip("- "))
    match = _RULE_AFTER_PROSE.search(line.text, max(0, len(line.text) - dashes - 1))
    if not match:
        return []
    rule = line.start + match.start("rule")
    text = line.text[: match.start()].rstrip()
    return [("text", Line(line.start, line.start + len(text), text)), ("rule", Line(rule, line.end, match["rule"]))]


def is_heading(lines: Sequence[str]) -> bool:
    """Tell whether lines that stand alone between blank lines look like a heading.

    Capitals up to three lines, or title case on one line, without the stop of a sentence.

    >>> is_heading(["A CLEAR-CUT, CONVINCING VICTORY"]), is_heading(["Crime War Hits the Streets of Zembla"])
    (True, True)
    >>> is_heading(["The following is a list of participants"]), is_heading(["END SUMMARY"])
    (False, False)
    """
    if any(len(line) > _LONGEST_LINE for line in lines):
        return False
    text = " ".join(lines)
    if text.endswith((".", ";", ",", "!")) or _NO_HEADING.match(text):
        return False
    words = [word for word in re.findall(r"[^\W\d_][\w'’.\-/]*", text) if len(word) > 1 or word == "A"]
    if not words or len(words) > 2 * _MOST_WORDS:
        return False
    if text.upper() == text:
        return len(lines) <= 3
    if len(lines) > 1 or len(words) > _MOST_WORDS or not (text[0].isupper() or text[0].isdigit() or text[0] in "\"'“‘"):
        return False
    important = [word for word in words if word.lower() not in _SMALL_WORDS]
    capital = sum(word[0].isupper() for word in important)
    return bool(important) and capital == len(important) and (len(words) > 1 or text.endswith(":") or len(text) > 3)
