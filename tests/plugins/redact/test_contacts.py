"""E-mail addresses and telephone numbers are found, and nothing that looks like them; the cases are in contacts.txt."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from cableconv_redact.contacts import find_contacts, find_doubtful, masked

CASES = [
    line
    for line in Path(__file__).with_name("contacts.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    text = re.sub("[{}<>]", "", case)
    signs = [(start, "{") for start, _, _ in find_contacts(text)] + [(end, "}") for _, end, _ in find_contacts(text)]
    signs += [(start, "<") for start, _ in find_doubtful(text)] + [(end, ">") for _, end in find_doubtful(text)]
    for place, sign in sorted(signs, key=lambda each: (-each[0], each[1] in "}>")):
        text = text[:place] + sign + text[place:]
    assert text == case


def test_lines_may_end_within() -> None:
    assert masked("call (202)\n647-1234, or kinbotec@\nstate.gov.\nThe rest") == (
        "call [TELEPHONE NUMBER REDACTED], or [E-MAIL ADDRESS REDACTED].\nThe rest"
    )


def test_the_same_piece_again_and_again_is_gone_through_to_its_end() -> None:
    """Inputs on which a careless pattern takes time that grows with the square of their length."""
    for piece in ("1 ", "1-", "a.", "a at ", "tel ", "(", "+1(", "x@", "dot ", "at dot "):
        text = piece * 20_000
        spans = sorted([*((start, end) for start, end, _ in find_contacts(text)), *find_doubtful(text)])
        assert all(start < end for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise([(0, 0), *spans, (len(text), len(text))]))
