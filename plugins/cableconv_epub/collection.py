"""What a book of many cables has besides their chapters: a cover page with its facts, and an index."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec

from cableconv import ir, walk
from cableconv_epub import facts
from cableconv_epub.xhtml import element, escape


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """One cable of a book.

    Attributes:
        cable: The cable.
        name: Name of the document that shows it, without ``.xhtml``.
        page_breaks: The cable's, in order.
    """

    cable: ir.Cable
    name: str
    page_breaks: tuple[ir.PageBreak, ...]


def by_date(cables: Iterable[ir.Cable]) -> list[Chapter]:
    """Return cables as chapters in order of date, those without a date last; else in the order given."""
    ordered = sorted(cables, key=lambda cable: facts.when(cable) or datetime.max.replace(tzinfo=UTC))
    return [
        Chapter(
            cable=cable,
            name=f"cable-{n}",
            page_breaks=tuple(leaf for leaf in walk.leaves(cable) if isinstance(leaf, ir.PageBreak)),
        )
        for n, cable in enumerate(ordered, start=1)
    ]


def title(cables: Iterable[ir.Cable]) -> str:
    """Return the title of a collection: ``Diplomatic cables, 1966–2010``."""
    years = _first_and_last(str(instant.year) for instant in map(facts.when, cables) if instant)
    return ", ".join(filter(None, ["Diplomatic cables", years]))


def cover(heading: str, cables: Sequence[ir.Cable]) -> str:
    """Return the body of the cover page.

    Args:
        heading: The book's title.
        cables: In order of date.
    """
    dates = _first_and_last(facts.long_date(instant) for instant in map(facts.when, cables) if instant)
    rows = (
        ("Cables", [str(len(cables))]),
        ("Dates", [dates]),
        ("From", _counted(map(facts.origin, cables))),
        ("Classification", _counted(map(facts.classification, cables))),
    )
    listed = [_row(name, "<br/>".join(map(escape, values))) for name, values in rows if any(values)]
    page = element("h1", escape(heading)) + element("dl", "".join(listed), class_="header")
    return element("section", page, epub_type="titlepage", class_="cover")


def index(chapters: Sequence[Chapter]) -> str:
    """Return the body of the index: the cables by who sent them and by their TAGS."""
    senders = ((facts.origin(each.cable), each) for each in chapters)
    tags = ((tag.term, each) for each in chapters for tag in (each.cable.header.tags if each.cable.header else ()))
    parts = _index_part("From", senders) + _index_part("TAGS", tags)
    return element("section", element("h1", "Index") + parts, epub_type="index", role="doc-index", class_="index")


def _index_part(heading: str, entries: Iterable[tuple[str | None, Chapter]]) -> str:
    found: dict[str, dict[str, str]] = {}
    for term, each in entries:
        if term:
            link = element("a", escape(each.cable.id or facts.title(each.cable)), href=f"{each.name}.xhtml")
            found.setdefault(term, {})[each.name] = link
    if not found:
        return ""
    rows = (_row(escape(term), ", ".join(found[term].values())) for term in sorted(found))
    return element("section", element("h2", heading) + element("dl", "".join(rows), class_="header"))


def _row(term: str, content: str) -> str:
    return "\n" + element("div", element("dt", term) + element("dd", content))


def _first_and_last(ordered: Iterable[str]) -> str:
    """Join the first and the last of some words, which may be the same: ``1966–2010``."""
    words = list(ordered)
    return "–".join(dict.fromkeys([words[0], words[-1]])) if words else ""


def _counted(names: Iterable[str | None]) -> list[str]:
    """Return each name once, in alphabetical order, with how often it occurs."""
    counts = Counter(filter(None, names))
    return [f"{name} ({counts[name]})" for name in sorted(counts)]
