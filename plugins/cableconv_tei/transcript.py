"""The telegram's own text, which the body of the TEI document holds, and how to read it back from there."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

import msgspec
from lxml import etree

from cableconv import ir
from cableconv.diagnostics import line_starts
from cableconv_tei.elements import NS, STRUCTURE

#: The rule by which the body gives the telegram's text back; `read_back` does what it says.
RULE = (
    "The text of the telegram is that of the text nodes of body in document order. Left out are the elements whose "
    "resp points at cableconv, which it supplied, and the text nodes directly in body, div, list and quote, which "
    "only indent. Each lb but the first reads as a line feed, each g as the character that its char maps to."
)

#: What line ends are given back as, by ``source.newline``; all others as a line feed.
NEWLINES: Final = {"CRLF": "\r\n", "CR": "\r"}

_LINE_END: Final = re.compile(r"\r\n|[\r\n]")


class Transcript(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a source without its furniture, each line end one line feed.

    Attributes:
        text: The text.
        lines: For each line of it, the number of its line in the input.
        starts: Offset in the source at which each piece of the text was taken; empty where the text is the source's.
        places: Offset in the text at which each piece stands.
    """

    text: str
    lines: Sequence[int]
    starts: Sequence[int]
    places: Sequence[int]

    def place(self, offset: int) -> int:
        """Return where an offset of the source lies in the text."""
        if not self.starts:
            return offset
        following = bisect_right(self.starts, offset)
        if not following:
            return 0
        place = self.places[following - 1] + offset - self.starts[following - 1]
        end = self.places[following] if following < len(self.places) else len(self.text)
        return place if place < end else end


def transcribe(source: ir.Source) -> Transcript:
    """Make the transcript of a source."""
    whole = source.text
    if not source.furniture and "\r" not in whole and not source.line_ends:
        return Transcript(
            text=whole,
            lines=range(source.line, source.line + whole.count("\n") + 1),
            starts=(),
            places=(),
        )
    found = list(_pieces(source))
    text = "".join(piece for _, _, piece in found)
    # One more stands for the end of the text.
    starts = [*(start for start, _, _ in found), found[-1][1] if found else len(whole)]
    places = [0, *accumulate(len(piece) for _, _, piece in found)]
    return Transcript(
        text=text,
        lines=_line_numbers(source, text, starts, places),
        starts=starts,
        places=places,
    )


def _pieces(source: ir.Source) -> Iterator[tuple[int, int, str]]:
    """Yield the text between furniture piece by piece, and line ends, where they are not alike, with offsets."""
    whole = source.text
    uneven = _line_ends(source) if "\r" in whole or source.line_ends else ()
    cuts = [*((start, "", end) for start, end in source.furniture), *((start, "\n", end) for start, end in uneven)]
    at = 0
    for start, instead, end in sorted((*cuts, (len(whole), "", len(whole)))):
        if at < start:
            yield at, start, whole[at:start]
        if at <= start and instead:
            yield start, end, instead
        at = max(at, end)


def _line_ends(source: ir.Source) -> list[ir.Span]:
    """Return the spans of all line ends, in order."""
    return sorted([*(match.span() for match in _LINE_END.finditer(source.text)), *source.line_ends])


def _line_numbers(source: ir.Source, text: str, starts: list[int], places: list[int]) -> list[int]:
    source_lines = [0, *(end for _, end in _line_ends(source))]
    numbers = []
    for line_start in line_starts(text):
        piece = bisect_right(places, line_start) - 1
        offset = starts[piece] + line_start - places[piece] if piece >= 0 else 0
        numbers.append(bisect_right(source_lines, offset) + source.line - 1)
    return numbers


def character_name(character: str) -> str:
    """Return the ``xml:id`` of the ``char`` that stands for a character: ``char-0007``."""
    return f"char-{ord(character):04X}"


def read_back(body: etree._Element) -> str:
    """Return the telegram's text from the ``body`` of a document of ours, by `RULE`."""
    return "".join(_read(body)).removeprefix("\n")


def _read(element: etree._Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.get("resp", "").endswith("cableconv"):
        return
    if element.tag == f"{NS}lb":
        yield "\n"
    elif element.tag == f"{NS}g":
        yield chr(int(element.get("ref", "").rpartition("-")[2], 16))
    indented = element.tag in STRUCTURE
    if element.text and not indented:
        yield element.text
    for child in element:
        yield from _read(child)
        if child.tail and not indented:
            yield child.tail
