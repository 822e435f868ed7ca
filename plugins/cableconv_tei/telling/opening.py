"""The rules for envelope and header."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from cableconv import ir
from cableconv_tei.edition import Edition, span_of
from cableconv_tei.elements import w3c
from cableconv_tei.opening import divide
from cableconv_tei.reading.opening import HEADER_KINDS
from cableconv_tei.taxonomies import TAG_TYPES
from cableconv_tei.telling.passage import (
    Mark,
    Passage,
    in_order,
    is_hull,
    is_name,
    is_words,
    of_kind,
)

_ENVELOPE_KINDS = frozenset(
    """transmission-id precedence routing-indicator label originator station-serial security date-time-group
    originator-name addressee continuity-number exempted operating-signal group-count notice distribution
    separator""".split()
)
_ENVELOPE_LABELS = frozenset({"DE", "FM", "TO", "INFO", "XMT"})

#: Marks whose words no element holds, so that two of them need something between them.
_BARE = frozenset({"label", "separator"})

_LINE_KINDS = {
    None: frozenset({*HEADER_KINDS, "other"}),
    "eo": frozenset({"label", "declassification", "separator", "other"}),
    "tags": frozenset({"label", "tag", "separator", "other"}),
    "subject": frozenset({"label", "subject", "portion", "separator", "other"}),
    "references": frozenset({"label", "reference-label", "reference", "separator", "other"}),
    "classby": frozenset({"label", "classified-by", "separator", "other"}),
}

#: Marks of header lines that are not written as an element of their own.
_TRIMMED = frozenset({"label", "declassification", "subject", "reference-label", "classified-by"})


def tells_envelope(passage: Passage, envelope: ir.Envelope) -> bool:
    """Tell whether the envelope is told."""
    marks = envelope.marks
    return (
        is_hull(envelope, marks)
        and in_order(marks)
        and all(isinstance(mark, ir.Mark) and mark.kind in _ENVELOPE_KINDS for mark in marks)
        and _tells_bare(passage, marks)
        and envelope.raw == passage.slice(envelope)
        and is_words(envelope.transmission_id, envelope.originator, envelope.station_serial, envelope.security)
        and is_words(envelope.from_, *envelope.routing)
        and (not envelope.precedence or bool(envelope.from_ or envelope.dtg))
        and _tells_date(marks, envelope.dtg)
        and all(_tells_addressee(marks, addressee) for addressee in (*envelope.to, *envelope.info))
        and in_order(sorted((*envelope.to, *envelope.info), key=span_of))
    )


def _tells_bare(passage: Passage, marks: Sequence[Mark]) -> bool:
    kinds = [mark.kind for mark in marks if isinstance(mark, ir.Mark)]
    if any(first in _BARE and second in _BARE for first, second in pairwise(kinds)):
        return False
    separators = map(passage.slice, of_kind(marks, "separator"))
    return (
        kinds[-1] != "label"
        and all(passage.slice(label) in _ENVELOPE_LABELS for label in of_kind(marks, "label"))
        and all(text.strip() == text != "" and not any(map(str.isalnum, text)) for text in separators)
    )


def _tells_date(marks: Sequence[Mark], dtg: ir.DateTimeGroup | None) -> bool:
    if dtg is None:
        return True
    printed = of_kind(marks, "date-time-group")
    return bool(printed) and printed[0].span == dtg.span and is_words(dtg.raw) and w3c(dtg.when) == dtg.when


def _tells_addressee(marks: Sequence[Mark], addressee: ir.Addressee) -> bool:
    start, end = addressee.span
    first = bisect_left(marks, start, key=lambda mark: mark.span[0])
    inside = marks[first : bisect_right(marks, end, key=lambda mark: mark.span[1])]
    return (
        is_hull(addressee, inside)
        and addressee.name != ""
        and is_words(addressee.name, addressee.routing, addressee.mcn, *addressee.exempt)
    )


def tells_header(passage: Passage, edition: Edition, header: ir.Header) -> bool:
    """Tell whether the header is told."""
    marks = header.marks
    return (
        is_hull(header, marks)
        and in_order(marks)
        and isinstance(marks[-1], ir.Mark)
        and isinstance(marks[0], ir.Mark)
        and (marks[0].kind in HEADER_KINDS or marks[0].kind == "label")
        and all(_tells_line(passage, line, group) for line, group in divide(edition.cable, marks))
        and passage.is_value(of_kind(marks, "classification"), header.classification)
        and is_words(header.mrn)
        and header.parts != 0
        and _tells_passing(passage, edition.passing, header)
        and _tells_values(passage, header)
    )


def _tells_line(passage: Passage, line: str | None, marks: Sequence[Mark]) -> bool:
    """Tell whether the marks of a header line are told; words without an element are one mark to a line."""
    bare = [mark for mark in marks if isinstance(mark, ir.Mark) and mark.kind in _TRIMMED]
    words = [mark for mark in bare if mark.kind in ("declassification", "subject", "classified-by")]
    return (
        all(
            passage.is_page_break(mark) if isinstance(mark, ir.PageBreak) else mark.kind in _LINE_KINDS[line]
            for mark in marks
        )
        and all(map(passage.is_trimmed, bare))
        and len(words) <= 1
    )


def _tells_passing(passage: Passage, parts: Mapping[ir.Span, str], header: ir.Header) -> bool:
    found: list[str] = []
    for mark in of_kind(header.marks, "passing"):
        if parts.get(mark.span) in ("M", "F"):
            found[-1] += f" {passage.printed(mark)}"
        else:
            found.append(passage.printed(mark))
    return tuple(found) == header.passing


def _tells_values(passage: Passage, header: ir.Header) -> bool:
    marks, declassification, authority = header.marks, header.declassification, header.classified_by
    return (
        passage.is_value(of_kind(marks, "declassification"), declassification)
        and (declassification is None or is_words(declassification.order, declassification.on, declassification.exempt))
        and passage.is_value(of_kind(marks, "classified-by"), authority)
        and (authority is None or is_words(authority.name))
        and passage.is_joined(of_kind(marks, "subject"), header.subject)
        and passage.is_value(of_kind(marks, "portion"), header.subject_marking)
        and _tells_tags(passage, header)
        and _tells_references(passage, header)
    )


def _tells_tags(passage: Passage, header: ir.Header) -> bool:
    kinds = {tag.term: tag.kind for tag in header.tags}
    return [tag.span for tag in header.tags] == [mark.span for mark in of_kind(header.marks, "tag")] and all(
        tag.raw == passage.printed(tag)
        and tag.term != ""
        and is_words(tag.term)
        and kinds[tag.term] == tag.kind
        and is_name(tag.kind)
        and tag.kind not in TAG_TYPES.values()
        for tag in header.tags
    )


def _tells_references(passage: Passage, header: ir.Header) -> bool:
    printed = [mark.span for mark in of_kind(header.marks, "reference")]
    return [entry.span for entry in header.references] == printed and all(
        is_words(entry.raw, entry.label) and entry.id != "" and is_name(entry.kind) for entry in header.references
    )
