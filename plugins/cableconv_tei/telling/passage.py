"""What the rules share: a cable's text, and the questions that are asked of every part of it."""

from collections.abc import Iterable, Sequence

import msgspec

from cableconv import ir, walk
from cableconv.characters import is_xml
from cableconv_tei.elements import ncname
from cableconv_tei.reading.blocks import pages_of
from cableconv_tei.transcript import Places

Mark = ir.Mark | ir.PageBreak


class Passage(msgspec.Struct, frozen=True):
    """The text that spans are looked up in.

    Attributes:
        text: The telegram's text.
        place: For each offset of the source, where it lies in the text.
    """

    text: str
    place: Places

    def span(self, node: ir.Node) -> ir.Span:
        """Return where a node stands in the text."""
        start, end = node.span
        return self.place[start], self.place[end]

    def slice(self, node: ir.Node) -> str:
        """Return the text of a node."""
        start, end = node.span
        return self.text[self.place[start] : self.place[end]]

    def printed(self, node: ir.Node) -> str:
        """Return the text of a node on one line."""
        return walk.unwrap(self.slice(node))

    def is_trimmed(self, node: ir.Node) -> bool:
        """Tell whether a node has text, and no blanks around it."""
        text = self.slice(node)
        return bool(text) and text == text.strip()

    def is_page_break(self, node: ir.PageBreak) -> bool:
        """Tell whether a marker says how many pages there are."""
        return self.is_trimmed(node) and node.pages == pages_of(node.raw)

    def is_joined(self, nodes: Sequence[ir.Node], value: str | None) -> bool:
        """Tell whether a value is the text of some nodes; absent where there are none."""
        return value == (" ".join(map(self.printed, nodes)) if nodes else None)

    def is_first(self, nodes: Sequence[ir.Node], value: str | None) -> bool:
        """Tell whether a value is the text of the first of some nodes."""
        return self.is_joined(nodes[:1], value)

    def is_value(self, marks: Sequence[ir.Mark], value: ir.Node | None) -> bool:
        """Tell whether a value with ``raw`` is printed by the first of some marks, and absent where there is none."""
        if value is None or not marks:
            return value is None and not marks
        return value.span == marks[0].span and value.raw == self.printed(marks[0])  # type: ignore[attr-defined]


def of_kind(marks: Iterable[Mark], kind: str) -> list[ir.Mark]:
    """Return the marks of a kind."""
    return [mark for mark in marks if isinstance(mark, ir.Mark) and mark.kind == kind]


def is_hull(node: ir.Node, inner: Sequence[ir.Node]) -> bool:
    """Tell whether a node reaches from the first to the last of what is in it, which is in order."""
    return bool(inner) and node.span == (inner[0].span[0], max(each.span[1] for each in inner[-2:]))


def in_order(nodes: Sequence[ir.Node]) -> bool:
    """Tell whether nodes follow each other."""
    end = 0
    for node in nodes:
        start = node.span[0]
        if start < end:
            return False
        end = node.span[1]
    return True


def is_words(*values: str | None) -> bool:
    """Tell whether XML can hold each of some values; the empty string counts as absent there."""
    return "" not in values and all(map(is_xml, filter(None, values)))


def is_name(value: str) -> bool:
    """Tell whether a value can be a ``@type`` as it is."""
    return value != "" and ncname(value) == value
