"""Breaking text into lines."""

import pytest

from cableconv_pdf.blocks import LINE_END, Columns, Piece, Style
from cableconv_pdf.fonts import MONO, SERIF
from cableconv_pdf.lines import fill, set_columns
from cableconv_pdf.sheet import Look
from cableconv_pdf.tags import Element

# In this face every character is 0.6 of the size wide, so a line of 60 points holds ten.
TEN = Look(MONO, 10.0)
OTHER = TEN._replace(gray=0.5)


def texts(pieces, width=60.0, **options):
    return ["".join(segment.source for segment in line) for line in fill(pieces, width, **options)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        (" \n ", []),
        ("one two six", ["one two ", "six"]),
        ("one  two\n six", ["one two ", "six"]),
        ("0123456789", ["0123456789"]),
        ("0123456789 0", ["0123456789 ", "0"]),
        ("ab 0123456789xyz", ["ab ", "0123456789", "xyz"]),
        ("ab.cd/efgh/ijklmn/o", ["ab.cd/", "efgh/ijklm", "n/o"]),
        ("abcdef/ghijklmnop", ["abcdef/", "ghijklmnop"]),
    ],
)
def test_lines_end_at_blanks(text, lines):
    assert texts([Piece(text, TEN)]) == lines


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        (["one ", "two six"], ["one two ", "six"]),
        (["one two", "six."], ["one ", "twosix."]),  # no blank between the pieces: one word
        (["one", "two", "six", "."], ["onetwosix."]),
        (["a one", "two", "six", "."], ["a ", "onetwosix."]),
        (["abcdefgh", "ijklmn"], ["abcdefghij", "klmn"]),
        (["a ", "\n", "b"], ["a ", "b"]),
    ],
)
def test_words_of_several_pieces(pieces, lines):
    looks = [TEN, OTHER]
    assert texts([Piece(text, looks[n % 2]) for n, text in enumerate(pieces)]) == lines


def test_a_line_end_piece_begins_a_new_line():
    assert texts([Piece("a", TEN), Piece(LINE_END, TEN), Piece("b", TEN)]) == ["a ", "b"]


def test_the_first_line_may_be_indented():
    assert texts([Piece("one two six", TEN)], first_indent=30.0) == ["one ", "two six"]
    assert texts([Piece("abcdefgh ij", TEN)], first_indent=30.0) == ["", "abcdefgh ", "ij"]


def test_no_line_is_wider_than_it_may_be():
    text = "The Minister's non-paper of 3 February, (S//NF) “quoted”, says: βγδ 中 no. " * 40
    for width in (60.0, 133.7, 300.0):
        for line in fill([Piece(text, Look(SERIF, 10.5))], width):
            words = [segment for segment in line if segment.source != " "]
            assert words[-1].x + words[-1].width <= width + 0.01
            assert [segment.x for segment in line] == sorted(segment.x for segment in line)


def columns(text, width):
    look, lines = set_columns(Columns(Element("P"), text, TEN, Style(0.0, 13.0)), width)
    # Each row ends in a blank, which keeps its last word from the first of the next when it is copied.
    return round(look.size, 2), ["".join(segment.source for segment in line).removesuffix(" ") for line in lines]


@pytest.mark.parametrize(
    ("text", "width", "size", "lines"),
    [
        ("a   b\n\n  c", 60.0, 10.0, ["a   b", "", "  c"]),
        ("a\tb", 60.0, 10.0, ["a       b"]),
        ("a  \r\nb", 60.0, 10.0, ["a", "b"]),
        ("0123456789ab", 60.0, 8.33, ["0123456789ab"]),
        ("0123456 89abcdefghij", 60.0, 6.8, ["0123456 ", "89abcdefghij"]),
        ("  0123456789abcdefghij", 60.0, 6.8, ["  0123456789ab", "cdefghij"]),
    ],
)
def test_columns_are_kept_then_made_smaller_then_wrapped(text, width, size, lines):
    assert columns(text, width) == (size, lines)
