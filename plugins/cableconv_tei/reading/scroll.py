"""The text of a TEI body laid out from its first character to its last, each element with its place in it."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from lxml import etree

from cableconv import ir
from cableconv_tei.elements import NS, STRUCTURE_TAGS

_LB: Final = f"{NS}lb"
_G: Final = f"{NS}g"

#: In an edition without line breaks, what stands before a child of these elements.
_BETWEEN: Final = {f"{NS}list": "\n"}


class Part(msgspec.Struct, kw_only=True):
    """An element, or a run of text between elements, with its place in the telegram's text.

    Attributes:
        element: The element; absent for a run of text.
        name: Its local name; ``""`` for a run of text.
        span: Character offsets into the text.
        parts: What is in it: elements and runs of text. Line breaks and characters are part of the runs.
    """

    element: etree._Element | None = None
    name: str = ""
    span: ir.Span
    parts: list["Part"] = []

    def get(self, attribute: str) -> str:
        """Return the value of an attribute; ``""`` when there is none."""
        return "" if self.element is None else self.element.get(attribute, "")


class Scroll:
    """Lays out one body.

    Attributes:
        text: The telegram's text, once `lay_out` is done.
    """

    def __init__(self, newline: str) -> None:
        """Begin.

        Args:
            newline: What each line end of the text is.
        """
        self._newline = newline
        self._pieces: list[str] = []
        self._at = 0
        self._lined = True
        self._begun = False

    @property
    def text(self) -> str:
        """The text that was laid out so far."""
        return "".join(self._pieces)

    def lay_out(self, body: etree._Element) -> Part:
        """Return a body with all that is in it; `cableconv_tei.transcript.RULE` says what its text is."""
        self._lined = body.find(f".//{_LB}") is not None
        return self._element(body)

    def _element(self, element: etree._Element) -> Part:
        start = self._at
        parts: list[Part] = []
        structure = element.tag in STRUCTURE_TAGS
        if element.text and not structure:
            self._run(parts, element.text)
        for child in element:
            self._child(parts, element, child)
            if child.tail and not structure:
                self._run(parts, child.tail)
        return Part(
            element=element,
            name=str(element.tag).rpartition("}")[2],
            span=(start, self._at),
            parts=parts,
        )

    def _child(self, parts: list[Part], parent: etree._Element, child: etree._Element) -> None:
        if not isinstance(child.tag, str) or child.get("resp", "").endswith("cableconv"):
            return
        if child.tag == _LB:
            if self._begun:
                self._run(parts, "\n")
            self._begun = True
        elif child.tag == _G:
            self._run(parts, character(child))
        else:
            if not self._lined and parent.tag in STRUCTURE_TAGS and self._pieces:
                self._run([], _BETWEEN.get(parent.tag, "\n\n"))
            parts.append(self._element(child))

    def _run(self, parts: list[Part], text: str) -> None:
        if "\n" in text and self._newline != "\n":
            text = text.replace("\n", self._newline)
        self._pieces.append(text)
        start, self._at = self._at, self._at + len(text)
        if parts and parts[-1].element is None:
            parts[-1].span = (parts[-1].span[0], self._at)
        else:
            parts.append(Part(span=(start, self._at)))


def character(element: etree._Element) -> str:
    """Return the character that a ``g`` of ours stands for; that of another's, its text."""
    code = element.get("ref", "").rpartition("char-")[2]
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "".join(map(str, element.itertext()))


def elements(parts: list[Part]) -> Iterator[Part]:
    """Yield the parts that are elements."""
    return (part for part in parts if part.element is not None)


def paged(parts: Iterable[Part]) -> Iterator[tuple[Part, str]]:
    """Yield parts without those that begin a page or section, and the number that the last of these had, or ``""``."""
    number = ""
    for part in parts:
        if part.name in ("milestone", "pb"):
            number = part.get("n")
        else:
            yield part, number
