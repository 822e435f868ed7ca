"""Puts blocks on pages: no heading alone at the foot, no single line of a paragraph on a page by itself."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cableconv_pdf.blocks import Block, Bookmark, Columns, Piece, Style
from cableconv_pdf.lines import Line, fill, set_columns
from cableconv_pdf.sheet import Sheet
from cableconv_pdf.tags import Element

#: White between a label and its text, in ems.
LABEL_GAP = 0.6
#: A block that should stay whole may be at most this part of a page high.
WHOLE_LIMIT = 0.6


class SetLine(NamedTuple):
    """A line on a page.

    Attributes:
        x: Left edge of the block, from the left of the paper.
        y: Baseline, from the foot of the paper.
        line: Its segments.
        element: Its place in the structure tree.
    """

    x: float
    y: float
    line: Line
    element: Element


class Rule(NamedTuple):
    """A thin horizontal rule."""

    left: float
    right: float
    y: float


class Page(NamedTuple):
    """What stands on a page, in reading order."""

    lines: list[SetLine]
    rules: list[Rule]
    bookmarks: list[tuple[Bookmark, float]]


class _SetBlock(NamedTuple):
    """A block broken into lines; ``label`` hangs to the left of the first."""

    block: Block | Columns
    lines: list[Line]
    leading: float
    label: Line = ()


def make_pages(blocks: Iterable[Block | Columns], sheet: Sheet) -> list[Page]:
    """Break blocks into lines and put them on pages; at least one page."""
    set_blocks = [_set(block, sheet) for block in blocks]
    pages = [Page([], [], [])]
    y = sheet.top
    below = 0.0
    for set_block, need in zip(set_blocks, _needs(set_blocks, sheet), strict=True):
        style = set_block.block.style
        page = pages[-1]
        above = max(below, style.above) if page.lines else 0.0
        if page.lines and y - above - need < sheet.bottom:
            page, y, above = _new_page(pages), sheet.top, 0.0
        y -= above
        if isinstance(set_block.block, Block) and set_block.block.bookmark:
            page.bookmarks.append((set_block.block.bookmark, y))
        if style.rule_above:
            page.rules.append(Rule(sheet.left + style.label_left, sheet.right, y + above / 2))
        y = _place(set_block, pages, y, sheet)
        below = style.below
        if style.rule_below:
            pages[-1].rules.append(Rule(sheet.left + style.label_left, sheet.right, y - below / 2))
    return pages


def _new_page(pages: list[Page]) -> Page:
    pages.append(Page([], [], []))
    return pages[-1]


def _set(block: Block | Columns, sheet: Sheet) -> _SetBlock:
    left = sheet.left + block.style.left
    width = sheet.right - left
    if isinstance(block, Columns):
        look, lines = set_columns(block, width)
        return _SetBlock(block, lines, block.style.leading * look.size / block.look.size)
    label = _set_label(block.label) if block.label else ()
    label_end = block.style.label_left + label[-1].x + label[-1].width + LABEL_GAP * sheet.em if label else 0.0
    lines = fill(block.pieces, width, max(0.0, label_end - block.style.left)) or [()]
    if block.style.centered:
        lines = [_center(line, width) for line in lines]
    return _SetBlock(block, lines, block.style.leading, label)


def _set_label(label: Piece) -> Line:
    """Set a label on one line, with a blank after it, so that copied text has one before what follows."""
    lines = fill([label], float("inf"))
    if not lines:
        return ()
    *before, last = lines[0]
    return (*before, last._replace(drawn=last.drawn + " ", source=last.source + " "))


def _center(line: Line, width: float) -> Line:
    if not line:
        return line
    shift = max(0.0, (width - line[-1].x - line[-1].width) / 2)
    return tuple(segment._replace(x=segment.x + shift) for segment in line)


def _needs(set_blocks: Sequence[_SetBlock], sheet: Sheet) -> list[float]:
    """Return the room that must be left on a page for each block to begin there."""
    page_height = sheet.top - sheet.bottom
    needs = [0.0] * len(set_blocks)
    for n in range(len(set_blocks) - 1, -1, -1):
        block = set_blocks[n]
        style = block.block.style
        own = len(block.lines) * block.leading
        need = _least_lines(len(block.lines)) * block.leading
        if style.whole and own <= WHOLE_LIMIT * page_height:
            need = own
        if style.keep_next and n + 1 < len(set_blocks):
            gap = max(style.below, set_blocks[n + 1].block.style.above)
            together = own + gap + needs[n + 1]
            need = together if together <= page_height else need
        needs[n] = need
    return needs


def _least_lines(count: int) -> int:
    """Two lines at least on either side of a page's end; so three lines stay together."""
    return count if count <= 3 else 2


def _place(set_block: _SetBlock, pages: list[Page], y: float, sheet: Sheet) -> float:
    """Put the lines of a block on the last page and on as many new ones as it takes; return where it ends."""
    done, count, leading = 0, len(set_block.lines), set_block.leading
    while True:
        room = max(int((y - sheet.bottom) / leading + 0.001), 0 if pages[-1].lines else 1)
        left = count - done
        here = left if left <= room else min(room, max(left - 2, 1))
        y = _place_lines(set_block, done, done + here, pages[-1], y, sheet)
        done += here
        if done == count:
            return y
        _new_page(pages)
        y = sheet.top


def _place_lines(set_block: _SetBlock, start: int, end: int, page: Page, y: float, sheet: Sheet) -> float:
    block, leading = set_block.block, set_block.leading
    left = sheet.left + block.style.left
    for n in range(start, end):
        baseline = y - 0.76 * leading
        if n == 0 and set_block.label and isinstance(block, Block):
            label_left = sheet.left + block.style.label_left
            page.lines.append(SetLine(label_left, baseline, set_block.label, block.label_element or block.element))
        line = SetLine(left, baseline, set_block.lines[n], block.element)
        page.lines.append(line)
        if block.style.centered and line.line:
            _side_rules(line, page, block.style, sheet)
        y -= leading
    return y


def _side_rules(line: SetLine, page: Page, style: Style, sheet: Sheet) -> None:
    """Draw the thin rules on both sides of a centered line."""
    first, last = line.line[0], line.line[-1]
    y = line.y + 0.25 * first.look.size
    gap = first.look.size
    page.rules.append(Rule(sheet.left + style.left, line.x + first.x - gap, y))
    page.rules.append(Rule(line.x + last.x + last.width + gap, sheet.right, y))
