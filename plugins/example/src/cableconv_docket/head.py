"""The fields of a docket become the envelope and the header of a cable.

Each label and each value is a mark, so that nothing is lost; what is understood is a value of the cable besides.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from cableconv import Diagnostic, diagnose, ir

from cableconv_docket import grammar
from cableconv_docket.reading import Reading


class Field(NamedTuple):
    """A field.

    Attributes:
        name: Its label as printed; ``""`` where none is.
        marks: What is printed: the label, then the values.
        values: Where the values are. Each line of ``To:`` is one, the lines of any other field are one together.
    """

    name: str
    marks: list[ir.Mark]
    values: list[ir.Span]


def read_fields(reading: Reading, span: ir.Span) -> list[Field]:
    """Return the fields in a passage."""
    fields: list[Field] = []
    for start, end in grammar.lines(reading.text, span):
        if not (fields and reading.text[start].isspace()):
            label = grammar.LABEL.match(reading.text, start, end)
            fields.append(Field(label[0] if label else "", [], []))
            if label:
                fields[-1].marks.append(ir.Mark(kind="label", span=label.span()))
                start = label.end()
        start, end = grammar.words(reading.text, (start, end))
        if start < end:
            _add_line(fields[-1], (start, end))
    return fields


def _add_line(field: Field, line: ir.Span) -> None:
    kind = grammar.FIELDS.get(field.name, "other")
    if field.values and kind != "addressee":
        line = field.values.pop()[0], line[1]
        field.marks.pop()
    field.values.append(line)
    field.marks.append(ir.Mark(kind=kind, span=line))


def read_head(fields: Sequence[Field], reading: Reading) -> tuple[ir.Envelope | None, ir.Header | None]:
    """Return what the fields say. The envelope ends with the last of the fields that are its own."""
    values: dict[str, list[ir.Span]] = {}
    for field in fields:
        if field.name in values or field.name not in grammar.FIELDS:
            reading.said.append(_unused(field.marks[0].span))
        else:
            values[field.name] = field.values
    count = max((number for number, field in enumerate(fields, 1) if field.name in grammar.ENVELOPE), default=0)
    return _envelope(fields[:count], values, reading), _header(fields[count:], values, reading)


def _unused(span: ir.Span) -> Diagnostic:
    message = f"This field is no {', '.join(grammar.FIELDS)} or stands here for the second time; it is kept as printed."
    return Diagnostic(code="docket.field-unused", severity="info", message=message, span=span)


def _envelope(fields: Sequence[Field], values: dict[str, list[ir.Span]], reading: Reading) -> ir.Envelope | None:
    if not fields:
        return None
    marks, span = _printed(fields)
    date, origin = values.get("Date:"), values.get("From:")
    return ir.Envelope(
        dtg=_date(reading, date[0]) if date else None,
        from_=reading.printed(origin[0]) if origin else None,
        to=tuple(ir.Addressee(name=reading.printed(each), span=each) for each in values.get("To:", ())),
        raw=reading.text[slice(*span)],
        marks=marks,
        span=span,
    )


def _header(fields: Sequence[Field], values: dict[str, list[ir.Span]], reading: Reading) -> ir.Header | None:
    if not fields:
        return None
    marks, span = _printed(fields)
    number, grade, subject = (values.get(name) for name in grammar.HEADER)
    return ir.Header(
        mrn=reading.printed(number[0]) if number else None,
        classification=_classification(reading, grade[0]) if grade else None,
        subject=reading.printed(subject[0]) if subject else None,
        marks=marks,
        span=span,
    )


def _printed(fields: Sequence[Field]) -> tuple[tuple[ir.Mark, ...], ir.Span]:
    """Return all that is printed in some fields, and where."""
    marks = tuple(mark for field in fields for mark in field.marks)
    return marks, (marks[0].span[0], marks[-1].span[1])


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
