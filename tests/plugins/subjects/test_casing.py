"""How a subject in capitals is written when only the rules tell; the cases are in cases.txt."""

import re
from collections import Counter
from pathlib import Path

import pytest

from cableconv_subjects.casing import is_in_capitals, readable

CASES = Path(__file__).with_name("cases.txt").read_text(encoding="utf-8").split("\n\n")[1:]


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    printed, wanted = case.strip().split("\n")
    found = readable(printed, {}, ())
    assert found.text == re.sub("[{}]", "", wanted)
    assert list(found.unsure) == re.findall(r"\{(\w+)\}", wanted)
    assert readable(found.text, {}, ()).text == found.text


@pytest.mark.parametrize(
    ("subject", "is_so"),
    [
        ("ZEMBLA: GLASS", True),
        ("McCAIN IN ZEMBLA: GLASS", True),
        ("Zembla: Glass", False),
        ("NATO: Glass in Zembla", False),
        ("2009", False),
    ],
)
def test_is_in_capitals(subject: str, is_so: bool) -> None:
    assert is_in_capitals(subject) is is_so


@pytest.mark.parametrize(
    ("seen", "form"),
    [
        ({"Oria": 2}, "Oria"),
        ({"oria": 1}, "Oria"),
        ({"ORIA": 3}, "ORIA"),
        ({"ORIA": 3, "Oria": 1}, "ORIA"),
        ({"ORIA": 1, "Oria": 3}, "Oria"),
        ({"OrIA": 2}, "OrIA"),
        ({"OrIA": 2, "oria": 1}, "Oria"),
    ],
)
def test_what_the_cable_shows_comes_first(seen: dict[str, int], form: str) -> None:
    assert readable("THE ORIA", {"ORIA": Counter(seen)}, ()).text == f"The {form}"


def test_words_of_the_tags_line_stay() -> None:
    assert readable("THE OGWA", {}, {"OGWA"}).text == "The OGWA"
