"""The reader `cablegate`: a page on which one cable was published.

The page is not parsed as HTML: its publisher did not escape ``&`` and ``<`` in the telegram (``<<218634>>``,
``&Arabs8``), and an HTML parser would eat them. What counts is found by its marks: the heading, the table, and the
``<pre>`` blocks with envelope and text. All else is set aside, as are, within the blocks, the publisher's links and ¶.

A page can hold a cable twice, a corrected copy and the original. They are two telegrams, each with its envelope, and
so they are read as two cables of one id, each with its part of the page.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from cableconv import ir
from cableconv.diagnostics import diagnose
from cableconv.errors import ReadError
from cableconv.formats import Context, Input
from cableconv.source import encode, make_source
from cableconv_cablegate.line_ends import LINE_BREAK, LINE_END, REFERENCE
from cableconv_cablegate.published import Publication
from cableconv_cablegate.table import plain_text, read_table
from cableconv_cablegate.versions import read_versions
from cableconv_telegram import PILCROW, Cut, disjoint_cuts

_HEADING = "Viewing cable "
_LONGEST_HEADING = 2000
_TABLE = re.compile(r"<table\b[^<>]{0,200}?\bclass=['\"]cable['\"]")
_BLOCK = re.compile(r"<pre\b[^<>]{0,200}>")

_ATTRIBUTE = r"\s+[a-z]+\s*=\s*(?:'[^'<>]*'|\"[^\"<>]*\")"
#: What publishers put into a telegram, besides `REFERENCE`: links, emphasis, ¶, other line ends. All else between < and
#: > is the telegram's. Each pattern begins with one character, which is found much faster than one of several is.
_MARKUP = (
    re.compile(rf"<a(?:{_ATTRIBUTE})+\s*>¶?|<strong>|</(?:a|strong)>|{LINE_BREAK}"),
    re.compile(PILCROW),
    re.compile(r"\r\n?"),
)
#: How those of them begin that end a line.
_LINE_END_STARTS = ("\r", "<br")
#: Fields of somebody's database that were exported with the telegram: "<<218634>>", or "ID: 190648" and what follows.
_EXPORT = re.compile(
    rf"(?:\s|&\#x000A;)*(?:<<\d{{1,9}}>>\s*(?:{LINE_END})"
    rf"|ID\s*:\s*\d{{1,9}}\s*(?:{LINE_END})(?:(?:ORIGIN|DATE|SOURCE|CLASSIFICATION)\s*:[^&<\r\n]{{0,200}}(?:{LINE_END}))*"
    r"(?:DESTINATION\s*:[ \t]*)?)",
    re.I,
)
#: A line end or a tag that the end of the page has cut in two; no tag has a line end in it.
_CUT_SHORT = re.compile(rf"(?:<a[^\S\n](?:(?!{REFERENCE})[^<>\n])*|</?[a-z]{{0,6}}|&(?:\#(?:x0{{0,3}}A?)?)?)\Z")
_LONGEST_TAG = 200

#: Where a page declares its encoding, and within how many characters.
_CHARSET = re.compile(r"""\b(?:charset\s*=\s*["']?|encoding\s*=\s*["'])\s*([A-Za-z0-9_.:-]{1,40})""")
_CHARSET_WITHIN = 4096


class PageReader:
    """Reads Cablegate pages."""

    def read(self, source: Input, ctx: Context) -> Iterator[ir.Cable]:
        """Yield the cable of a page; both where it holds two versions.

        Raises:
            ReadError: It is not a Cablegate page, or cannot be read.
        """
        whole = _as_declared(source.source("cablegate"))
        page = find_parts(whole.text)
        if page.heading is None and not (page.table and page.blocks):
            raise ReadError(
                f"is no Cablegate page: it has neither the heading '{_HEADING}ID, TITLE' nor <table class='cable'> "
                "with a <pre> block after it; for text that was made of such a page say -f cablegate-dump",
                where=source.name,
            )
        said = []
        if page.missing:
            missing = ", ".join(page.missing)
            said.append(diagnose("page-incomplete", message=f"The page is incomplete: it lacks {missing}."))
        cuts = page_cuts(whole.text, page.blocks)
        yield from read_versions(whole, cuts, _publication(whole.text, page), said, line_end=REFERENCE)


# The page


class Page(NamedTuple):
    """Where everything stands on a page.

    Attributes:
        heading: Span of ``ID, TITLE``, or ``None``.
        table: Span of the table's mark-up, or ``None``.
        blocks: Spans of what is in the ``<pre>`` blocks.
        missing: What a whole page has and this one lacks, in words.
    """

    heading: ir.Span | None
    table: ir.Span | None
    blocks: list[ir.Span]
    missing: list[str]


def find_parts(text: str) -> Page:
    """Find the parts of a page by their marks; mark-up around them is not looked at."""
    missing: list[str] = []
    at = 0
    heading = _find_heading(text)
    if heading:
        at = heading[1]
    else:
        missing.append("the heading")
    table = None
    if found := _TABLE.search(text, at):
        end = text.find("</table>", found.end())
        table = (found.start(), end if end >= 0 else len(text))
        if end < 0:
            missing.append("the end of the table")
        at = table[1]
    else:
        missing.append("the table")
    blocks = []
    while opening := _BLOCK.search(text, at):
        end = text.find("</pre>", opening.end())
        at = end if end >= 0 else len(text)
        blocks.append((opening.end(), at))
        if end < 0:
            missing.append("the end of the telegram")
    if not blocks:
        missing.append("the telegram")
    if text.rfind("</html>", max(at, len(text) - 1000)) < 0:
        missing.append("its last lines")
    return Page(heading, table, blocks, missing)


def _find_heading(text: str) -> ir.Span | None:
    start = text.find(_HEADING)
    if start < 0:
        return None
    start += len(_HEADING)
    end = text.find("</h", start, start + _LONGEST_HEADING)
    return (start, end) if end >= 0 else None


def _publication(text: str, page: Page) -> Publication:
    heading = plain_text(text[slice(*page.heading)]) if page.heading else ""
    named, _, title = heading.partition(",")
    publication = read_table(text[slice(*page.table)] if page.table else "", title.strip() or None)
    return publication._replace(id=publication.id or named.strip() or None)


def page_cuts(text: str, blocks: list[ir.Span]) -> list[Cut]:
    """Return what is not the telegram's on a page, in order; between two blocks the grammar reads a blank line.

    Line ends that are written as `REFERENCE` are not among it.
    """
    cuts: list[Cut] = []
    at = 0
    for start, end in blocks:
        between = at
        if exported := _EXPORT.match(text, start, end):
            start = exported.end()
        cuts.append((between, start, "\n\n" if cuts else ""))
        cuts += disjoint_cuts(_markup(text, start, end))
        at = end
        after = max(start, end - _LONGEST_TAG, cuts[-1][1])
        if end == len(text) and (short := _CUT_SHORT.search(text, after)):
            at = short.start()
    if at < len(text):
        cuts.append((at, len(text), ""))
    return cuts


def _markup(text: str, start: int, end: int) -> Iterator[Cut]:
    for pattern in _MARKUP:
        for match in pattern.finditer(text, start, end):
            first, last = match.span()
            yield first, last, "\n" if text.startswith(_LINE_END_STARTS, first) else ""


# Its encoding


def _as_declared(source: ir.Source) -> ir.Source:
    """Return a page that is not UTF-8 in the encoding that it declares, if it is that."""
    if source.encoding != "cp1252":
        return source
    declared = _CHARSET.search(source.text, 0, _CHARSET_WITHIN)
    name = _python_name(declared[1]) if declared else None
    if name is None:
        return source
    try:
        return make_source(encode(source), name=source.name, reader=source.format, encoding=name)
    except ReadError:
        return source


def _python_name(label: str) -> str | None:
    """Return Python's name of a declared encoding; what calls itself Latin-1 or ASCII is cp1252 (WHATWG Encoding)."""
    try:
        name = codecs.lookup(label).name
        "".encode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return "windows-1252" if name in ("iso8859-1", "ascii", "cp1252") else name
