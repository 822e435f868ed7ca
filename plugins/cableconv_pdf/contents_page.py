"""The contents of a collection: date, id, subject and page of each cable."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from cableconv_pdf.blocks import LINE_END, Block, Piece, Style
from cableconv_pdf.sheet import Sheet
from cableconv_pdf.tags import Element


class Title(NamedTuple):
    """A line of the contents.

    Attributes:
        id: Id of the cable.
        title: What it is called.
        date: When it was sent.
        folio: Number of its first page.
    """

    id: str
    title: str
    date: datetime | None
    folio: int


def contents_blocks(heading: str, titles: Iterable[Title], sheet: Sheet, root: Element) -> Iterator[Block]:
    """Yield the blocks of the contents in the order of the cables."""
    part = root.child("Sect")
    above = Style(left=0.0, leading=1.22 * sheet.title.size, below=1.2 * sheet.leading, keep_next=True)
    yield Block(part.child("H1"), (Piece(heading, sheet.title),), above)
    toc = part.child("TOC")
    style = Style(left=1.4 * sheet.hang, leading=sheet.leading, above=0.4 * sheet.leading, whole=True)
    for title in titles:
        item = toc.child("TOCI")
        facts = " · ".join(filter(None, (title.id, f"{title.date:%Y-%m-%d}" if title.date else "")))
        yield Block(
            label=Piece(str(title.folio), sheet.prose),
            label_element=item.child("Lbl"),
            element=item.child("P"),
            pieces=(
                Piece(title.title, sheet.prose, page_name(title.folio)),
                Piece(LINE_END, sheet.prose),
                Piece(facts, sheet.portion),
            ),
            style=style,
        )


def page_name(folio: int) -> str:
    """Return the name of the destination that a line of the contents links to."""
    return f"page {folio}"


def roman(number: int) -> str:
    """Return a number in small Roman numerals."""
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    written = ""
    for value, sign in zip(values, signs, strict=True):
        count, number = divmod(number, value)
        written += sign * count
    return written
