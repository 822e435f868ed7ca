"""Reading a body: the document's division, its opening, its sections, its closing."""

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from cableconv import ir
from cableconv_tei.elements import ID
from cableconv_tei.reading.blocks import Manuscript, hull, read_blocks, read_page_break
from cableconv_tei.reading.opening import Opening, read_line, read_list, read_opener
from cableconv_tei.reading.scroll import Part, elements, paged
from cableconv_tei.taxonomies import FUNCTION

#: Functions of header lines that are paragraphs.
_LINES: Final = frozenset({"eo", "tags", "classby"})

_LINE: Final = re.compile(r"[^\r\n]+")


class Body(msgspec.Struct, kw_only=True):
    """What a body holds.

    Attributes:
        opening: What stands before the sections.
        sections: The sections.
        marks: The cable's own marks.
    """

    opening: Opening = msgspec.field(default_factory=Opening)
    sections: list[ir.Section] = []
    marks: list[ir.Mark | ir.PageBreak] = []


def read_body(m: Manuscript, part: Part) -> Body:
    """Read a body of ours."""
    body = Body()
    divisions = [each for each in elements(part.parts) if each.name == "div"]
    breaks: list[Part] = []
    blocks: list[Part] = []
    for each in elements(divisions[0].parts if divisions else part.parts):
        if each.name in ("milestone", "pb", "fw") and not blocks:
            breaks.append(each)
        elif each.name == "div":
            _add_section(m, body, None, breaks + blocks)
            breaks, blocks = [], []
            _read_division(m, body, each)
        elif each.name in ("closer", "trailer"):
            body.marks += _closing_marks(m, each)
        elif not blocks and not body.sections and _is_opening(m, each):
            body.opening.header += _page_breaks(m, breaks)
            breaks = []
            _read_opening(m, body.opening, each)
        else:
            blocks.append(each)
    _add_section(m, body, None, breaks + blocks)
    body.marks.sort(key=lambda mark: mark.span)
    return body


def _functions(m: Manuscript, part: Part) -> set[str]:
    return set(m.vocabulary.categories(part.get("ana"), FUNCTION))


def _is_opening(m: Manuscript, part: Part) -> bool:
    match part.name, part.get("type"):
        case ("opener", _) | ("ab", "message-header") | ("list", "subject" | "references"):
            return True
        case "p", _:
            return bool(_functions(m, part) & _LINES)
    return False


def _read_opening(m: Manuscript, opening: Opening, part: Part) -> None:
    match part.name:
        case "opener":
            read_opener(m, opening, part, in_header=False)
        case "ab":
            read_opener(m, opening, part, in_header=True)
        case "list":
            if part.get("type") == "references":
                _label_references(m, part)
            read_list(m, opening, part)
        case _:
            read_line(m, opening, part, min(_functions(m, part) & _LINES))


def _label_references(m: Manuscript, part: Part) -> None:
    """Note which label the items of the reference line have: the header tells it of each entry."""
    for item in elements(part.parts):
        name = item.get(ID).removeprefix(m.vocabulary.prefix)
        label = item.get("n")
        if name and label:
            m.labels[name] = label


def _page_breaks(m: Manuscript, parts: Iterable[Part]) -> list[ir.PageBreak]:
    return [read_page_break(m, part, number) for part, number in paged(parts)]


def _read_division(m: Manuscript, body: Body, part: Part) -> None:
    parts = list(elements(part.parts))
    head = next((each for each in parts if each.name == "head"), None)
    _add_section(m, body, head, [each for each in parts if each is not head], role=part.get("ana"))


def _add_section(m: Manuscript, body: Body, head: Part | None, parts: list[Part], role: str = "") -> None:
    if head is None and not parts:
        return
    marks = list(_heading_marks(m, head)) if head else []
    blocks = []
    for block in read_blocks(m, parts):
        if isinstance(block, ir.Mark):
            body.marks.append(block)
        else:
            blocks.append(block)
    printed = [m.printed(mark.span) for mark in marks if isinstance(mark, ir.Mark) and mark.kind == "heading"]
    if not marks and not blocks:
        return
    body.sections.append(
        ir.Section(
            heading=" ".join(printed) if printed else None,
            role=m.vocabulary.category(role, FUNCTION),
            blocks=tuple(blocks),
            marks=tuple(marks),
            span=hull((*marks, *blocks)),
        )
    )


def _heading_marks(m: Manuscript, head: Part) -> Iterable[ir.Mark | ir.PageBreak]:
    """Yield the marks of a heading: each line of its words is one."""
    for part, number in paged(head.parts):
        if part.element is None:
            for line in _LINE.finditer(m.text, *part.span):
                span = m.bare(line.span())
                if span:
                    yield ir.Mark(kind="heading", span=span)
        elif part.name == "fw":
            yield read_page_break(m, part, number)
        else:
            yield ir.Mark(kind="separator" if part.name == "pc" else part.get("type") or part.name, span=part.span)


def _closing_marks(m: Manuscript, part: Part) -> Iterable[ir.Mark]:
    if part.name == "trailer":
        span = m.bare(part.span)
        if span:
            yield ir.Mark(kind=part.get("type") or "end-mark", span=span)
        return
    for each in elements(part.parts):
        yield ir.Mark(kind="separator" if each.name == "pc" else "signature", span=each.span)
