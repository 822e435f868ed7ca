"""Cuts: what is set aside of a text around a telegram, and within it."""

import re

import pytest

from cableconv import ir, walk
from cableconv.source import make_source
from cableconv_telegram import Cut, cut_script, disjoint_cuts, parse_telegram, plain_cuts

HEAD = "UNCLAS ONHAVA 000042\n\nSUBJECT: GLASS\n\n"


def parsed(text: str, cuts: list[Cut]) -> ir.Cable:
    cable = parse_telegram(cut_script(text, cuts), make_source(text.encode(), name="x", reader="x"))
    assert walk.check_coverage(cable) == []
    return cable


def body(cable: ir.Cable) -> list[str]:
    return [walk.reading_text(paragraph.content) for paragraph in walk.paragraphs(cable)]


@pytest.mark.parametrize(
    ("cuts", "says"),
    [
        ([(0, 5, ""), (4, 6, "")], r"the cuts \(0, 5\) and \(4, 6\) overlap or are out of order.*disjoint_cuts"),
        ([(6, 7, ""), (0, 5, "")], r"the cuts \(6, 7\) and \(0, 5\) overlap or are out of order"),
        ([(3, 3, "")], r"the cut \(3, 3\) is no part of a text of 8 characters"),
        ([(3, 9, "")], r"the cut \(3, 9\) is no part of a text"),
        ([(-2, 3, "")], r"the cut \(-2, 3\) is no part of a text"),
    ],
)
def test_cuts_that_make_no_sense_are_told_at_once(cuts: list[Cut], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        cut_script("12345678", cuts)


@pytest.mark.parametrize(
    ("cuts", "apart"),
    [
        ([(5, 6, ""), (0, 2, "")], [(0, 2, ""), (5, 6, "")]),
        ([(0, 9, ""), (4, 5, "\n")], [(0, 9, "")]),
        ([(0, 5, ""), (4, 6, "\n")], [(0, 5, ""), (5, 6, "\n")]),
        ([(0, 2, ""), (0, 5, "")], [(0, 5, "")]),
        ([(3, 3, "")], []),
    ],
)
def test_cuts_are_put_in_order_and_apart(cuts: list[Cut], apart: list[Cut]) -> None:
    assert disjoint_cuts(cuts) == apart


def test_a_stamp_is_cut_with_the_blanks_behind_it() -> None:
    text = HEAD + "1. GLASS IS\nRELEASED 2006\n\nEXPORTED.\n"
    stamp = text.index("RELEASED")
    assert body(parsed(text, [(stamp, text.index("EXPORTED"), "")])) == ["GLASS IS EXPORTED."]


def test_a_line_end_that_is_named_reads_as_a_cut_for_each() -> None:
    text = "<b>UNCLAS &#10;<i>SIPDIS</i>&#10;&#10;TAGS&#10;</b>"
    tags = [(match.start(), match.end(), "") for match in re.finditer("</?[bi]>", text)]
    each = [(match.start(), match.end(), "\n") for match in re.finditer("&#10;", text)]
    script = cut_script(text, tags, line_end="&#10;")
    assert script == cut_script(text, disjoint_cuts([*tags, *each]))
    assert script.text == "UNCLAS \nSIPDIS\n\nTAGS\n"
    assert script.line_ends == [(start, end) for start, end, _ in each]


def test_a_line_end_within_a_cut_ends_no_line() -> None:
    script = cut_script("A<br>B(<br>)C", [(6, 12, "")], line_end="<br>")
    assert (script.text, script.line_ends) == ("A\nBC", [(1, 5)])
    assert script.span(2, 4) == (5, 13)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_kind_part_paragraphs(end: str) -> None:
    text = (HEAD + "1. GLASS.\n\n2. MIRRORS.\n").replace("\n", end)
    assert body(parsed(text, plain_cuts(text))) == ["GLASS.", "MIRRORS."]


def test_a_byte_order_mark_is_one_of_the_cuts() -> None:
    cable = parsed(f"\ufeff{HEAD}", plain_cuts(f"\ufeff{HEAD}"))
    assert cable.source.furniture == ((0, 1),)
