"""What a book of many cables has besides their chapters: a cover page, the cables by origin, an index of TAGS."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

import msgspec

from cableconv import ir, walk
from cableconv.characters import legible
from cableconv.facts import Facts, collection_rows, facts_of, long_date
from cableconv_epub.contents import Entry
from cableconv_epub.xhtml import element, escape

#: From this many cables on, the contents are nested, and there is a page that lists them by origin.
MANY = 20

COVER, ORIGINS, INDEX = "cover.xhtml", "origins.xhtml", "index.xhtml"


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """One cable of a book.

    Attributes:
        cable: The cable.
        facts: Its facts.
        file: Name of the document that shows it.
        page_breaks: The cable's, in order.
    """

    cable: ir.Cable
    facts: Facts
    file: str
    page_breaks: tuple[ir.PageBreak, ...]


def by_date(cables: Iterable[ir.Cable]) -> list[Chapter]:
    """Return cables as chapters in order of date, those without a date last; else in the order given."""
    undated = datetime.max.replace(tzinfo=UTC)
    ordered = sorted(((cable, facts_of(cable)) for cable in cables), key=lambda pair: pair[1].when or undated)
    return [
        Chapter(
            cable=cable,
            facts=facts,
            file=f"cable-{n}.xhtml",
            page_breaks=tuple(leaf for leaf in walk.leaves(cable) if isinstance(leaf, ir.PageBreak)),
        )
        for n, (cable, facts) in enumerate(ordered, start=1)
    ]


def year_of(chapter: Chapter) -> str:
    """Return the year under which a cable is listed."""
    return str(chapter.facts.when.year) if chapter.facts.when else "Without a date"


def entries(chapters: Sequence[Chapter]) -> list[Entry]:
    """Return the contents: the cables in reading order, nested by year where they are many."""
    if len(chapters) < MANY:
        return [_entry(each) for each in chapters]
    nested = []
    for year, group in groupby(chapters, key=year_of):
        below = tuple(map(_entry, group))
        nested.append(Entry(title=year, href=below[0].href, below=below))
    return nested


def _entry(chapter: Chapter) -> Entry:
    facts = chapter.facts
    named = (long_date(facts.when) if facts.when else "", facts.origin, facts.title)
    return Entry(title=" · ".join(filter(None, named)), href=chapter.file)


def cover(heading: str, chapters: Sequence[Chapter]) -> str:
    """Return the body of the cover page: the book's title, and the facts of the collection."""
    rows = collection_rows([each.facts for each in chapters])
    listed = "".join(_row(escape(name), "<br/>".join(map(escape, lines))) for name, lines in rows)
    page = element("h1", escape(heading)) + element("dl", listed, class_="header")
    return element("section", page, epub_type="titlepage", class_="cover")


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Who sent some of the cables.

    Attributes:
        name: As the cables name it.
        id: Of its part of the page.
        years: Year, id of its part of the page, and chapters.
    """

    name: str
    id: str
    years: tuple[tuple[str, str, tuple[Chapter, ...]], ...]


def by_origin(chapters: Sequence[Chapter]) -> list[Origin]:
    """Return the cables by origin, in alphabetical order, and year."""

    def origin_of(chapter: Chapter) -> str:
        return chapter.facts.origin or "Without an origin"

    origins = []
    for n, (name, sent) in enumerate(groupby(sorted(chapters, key=origin_of), key=origin_of), start=1):
        by_year = enumerate(groupby(sent, key=year_of), start=1)
        years = tuple((year, f"origin-{n}-{m}", tuple(group)) for m, (year, group) in by_year)
        origins.append(Origin(name=name, id=f"origin-{n}", years=years))
    return origins


def origin_entries(origins: Iterable[Origin]) -> Iterator[Entry]:
    """Yield the lines of the contents that lead to each origin, and below it to each year if there are several."""
    for origin in origins:
        years = (Entry(title=year, href=f"{ORIGINS}#{id_}") for year, id_, _ in origin.years)
        below = tuple(years) if len(origin.years) > 1 else ()
        yield Entry(title=origin.name, href=f"{ORIGINS}#{origin.id}", below=below)


def origins_page(origins: Iterable[Origin]) -> str:
    """Return the body of the page that lists the cables by origin and year."""
    parts = "".join(_origin(origin) for origin in origins)
    return element("section", element("h1", "By origin and year") + parts, class_="origins")


def _origin(origin: Origin) -> str:
    rows = (
        "\n" + element("div", element("dt", escape(year), id=id_) + element("dd", _origin_year(group)))
        for year, id_, group in origin.years
    )
    return element(
        "section", element("h2", escape(origin.name)) + element("dl", "".join(rows), class_="header"), id=origin.id
    )


def _origin_year(chapters: Iterable[Chapter]) -> str:
    lines = (element("a", escape(each.facts.title), href=each.file) for each in chapters)
    return element("ul", "".join(element("li", line) for line in lines))


def index(chapters: Sequence[Chapter]) -> str:
    """Return the body of the index: the cables by who sent them and by their TAGS."""
    senders = ((each.facts.origin, each) for each in chapters)
    tags = ((term, each) for each in chapters for term in each.facts.tags)
    parts = _index_part("From", senders) + _index_part("TAGS", tags)
    return element("section", element("h1", "Index") + parts, epub_type="index", role="doc-index", class_="index")


def _index_part(heading: str, entries: Iterable[tuple[str, Chapter]]) -> str:
    found: dict[str, dict[str, str]] = {}
    for term, each in entries:
        if term:
            link = element("a", escape(each.facts.id or each.facts.title), href=each.file)
            found.setdefault(legible(term), {})[each.file] = link
    if not found:
        return ""
    rows = (_row(escape(term), ", ".join(found[term].values())) for term in sorted(found))
    return element("section", element("h2", heading) + element("dl", "".join(rows), class_="header"))


def _row(term: str, content: str) -> str:
    return "\n" + element("div", element("dt", term) + element("dd", content))
