"""The header of a cable as rows to show: the lines of envelope and header as printed, each with its name.

Writers for people share this: a row keeps the source's words in the source's order and adds only a name.
"""

import msgspec

from cableconv import ir, walk

#: What a row is called when no label is printed, by the kind of the mark it begins with.
ROW_NAMES = {
    "distribution": "Distribution",
    "transmission-id": "Transmission",
    "precedence": "Precedence",
    "routing-indicator": "Routing",
    "security": "Security",
    "date-time-group": "Date",
    "notice": "Notice",
    "classification": "Classification",
    "mrn": "Reference number",
    "caption": "Caption",
    "passing": "Passing",
    "classified-by": "Classified by",
    "other": "Other",
}

#: Kinds of marks that begin a row where they begin a line; a line of routing, distribution or addressees that goes on
#: belongs to the row above.
_BEGINNINGS = ROW_NAMES.keys() - {"routing-indicator", "distribution"}

#: What a printed label means, by its first letters in capitals.
LABEL_NAMES = {
    "DE": "Originating station",
    "FM": "From",
    "TO": "To",
    "INFO": "For information",
    "XMT": "Exempted",
    "E": "Declassification",
    "TAGS": "Tags",
    "SUBJ": "Subject",
    "REF": "References",
    "CLASSIFIED": "Classified by",
}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the header.

    Attributes:
        kind: Kind of the mark it begins with: ``label``, ``caption``, ``classification`` … or ``page-break``.
        name: What the row is, in words that the cable does not have: ``From``.
        label: As printed: ``FM``, ``TAGS:``; ``""`` where none is.
        marks: The marks it was made of, the label's too. `printed_lines` tells what the others print.
    """

    kind: str
    name: str
    label: str
    marks: ir.Marks


def header_rows(cable: ir.Cable) -> list[Row]:
    """Return the rows of a cable's envelope and header, in source order."""
    marks = [
        *(cable.envelope.marks if cable.envelope else ()),
        *(cable.header.marks if cable.header else ()),
    ]
    rows: list[list[ir.Mark | ir.PageBreak]] = []
    for mark in marks:
        if not rows or _begins_row(cable.source, rows[-1][-1], mark):
            rows.append([mark])
        else:
            rows[-1].append(mark)
    return [_row(cable.source, tuple(row)) for row in rows]


def printed_lines(source: ir.Source, row: Row) -> list[str]:
    """Return what a row prints beside its label, line by line, blanks around each line taken off.

    Args:
        source: Where the row's cable was read from.
        row: The row.
    """
    printed = _printed(source, row.marks[1:] if row.label else row.marks)
    return [line.strip() for line in printed.splitlines() if line.strip()]


def _begins_row(source: ir.Source, before: ir.Mark | ir.PageBreak, mark: ir.Mark | ir.PageBreak) -> bool:
    if isinstance(mark, ir.PageBreak) or isinstance(before, ir.PageBreak) or mark.kind == "label":
        return True
    return mark.kind in _BEGINNINGS and "\n" in _blanks(source, before.span[1], mark.span[0])


def _row(source: ir.Source, marks: ir.Marks) -> Row:
    first = marks[0]
    if isinstance(first, ir.PageBreak):
        return Row(kind="page-break", name="Page", label="", marks=marks)
    label = walk.printed_line(source, first.span) if first.kind == "label" else ""
    return Row(kind=first.kind, name=_label_name(label) if label else _name(marks), label=label, marks=marks)


def _printed(source: ir.Source, marks: ir.Marks) -> str:
    """Return what the marks cover, and the blanks between them."""
    pieces = []
    at = marks[0].span[0] if marks else 0
    for mark in marks:
        pieces += [_blanks(source, at, mark.span[0]), walk.printed(source, mark.span)]
        at = mark.span[1]
    return "".join(pieces)


def _blanks(source: ir.Source, start: int, end: int) -> str:
    """Return the blanks between two marks, each line end a line feed; furniture between them is left out."""
    between = source.text[start:end]
    if between in ("", " "):
        # Most marks follow one another so.
        return between
    return "".join(filter(str.isspace, walk.printed(source, (start, end))))


def _name(marks: ir.Marks) -> str:
    kinds = [mark.kind for mark in marks if isinstance(mark, ir.Mark)]
    # Format lines 2 and 5 both begin with the precedence; what follows tells them apart.
    telling = next((kind for kind in ("date-time-group", "routing-indicator") if kind in kinds), kinds[0])
    return ROW_NAMES.get(telling, "Other")


def _label_name(label: str) -> str:
    capitals = label.upper()
    for start, name in LABEL_NAMES.items():
        if capitals.startswith(start):
            return name
    return "Other"
