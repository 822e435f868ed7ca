"""The telegram's own text, which the body of the TEI document holds, and how to read it back from there."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

import msgspec
from lxml import etree

from cableconv import ir
from cableconv.characters import NOT_IN_XML, is_xml
from cableconv_tei.elements import NS, STRUCTURE_TAGS

#: The rule by which the body gives the telegram's text back; `read_back` does what it says.
RULE = (
    "The text of the telegram is that of the text nodes of body in document order. Left out are the elements whose "
    "resp points at cableconv, which it supplied, and the text nodes directly in body, div, list and quote, which "
    "only indent. Each lb but the first reads as a line feed, each g as the character that its char maps to."
)

#: A line end that is no line feed.
_RETURN: Final = re.compile(r"\r\n?")

#: What line ends are given back as, by ``source.newline``; all others as a line feed.
NEWLINES: Final = {"CRLF": "\r\n", "CR": "\r"}


#: A piece of a transcript: where it begins in the source, where it ends there, and its text.
Piece = tuple[int, int, str]


class Places(dict[int, int]):
    """Where offsets of a source lie in its transcript; each is found once, as every leaf's are asked for often."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        """Begin.

        Args:
            pieces: The pieces of the transcript; none where its offsets are those of the source.
        """
        self._starts = [start for start, _, _ in pieces]
        self._ends = list(accumulate([len(text) for _, _, text in pieces], initial=0))

    def __missing__(self, offset: int) -> int:
        index = bisect_right(self._starts, offset)
        if index:
            # What stands between this piece and the next lies at its end.
            place = min(self._ends[index - 1] + offset - self._starts[index - 1], self._ends[index])
        else:
            place = 0 if self._starts else offset
        self[offset] = place
        return place


class Transcript(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a source without its furniture, each line end one line feed.

    Attributes:
        text: The text.
        illegal: The characters of it that XML cannot hold, each once.
        lines: For each line of it, the number of its line in the input.
        place: For each offset of the source, where it lies in the text.
    """

    text: str
    illegal: Sequence[str]
    lines: Sequence[int]
    place: Places


def transcribe(source: ir.Source) -> Transcript:
    """Make the transcript of a source."""
    whole = source.text
    returns = [match.span() for match in _RETURN.finditer(whole)] if "\r" in whole else []
    line_ends = sorted([*returns, *source.line_ends])
    if not line_ends and not source.furniture:
        lines = range(source.line, source.line + whole.count("\n") + 1)
        return Transcript(text=whole, illegal=_illegal(whole), lines=lines, place=Places(()))
    pieces = list(_pieces(source, line_ends))
    text = "".join([text for _, _, text in pieces])
    return Transcript(
        text=text, illegal=_illegal(text), lines=_line_numbers(source, pieces, line_ends), place=Places(pieces)
    )


def _illegal(text: str) -> list[str]:
    return [] if is_xml(text) else sorted(set(NOT_IN_XML.findall(text)))


def _pieces(source: ir.Source, line_ends: Sequence[ir.Span]) -> Iterator[Piece]:
    """Yield the text between furniture piece by piece; a line end that is no line feed ends one, as a line feed."""
    whole = source.text
    cuts = [(start, "", end) for start, end in source.furniture] + [(start, "\n", end) for start, end in line_ends]
    at = 0
    for start, instead, end in sorted((*cuts, (len(whole), "", len(whole)))):
        if at <= start and instead:
            yield at, end, whole[at:start] + instead
        elif at < start:
            yield at, start, whole[at:start]
        at = max(at, end)


def _line_numbers(source: ir.Source, pieces: Sequence[Piece], line_ends: Sequence[ir.Span]) -> list[int]:
    """Return the line of the input at which each line of the transcript begins: that of its first character."""
    numbers = []
    number, at, is_new = source.line, 0, True
    for start, end, text in _stretches(pieces):
        if at < start:
            number += _lines_between(source.text, line_ends, at, start)
        if is_new:
            numbers.append(number)
        following = number + text.count("\n")
        is_new = text.endswith("\n")
        numbers += range(number + 1, following + (not is_new))
        number, at = following, end
    return [*numbers, number] if is_new else numbers


def _stretches(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces that follow each other in the source, too, as one."""
    texts: list[str] = []
    begin = at = 0
    for start, end, text in pieces:
        if at < start:
            if texts:
                yield begin, at, "".join(texts)
            texts, begin = [], start
        texts.append(text)
        at = end
    if texts:
        yield begin, at, "".join(texts)


def _lines_between(text: str, line_ends: Sequence[ir.Span], start: int, end: int) -> int:
    """Return how many lines end in a part of a text; a line feed after a carriage return ends none of its own."""
    feeds = text.count("\n", start, end)
    if text.find("\r", max(start - 1, 0), end) >= 0:
        feeds -= text.count("\r\n", max(start - 1, 0), end)
    return feeds + bisect_left(line_ends, (end,)) - bisect_left(line_ends, (start,))


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
    indented = element.tag in STRUCTURE_TAGS
    if element.text and not indented:
        yield element.text
    for child in element:
        yield from _read(child)
        if child.tail and not indented:
            yield child.tail
