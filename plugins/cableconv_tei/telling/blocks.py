"""The rules for the body: sections and their blocks."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from cableconv import ir
from cableconv_tei.edition import span_of
from cableconv_tei.reading.blocks import text_span
from cableconv_tei.telling.passage import (
    Passage,
    in_order,
    is_hull,
    is_words,
    of_kind,
)

#: Functions that the profile has for lines, not for paragraphs.
_OF_LINES = frozenset({"eo", "tags", "classby", "begin", "end"})

_PARAGRAPH_MARKS = frozenset({"label", "portion", "rule", "separator"})
_ITEM_MARKS = frozenset({"portion", "rule", "separator"})
_HEADING_MARKS = frozenset({"heading", "rule", "separator"})


class Numbers(msgspec.Struct):
    """The paragraph numbers seen so far, each with the quotation that it was seen in."""

    seen: set[tuple[ir.Span | None, int]] = msgspec.field(default_factory=set)
    scope: ir.Span | None = None


def tells_sections(passage: Passage, cable: ir.Cable) -> bool:
    """Tell whether all sections are told."""
    sections, numbers = cable.sections, Numbers()
    blocks = [node for section in sections for node in (*section.marks, *section.blocks)]
    return (
        in_order(sections)
        and all(section.marks for section in sections[1:])
        and all(_tells_section(passage, section, numbers) for section in sections)
        # No mark of the cable stands in a block, nor in a heading.
        and in_order(sorted([*cable.marks, *blocks], key=span_of))
    )


def _tells_section(passage: Passage, section: ir.Section, numbers: Numbers) -> bool:
    marks = section.marks
    nodes: tuple[ir.Node, ...] = (*marks, *section.blocks)
    headings = of_kind(marks, "heading")
    return (
        is_hull(section, nodes)
        and in_order(nodes)
        and all(
            passage.is_page_break(mark) if isinstance(mark, ir.PageBreak) else mark.kind in _HEADING_MARKS
            for mark in marks
        )
        and passage.is_joined(headings, section.heading)
        and _are_lines(passage, headings)
        and (bool(marks) or section.role is None)
        and all(_tells_block(passage, block, numbers) for block in section.blocks)
    )


def _are_lines(passage: Passage, headings: Sequence[ir.Mark]) -> bool:
    """Tell whether each mark of a heading is one line."""
    text = passage.text
    spans = [passage.span(mark) for mark in headings]
    return all(passage.is_trimmed(mark) and "\n" not in passage.slice(mark) for mark in headings) and all(
        "\n" in text[first[1] : second[0]] for first, second in pairwise(spans)
    )


def _tells_block(passage: Passage, block: ir.Block, numbers: Numbers) -> bool:
    match block:
        case ir.Paragraph():
            return _tells_paragraph(passage, block, numbers)
        case ir.ItemList(items=items):
            return is_hull(block, items) and in_order(items) and all(_tells_item(passage, item) for item in items)
        case ir.Quotation():
            return _tells_quotation(passage, block, numbers)
        case ir.PageBreak():
            return passage.is_page_break(block)
        case _:
            return passage.is_trimmed(block)


def _tells_paragraph(passage: Passage, paragraph: ir.Paragraph, numbers: Numbers) -> bool:
    marks = paragraph.marks
    return (
        passage.is_first(of_kind(marks, "label"), paragraph.label)
        and passage.is_value(of_kind(marks, "portion"), paragraph.marking)
        and paragraph.role not in _OF_LINES
        and _tells_number(paragraph, numbers)
        and all(isinstance(mark, ir.PageBreak) or mark.kind in _PARAGRAPH_MARKS for mark in marks)
        and _tells_content(passage, paragraph, ())
    )


def _tells_number(paragraph: ir.Paragraph, numbers: Numbers) -> bool:
    """Tell whether the number of a paragraph is printed in it or in the one that it goes on from."""
    number, continues = paragraph.number, paragraph.continues
    if continues is not None:
        if number is not None or not {(numbers.scope, continues), (None, continues)} & numbers.seen:
            return False
        number = continues
    if number is not None:
        numbers.seen.add((numbers.scope, number))
    return True


def _tells_item(passage: Passage, item: ir.Item) -> bool:
    markers = of_kind(item.marks, "marker")
    rest = item.marks[1:] if markers else item.marks
    return (
        passage.is_joined(markers, item.marker)
        and (not markers or (markers[0] is item.marks[0] and passage.is_trimmed(markers[0])))
        and passage.is_value(of_kind(rest, "portion"), item.marking)
        and all(isinstance(mark, ir.PageBreak) or mark.kind in _ITEM_MARKS for mark in rest)
        and _tells_content(passage, item, item.items)
        and all(_tells_item(passage, below) for below in item.items)
    )


def _tells_content(passage: Passage, block: ir.Paragraph | ir.Item, items: Sequence[ir.Item]) -> bool:
    """Tell whether the leaves of a block are where reading finds them."""
    nodes = sorted((*block.marks, *block.content, *items), key=span_of)
    if not is_hull(block, nodes) or not in_order(block.marks) or not in_order(block.content) or not in_order(items):
        return False
    marks = {id(mark) for mark in block.marks}
    texts: list[ir.Text] = []
    before: ir.Mark | ir.Inline | None = None
    at, marked, begun = passage.place[nodes[0].span[0]], False, False
    for node in nodes:
        if isinstance(node, ir.Text) and node.role is None:
            texts.append(node)
            begun = True
            continue
        start, end = passage.span(node)
        after = None if isinstance(node, ir.Item) else node
        if not _tells_text(passage, texts, (at, start), before, after):
            return False
        is_mark = isinstance(node, ir.Mark) or (isinstance(node, ir.PageBreak) and marked and not begun)
        if after is not None and ((id(node) in marks) != is_mark or not _tells_leaf(passage, after)):
            return False
        marked, begun = marked or is_mark, begun or not is_mark
        texts, before, at = [], after, end
    return _tells_text(passage, texts, (at, passage.place[nodes[-1].span[1]]), before, None)


def _tells_text(
    passage: Passage,
    texts: Sequence[ir.Text],
    gap: ir.Span,
    before: ir.Mark | ir.Inline | None,
    after: ir.Mark | ir.Inline | None,
) -> bool:
    """Tell whether running text is what reading finds between two leaves."""
    found = text_span(passage.text, gap, before, after)
    if not texts:
        return found is None
    spans = [passage.span(text) for text in texts]
    return found == (spans[0][0], spans[-1][1]) and all(first[1] == second[0] for first, second in pairwise(spans))


def _tells_leaf(passage: Passage, leaf: ir.Mark | ir.Inline) -> bool:
    match leaf:
        case ir.PageBreak():
            return passage.is_page_break(leaf)
        case ir.Text(role=role):
            return role == ir.Role.MARKER
        case ir.Reference(id=identifier, label=label):
            return identifier != "" and is_words(label)
        case ir.Damage(reading=reading):
            return not reading or is_words(reading)
    return True


def _tells_quotation(passage: Passage, quotation: ir.Quotation, numbers: Numbers) -> bool:
    marks, blocks = quotation.marks, quotation.blocks
    if not blocks or not all(isinstance(mark, ir.Mark) for mark in marks):
        return False
    before = [mark for mark in marks if mark.span[0] < blocks[0].span[0]]
    after = [mark for mark in marks if mark.span[0] >= blocks[-1].span[1]]
    nodes = (*before, *blocks, *after)
    inner = Numbers(numbers.seen, quotation.span)
    return (
        len(before) + len(after) == len(marks)
        and is_hull(quotation, nodes)
        and in_order(nodes)
        and {mark.kind for mark in of_marks(before)} <= {"begin", "rule"}
        and {mark.kind for mark in of_marks(after)} <= {"end", "rule"}
        and bool(of_kind(after, "end")) == bool(after)
        and passage.is_first(of_kind(before, "begin"), quotation.begin)
        and passage.is_first(of_kind(after, "end"), quotation.end)
        and all(_tells_block(passage, block, inner) for block in blocks)
    )


def of_marks(marks: Sequence[ir.Mark | ir.PageBreak]) -> list[ir.Mark]:
    """Return marks without page breaks."""
    return [mark for mark in marks if isinstance(mark, ir.Mark)]
