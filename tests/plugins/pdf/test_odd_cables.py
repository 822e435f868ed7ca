"""Cables that lack something, or have too much of it."""

import io
import re

import pytest
from msgspec.structs import replace

import cableconv
from cableconv import ir
from cableconv.errors import OptionError, WriteError
from cableconv.testing.kitchen_sink import kitchen_sink


def test_without_a_subject_the_id_is_the_title(write, make_cable, pages_of):
    assert pages_of(write([make_cable(["Text."])]))[0].startswith("09ONHAVA43")


def test_without_anything(write, make_cable, pages_of):
    cable = make_cable([], id=None)
    assert "Cable without a subject" in pages_of(write([cable]))[0]


def test_10000_paragraphs(write, make_cable, pages_of, is_in_order):
    cable = make_cable([f"This is what item {n} says." for n in range(10_000)])
    pages = pages_of(write([cable]))
    assert f"page {len(pages)} of {len(pages)}" in pages[-1]
    assert is_in_order([str(n) for n in range(10_000)], " ".join(pages))


@pytest.mark.parametrize("word", ["x" * 60_000, "中" * 2_000, "https://onhava.example/" + "path/" * 2_000])
def test_a_word_of_many_lines_loses_no_character(write, make_cable, pages_of, word):
    cable = make_cable([f"Before {word} after."])
    pages = pages_of(write([cable]))
    body = [re.sub(r"09ONHAVA43 ?\n?page \d+ of \d+", "", page) for page in pages]
    shown = "".join(body).replace("\n", "").replace("[U+4E2D]", "中")
    assert f"Before {word} after." in shown or f"Before{word} after." in shown


def test_a_line_of_60000_characters(write, make_cable, pages_of, is_in_order):
    words = [f"w{n}" for n in range(9_000)]
    assert is_in_order(words, " ".join(pages_of(write([make_cable([" ".join(words)])]))))


def test_a_table_of_200_columns_keeps_every_word(write, make_cable, pages_of, is_in_order):
    row = " ".join(f"column{n:02}" for n in range(20))
    page = pages_of(write([make_cable([], tables=[f"{row}\n{row}"])]))[0]
    assert is_in_order(row.split() * 2, page)


def test_a_date_that_is_none_is_shown_as_printed(write, pages_of):
    cable = kitchen_sink()
    dtg = replace(cable.envelope.dtg, raw="991430Z FEB 09", when="no date")
    page = pages_of(write([replace(cable, envelope=replace(cable.envelope, dtg=dtg), published=None)]))[0]
    assert "AMEMBASSY ONHAVA · 991430Z FEB 09" in page


def test_what_is_nested_too_deep_to_be_shown_is_an_error_and_no_crash(write, make_cable):
    item = None
    for _ in range(2000):
        item = ir.Item(span=(0, 2), items=(item,) if item else ())
    section = ir.Section(blocks=(ir.ItemList(items=(item,), span=(0, 2)),), span=(0, 2))
    with pytest.raises(WriteError, match=r"09ONHAVA43: .* nested deeper than a page can show"):
        write([replace(make_cable(["Text."]), sections=(section,))])


def test_a_slash_before_the_signature_stays_on_its_line(write, make_cable, pages_of):
    cable = make_cable(["Text."])
    text = cable.source.text + "/ KINBOTE\n\nNNNN\n"
    at = text.index("/ KINBOTE")
    marks = (
        ir.Mark(kind="separator", span=(at, at + 1)),
        ir.Mark(kind="signature", span=(at + 2, at + 9)),
        ir.Mark(kind="end-mark", span=(at + 11, at + 15)),
    )
    lines = pages_of(write([replace(cable, marks=marks, source=replace(cable.source, text=text))]))[0].splitlines()
    assert [line.strip() for line in lines][-3:] == ["1. Text.", "/ KINBOTE", "NNNN"]


@pytest.mark.parametrize("size", [0.0, -1.0, 5.9, 24.1, float("nan"), float("inf")])
def test_font_sizes_that_nobody_can_read_are_refused(make_cable, size):
    with pytest.raises(OptionError, match="expected at least 6 and at most 24"):
        cableconv.write([make_cable(["Text."])], io.BytesIO(), format="pdf", options={"font-size": size})
