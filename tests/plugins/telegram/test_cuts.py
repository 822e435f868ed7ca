"""Cuts: what is set aside of a text around a telegram, and within it."""

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


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_kind_part_paragraphs(end: str) -> None:
    text = (HEAD + "1. GLASS.\n\n2. MIRRORS.\n").replace("\n", end)
    assert body(parsed(text, plain_cuts(text))) == ["GLASS.", "MIRRORS."]


def test_a_byte_order_mark_is_one_of_the_cuts() -> None:
    cable = parsed(f"\ufeff{HEAD}", plain_cuts(f"\ufeff{HEAD}"))
    assert cable.source.furniture == ((0, 1),)
