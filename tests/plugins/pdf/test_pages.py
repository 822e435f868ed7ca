"""Putting blocks on pages."""

from cableconv_pdf.blocks import Block, Bookmark, Piece, Style
from cableconv_pdf.outline import nest
from cableconv_pdf.pages import make_pages
from cableconv_pdf.sheet import make_sheet
from cableconv_pdf.tags import Element

SHEET = make_sheet("a4", 10.0)
LEADING = 20.0
#: Lines of this leading on a page.
ROOM = int((SHEET.top - SHEET.bottom) / LEADING)


def block(name, lines, **style):
    pieces = []
    for n in range(lines):
        pieces += [Piece(f"{name}{n}", SHEET.prose), Piece("\n", SHEET.prose)]
    return Block(Element("P"), tuple(pieces), Style(left=0.0, leading=LEADING, **style))


def texts(blocks):
    return [[line.line[0].source.strip() for line in page.lines] for page in make_pages(blocks, SHEET)]


def test_there_is_always_a_page():
    assert texts([]) == [[]]


def test_a_page_is_filled_to_its_foot():
    [first, second] = texts([block("a", ROOM), block("b", 1)])
    assert (len(first), second) == (ROOM, ["b0"])


def test_two_lines_at_least_stand_on_either_side_of_the_page_end():
    # One line of `b` would fit: both go over.
    assert [len(page) for page in texts([block("a", ROOM - 1), block("b", 5)])] == [ROOM - 1, 5]
    # Four of five would fit: the fourth keeps the last company.
    assert [len(page) for page in texts([block("a", ROOM - 4), block("b", 5)])] == [ROOM - 1, 2]
    # Three lines are not divided.
    assert [len(page) for page in texts([block("a", ROOM - 2), block("b", 3)])] == [ROOM - 2, 3]


def test_a_heading_goes_with_the_text_below_it():
    [first, second] = texts([block("a", ROOM - 2), block("h", 1, keep_next=True), block("b", 5)])
    assert (len(first), second[0]) == (ROOM - 2, "h0")


def test_headings_in_a_row_longer_than_a_page_do_no_harm():
    pages = texts([block(f"h{n}x", 1, keep_next=True) for n in range(ROOM * 3)])
    assert sum(map(len, pages)) == ROOM * 3


def test_a_short_table_stays_whole():
    assert [len(page) for page in texts([block("a", ROOM - 5), block("t", 8, whole=True)])] == [ROOM - 5, 8]


def test_a_long_table_is_divided():
    assert [len(page) for page in texts([block("a", 5), block("t", ROOM, whole=True)])] == [ROOM, 5]


def test_white_above_is_dropped_at_the_top_of_a_page():
    pages = make_pages([block("a", ROOM), block("b", 1, above=50.0)], SHEET)
    assert pages[1].lines[0].y == pages[0].lines[0].y


def test_the_outline_is_nested_by_level():
    entries = nest([Bookmark(0, "a"), Bookmark(1, "a1"), Bookmark(1, "a2"), Bookmark(0, "b"), Bookmark(2, "b1")])
    assert [entry.parent for entry in entries] == [None, 0, 0, None, 3]
    assert [(entry.first, entry.last, entry.count) for entry in entries][:1] == [(1, 2, 2)]
    assert [(entry.previous, entry.next) for entry in entries] == [
        (None, 3),
        (None, 2),
        (1, None),
        (0, None),
        (None, None),
    ]
