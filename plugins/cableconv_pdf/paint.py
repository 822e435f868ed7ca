"""Writes a page's lines as a content stream, each inside the mark of its element.

Text is drawn as it is: there is no markup, and nothing of a cable can become any.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from cableconv_pdf.document import Document
from cableconv_pdf.embed import encode
from cableconv_pdf.lines import Segment
from cableconv_pdf.pages import Page, SetLine
from cableconv_pdf.tags import Element, MarkedContent

RULE_GRAY = 0.75
GROUND_GRAY = 0.9


def paint(page: Page, furniture: Sequence[SetLine], document: Document) -> int:
    """Write a page into a document.

    Args:
        page: What stands on it.
        furniture: Running heads and feet: no part of the text.
        document: Where it goes.

    Returns:
        The index of the page.
    """
    index = len(document.pages)
    pen = _Pen(document)
    pen.decorations(page)
    pen.artifact(furniture)
    elements: list[Element] = []
    for line in page.lines:
        for (target, substituted), group in groupby(line.line, _span):
            segments = list(group)
            actual = "".join(segment.source for segment in segments) if substituted else ""
            span = target or substituted
            element = line.element.child("Span") if span else line.element
            if not elements or elements[-1] is not element:
                element.add(MarkedContent(index, len(elements)))
                pen.begin("Span" if span else element.tag, len(elements), actual)
                elements.append(element)
            pen.show(line, segments)
            if target:
                document.add_link(index, _box(line, segments), target, element)
    pen.end()
    document.add_page("\n".join(pen.code), elements)
    for bookmark, y in page.bookmarks:
        document.add_bookmark(bookmark, index, y)
    return index


def _span(segment: Segment) -> tuple[str | None, bool]:
    """Return what sets a segment apart from its element: where it leads, and whether it is a substitute."""
    return segment.target, segment.drawn != segment.source and _can_be_copied(segment.source)


def _can_be_copied(text: str) -> bool:
    """Tell whether text is made of characters, not of control codes or halves of surrogate pairs."""
    return not any(unicodedata.category(char) in ("Cc", "Cs", "Cn") for char in text)


def _box(line: SetLine, segments: Sequence[Segment]) -> tuple[float, float, float, float]:
    first, last = segments[0], segments[-1]
    size = first.look.size
    return line.x + first.x, line.y - 0.25 * size, line.x + last.x + last.width, line.y + 0.85 * size


class _Pen:
    """The content stream so far, and the state that a viewer has when it comes here."""

    __slots__ = ("code", "document", "font", "gray", "open")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.code: list[str] = []
        self.font: tuple[str, float] = ("", 0.0)
        self.gray = 0.0
        self.open = False

    def begin(self, tag: str, number: int, actual: str) -> None:
        """Begin the marked content of an element.

        ``actual`` is what it stands for, if that is not what is drawn: this is what is copied from the page. It is
        given here and not in a mark of its own inside, since readers lose track of marks within marks.
        """
        self.end()
        text = f"/ActualText <feff{actual.encode('utf-16-be').hex()}>" if actual else ""
        self.code.append(f"/{tag} <</MCID {number}{text}>> BDC BT")
        self.open = True

    def end(self) -> None:
        """End the marked content that is open."""
        if self.open:
            self.code.append("ET EMC")
        self.open = False

    def artifact(self, lines: Sequence[SetLine]) -> None:
        """Show lines that are no part of the text."""
        if lines:
            self.code.append("/Artifact <</Type/Pagination>> BDC BT")
            for line in lines:
                self.show(line, line.line)
            self.code.append("ET EMC")

    def decorations(self, page: Page) -> None:
        """Draw rules, and the grounds and dotted lines of segments."""
        code = [f"{rule.left:.2f} {rule.y:.2f} m {rule.right:.2f} {rule.y:.2f} l S" for rule in page.rules]
        dotted, grounds = [], []
        for line in page.lines:
            for segment in line.line:
                if segment.look.ground:
                    left, bottom, right, top = _box(line, [segment])
                    grounds.append(f"{left - 1:.2f} {bottom:.2f} {right - left + 2:.2f} {top - bottom:.2f} re f")
                if segment.look.dotted:
                    left, bottom, right, _ = _box(line, [segment])
                    dotted.append(f"{left:.2f} {bottom + 0.5:.2f} m {right:.2f} {bottom + 0.5:.2f} l S")
        if dotted:
            code += ["0.4 G [0.8 1.6] 0 d", *dotted]
        if grounds:
            code += [f"{GROUND_GRAY} g", *grounds]
        if code:
            self.code += [f"/Artifact BMC q 0.5 w {RULE_GRAY} G", *code, "Q EMC"]

    def show(self, line: SetLine, segments: Sequence[Segment]) -> None:
        """Show segments of a line."""
        for segment in segments:
            look = segment.look
            if look.gray != self.gray:
                self.gray = look.gray
                self.code.append(f"{look.gray:.3g} g")
            self.code.append(f"1 0 0 1 {line.x + segment.x:.2f} {line.y:.2f} Tm")
            for name, string in encode(segment.face, segment.drawn, self.document):
                if (name, look.size) != self.font:
                    self.font = name, look.size
                    self.code.append(f"{name} {look.size:.2f} Tf")
                self.code.append(f"{string} Tj")
