"""What TEI carries of a cable. This is the one list of what it does not.

- Furniture: navigation, help texts, publishers' ¶ are no part of an edition. The text is without them, and all spans
  point into the text without them.
- Which of several line ends stood where. Each is given back as `cableconv.ir.Source.newline` says; where that is
  ``mixed`` or anything but ``CRLF`` and ``CR``, as a line feed, and so are `cableconv.ir.Source.line_ends`.
- That running text is in two pieces where nothing, or only furniture, stands between them.

A reading edition (option ``lines=no``) is for people: it does not carry the lines, and so no places either.
"""

from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from cableconv import ir, walk
from cableconv.diagnostics import Diagnostic
from cableconv_tei.transcript import NEWLINES, Transcript, transcribe


def carried(cable: ir.Cable) -> ir.Cable:
    """Return a cable as it comes back from TEI."""
    transcript = transcribe(cable.source)
    newline = NEWLINES.get(cable.source.newline, "\n")
    text = transcript.text.replace("\n", newline)
    places = _Places(transcript, newline)
    moved = walk.map_nodes(cable, lambda node: _moved(node, places, text))
    return msgspec.structs.replace(
        moved,
        source=msgspec.structs.replace(cable.source, text=text, furniture=(), line_ends=()),
        diagnostics=tuple(_placed(diagnostic, places) for diagnostic in cable.diagnostics),
    )


class _Places:
    """Where offsets of the source lie in the text that comes back."""

    def __init__(self, transcript: Transcript, newline: str) -> None:
        self._transcript = transcript
        wide = len(newline) > 1
        self._line_ends = [at for at, character in enumerate(transcript.text) if character == "\n"] if wide else []

    def span(self, span: ir.Span) -> ir.Span:
        return self._at(span[0]), self._at(span[1])

    def _at(self, offset: int) -> int:
        place = self._transcript.place[offset]
        return place + bisect_left(self._line_ends, place)


def _moved(node: ir.Node, places: _Places, text: str) -> ir.Node:
    node = msgspec.structs.replace(node, span=places.span(node.span))
    if isinstance(node, ir.Paragraph | ir.Item):
        return msgspec.structs.replace(node, content=tuple(_joined(node.content, text)))
    return node


def _joined(content: Iterable[ir.Inline], text: str) -> list[ir.Inline]:
    """Join pieces of running text that touch."""
    found: list[ir.Inline] = []
    for inline in content:
        last = found[-1] if found else None
        if touching(last, inline) and isinstance(last, ir.Text):
            span = (last.span[0], inline.span[1])
            found[-1] = ir.Text(text=walk.unwrap(text[slice(*span)]), span=span)
        else:
            found.append(inline)
    return found


def touching(first: ir.Inline | None, second: ir.Inline) -> bool:
    """Tell whether two inlines are running text with nothing between them."""
    return (
        isinstance(first, ir.Text)
        and isinstance(second, ir.Text)
        and first.role is None
        and second.role is None
        and first.span[1] == second.span[0]
    )


def _placed(diagnostic: Diagnostic, places: _Places) -> Diagnostic:
    if diagnostic.span is None:
        return diagnostic
    return msgspec.structs.replace(diagnostic, span=places.span(diagnostic.span))
