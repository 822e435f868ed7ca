"""Where everything stands in a dump: heading, table, telegram, list of links.

::

    Viewing cable 09ONHAVA42, GLASS FROM ZEMBLA                                      heading
    …                                                                                help
    Reference ID  Created           Released          Classification  Origin         table
    09ONHAVA42    2009-02-04 14:30  2010-12-01 21:09  UNCLASSIFIED    Embassy Onhava
    VZCZCXRO0042                                                                     telegram
    …
    References                                                                       links
       1. http://…

The table's cells are told by what they are (an id, times, words of a classification), not by where they stand: tools
print them in one line, one a line, between pipes, or wrapped within their columns.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from cableconv import ir
from cableconv_cablegate.dump_links import URL, without_markup
from cableconv_cablegate.line_ends import LINE_END
from cableconv_cablegate.published import Publication, printed_time
from cableconv_telegram import is_telegram_start

# What a tool may print before a line: indent, bullet, hash, star, pipe, the number of a link.
_LEAD = r"^(?:[ \t>|#*_\-\ufeff]|\[\d{1,4}\]){0,16}"
_HEADING = re.compile(_LEAD + r"Viewing cable (?P<id>\w{3,60}),[ \t]*(?P<title>[^\n]*)", re.M)
#: Lines after which a wrapped title does not go on.
_AFTER_TITLE = re.compile(r"[ \t>|]*(?:$|[=\-]{3,}|If you are new|Understanding cables|Reference ID|<)", re.M)
#: A heading narrower than this was not broken.
_NARROWEST_HEADING = 40
_BETWEEN = r"(?:[^A-Za-z<]|</?t[a-z]{0,4}>){1,400}"
_TABLE = re.compile(
    _BETWEEN.join((r"Reference(?:\s+ID)?", "Created", "Released", "Classification", r"Origin(?:\s+ID\b)?"))
)
#: The first line of a page in all releases, and one of each page's navigation: the next page of several in one dump.
_NEXT_PAGE = re.compile(_LEAD + r"(?:Keep Us Strong|Currently released so far|Viewing cable \w{3,60},)", re.M)
#: A list of the targets of all links, at the end.
_LINK_LIST = re.compile(
    r"^[ \t]*(?:References|Links|Visible links|Hidden links):?[ \t]*\n"
    rf"(?:[ \t]*\n|[ \t]*(?:Visible|Hidden) links:?[ \t]*\n){{0,4}}[ \t]*(?:1\.|\[1\]:?)[ \t]+{URL}",
    re.M,
)

_ID = re.compile(r"\b(?:19|20)?\d\d[A-Z][A-Z0-9]+\b")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_TIME = re.compile(r"\b\d\d:\d\d\b")
#: The words of which classifications are made, as the publisher prints them.
_LEVEL_WORD = r"UNCLASSIFIED|CONFIDENTIAL|TOP|SECRET|FOR|OFFICIAL|USE|ONLY|NOFORN"
_CLASSIFICATION = re.compile(rf"(?<!\S)(?://)?(?:{_LEVEL_WORD})(?://(?:{_LEVEL_WORD})?)?(?!\S)")
_LEVEL = re.compile(r"\b(?:UNCLASSIFIED|CONFIDENTIAL|SECRET)\b")
_ARTICLES = re.compile(r"Appears\s+in\s+these\s+articles:?")
_ARTICLE = re.compile(r"(?<![(/])https?://[^\s()\[\]<>|\\]+")
_NO_TEXT = re.compile(r"[|_\[\]]|--+|\+=+")
_NAME = re.compile(r"[^\W\d_][\w.,'()/&-]*")
#: What envelopes begin with, other things on the same line: a tool that lost line ends.
_LINE_END = re.compile(LINE_END)
_GLUED_ENVELOPE = re.compile(r"\b(?:V?ZCZC[A-Z0-9]+|This record is a partial extract|(?:[YZOPR]\ ){1,2}\d{6}Z )")
#: How far below its header the table's row may end, in characters: with links in it, it can be long.
_TABLE_LENGTH = 6000
#: How many lines below it the telegram may begin: one cell a line, blank lines between, or the help below the heading.
_TABLE_LINES = 120


class Dump(NamedTuple):
    """Where everything of one page stands in a dump.

    Attributes:
        publication: What the heading and the table say.
        telegram: Span of the telegram, the tool's mark-up in it; ``None`` where the dump stops before it.
        missing: What a whole page has and this dump lacks, in words.
    """

    publication: Publication
    telegram: ir.Span | None
    missing: list[str]


def page_starts(text: str) -> list[int]:
    """Return where each page of a dump begins; nearly all dumps are of one page."""
    text = _even_line_ends(text)
    starts = [0]
    at = _first_end(text, 0)
    while at and (following := _NEXT_PAGE.search(text, at)):
        # The page is one of its own only if it has a cable.
        at = _first_end(text, following.start())
        if at:
            starts.append(following.start())
    return starts


def _even_line_ends(text: str) -> str:
    """Return a text of the same length whose lines end in line feeds."""
    return text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text


def _first_end(text: str, start: int) -> int:
    table = _TABLE.search(text, start)
    return table.end() if table else 0


def find_parts(text: str) -> Dump | None:
    """Find the parts of one page; return ``None`` where there is neither heading nor table."""
    text = _even_line_ends(text)
    heading = _HEADING.search(text)
    table = _TABLE.search(text, heading.start("title") if heading else 0)
    above = table or heading
    if above is None:
        return None
    published_id, title = _title(text, heading) if heading else (None, None)
    if heading and table and table.start() < heading.end():
        # The tool has lost the line ends: nobody knows where the title ends.
        title = None
    row = above.end()
    level = _LEVEL.search(text, row, row + _TABLE_LENGTH) if table else None
    known = _telegram_start(text, level.end() if level else row)
    start = known
    if known is None and level:
        # None of the lines below is one that telegrams begin with: all that stands below the table is kept as one.
        below = _line_end(text, level.end())
        start = below if text[below:].strip() else None
    parts = {"the heading": heading, "the table": table, "the telegram": known}
    publication = _read_row(text[row : row + _TABLE_LENGTH if start is None else start] if table else "", title)
    links = _LINK_LIST.search(text, start) if start is not None else None
    return Dump(
        publication._replace(id=publication.id or published_id),
        (start, links.start() if links else len(text)) if start is not None else None,
        [name for name, part in parts.items() if part is None],
    )


def _title(text: str, heading: re.Match[str]) -> tuple[str, str | None]:
    """Return id and title of the heading, whose last words may stand on lines of their own."""
    lines = [heading["title"]]
    at = heading.end()
    while at - text.rfind("\n", 0, at) > _NARROWEST_HEADING and len(lines) < 4:
        if at == len(text) or _AFTER_TITLE.match(text, at + 1):
            break
        end = _line_end(text, at + 1)
        lines.append(text[at + 1 : end])
        at = end
    title = without_markup(" ".join(lines)).strip(" #*|")
    return heading["id"], title or None


def _telegram_start(text: str, after: int) -> int | None:
    """Return where the first line begins that only telegrams have; a level in the table is none."""
    row_end = _line_end(text, after)
    if glued := _GLUED_ENVELOPE.search(text, after, row_end):
        return glued.start()
    for first, line in islice(_lines(text, min(row_end + 1, len(text))), _TABLE_LINES):
        printed = without_markup(_LINE_END.split(line, maxsplit=1)[0])
        if is_telegram_start(printed) or _GLUED_ENVELOPE.match(printed):
            return first
    return None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    while start < len(text):
        end = _line_end(text, start)
        yield start, text[start:end]
        start = end + 1


def _read_row(markup: str, title: str | None) -> Publication:
    """Read the cells of the table by what they are."""
    text = without_markup(markup)
    articles = _ARTICLES.search(text)
    media = _ARTICLE.findall(text, articles.end()) if articles else []
    row = _NO_TEXT.sub(" ", text[: articles.start()] if articles else text)
    identity = _ID.search(row)
    days, times = _DAY.findall(row), _TIME.findall(row)
    moments = [" ".join(moment) for moment in zip(days, times, strict=False)]
    classification = " ".join(_CLASSIFICATION.findall(row)).replace("// ", "//")
    origin = row
    for cell in (_ID, _DAY, _TIME, _CLASSIFICATION):
        origin = cell.sub(" ", origin)
    return Publication(
        identity[0] if identity else None,
        ir.Published(
            title=title,
            created=printed_time(moments[0]) if moments else None,
            released=printed_time(moments[1]) if moments[1:] else None,
            classification=classification or None,
            origin=" ".join(_NAME.findall(origin)) or None,
            media=tuple(media),
        ),
    )
