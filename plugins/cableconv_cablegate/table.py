"""The table at the head of a Cablegate page: reference id, times, classification, origin, articles.

::

    <tr><th>Reference ID</th><th>Created</th><th>Released</th><th>Classification</th><th>Origin</th></tr>
    <tr><td>09ONHAVA42</td><td>2009-02-04 14:30</td> … </tr>
    <tr><td colspan='5'>Appears in these articles:<br /><a href='http://…'>http://…</a><br /></td></tr>

Of a link its text counts, not its ``title``, which is wrong at times.
"""

import html
import re

from cableconv import ir
from cableconv_cablegate.published import Publication, printed_time

_ROW = re.compile(r"<tr\b[^<>]*>")
_CELL = re.compile(r"<t[dh]\b[^<>]*>")
_CELL_END = re.compile(r"</t[dh]\s*>")
_LINE_BREAK = re.compile(r"<br\s*/?>")
# Tags are in small letters here; a title may hold a word in angle brackets, in capitals.
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?>")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")

_COLUMNS = ("Reference ID", "Created", "Released", "Classification", "Origin")
_ARTICLES = "Appears in these articles:"


def plain_text(markup: str) -> str:
    """Return what a reader of the page sees of a piece of its mark-up.

    >>> plain_text("<a href='/origin/1.html'>Embassy &#x5A;embla,  Onhava</a>")
    'Embassy Zembla, Onhava'
    """
    text = _REFERENCE.sub(lambda match: html.unescape(match[0]), _TAG.sub("", markup))
    return " ".join(text.split())


def read_table(markup: str, title: str | None) -> Publication:
    """Read the table's mark-up.

    Args:
        markup: From ``<table>`` on. Cells that have no end are left out: the page stops in them.
        title: The title of the cable, from the heading above the table.
    """
    rows = [_cells(row) for row in _ROW.split(markup)[1:]]
    media: list[str] = []
    printed: list[list[str]] = []
    for row in filter(None, rows):
        if len(row) == 1 and _ARTICLES in row[0]:
            lines = [plain_text(line) for line in _LINE_BREAK.split(row[0])]
            media += [line for line in lines if line and line != _ARTICLES]
        else:
            printed.append([plain_text(cell) for cell in row])
    columns = printed[0] if printed and "Reference ID" in printed[0] else list(_COLUMNS)
    values = dict(zip(columns, next((row for row in printed if row != columns), ()), strict=False))
    return Publication(
        values.get("Reference ID") or None,
        ir.Published(
            title=title,
            created=printed_time(values.get("Created", "")),
            released=printed_time(values.get("Released", "")),
            classification=values.get("Classification") or None,
            origin=values.get("Origin") or None,
            media=tuple(media),
        ),
    )


def _cells(row: str) -> list[str]:
    """Return the mark-up in each cell of a row that has its end."""
    cells = [(cell, _CELL_END.search(cell)) for cell in _CELL.split(row)[1:]]
    return [cell[: end.start()] for cell, end in cells if end]
