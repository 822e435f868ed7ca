"""Texts made at random that look like telegrams, for property tests with Hypothesis.

``telegram_texts()`` is a strategy. Most lines are as they should be; some are missing, doubled or out of place, and
pieces of one line stand in another. Hypothesis makes a telegram smaller line by line.
"""

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import strategies as st

Lines = list[str]
Draw = Callable[[st.SearchStrategy[Any]], Any]

_NUMBERS = st.integers(1, 120)
_POSTS = st.sampled_from(["ONHAVA", "NOVA ZEMBLA", "STATE", "USUN NEW YORK", "KINROSS"])
_WORDS = st.sampled_from(
    "glass the Ambassador told PolOff that tariffs rose 12.5 percent, EU member-states MFA (see ref A). septel reftel "
    "08 STATE 123 No. IMF's A. -- and/or $5 government,s &Arabs8 XXXXXXXXXXXX ## Kinbote@zembla.gov ¶ é < & \\$".split()
)
_SENTENCES = st.lists(_WORDS, min_size=1, max_size=12).map(" ".join)
_LEVELS = st.sampled_from(["UNCLAS", "C O N F I D E N T I A L", "S E C R E T", "SECRET", "O N F I D E N T I A L"])
_PORTIONS = st.sampled_from(["(C)", "(S//NF)", "(SBU)", "(U)", "(C/REL NATO)", "[C]", ""])

#: What stands in a telegram where nobody expects it: pieces that mean something elsewhere, and what copies do to them.
_ODD_LINES = st.sampled_from(
    "VZCZCXRO0042|DE RUEHZB #0042/01 0351430|O P 041430Z FEB 09|FM AMEMBASSY ONHAVA|TO|INFO|XMT AMCONSUL KINROSS|BT|"
    "#0042|NNNN|SIPDIS|NOFORN|E.O. 12958: N/A|TAGS: PREL, ZE (VARGA|SUBJECT:|REF: A.|(B) 08 STATE 123|Classified By:|"
    "SUMMARY|END SUMMARY.|COMMENT:|1. (C)|¶2.|119.|--|----------|=====|A.|(i)|Q1:|BEGIN TEXT|END TEXT|QUOTE|"
    "ONHAVA 00000042  002 OF 002|PAGE 02|GLASS   12   7|[PREL](#)|<http://x>|/ |,|.|\x00|\ufeff|"
    "&#x000A;|\u2028|\u3000|\t".split("|")
)


@st.composite
def telegram_texts(draw: Draw) -> str:
    """Make the text of a telegram, or of several."""
    lines: Lines = []
    for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
        lines += _telegram(draw)
    line_end = draw(st.sampled_from(["\n", "\n", " \n", "\r\n", "\r"]))
    return str(line_end.join(_damaged(draw, lines)) + draw(st.sampled_from(["", line_end])))


def _telegram(draw: Draw) -> Lines:
    post, number = draw(_POSTS), draw(_NUMBERS)
    lines: Lines = _some(draw, _envelope(draw, number)) if draw(st.booleans()) else []
    lines += _some(draw, _header(draw, post, number))
    for part in draw(st.lists(st.sampled_from(sorted(_PARTS)), max_size=6)):
        lines += ["", *_PARTS[part](draw, post, number)]
    lines += draw(st.sampled_from([[], ["", "KINBOTE"], ["KINBOTE", "NNNN"], ["BT", f"#{number:04}", "", "NNNN"]]))
    return lines


def _some(draw: Draw, lines: Iterable[str]) -> Lines:
    """Leave out a line now and then; all of them can go where Hypothesis makes a telegram smaller."""
    return [line for line in lines if draw(st.integers(0, 7)) > 0]


def _envelope(draw: Draw, number: int) -> Lines:
    serial = f"{number:04}/01 0351430"
    return [
        "VZCZCXRO0042",
        draw(st.sampled_from(["RR RUEHAG RUEHZL", "OO RUEHC", "PP RUEHZB RUEHC"])),
        f"DE RUEHZB #{serial}",
        draw(st.sampled_from(["ZNR UUUUU ZZH", "ZNY CCCCC ZZH", "ZNY SSSSS ZZH"])),
        draw(st.sampled_from(["R 041430Z FEB 09", "O P 041430Z FEB 09", "P R 312561Z FEB 09"])),
        "FM AMEMBASSY ONHAVA",
        f"TO RUEHC/SECSTATE WASHDC {draw(st.sampled_from(['IMMEDIATE ', '']))}{5000 + number}",
        *draw(st.sampled_from([[], ["INFO RUEHZL/EUROPEAN POLITICAL COLLECTIVE PRIORITY", "XMT AMCONSUL KINROSS"]])),
        "BT",
    ]


def _header(draw: Draw, post: str, number: int) -> Lines:
    level, subject = draw(_LEVELS), draw(_SENTENCES)
    tags = draw(st.lists(st.sampled_from(["PREL", "PGOV", "ZE", "OVIP (KINBOTE)", "pter"]), max_size=4))
    parts = draw(st.sampled_from(["", "SECTION 01 OF 02 "]))
    return [
        f"{level} {parts}{post} {number:06}",
        "",
        draw(st.sampled_from(["SIPDIS", "NOFORN", "SIPDIS NOFORN", "STATE FOR EUR/NZ"])),
        "",
        f"E.O. 12958: {draw(st.sampled_from(['N/A', 'DECL: 02/04/2019', 'DECL: X1', '02-04-19']))}",
        f"TAGS: {', '.join(tags)}",
        f"SUBJECT: {draw(_PORTIONS)} {subject.upper()}",
        "",
        draw(st.sampled_from(["REF: A. STATE 123", "REFS: A. 08 STATE 123", "REF: (A) ONHAVA 12 AND PREVIOUS"])),
        "     B. ONHAVA 7 (NOTAL)",
        "",
        *_wrapped(f"Classified By: {draw(_SENTENCES)} for reasons 1.4 (b) and (d)."),
    ]


def _paragraph(draw: Draw, post: str, number: int) -> Lines:
    label = draw(st.sampled_from(["", "1. ", "2. ", "3.", "¶4. ", "15. "]))
    role = draw(st.sampled_from(["", "SUMMARY: ", "BEGIN COMMENT. "]))
    text = " ".join(draw(st.lists(_SENTENCES, min_size=1, max_size=4)))
    return _wrapped(f"{label}{draw(_PORTIONS)} {role}{text}{draw(st.sampled_from(['', ' END SUMMARY.']))}")


def _heading(draw: Draw, post: str, number: int) -> Lines:
    heading = draw(st.sampled_from(["COMMENT", "A Glass Factory", "BACKGROUND AND NEXT STEPS"]))
    rule = draw(st.sampled_from(["-", "=", "*", ""])) * len(heading)
    return [heading, rule] if draw(st.booleans()) else [rule, heading, rule]


def _list(draw: Draw, post: str, number: int) -> Lines:
    markers = draw(
        st.sampled_from([["--", "--", "--"], ["A.", "B.", "C."], ["(i)", "(ii)", "(iii)"], ["-", "  -", "-"]])
    )
    return [f"{marker} {draw(_SENTENCES)}" for marker in markers]


def _table(draw: Draw, post: str, number: int) -> Lines:
    rows = draw(st.lists(st.tuples(_WORDS, _NUMBERS, _NUMBERS), min_size=1, max_size=4))
    return [f"{word:<12}{first:>6}{second:>8}" for word, first, second in rows]


def _quotation(draw: Draw, post: str, number: int) -> Lines:
    begin, end = draw(st.sampled_from([("BEGIN TEXT:", "END TEXT."), ("QUOTE", "UNQUOTE"), ("Begin text.", "")]))
    return [begin, "", *_wrapped(draw(_SENTENCES)), "", end]


def _page_break(draw: Draw, post: str, number: int) -> Lines:
    page = draw(st.integers(2, 4))
    return [
        draw(
            st.sampled_from([f"{post} {number:08}  {page:03} OF 004", f"PAGE {page:02}        {post}  00042  041430Z"])
        )
    ]


_PARTS: dict[str, Callable[[Draw, str, int], Lines]] = {
    "a paragraph": _paragraph,
    "heading": _heading,
    "list": _list,
    "page break": _page_break,
    "quotation": _quotation,
    "table": _table,
}


def _wrapped(text: str, width: int = 66) -> Lines:
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += f"{word} "
    return [line.rstrip() for line in lines]


def _damaged(draw: Draw, lines: Lines) -> Lines:
    """Put odd lines and pieces of lines into a telegram, and double and move some of its own."""
    for kind, place in draw(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1)), max_size=4)):
        at = int(place * len(lines))
        odd = draw(_ODD_LINES | st.text(max_size=8))
        line = lines[at] if at < len(lines) else ""
        match kind:
            case 0:
                lines[at:at] = [odd]
            case 1:
                lines[at : at + 1] = [f"{line[: len(line) // 2]}{odd}{line[len(line) // 2 :]}"]
            case 2:
                lines[at:at] = [line]
            case _:
                lines = [*lines[at:], *lines[:at]]
    return lines
