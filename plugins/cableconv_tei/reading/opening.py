"""Reading what stands before the body: the opener, and the header lines after it."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from cableconv import ir
from cableconv_tei.leaves import NUMBERS, SEGMENTS
from cableconv_tei.reading.blocks import Manuscript, read_marking, read_page_break
from cableconv_tei.reading.scroll import Part, elements, paged

#: Kinds of marks with which the header can begin; what stands before the first of them is the envelope.
HEADER_KINDS: Final = frozenset({"classification", "section", "mrn", "caption", "passing", "other"})

_KINDS: Final = {tei: kind for kind, tei in (*NUMBERS.items(), *SEGMENTS.items()) if kind != "originator"}

_Mark = ir.Mark | ir.PageBreak


class Opening(msgspec.Struct, kw_only=True):
    """The marks before the body, and what is told beside them.

    Attributes:
        envelope: Marks of the envelope.
        header: Marks of the header.
        addressees: Span of each addressee, by the name of its action.
        levels: ``@ana`` of the classification line.
        passing: Passing instructions, each whole.
        tags: Span of each TAGS term and the pointer to it.
        references: Spans of the entries of the reference line.
        subject_marking: Portion mark of the subject.
    """

    envelope: list[_Mark] = []
    header: list[_Mark] = []
    addressees: dict[str, ir.Span] = {}
    levels: str = ""
    passing: list[str] = []
    tags: list[tuple[ir.Span, str]] = []
    references: list[ir.Span] = []
    subject_marking: ir.Marking | None = None

    def first(self, kind: str) -> ir.Mark | None:
        """Return the first mark of a kind."""
        marks = (*self.envelope, *self.header)
        return next((mark for mark in marks if isinstance(mark, ir.Mark) and mark.kind == kind), None)


def read_opener(m: Manuscript, opening: Opening, part: Part, *, in_header: bool) -> None:
    """Read an opener, or an ``ab`` that goes on with it after the first lines of the header.

    Args:
        m: The text.
        opening: Gets what is found.
        part: The element.
        in_header: The header has begun already.
    """
    marks = list(_marks(m, opening, part.parts))
    begin = next((index for index, mark in enumerate(marks) if _begins_header(mark)), len(marks))
    if in_header or opening.header:
        begin = 0
    opening.envelope += marks[:begin]
    opening.header += marks[begin:]


def _begins_header(mark: _Mark) -> bool:
    return isinstance(mark, ir.Mark) and mark.kind in HEADER_KINDS


def _marks(m: Manuscript, opening: Opening, parts: list[Part]) -> Iterator[_Mark]:
    """Yield the marks of an opener; words that no element claims are labels."""
    for part, number in paged(parts):
        kind = part.get("type")
        if part.element is None:
            span = m.bare(part.span)
            if span:
                worded = any(map(str.isalnum, m.text[span[0] : span[1]]))
                yield ir.Mark(kind="label" if worded else "separator", span=span)
        elif part.name == "fw":
            yield read_page_break(m, part, number)
        elif part.name == "dateline" or (kind == "addressee" and part.get("corresp")):
            if kind == "addressee":
                opening.addressees[m.vocabulary.name(part.get("corresp"))] = part.span
            yield from _marks(m, opening, part.parts)
        else:
            yield ir.Mark(kind=_kind(part, kind), span=part.span)
            if part.name == "seg" and kind == "classification":
                opening.levels = opening.levels or part.get("ana")
            elif part.name == "seg" and kind == "passing":
                _read_passing(m, opening, part)


def _kind(part: Part, kind: str) -> str:
    match part.name, kind:
        case "date", _:
            return "date-time-group"
        case "orgName", "from":
            return "originator-name"
        case "orgName", _:
            return "addressee"
        case "label", _:
            return "label"
        case "pc", _:
            return "separator"
        case "idno" | "seg", _ if part.get("subtype") == "originator":
            return "originator"
    return _KINDS.get(kind, kind) or "other"


def _read_passing(m: Manuscript, opening: Opening, part: Part) -> None:
    """Read a passing instruction; one over several lines has a part on each."""
    words = m.printed(part.span)
    if part.get("part") in ("M", "F") and opening.passing:
        opening.passing[-1] += f" {words}"
    else:
        opening.passing.append(words)


def read_line(m: Manuscript, opening: Opening, part: Part, function: str) -> None:
    """Read a header line that is a paragraph: E.O., TAGS, Classified By."""
    words = {"eo": "declassification", "classby": "classified-by"}.get(function, "other")
    for each in _with_words(part.parts, ("date", "persName", "seg.reason")):
        if each.name == "term":
            opening.tags.append((each.span, each.get("ref")))
            opening.header.append(ir.Mark(kind="tag", span=each.span))
        else:
            opening.header += _line_marks(m, opening, [each], words)


def _with_words(parts: Iterable[Part], worded: tuple[str, ...]) -> Iterator[Part]:
    """Yield parts with those elements that only point out words joined with the words around them."""
    run: Part | None = None
    for part in parts:
        if part.element is None or part.name in worded or f"{part.name}.{part.get('type')}" in worded:
            run = Part(span=(run.span[0] if run else part.span[0], part.span[1]))
            continue
        if run:
            yield run
        run = None
        yield part
    if run:
        yield run


def _line_marks(m: Manuscript, opening: Opening, parts: Iterable[Part], words: str) -> Iterator[_Mark]:
    """Yield the marks of a line whose bare words are a mark of their own."""
    for part, number in paged(parts):
        kind = part.get("type")
        if part.element is None:
            span = m.bare(part.span)
            if span:
                yield ir.Mark(kind=words, span=span)
        elif part.name == "fw":
            yield read_page_break(m, part, number)
        elif part.name == "ref":
            opening.references.append(part.span)
            yield ir.Mark(kind="reference", span=part.span)
        else:
            if kind == "portion":
                opening.subject_marking = opening.subject_marking or read_marking(m, part)
            yield ir.Mark(kind=_kind(part, kind), span=part.span)


def read_list(m: Manuscript, opening: Opening, part: Part) -> None:
    """Read the subject or the reference line, which are lists."""
    words = "subject" if part.get("type") == "subject" else "other"
    for each in elements(part.parts):
        if each.name in ("head", "label"):
            span = m.bare(each.span)
            kind = "label" if each.name == "head" else "reference-label"
            if span:
                opening.header.append(ir.Mark(kind=kind, span=span))
        else:
            opening.header += _line_marks(m, opening, each.parts, words)
