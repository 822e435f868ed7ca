"""Reading the header of a document, and putting what it tells together with what its body holds."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

import msgspec
from lxml import etree

from cableconv import ir
from cableconv.diagnostics import CODES, Diagnostic
from cableconv_tei.elements import ID, NAMESPACE
from cableconv_tei.reading.blocks import Manuscript, integer
from cableconv_tei.reading.body import Body
from cableconv_tei.reading.vocabulary import cable_id, tag_kind
from cableconv_tei.taxonomies import CAPTIONS, CLASSIFICATION, PRECEDENCE, REASONS

_NAMES: Final = {"t": NAMESPACE}


class Facts(msgspec.Struct, kw_only=True):
    """What a ``teiHeader`` tells, looked up by path (element names bear the prefix ``t``)."""

    header: etree._Element

    def all(self, path: str) -> list[etree._Element]:
        """Return the elements at a path below the header."""
        return self.header.findall(path, _NAMES)

    def first(self, path: str) -> etree._Element | None:
        """Return the first element at a path."""
        return self.header.find(path, _NAMES)

    def text(self, path: str) -> str | None:
        """Return the text of the first element at a path; nothing if there is none."""
        element = self.first(path)
        return None if element is None else element.text or ""

    def get(self, path: str, attribute: str) -> str:
        """Return an attribute of the first element at a path; ``""`` if there is none."""
        element = self.first(path)
        return "" if element is None else element.get(attribute, "")

    def number(self, path: str, attribute: str) -> int | None:
        """Return an attribute that is a number."""
        return integer(self.get(path, attribute))


_MESSAGE: Final = "t:fileDesc/t:sourceDesc/t:msDesc"
_FILE: Final = "t:fileDesc/t:sourceDesc/t:bibl[@type='digital-source']"
_CORRESPONDENCE: Final = "t:profileDesc/t:correspDesc"
_RESTRICTION: Final = f"{_MESSAGE}/t:additional/t:adminInfo/t:availability/t:p"
_READER: Final = f"{_FILE}/t:note[@type='reader']/t:ident"


def _targets(facts: Facts, taxonomy: str) -> str:
    found = facts.all("t:profileDesc/t:textClass/t:catRef")
    return next((each.get("target", "") for each in found if each.get("scheme", "").endswith(taxonomy)), "")


def read_envelope(facts: Facts, m: Manuscript, body: Body) -> ir.Envelope | None:
    """Return the envelope; absent when the body has none."""
    marks = body.opening.envelope
    if not marks:
        return None
    span = (marks[0].span[0], marks[-1].span[1])
    sent = f"{_CORRESPONDENCE}/t:correspAction[@type='sent']"
    transmitted = f"{_CORRESPONDENCE}/t:correspAction[@type='transmitted']/t:idno"
    return ir.Envelope(
        transmission_id=_alternative(facts, "transmission"),
        precedence=tuple(m.vocabulary.categories(facts.get(sent, "ana"), PRECEDENCE)),
        routing=tuple(each.text or "" for each in facts.all(f"{transmitted}[@subtype='called']")),
        originator=facts.text(f"{transmitted}[@subtype='originator']"),
        station_serial=_alternative(facts, "station-serial"),
        security=facts.text(f"{transmitted}[@type='security-prosign']"),
        dtg=_date(facts, body, span),
        from_=facts.text(f"{sent}/t:orgName"),
        to=tuple(_addressees(facts, m, body, "action", span)),
        info=tuple(_addressees(facts, m, body, "info", span)),
        partial=facts.first("t:fileDesc/t:notesStmt/t:note[@type='message-format']") is not None,
        raw=m.text[slice(*span)].replace("\r\n", "\n").replace("\r", "\n"),
        marks=tuple(marks),
        span=span,
    )


def _alternative(facts: Facts, kind: str) -> str | None:
    return facts.text(f"{_MESSAGE}/t:msIdentifier/t:altIdentifier[@type='{kind}']/t:idno")


def _date(facts: Facts, body: Body, otherwise: ir.Span) -> ir.DateTimeGroup | None:
    date = facts.first("t:profileDesc/t:creation/t:date")
    if date is None:
        return None
    mark = body.opening.first("date-time-group")
    return ir.DateTimeGroup(raw=date.text or "", when=date.get("when"), span=mark.span if mark else otherwise)


def _addressees(facts: Facts, m: Manuscript, body: Body, kind: str, otherwise: ir.Span) -> Iterator[ir.Addressee]:
    received = f"{_CORRESPONDENCE}/t:correspAction[@type='received'][@subtype='{kind}']"
    for action in (Facts(header=element) for element in facts.all(received)):
        name = m.vocabulary.name(action.header.get(ID, ""))
        yield ir.Addressee(
            name=action.text("t:orgName") or "",
            routing=action.text("t:idno[@type='routing-indicator']"),
            precedence=m.vocabulary.category(action.header.get("ana", ""), PRECEDENCE),
            mcn=action.text("t:idno[@type='continuity-number']"),
            exempt=tuple(each.text or "" for each in action.all("t:note[@type='exempted']/t:orgName")),
            span=body.opening.addressees.get(name, otherwise),
        )


def read_header(facts: Facts, m: Manuscript, body: Body) -> ir.Header | None:
    """Return the header; absent when the body has none."""
    opening = body.opening
    if not opening.header:
        return None
    span = (opening.header[0].span[0], opening.header[-1].span[1])
    subject = [m.printed(mark.span) for mark in opening.header if isinstance(mark, ir.Mark) and mark.kind == "subject"]
    return ir.Header(
        classification=_classification(m, body),
        captions=tuple(m.vocabulary.categories(_targets(facts, CAPTIONS), CAPTIONS)),
        mrn=_alternative(facts, "MRN-as-sent"),
        parts=facts.number("t:fileDesc/t:extent/t:measure[@unit='sections']", "quantity"),
        passing=tuple(opening.passing),
        declassification=_declassification(facts, m, body),
        tags=tuple(_tags(m, body)),
        subject=" ".join(subject) if subject else None,
        subject_marking=opening.subject_marking,
        references=tuple(_references(facts, body)),
        classified_by=_classified_by(facts, m, body),
        marks=tuple(opening.header),
        span=span,
    )


def _classification(m: Manuscript, body: Body) -> ir.Classification | None:
    mark = body.opening.first("classification")
    if mark is None:
        return None
    ana = body.opening.levels
    return ir.Classification(
        raw=m.printed(mark.span),
        level=m.vocabulary.category(ana, CLASSIFICATION),
        caveats=tuple(m.vocabulary.categories(ana, CAPTIONS)),
        span=mark.span,
    )


def _declassification(facts: Facts, m: Manuscript, body: Body) -> ir.Declassification | None:
    mark = body.opening.first("declassification")
    if mark is None:
        return None
    return ir.Declassification(
        raw=m.printed(mark.span),
        order=facts.text(f"{_RESTRICTION}/t:num[@type='executive-order']"),
        on=facts.text(f"{_RESTRICTION}/t:date[@type='declassification']"),
        exempt=facts.text(f"{_RESTRICTION}/t:seg[@type='exemption']"),
        span=mark.span,
    )


def _tags(m: Manuscript, body: Body) -> Iterator[ir.Tag]:
    for span, pointer in body.opening.tags:
        term = m.vocabulary.element(pointer)
        raw = m.printed(span)
        if term is None:
            yield ir.Tag(raw=raw, term=raw, span=span)
        else:
            yield ir.Tag(raw=raw, term=term.text or "", kind=tag_kind(term.get("type", "")), span=span)


def _references(facts: Facts, body: Body) -> Iterator[ir.CableRef]:
    entries = facts.all(f"{_CORRESPONDENCE}/t:correspContext/t:ref")
    for entry, span in zip(entries, body.opening.references, strict=False):
        yield ir.CableRef(
            raw=entry.text or "",
            label=entry.get("n"),
            id=cable_id(entry.get("target", "")),
            kind=entry.get("subtype", ir.RefKind.OTHER),
            span=span,
        )


def _classified_by(facts: Facts, m: Manuscript, body: Body) -> ir.ClassifiedBy | None:
    mark = body.opening.first("classified-by")
    if mark is None:
        return None
    return ir.ClassifiedBy(
        raw=m.printed(mark.span),
        name=facts.text(f"{_RESTRICTION}/t:persName"),
        reasons=tuple(m.vocabulary.categories(_targets(facts, REASONS), REASONS)),
        span=mark.span,
    )


def read_published(facts: Facts) -> ir.Published | None:
    """Return what the page that published the cable says of it."""
    title = facts.first(f"{_FILE}/t:title[@level='a']")
    events = f"{_MESSAGE}/t:additional/t:adminInfo/t:custodialHist/t:custEvent"
    published = ir.Published(
        title=title.text or "" if title is not None and title.get("type") is None else None,
        created=facts.text(f"{events}[@type='created']/t:date"),
        released=facts.text(f"{events}[@type='released']/t:date"),
        classification=facts.text(f"{_FILE}/t:note[@type='classification']"),
        origin=facts.text(f"{_FILE}/t:note[@type='origin']"),
        media=tuple(each.text or "" for each in facts.all(f"{_FILE}/t:note[@type='media']")),
    )
    return None if published == ir.Published() else published


def read_source(facts: Facts, text: str) -> ir.Source:
    """Return where the cable was first read from, with the text as this document has it."""
    reference = facts.first(f"{_FILE}/t:ref")
    return ir.Source(
        name="-" if reference is None else unquote(reference.get("target", ""), errors="surrogatepass"),
        format=facts.text(f"{_READER}[@type='format']") or "tei",
        size=facts.number(f"{_FILE}/t:extent/t:measure[@unit='bytes']", "quantity") or 0,
        sha256=facts.text(f"{_FILE}/t:idno[@type='sha256']") or "",
        encoding=facts.text(f"{_READER}[@type='encoding']") or "utf-8",
        newline=facts.text(f"{_READER}[@type='newline']") or "LF",
        text=text,
        line=facts.number(f"{_FILE}/t:biblScope[@unit='line']", "from") or 1,
    )


def read_diagnostics(facts: Facts) -> tuple[Diagnostic, ...]:
    """Return what the reader of the source had to say."""
    notes = facts.all("t:fileDesc/t:notesStmt/t:note[@type='diagnostic']")
    return tuple(diagnostic for note in notes for diagnostic in _diagnostics(note))


def _diagnostics(note: etree._Element) -> Iterator[Diagnostic]:
    """Yield a remark once for each of its places; once if it has none."""
    code = note.findtext("t:ident", "", _NAMES)
    severity = note.get("subtype", "")
    if severity not in ("info", "warning", "error"):
        severity = CODES.get(code, ("warning",))[0]
    message = note.findtext("t:seg", "", _NAMES)
    places: list[etree._Element | None] = [*note.findall("t:locus", _NAMES)]
    for place in places or [None]:
        start, end = (None, None) if place is None else (integer(place.get(name, "")) for name in ("from", "to"))
        span = None if start is None or end is None else (start, end)
        yield Diagnostic(code=code, severity=severity, message=message, span=span)  # type: ignore[arg-type]


def read_ids(facts: Facts) -> tuple[str | None, str | None]:
    """Return the canonical id and the published id."""
    return facts.text("t:fileDesc/t:publicationStmt/t:idno[@type='MRN']"), _alternative(facts, "MRN-as-published")
