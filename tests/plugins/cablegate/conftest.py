"""What the tests of copies share: what two copies of one cable have in common."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from cableconv import ir, walk

#: What depends on the copy: where things stand, how they are printed.
COPY = {"span", "marks", "raw"}

Content = Callable[[ir.Cable], dict[str, Any]]


@pytest.fixture
def content() -> Content:
    """Return id, metadata, header, envelope, paragraph numbers, words and signature of a cable."""
    return _content


def _content(cable: ir.Cable) -> dict[str, Any]:
    return {
        "id": cable.id,
        "published id": cable.published_id,
        "published": _values(cable.published),
        "envelope": _values(cable.envelope),
        "header": _values(cable.header),
        "numbers": [paragraph.number for paragraph in walk.paragraphs(cable) if paragraph.number],
        "words": [word for section in cable.sections for word in _words(section)],
        "signature": cable.signature,
    }


def _values(node: Any) -> Any:
    """Return a node's values without what depends on the copy, blanks and line wraps as one blank."""
    if isinstance(node, msgspec.Struct):
        return {name: _values(getattr(node, name)) for name in node.__struct_fields__ if name not in COPY}
    if isinstance(node, tuple):
        return [_values(each) for each in node]
    return " ".join(node.split()) if isinstance(node, str) else node


def _words(section: ir.Section) -> Iterator[str]:
    """Yield the words of a section in order, its heading's first."""
    yield from (section.heading or "").split()
    for node in walk.walk(section):
        if isinstance(node, ir.Paragraph | ir.Item):
            yield from ((node.marker if isinstance(node, ir.Item) else None) or "").split()
            yield from walk.reading_text(node.content).split()
        elif isinstance(node, ir.Verbatim | ir.Unparsed):
            yield from node.text.split()
