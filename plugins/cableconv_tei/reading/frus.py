"""Reading telegrams of *Foreign Relations of the United States*: each ``div[@type="document"]`` headed as a telegram.

The edition's own words (source notes, footnotes) go to the end of the text as furniture; page numbers of the volume are
no text. What the encoding marks is taken over: sender and addressee, date, subject, signature, paragraphs, lists.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from lxml import etree

from cableconv import ir
from cableconv.diagnostics import Diagnostic
from cableconv.formats import Context
from cableconv_tei.edition import uri
from cableconv_tei.elements import ID, NS, w3c
from cableconv_tei.reading.blocks import hull, integer

_NUMBER: Final = re.compile(r"([0-9]{1,3})\.(?=\s)")

#: Elements whose words are the edition's.
_EDITORIAL: Final = frozenset(f"{NS}{name}" for name in ("note", "pb", "figure"))


def documents(volume: etree._Element, name: str, ctx: Context) -> Iterator[ir.Cable]:
    """Yield the telegrams of a volume; other documents are reported.

    Args:
        volume: The ``TEI`` element.
        name: The input's name.
        ctx: Where to report.
    """
    for division in volume.iter(f"{NS}div"):
        if division.get("type") != "document":
            continue
        head = division.find(f"{NS}head")
        title = words(head) if head is not None else ""
        if "telegram" in title.lower():
            yield _Page(division, name, volume.get(ID)).cable()
        else:
            message = f"{division.get(ID, 'a document')} is no telegram by its head: {title[:60]!r}"
            ctx.report(name, Diagnostic(code="tei.no-telegram", severity="info", message=message))


def words(element: etree._Element) -> str:
    """Return the text of an element on one line, without the edition's words."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: etree._Element) -> Iterator[str]:
    if element.tag == f"{NS}lb":
        yield " "
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _EDITORIAL:
            yield from _texts(child)
        yield child.tail or ""


class _Page:
    """One document being set down line by line, and what is found in it."""

    def __init__(self, division: etree._Element, name: str, volume: str | None) -> None:
        self._division = division
        self._name = name
        self._volume = volume
        self._text = ""
        self._envelope: list[ir.Mark | ir.PageBreak] = []
        self._header: list[ir.Mark | ir.PageBreak] = []
        self._closing: list[ir.Mark | ir.PageBreak] = []
        self._subject: list[str] = []

    def _set(self, text: str, after: str = "\n\n") -> ir.Span:
        start = len(self._text)
        self._text += text + after
        return start, start + len(text)

    def _mark(self, marks: list[ir.Mark | ir.PageBreak], kind: str, text: str, after: str = "\n\n") -> ir.Mark:
        mark = ir.Mark(kind=kind, span=self._set(text, after))
        marks.append(mark)
        return mark

    def cable(self) -> ir.Cable:
        """Set the document down and return it."""
        division = self._division
        head = division.find(f"{NS}head")
        if head is not None:
            self._mark(self._envelope, "label", words(head))
        dated = self._opener()
        sections = tuple(self._sections())
        for closer in division.findall(f"{NS}closer"):
            if words(closer):
                self._mark(self._closing, "signature", words(closer))
        notes = [words(note) for note in division.iter(f"{NS}note")]
        furniture = tuple(self._set(note, "\n") for note in notes if note)
        return self._made(dated, sections, furniture)

    def _made(
        self, dated: ir.DateTimeGroup | None, sections: tuple[ir.Section, ...], furniture: tuple[ir.Span, ...]
    ) -> ir.Cable:
        content = self._text.encode("utf-8")
        identifier = "/".join(filter(None, (self._volume, self._division.get(ID))))
        signed = next((words(each) for each in self._division.iter(f"{NS}closer") if words(each)), None)
        subject = " ".join(self._subject)
        return ir.Cable(
            ir=ir.IR_VERSION,
            id=self._cited(),
            published_id=identifier or None,
            envelope=self._sent(dated),
            header=ir.Header(subject=subject, marks=tuple(self._header), span=hull(self._header)) if subject else None,
            sections=sections,
            signature=signed,
            source=ir.Source(
                name=self._name,
                format="tei",
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                encoding="utf-8",
                newline="LF",
                text=self._text,
                furniture=furniture,
            ),
            marks=tuple(self._closing),
            span=(0, len(self._text)),
        )

    def _sent(self, dated: ir.DateTimeGroup | None) -> ir.Envelope | None:
        if not self._envelope:
            return None
        span = hull(self._envelope)
        sender, *_ = (*self._glosses("from"), None)
        return ir.Envelope(
            dtg=dated,
            from_=sender,
            to=tuple(ir.Addressee(name=name, span=self._envelope[0].span) for name in self._glosses("to")),
            raw=self._text[slice(*span)],
            marks=tuple(self._envelope),
            span=span,
        )

    def _cited(self) -> str | None:
        """Return the id of the cable that the source note cites by its URI, as volumes that cableconv made do."""
        notes = self._division.iterfind(f"{NS}head/{NS}note[@type='source']/{NS}ref")
        targets = [ref.get("target", "") for ref in notes]
        return next((unquote(each.removeprefix(uri(""))) for each in targets if each.startswith(uri(""))), None)

    def _glosses(self, kind: str) -> list[str]:
        head = self._division.find(f"{NS}head")
        return [] if head is None else [words(each) for each in head.iter(f"{NS}gloss") if each.get("type") == kind]

    def _opener(self) -> ir.DateTimeGroup | None:
        dated = None
        for opener in self._division.findall(f"{NS}opener"):
            for line in opener:
                if not isinstance(line.tag, str) or not words(line):
                    continue
                date = line if line.tag == f"{NS}date" else line.find(f".//{NS}date")
                mark = self._mark(self._envelope, "other" if date is None else "date-time-group", words(line), "\n")
                if date is not None and dated is None:
                    dated = ir.DateTimeGroup(raw=words(line), when=w3c(date.get("when")), span=mark.span)
            self._text += "\n"
        return dated

    # Sections and blocks

    def _sections(self) -> Iterator[ir.Section]:
        outside = (f"{NS}head", f"{NS}opener", f"{NS}closer", f"{NS}div", *_EDITORIAL)
        children = [child for child in self._division if isinstance(child.tag, str)]
        blocks = list(self._blocks(child for child in children if child.tag not in outside))
        if blocks:
            yield ir.Section(blocks=tuple(blocks), span=hull(blocks))
        for division in children:
            if division.tag == f"{NS}div":
                yield from self._section(division)

    def _section(self, division: etree._Element) -> Iterator[ir.Section]:
        head = division.find(f"{NS}head")
        heading = words(head) if head is not None else ""
        marks: list[ir.Mark | ir.PageBreak] = []
        if heading:
            self._mark(marks, "heading", heading)
        below = [each for each in division if each is not head and isinstance(each.tag, str)]
        blocks = list(self._blocks(each for each in below if each.tag not in _EDITORIAL))
        if marks or blocks:
            yield ir.Section(
                heading=heading or None, blocks=tuple(blocks), marks=tuple(marks), span=hull((*marks, *blocks))
            )

    def _blocks(self, elements: Iterable[etree._Element]) -> Iterator[ir.Block]:
        for element in elements:
            kind = str(element.tag).removeprefix(NS)
            if kind == "list" and element.get("type") == "subject":
                self._read_subject(element)
            elif kind == "list":
                items = tuple(self._items(element))
                if items:
                    yield ir.ItemList(items=items, span=hull(items))
            elif kind == "quote" and element.find(f"{NS}p") is not None:
                quoted = tuple(self._blocks(each for each in element if isinstance(each.tag, str)))
                if quoted:
                    yield ir.Quotation(blocks=quoted, span=hull(quoted))
            elif kind == "table":
                yield from self._table(element)
            elif words(element):
                yield self._paragraph(words(element), element.get("n", ""))

    def _read_subject(self, element: etree._Element) -> None:
        for line in element:
            if line.tag == f"{NS}head" and words(line):
                self._mark(self._header, "label", words(line), "\n")
            elif line.tag == f"{NS}item" and words(line):
                self._subject.append(words(line))
                self._mark(self._header, "subject", words(line), "\n")
        self._text += "\n"

    def _paragraph(self, text: str, number: str) -> ir.Paragraph:
        """Set a paragraph down; its number is that of the encoding, else the one that it prints."""
        numbered = _NUMBER.match(text)
        marks: tuple[ir.Mark, ...] = ()
        if numbered:
            marks = (ir.Mark(kind="label", span=self._set(numbered[0], " ")),)
            text = text[numbered.end() :].lstrip()
        content = (ir.Text(text=text, span=self._set(text)),) if text else ()
        return ir.Paragraph(
            number=integer(number or (numbered[1] if numbered else "")),
            label=numbered[0] if numbered else None,
            content=content,
            marks=marks,
            span=hull((*marks, *content)),
        )

    def _items(self, element: etree._Element) -> Iterator[ir.Item]:
        marker: ir.Mark | None = None
        for each in element:
            if each.tag in (f"{NS}label", f"{NS}head") and words(each):
                marker = ir.Mark(kind="marker", span=self._set(words(each), " "))
            elif each.tag == f"{NS}item" and (words(each) or marker):
                text = words(each)
                content = (ir.Text(text=text, span=self._set(text, "\n")),) if text else ()
                marks = (marker,) if marker else ()
                printed = self._text[slice(*marker.span)] if marker else None
                yield ir.Item(marker=printed, content=content, marks=marks, span=hull((*marks, *content)))
                marker = None
        if marker:
            printed = self._text[slice(*marker.span)]
            yield ir.Item(marker=printed, marks=(marker,), span=marker.span)
        self._text += "\n"

    def _table(self, element: etree._Element) -> Iterator[ir.Verbatim]:
        rows = ["\t".join(words(cell) for cell in row.iter(f"{NS}cell")) for row in element.iter(f"{NS}row")]
        text = "\n".join(row for row in rows if row.strip()).strip()
        if text:
            yield ir.Verbatim(text=text, span=self._set(text))
