"""The cables of a job as the index page shows them."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby

import msgspec

#: In order of date, those without one last; then by name, so that the order is that of no clock and no worker.
_QUERY = """
SELECT
  cable.id AS cable,
  coalesce(cable_id, published_id, name) AS shown_id,
  transmitted, origin, classification, tags, subject, format, path, pack
FROM cable JOIN output ON output.cable = cable.id
WHERE cable.status = 'written'
ORDER BY transmitted IS NULL, transmitted, name, cable.id, format
"""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """One output of a cable.

    Attributes:
        format: The writer's name.
        path: Relative to the index page, or in the pack.
        pack: The zip file that holds it, relative to the index page; ``""`` when none does.
    """

    format: str
    path: str
    pack: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One cable; ``""`` where something is not known.

    Attributes:
        id: Its canonical id, else the one under which it was published, else the name of its files.
        when: ISO 8601, UTC.
        origin: Who sent it.
        classification: Level and caveats.
        tags: TAGS terms.
        subject: Its subject.
        files: Its outputs, one a format.
    """

    id: str
    when: str = ""
    origin: str = ""
    classification: str = ""
    tags: tuple[str, ...] = ()
    subject: str = ""
    files: tuple[File, ...] = ()


def entries(ledger: sqlite3.Connection) -> Iterator[Entry]:
    """Yield the cables that a job has written, in order of date; those without one come last.

    Args:
        ledger: A connection whose rows are `sqlite3.Row`.
    """
    for _, group in groupby(ledger.execute(_QUERY), key=lambda row: row["cable"]):
        rows = list(group)
        cable = rows[0]
        yield Entry(
            id=cable["shown_id"],
            when=cable["transmitted"] or "",
            origin=cable["origin"] or "",
            classification=cable["classification"] or "",
            tags=tuple(cable["tags"].split("; ")) if cable["tags"] else (),
            subject=cable["subject"] or "",
            files=tuple(File(format=row["format"], path=row["path"], pack=row["pack"] or "") for row in rows),
        )
