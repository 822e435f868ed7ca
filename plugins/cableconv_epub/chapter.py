"""A cable to the body of its chapter: a title block, then the whole telegram in source order.

Every piece of the telegram stands in the chapter once, with the blanks that separate it in the source. What the
chapter adds is in the title block, in an attribute, or in an element of class ``supplied``.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter

import msgspec

from cableconv import ir, layout, walk
from cableconv.facts import Facts, iso_time, long_time
from cableconv_epub.blocks import mark_lines, section
from cableconv_epub.leaves import Sheet, blank_before, leaf, run, sheet
from cableconv_epub.links import anchor
from cableconv_epub.xhtml import element, escape

#: Header rows whose line ends are mere wraps; in all others each printed line keeps its own.
FLOWING_ROWS = frozenset({"Routing", "Tags", "Subject", "Declassification", "Classified by"})


def chapter(cable: ir.Cable, facts: Facts, links: Mapping[ir.Span, str]) -> str:
    """Return the body of a cable's chapter.

    Args:
        cable: The cable.
        facts: What stands above it.
        links: Relative URL by the span of a reference, see `cableconv_epub.links`.
    """
    content = _title_block(facts) + element("div", _telegram(cable, sheet(cable, links)), class_="telegram")
    return element("section", content, epub_type="chapter", role="doc-chapter", aria_labelledby="title")


def headings(cable: ir.Cable) -> list[tuple[str, str]]:
    """Return (id, text) of the sections of a chapter that have a heading."""
    return [(anchor("section", part.span), part.heading) for part in cable.sections if part.heading]


def _title_block(facts: Facts) -> str:
    pieces = (
        escape(facts.origin),
        element("time", long_time(facts), datetime=iso_time(facts)) if facts.when else "",
        escape(facts.classification),
        escape(facts.id) if facts.id != facts.title else "",
    )
    title = element("h1", escape(facts.title), id="title")
    line = element("p", " · ".join(filter(None, pieces)), class_="facts")
    return element("header", f"\n{title}\n{line}\n", class_="title") + "\n"


def _telegram(cable: ir.Cable, page: Sheet) -> str:
    """Return header rows, sections and the marks around them in source order; rows in a row share one list."""
    inside, outside = walk.marks_by_section(cable)
    sections = [
        msgspec.structs.replace(part, marks=(*part.marks, *inside.get(part.span, ()))) for part in cable.sections
    ]
    pieces = [(row.marks[0].span[0], "row", _row(page, row)) for row in layout.header_rows(cable)]
    pieces += [(part.span[0], "section", section(page, part)) for part in sections]
    pieces += [(start, "marks", line) for start, line in mark_lines(page, outside)]
    pieces.sort(key=itemgetter(0))
    written = []
    for kind, group in groupby(pieces, key=itemgetter(1)):
        content = "".join(map(itemgetter(2), group))
        written.append(element("dl", content, class_="header") if kind == "row" else content)
    return "".join(written)


def _row(page: Sheet, row: layout.Row) -> str:
    if row.label:
        label, *rest = row.marks
        printed = element("abbr", leaf(page, label), title=row.name)
        term = element("dt", blank_before(page, label) + printed)
    else:
        rest = list(row.marks)
        term = element("dt", escape(row.name), class_="supplied")
    return element("div", term + element("dd", _lines(page, row, rest)))


def _lines(page: Sheet, row: layout.Row, marks: Iterable[ir.Mark | ir.PageBreak]) -> str:
    if row.name in FLOWING_ROWS:
        return run(page, marks)
    lines = "".join(("<br/>" if blank_before(page, mark) == "\n" else "") + run(page, [mark]) for mark in marks)
    return lines.removeprefix("<br/>")
