"""Where a diagnostic points, as people count lines and columns."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableconv.diagnostics import line_starts, position


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a", [0]),
        ("a\n", [0, 2]),
        ("a\rb\r\nc\n\rd", [0, 2, 5, 7, 8]),
        ("form\ffeed and\u2028separator end no line", [0]),
    ],
)
def test_lines_start_behind_each_line_end(text: str, starts: list[int]) -> None:
    assert line_starts(text) == starts


@given(st.text(alphabet="a\r\n"))
def test_there_is_a_line_behind_each_line_end(text: str) -> None:
    assert line_starts(text) == [0, *(end.end() for end in re.finditer("\r\n|\r|\n", text))]


def test_line_and_column_are_counted_from_1() -> None:
    starts = line_starts("FM\r\nTO")
    assert [position(starts, offset) for offset in (0, 1, 3, 4, 5)] == [(1, 1), (1, 2), (1, 4), (2, 1), (2, 2)]
