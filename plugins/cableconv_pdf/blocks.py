"""Blocks: what stands between a cable and its lines on the page."""

from typing import Final, NamedTuple

from cableconv_pdf.sheet import Look
from cableconv_pdf.tags import Element


class Piece(NamedTuple):
    """Text of one look.

    Attributes:
        text: Any text; it is drawn as it is.
        look: How it looks.
        target: Id of the cable that it refers to.
    """

    text: str
    look: Look
    target: str | None = None


#: Begins a new line inside a block.
LINE_END: Final = "\n"


class Style(NamedTuple):
    """Where a block stands. Lengths are in points.

    Attributes:
        left: Left edge of its lines, from the left of the sheet's column.
        leading: From line to line.
        above: White above it, if it does not begin a page.
        below: White below it; between two blocks the larger of the two counts.
        keep_next: It must not be the last on a page.
        whole: It should stand on one page.
        label_left: Left edge of its label.
        rule_above: A thin rule stands above it.
        rule_below: A thin rule stands below it.
        centered: One line in the middle, between two thin rules.
    """

    left: float
    leading: float
    above: float = 0.0
    below: float = 0.0
    keep_next: bool = False
    whole: bool = False
    label_left: float = 0.0
    rule_above: bool = False
    rule_below: bool = False
    centered: bool = False


class Bookmark(NamedTuple):
    """An entry of the outline.

    Attributes:
        level: 0 for a cable, 1 for a section of it.
        title: What it says.
        id: Id of the cable that begins here, if one does.
    """

    level: int
    title: str
    id: str | None = None


class Block(NamedTuple):
    """Text that is broken into lines.

    Attributes:
        element: Its place in the structure tree.
        pieces: Its text; a piece of `LINE_END` begins a new line.
        style: Where it stands.
        label: What hangs to its left.
        label_element: Place of the label, if it is not the block's.
        bookmark: Its entry in the outline.
    """

    element: Element
    pieces: tuple[Piece, ...]
    style: Style
    label: Piece | None = None
    label_element: Element | None = None
    bookmark: Bookmark | None = None


class Columns(NamedTuple):
    """Text whose columns carry meaning: every line of it is one line, blanks are kept.

    Attributes:
        element: Its place in the structure tree.
        text: As it is.
        look: How it looks, if it fits; otherwise it is made smaller.
        style: Where it stands.
    """

    element: Element
    text: str
    look: Look
    style: Style
