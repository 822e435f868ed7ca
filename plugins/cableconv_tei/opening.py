"""Dividing the marks before the body into the opener and the lines that follow it: E.O., TAGS, SUBJECT, REF."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from cableconv import ir
from cableconv_tei.edition import Edition, Mark
from cableconv_tei.leaves import write_page_break
from cableconv_tei.lines import write_line, write_references, write_subject
from cableconv_tei.opener import write_opener

#: The line that a mark belongs to, by its kind; all others belong to the opener.
_LINE_OF_KIND: Final = {
    "declassification": "eo",
    "tag": "tags",
    "subject": "subject",
    "reference-label": "references",
    "reference": "references",
    "classified-by": "classby",
}

#: The line that a label opens when nothing stands after it, by its first letters.
_LINE_OF_LABEL: Final = {
    "TAG": "tags",
    "SUBJ": "subject",
    "REF": "references",
    "CLASSIFIED": "classby",
    "E.O": "eo",
    "EO": "eo",
}

#: Kinds of marks that stay in the line they stand in.
_NEUTRAL: Final = frozenset({"separator", "portion", "rule", "other"})


def write_opening(edition: Edition, div: int, marks: Sequence[Mark]) -> None:
    """Write the marks of envelope and header as the opener and the lines that follow it."""
    for line, group in divide(edition.cable, marks):
        breaks = list(takewhile(lambda mark: isinstance(mark, ir.PageBreak), reversed(group)))
        own = group[: len(group) - len(breaks)]
        if own:
            _write_group(edition, div, line, own)
        for page_break in reversed(breaks):
            write_page_break(edition, div, page_break)  # type: ignore[arg-type]


def _write_group(edition: Edition, div: int, line: str | None, marks: Sequence[Mark]) -> None:
    if line is None:
        write_opener(edition, div, marks)
    elif line == "subject":
        write_subject(edition, div, marks)
    elif line == "references":
        write_references(edition, div, marks)
    else:
        write_line(edition, div, line, marks)


def divide(cable: ir.Cable, marks: Sequence[Mark]) -> Iterator[tuple[str | None, list[Mark]]]:
    """Divide marks into the lines of the header: (function, marks); the opener's function is ``None``."""
    line: str | None = None
    group: list[Mark] = []
    for index, mark in enumerate(marks):
        if isinstance(mark, ir.PageBreak) or (mark.kind in _NEUTRAL and group):
            group.append(mark)
            continue
        own = _line_of_label(cable, marks, index) if mark.kind == "label" else _LINE_OF_KIND.get(mark.kind)
        begins = own != line or (mark.kind == "label" and own is not None)
        if begins and group:
            yield line, group
            group = []
        line = own
        group.append(mark)
    if group:
        yield line, group


def _line_of_label(cable: ir.Cable, marks: Sequence[Mark], index: int) -> str | None:
    for mark in marks[index + 1 :]:
        if isinstance(mark, ir.PageBreak) or mark.kind in _NEUTRAL:
            continue
        if mark.kind in _LINE_OF_KIND:
            return _LINE_OF_KIND[mark.kind]
        break
    start, end = marks[index].span
    printed = cable.source.text[start:end].upper()
    return next((line for label, line in _LINE_OF_LABEL.items() if printed.startswith(label)), None)
