"""The originals of a job, copied into the bag byte for byte.

Copies, not hard links: who edits a linked file later edits what the archive has taken in, and the digests are made
from the very bytes that are written. A file that holds many inputs (an archive, a CSV file) is kept once, whole.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePath
from urllib.parse import quote

import msgspec

from cableconv.errors import ReadError, WriteError
from cableconv.ingest.bag import inventory
from cableconv.ingest.bag.inventory import Original
from cableconv.ingest.opening import Opener, pieces
from cableconv.ingest.records import Access
from cableconv.output import is_reserved, replacing
from cableconv.remote import local_path

#: Where they lie in the bag.
FOLDER = "data/originals"

#: A source that no input could be read from (no digest, nor a part that has one) is no reason to go without a bag.
_SOURCES = """
SELECT
  json_extract(access, '$.path') AS path,
  max(CASE WHEN json_extract(access, '$.member') IS NULL AND json_extract(access, '$.offset') IS NULL THEN sha256 END)
    AS sha256,
  count(sha256) AS readable
FROM input GROUP BY 1 ORDER BY min(id)
"""

_SPAN = """
SELECT min(path), max(path) FROM (SELECT json_extract(access, '$.path') AS path FROM input)
WHERE substr(path, 1, 1) = '/'
"""

#: The most characters of a file's name; of longer ones the rest gives way to a piece of their digest.
_LONGEST = 180


class _Source(msgspec.Struct, frozen=True):
    path: str
    sha256: str | None
    readable: int


def copy_originals(ledger: sqlite3.Connection, bag: sqlite3.Connection, dest: Path) -> None:
    """Copy all that the job has read into the bag, but for what lies there already unchanged.

    Args:
        ledger: The job's.
        bag: The inventory of the bag.
        dest: The bag.

    Raises:
        ReadError: A source cannot be read any more, or is not what it was when it was converted.
        WriteError: A copy cannot be written.
    """
    opener = Opener()
    base = _base(ledger)
    for source in _sources(ledger):
        path = _free_name(bag, f"{FOLDER}/{_name(source.path, base)}")
        stamp = _stamp(source.path)
        had = inventory.original(bag, source.path)
        if not (had and had.path == path and _is_unchanged(source, had, stamp) and _size(dest / path) == had.size):
            had = _copy(opener, source, path, stamp, dest)
            if had is None:
                continue
            inventory.keep_original(bag, source.path, had)
        inventory.add(bag, [had])
    inventory.drop_originals(bag)


def _sources(ledger: sqlite3.Connection) -> Iterator[_Source]:
    for row in ledger.execute(_SOURCES):
        yield _Source(*row)


def _is_unchanged(source: _Source, had: Original, stamp: str) -> bool:
    """Tell whether the copy is that of the source; by the digest of what was converted, where there is one."""
    return had.sha256 == source.sha256 if source.sha256 else bool(stamp) and had.stamp == stamp


def _copy(opener: Opener, source: _Source, path: str, stamp: str, dest: Path) -> Original | None:
    """Copy a source; return nothing where it cannot be read now and could not be then."""
    target = dest / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"the folder cannot be made: {error.strerror or error}", where=str(target.parent)) from error
    size, digest = 0, hashlib.sha256()
    try:
        with replacing(target) as out:
            for piece in pieces(opener, Access(path=source.path)):
                out.write(piece)
                size += len(piece)
                digest.update(piece)
    except ReadError as error:
        if not source.readable:
            return None
        hint = "it was read before and belongs into the bag"
        raise ReadError(f"{error.message}; {hint}", where=source.path) from error
    sha256 = digest.hexdigest()
    if source.sha256 and sha256 != source.sha256:
        target.unlink()
        raise ReadError(
            f"it has changed since it was converted: its sha256 was {source.sha256}, and is {sha256} now; "
            "start the job again to convert it anew",
            where=source.path,
        )
    return Original(path, size, sha256, stamp, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _stamp(source: str) -> str:
    """Return what changes when a local file does; nothing for a URL, or where it cannot be asked."""
    local = local_path(source)
    try:
        found = Path(local).stat() if local is not None else None
    except OSError:
        found = None
    return f"{found.st_size} {found.st_mtime_ns}" if found else ""


# Names


def _base(ledger: sqlite3.Connection) -> str:
    """Return the folder that holds all local sources; the names of their copies are relative to it."""
    first, last = ledger.execute(_SPAN).fetchone()
    if first is None:
        return ""
    parent = str(PurePath(first).parent)
    return parent if first == last else os.path.commonpath((parent, last))


def _name(source: str, base: str) -> str:
    """Return where the copy of a source lies, in characters that every file system, URL and manifest takes.

    The escape is ``=``, not ``%``: BagIt escapes ``%`` itself, and validators differ in how they read that.
    """
    inner = os.path.relpath(source, base) if base and source.startswith("/") else source.replace("://", "/", 1)
    return "/".join(_safe(part) for part in inner.split("/") if part)


def _safe(part: str) -> str:
    """Return the name of a file or folder with ``=`` and two digits for each byte that could be trouble.

    >>> _safe("Ünder 100%.txt")
    '=C3=9Cnder 100=25.txt'
    """
    name = quote(part, safe=" +,@()", errors="surrogateescape").replace("~", "=7E").replace("%", "=")
    if name[0] in ". " or is_reserved(name):
        name = f"={ord(name[0]):02X}{name[1:]}"
    if name[-1] in ". ":
        name = f"{name[:-1]}={ord(name[-1]):02X}"
    if len(name) > _LONGEST:
        name = f"{name[:_LONGEST]}~{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    return name


def _free_name(bag: sqlite3.Connection, path: str) -> str:
    """Return a path that no other original has, also where capitals do not count; ``~`` is in no other name."""
    free, number = path, 1
    while not inventory.take(bag, free):
        number += 1
        free = f"{path}~{number}"
    return free
