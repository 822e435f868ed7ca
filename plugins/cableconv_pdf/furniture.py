"""Running heads and feet: as on paper, the classification stands at the top and the foot of each page."""

from cableconv.facts import Facts
from cableconv_pdf.blocks import Piece
from cableconv_pdf.lines import Line, fill
from cableconv_pdf.pages import SetLine
from cableconv_pdf.sheet import Sheet
from cableconv_pdf.tags import Element

#: Baselines: below the top of the paper, and above its foot.
HEAD = 46.0
FOOT = 40.0

_ARTIFACT = Element("Artifact")


def cable_furniture(facts: Facts, page: int, pages: int, folio: str, sheet: Sheet) -> list[SetLine]:
    """Return what stands at the head and foot of one page of a cable.

    Args:
        facts: Of the cable.
        page: Which page of it, counted from 1.
        pages: How many it has.
        folio: Number of the page in a collection, or ``""``.
        sheet: The measures.
    """
    level = facts.classification
    head = sheet.height - HEAD
    return [
        *_at(facts.id, sheet, head, 0.0),
        *_at(level, sheet, head, 0.5),
        *_at(f"page {page} of {pages}", sheet, head, 1.0),
        *_at(level, sheet, FOOT, 0.5),
        *_at(folio, sheet, FOOT, 1.0),
    ]


def front_furniture(title: str, folio: str, sheet: Sheet) -> list[SetLine]:
    """Return what stands at the head and foot of a page before the cables."""
    return [*_at(title, sheet, sheet.height - HEAD, 0.0), *_at(folio, sheet, FOOT, 1.0)]


def _at(text: str, sheet: Sheet, y: float, place: float) -> list[SetLine]:
    """Set a text on one line: 0.0 is flush left, 0.5 in the middle, 1.0 flush right. What is too long is cut."""
    # A third of the width keeps the three from running into each other.
    lines: list[Line] = fill([Piece(text, sheet.running)], (sheet.right - sheet.left) / 3)
    if not lines:
        return []
    width = lines[0][-1].x + lines[0][-1].width
    return [SetLine(sheet.left + place * (sheet.right - sheet.left - width), y, lines[0], _ARTIFACT)]
