"""The fields of a docket become the envelope and the header of a cable.

Each label and each line of a value is a mark, so that nothing is lost; what is understood is a value besides.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from cableconv import Diagnostic, diagnose, ir

from cableconv_docket import grammar
from cableconv_docket.reading import Reading


class Field(NamedTuple):
    """A field: its label as printed, and the marks of the label and of each line."""

    label: str
    marks: list[ir.Mark]


def read_fields(reading: Reading, span: ir.Span) -> list[Field]:
    """Return the fields in a passage."""
    fields: list[Field] = []
    for start, end in grammar.lines(reading.text, span):
        if not (fields and reading.text[start].isspace()):
            label = grammar.LABEL.match(reading.text, start, end)
            fields.append(Field(label[0] if label else "", []))
            if label:
                fields[-1].marks.append(ir.Mark(kind="label", span=label.span()))
                start = label.end()
        value = grammar.words(reading.text, (start, end))
        if value[0] < value[1]:
            fields[-1].marks.append(ir.Mark(kind=grammar.FIELDS.get(fields[-1].label, "other"), span=value))
    return fields


def read_head(fields: Sequence[Field], reading: Reading) -> tuple[ir.Envelope | None, ir.Header | None]:
    """Return what the fields say. The envelope ends with the last of the fields that are its own."""
    known: dict[str, list[ir.Span]] = {}
    for label, marks in fields:
        if label in known or label not in grammar.FIELDS:
            reading.said.append(_unused(marks[0].span))
        else:
            known[label] = [mark.span for mark in marks if mark.kind != "label"]
    count = max((number for number, each in enumerate(fields, 1) if each.label in grammar.ENVELOPE), default=0)
    return _envelope(fields[:count], known, reading), _header(fields[count:], known, reading)


def _unused(span: ir.Span) -> Diagnostic:
    message = f"This field is no {', '.join(grammar.FIELDS)} or stands here for the second time; it is kept as printed."
    return Diagnostic(code="docket.field-unused", severity="info", message=message, span=span)


def _envelope(fields: Sequence[Field], known: dict[str, list[ir.Span]], reading: Reading) -> ir.Envelope | None:
    if not fields:
        return None
    span = _around(fields)
    date, origin = _joined(known, "Date:"), _joined(known, "From:")
    return ir.Envelope(
        dtg=_date(reading, date) if date else None,
        from_=reading.printed(origin) if origin else None,
        to=tuple(ir.Addressee(name=reading.printed(each), span=each) for each in known.get("To:", ())),
        raw=reading.text[slice(*span)],
        marks=_marks(fields),
        span=span,
    )


def _header(fields: Sequence[Field], known: dict[str, list[ir.Span]], reading: Reading) -> ir.Header | None:
    number, grade, subject = (_joined(known, label) for label in grammar.HEADER)
    if not fields:
        return None
    return ir.Header(
        mrn=reading.printed(number) if number else None,
        classification=_classification(reading, grade) if grade else None,
        subject=reading.printed(subject) if subject else None,
        marks=_marks(fields),
        span=_around(fields),
    )


def _marks(fields: Sequence[Field]) -> tuple[ir.Mark, ...]:
    return tuple(mark for each in fields for mark in each.marks)


def _around(fields: Sequence[Field]) -> ir.Span:
    return fields[0].marks[0].span[0], fields[-1].marks[-1].span[1]


def _joined(known: dict[str, list[ir.Span]], label: str) -> ir.Span | None:
    """Return where the value of a field stands whose lines are one."""
    lines = known.get(label)
    return (lines[0][0], lines[-1][1]) if lines else None


def _date(reading: Reading, span: ir.Span) -> ir.DateTimeGroup:
    raw = reading.printed(span)
    match = grammar.DATE.fullmatch(raw)
    first, second, year, hour, minute = (int(each or 0) for each in match.groups()) if match else (0,) * 5
    day, month = (first, second) if reading.day_first else (second, first)
    try:
        when = datetime(year, month, day, hour, minute, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        reading.said.append(diagnose("bad-date-time-group", span))
        return ir.DateTimeGroup(raw=raw, span=span)
    # Of a day alone, the time of day is not known.
    return ir.DateTimeGroup(raw=raw, when=when if ":" in raw else when[:10], span=span)


def _classification(reading: Reading, span: ir.Span) -> ir.Classification:
    raw = reading.printed(span)
    level, *caveats = (each.strip() for each in raw.split("//"))
    known = level.lower().replace(" ", "-")
    return ir.Classification(
        raw=raw, level=known if known in grammar.LEVELS.values() else None, caveats=tuple(caveats), span=span
    )
