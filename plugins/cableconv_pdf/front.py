"""What stands before the cables of a collection: a cover with its facts, and its contents."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cableconv.facts import Facts, collection_rows, long_date
from cableconv_pdf.blocks import LINE_END, Block, Piece, Style
from cableconv_pdf.sheet import Sheet
from cableconv_pdf.tags import Element


class Title(NamedTuple):
    """A line of the contents.

    Attributes:
        facts: Of the cable.
        folio: Number of its first page.
    """

    facts: Facts
    folio: int


def cover_blocks(heading: str, all_facts: Sequence[Facts], sheet: Sheet, root: Element) -> Iterator[Block]:
    """Yield the blocks of the cover: the title, and the facts of the collection as a list."""
    part = root.child("Sect")
    title = sheet.title._replace(size=1.6 * sheet.title.size)
    above = Style(left=0.0, leading=1.22 * title.size, below=1.6 * sheet.leading, rule_below=True)
    # A title stands where the eye falls first: above the middle of the page.
    yield Block(part, (), Style(left=0.0, leading=0.2 * sheet.height))
    yield Block(part.child("H1"), (Piece(heading, title),), above)
    facts = part.child("L")
    style = Style(left=8.5 * sheet.em, leading=sheet.leading, above=0.5 * sheet.leading)
    for name, lines in collection_rows(all_facts):
        item = facts.child("LI")
        pieces = [piece for line in lines for piece in (Piece(line, sheet.prose), Piece(LINE_END, sheet.prose))]
        yield Block(
            label=Piece(name, sheet.fact),
            label_element=item.child("Lbl"),
            element=item.child("LBody"),
            pieces=tuple(pieces),
            style=style,
        )


def contents_blocks(titles: Iterable[Title], sheet: Sheet, root: Element) -> Iterator[Block]:
    """Yield the blocks of the contents in the order of the cables."""
    part = root.child("Sect")
    above = Style(left=0.0, leading=1.22 * sheet.title.size, below=1.2 * sheet.leading, keep_next=True)
    yield Block(part.child("H1"), (Piece("Contents", sheet.title),), above)
    toc = part.child("TOC")
    style = Style(left=1.4 * sheet.hang, leading=sheet.leading, above=0.4 * sheet.leading, whole=True)
    for facts, folio in titles:
        item = toc.child("TOCI")
        known = (facts.id if facts.id != facts.title else "", facts.origin, long_date(facts.when) if facts.when else "")
        yield Block(
            label=Piece(str(folio), sheet.prose),
            label_element=item.child("Lbl"),
            element=item.child("P"),
            pieces=(
                Piece(facts.title, sheet.prose, page_name(folio)),
                Piece(LINE_END, sheet.prose),
                Piece(" · ".join(filter(None, known)), sheet.portion),
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
