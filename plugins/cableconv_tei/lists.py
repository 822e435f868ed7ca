"""Writing lists as pairs of label and item."""

import re
from collections.abc import Sequence
from itertools import groupby

from cableconv import ir
from cableconv_tei.edition import Edition, Mark, begin, span_of
from cableconv_tei.leaves import write_inline, write_mark, write_portion
from cableconv_tei.markup import Attribute


def open_item(
    edition: Edition,
    parent: int,
    *,
    start: int | None,
    label: Mark | None = None,
    labelled: bool = False,
    **attributes: Attribute,
) -> int:
    """Write a label and begin its item; return the item's level.

    Args:
        edition: The cable being written.
        parent: The level of the list.
        start: Offset in the source at which the item begins; absent when it is empty.
        label: Its label.
        labelled: TEI wants a label before every item of this list, or before none.
        attributes: Those of the item.
    """
    pen = edition.pen
    if label is not None:
        pen.open(parent, "label", label.span[0])
        pen.to(label.span[1])
    elif labelled:
        if start is not None:
            pen.approach(parent, start)
        pen.back_to(parent)
        pen.add("label")
    if start is None:
        pen.back_to(parent)
        return pen.begin("item", **attributes)
    return pen.open(parent, "item", start, **attributes)


def write_items(edition: Edition, parent: int, items: Sequence[ir.Item]) -> None:
    """Write items as a list, those below each as a list in its item."""
    edition.pen.approach(parent, begin(items[0]))
    labels = [_label(item) for item in items]
    level = edition.pen.begin("list", rend=_rend(items[0]))
    for item, label in zip(items, labels, strict=True):
        _write_item(edition, level, item, label, labelled=any(labels))


def _write_item(edition: Edition, parent: int, item: ir.Item, label: ir.Mark | None, *, labelled: bool) -> None:
    marks = [mark for mark in item.marks if mark is not label]
    nodes = sorted((*marks, *item.content, *item.items), key=span_of)
    start = nodes[0].span[0] if nodes else None
    level = open_item(edition, parent, start=start, label=label, labelled=labelled)
    for below, group in groupby(nodes, lambda node: isinstance(node, ir.Item)):
        if below:
            write_items(edition, level, list(group))  # type: ignore[arg-type]
            edition.pen.back_to(level)
            continue
        for node in group:
            if isinstance(node, ir.Mark) and node.kind == "portion":
                write_portion(edition, node, item.marking)
            elif isinstance(node, ir.Mark):
                write_mark(edition, node)
            else:
                write_inline(edition, node)  # type: ignore[arg-type]


def _label(item: ir.Item) -> ir.Mark | None:
    """Return the mark that stands for the item's label: its marker, if the item begins with it."""
    if not item.marks:
        return None
    first = item.marks[0]
    begins = first.span[0] <= item.span[0]
    return first if begins and isinstance(first, ir.Mark) and first.kind == "marker" else None


def _rend(item: ir.Item) -> str | None:
    if item.marker is None:
        return None
    return "ordered" if item.marker != "o" and re.search("[A-Za-z0-9]", item.marker) else "bulleted"
