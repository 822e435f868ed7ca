"""What lies in the payload of a bag, with digests: kept on the disk, so that a million files need no memory.

The database lies in the job's folder of work in progress. It saves reading originals again that are in the bag
already; without it, they are copied once more.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from cableconv.errors import WriteError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS original (
  source TEXT PRIMARY KEY,    -- path or URL that it was copied from
  path TEXT NOT NULL,         -- in the bag: data/originals/…
  stamp TEXT NOT NULL,        -- of the source when it was copied
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  copied TEXT NOT NULL        -- ISO 8601, UTC
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS payload (
  path TEXT PRIMARY KEY,      -- in the bag: data/…
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  found INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
-- File systems that take capitals and small letters for the same must be able to hold the bag.
CREATE TABLE IF NOT EXISTS taken (path TEXT PRIMARY KEY COLLATE NOCASE) WITHOUT ROWID;
"""


class File(msgspec.Struct, frozen=True):
    """A file of the payload.

    Attributes:
        path: In the bag: ``data/2009/03/09ONHAVA42.xml``.
        size: In bytes.
        sha256: Its digest, in hexadecimal.
    """

    path: str
    size: int
    sha256: str


class Original(File, frozen=True):
    """The copy of an original.

    Attributes:
        stamp: Of the source when it was copied: changes when the content may have.
        copied: When, ISO 8601, UTC.
    """

    stamp: str
    copied: str


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the database, with nothing in it but the originals of the last time.

    Raises:
        WriteError: It cannot be made, or is damaged.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            # What a power cut takes from it is copied again.
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_SCHEMA)
            connection.executescript("DELETE FROM payload; DELETE FROM taken;")
        except sqlite3.Error as error:
            message = f"the inventory of the bag cannot be used: {error}; remove the file and start again"
            raise WriteError(message, where=str(path)) from error
        yield connection


def take(inventory: sqlite3.Connection, path: str) -> bool:
    """Take a name for an original; tell whether it was free."""
    return inventory.execute("INSERT OR IGNORE INTO taken VALUES (?)", (path,)).rowcount == 1


def original(inventory: sqlite3.Connection, source: str) -> Original | None:
    """Return the copy of a source, if there is one."""
    row = inventory.execute("SELECT path, size, sha256, stamp, copied FROM original WHERE source = ?", (source,))
    found = row.fetchone()
    return Original(*found) if found else None


def keep_original(inventory: sqlite3.Connection, source: str, copy: Original) -> None:
    """Note that a source has been copied."""
    inventory.execute(
        "INSERT OR REPLACE INTO original (source, path, stamp, size, sha256, copied) VALUES (?, ?, ?, ?, ?, ?)",
        (source, copy.path, copy.stamp, copy.size, copy.sha256, copy.copied),
    )


def drop_originals(inventory: sqlite3.Connection) -> None:
    """Forget the originals whose name nothing has taken this time: they belong to the job no more."""
    inventory.execute("DELETE FROM original WHERE path NOT IN (SELECT path FROM taken)")


def add(inventory: sqlite3.Connection, files: Iterable[File]) -> None:
    """Add files to the payload."""
    rows = ((file.path, file.size, file.sha256) for file in files)
    inventory.execute("BEGIN")
    inventory.executemany("INSERT OR REPLACE INTO payload (path, size, sha256) VALUES (?, ?, ?)", rows)
    inventory.execute("COMMIT")


def file(inventory: sqlite3.Connection, path: str) -> File | None:
    """Return a file of the payload by its path in the bag."""
    row = inventory.execute("SELECT path, size, sha256 FROM payload WHERE path = ?", (path,)).fetchone()
    return File(*row) if row else None


def mark_found(inventory: sqlite3.Connection, path: str) -> None:
    """Note that a file of the payload is on the disk."""
    inventory.execute("UPDATE payload SET found = 1 WHERE path = ?", (path,))


def missing(inventory: sqlite3.Connection) -> str | None:
    """Return the path of a file that should be on the disk and is not."""
    row = inventory.execute("SELECT path FROM payload WHERE NOT found ORDER BY path LIMIT 1").fetchone()
    return row[0] if row else None


def payload(inventory: sqlite3.Connection) -> Iterator[File]:
    """Yield the files of the payload in order of their paths."""
    for row in inventory.execute("SELECT path, size, sha256 FROM payload ORDER BY path"):
        yield File(*row)


def extent(inventory: sqlite3.Connection) -> tuple[int, int]:
    """Return how many bytes the payload has, and how many files."""
    octets, files = inventory.execute("SELECT coalesce(sum(size), 0), count(*) FROM payload").fetchone()
    return octets, files
