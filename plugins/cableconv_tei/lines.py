"""Writing the header lines of the text (5 FAH-2) that have an element of their own."""

import re
from collections.abc import Sequence
from typing import Final

from cableconv import ir
from cableconv_tei.edition import Edition, Mark, mrn
from cableconv_tei.elements import ncname, w3c
from cableconv_tei.leaves import write_mark, write_portion
from cableconv_tei.lists import open_item
from cableconv_tei.taxonomies import FUNCTION, REASONS

_DATE: Final = re.compile(r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}")
_REASONS: Final = re.compile(r"\d\.\d[^A-Za-z0-9]{0,3}[a-h]\b.*", re.DOTALL | re.IGNORECASE)


def write_line(edition: Edition, div: int, function: str, marks: Sequence[Mark]) -> None:
    """Write a line as a paragraph that names its function."""
    edition.pen.open(div, "p", marks[0].span[0], ana=edition.register.category(FUNCTION, function))
    for mark in marks:
        _write_mark(edition, mark)


def _write_mark(edition: Edition, mark: Mark) -> None:
    pen, header = edition.pen, edition.cable.header
    start, end = mark.span
    kind = mark.kind if isinstance(mark, ir.Mark) else ""
    if kind == "declassification":
        printed = edition.cable.source.text[start:end]
        date = _DATE.search(printed)
        when = header.declassification.on if header and header.declassification else None
        if date and w3c(when):
            pen.write("date", (start + date.start(), start + date.end()), type="declassification", when=when)
        pen.to(end)
    elif kind == "classified-by" and header and header.classified_by:
        _write_classified_by(edition, start, end, header.classified_by)
    elif kind == "portion" and isinstance(mark, ir.Mark):
        write_portion(edition, mark, header.subject_marking if header else None)
    else:
        write_mark(edition, mark)


def _write_classified_by(edition: Edition, start: int, end: int, classified_by: ir.ClassifiedBy) -> None:
    """Write the line with the name in it marked, where it is printed as the IR has it."""
    pen = edition.pen
    name = classified_by.name
    at = edition.cable.source.text.find(name, start, end) if name else -1
    if name and at >= 0:
        pen.write("persName", (at, at + len(name)), ref=edition.person(name))
    printed = _REASONS.search(edition.cable.source.text, at + len(name or "") if at >= 0 else start, end)
    ana = edition.register.categories(REASONS, classified_by.reasons)
    if printed and ana:
        stop = printed.start() + len(printed[0].rstrip(" .\n"))
        pen.write("seg", (printed.start(), stop), type="reason", ana=ana)
    pen.to(end)


def write_subject(edition: Edition, div: int, marks: Sequence[Mark]) -> None:
    """Write the subject as a list of one item, as *Foreign Relations* does."""
    subject, rest = _open_list(edition, div, "subject", marks)
    open_item(edition, subject, start=rest[0].span[0] if rest else None)
    for mark in rest:
        _write_mark(edition, mark)


def write_references(edition: Edition, div: int, marks: Sequence[Mark]) -> None:
    """Write the reference line as a list; what the text calls ``ref A`` points at its item."""
    references, rest = _open_list(edition, div, "references", marks)
    entries = _entries(rest)
    labelled = any(_kind(entry[0]) == "reference-label" for entry in entries)
    for entry in entries:
        label = entry.pop(0) if _kind(entry[0]) == "reference-label" else None
        start = entry[0].span[0] if entry else None
        identity = _identity(edition, entry)
        open_item(edition, references, label=label, labelled=labelled, start=start, **identity)
        for mark in entry:
            if _kind(mark) == "reference":
                _write_reference(edition, mark)
            else:
                write_mark(edition, mark)
    if not entries:
        edition.pen.back_to(references)
        edition.pen.begin("item")


def _open_list(edition: Edition, div: int, kind: str, marks: Sequence[Mark]) -> tuple[int, Sequence[Mark]]:
    """Begin a list with its label as the head; return its level and the marks that are left."""
    pen = edition.pen
    pen.approach(div, marks[0].span[0])
    level = pen.begin("list", type=kind)
    if _kind(marks[0]) != "label":
        return level, marks
    pen.open(level, "head", marks[0].span[0])
    pen.to(marks[0].span[1])
    return level, marks[1:]


def _entries(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Divide the marks of the reference line into one list for each reference."""
    entries: list[list[Mark]] = []
    for mark in marks:
        kind = _kind(mark)
        complete = not entries or any(_kind(each) == "reference" for each in entries[-1])
        if not entries or kind == "reference-label" or (kind == "reference" and complete):
            entries.append([])
        entries[-1].append(mark)
    return entries


def _identity(edition: Edition, entry: Sequence[Mark]) -> dict[str, str]:
    """Return id and label of an entry of the reference line; what the text calls by the label points at the id."""
    found = (edition.entries.get(mark.span) for mark in entry if _kind(mark) == "reference")
    label = next((each.label for each in found if each and each.label), None)
    if label is None:
        return {}
    identifier = edition.register.new(f"ref-{ncname(label)}")
    edition.references.setdefault(label, f"#{identifier}")
    return {"xml_id": identifier, "n": label}


def _write_reference(edition: Edition, mark: Mark) -> None:
    entry = edition.entries.get(mark.span)
    target = mrn(entry.id) if entry and entry.id else None
    edition.pen.write("ref", mark.span, type=ncname(entry.kind) if entry else None, target=target)


def _kind(mark: Mark) -> str:
    return mark.kind if isinstance(mark, ir.Mark) else "page-break"
