"""Make the folder of a job a BagIt 1.0 bag (RFC 8493).

::

    DEST/
      bagit.txt bag-info.txt manifest-sha256.txt tagmanifest-sha256.txt
      data/
        originals/          the bytes that were read
        2009/03/ … packs/   what was made of them, and the index page
        metadata/premis/    where it all comes from and what was done to it, a file a shard (and without-shard.xml
                            for inputs that were missing from the start)
        metadata/dc/        what the cables are, for catalogues, a file a shard

The records are payload, not tag files: they are kept and checked as long as what they describe. Digests are those that
were made when a file was written; only packs, the index page and what others put into ``data/`` are read again.

Read in this order: `originals`, `holdings`, `premis` and `dublin_core`, then this module, which calls them;
`inventory` keeps account. The library ``bagit`` checks bags in the tests. It does not make them: it writes version
0.97, reads every file again and keeps all of their digests in memory.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from cableconv import __version__
from cableconv.errors import WriteError
from cableconv.ingest import layout
from cableconv.ingest.bag import file_formats, holdings, inventory
from cableconv.ingest.bag.dublin_core import dublin_core_records
from cableconv.ingest.bag.inventory import File
from cableconv.ingest.bag.originals import FOLDER as ORIGINALS
from cableconv.ingest.bag.originals import copy_originals
from cableconv.ingest.bag.premis import Circumstances, premis
from cableconv.ingest.records import Settings
from cableconv.output import replacing
from cableconv.plugins import registry

_RECORDS = "data/metadata"
_MANIFEST = "manifest-sha256.txt"
_TAG_MANIFEST = "tagmanifest-sha256.txt"

#: What of a bag the user may tell (``-M source-organization=…``), in the order of RFC 8493.
LABELS = (
    "Source-Organization",
    "Organization-Address",
    "Contact-Name",
    "Contact-Phone",
    "Contact-Email",
    "External-Description",
    "External-Identifier",
    "Bag-Group-Identifier",
    "Bag-Count",
    "Internal-Sender-Identifier",
    "Internal-Sender-Description",
)

_PIECE = 2**20


def make_bag(dest: Path, ledger: sqlite3.Connection, settings: Settings) -> None:
    """Make the folder of a job a bag, or bring the bag that it is up to date. Can be started again at any time.

    Args:
        dest: The folder of a job that is done, with its index page.
        ledger: The job's, with rows as `sqlite3.Row`.
        settings: What the job was asked for.

    Raises:
        ReadError: An original cannot be read any more, or is not what it was when it was converted.
        WriteError: The bag cannot be written, or an output of the job is not what it was.
        UsageError: The language is no language tag.
    """
    # Until all is in its place, nothing that looks at the folder takes it for a bag that is whole.
    _remove(dest / _TAG_MANIFEST)
    with inventory.opened(layout.work(dest) / "bag.sqlite") as bag:
        copy_originals(ledger, bag, dest)
        inventory.add(bag, _outputs(ledger))
        inventory.add(bag, _packs(ledger, dest))
        _write_records(dest, ledger, bag, settings)
        _check_payload(dest, bag)
        tags = [
            _write_text(dest, "bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
            _write_text(dest, "bag-info.txt", _bag_info(settings, _bagging_time(ledger, settings), bag)),
            _write_manifest(dest, _MANIFEST, inventory.payload(bag)),
        ]
    _write_manifest(dest, _TAG_MANIFEST, iter(sorted(tags, key=lambda tag: tag.path)))


# What is in it


def _outputs(ledger: sqlite3.Connection) -> Iterator[File]:
    for row in ledger.execute("SELECT path, size, sha256 FROM output WHERE pack IS NULL"):
        yield File(f"data/{row['path']}", row["size"], row["sha256"])


def _packs(ledger: sqlite3.Connection, dest: Path) -> Iterator[File]:
    for row in ledger.execute("SELECT DISTINCT pack FROM output WHERE pack IS NOT NULL"):
        yield _digest(dest, f"data/{row['pack']}")


def _write_records(dest: Path, ledger: sqlite3.Connection, bag: sqlite3.Connection, settings: Settings) -> None:
    found = registry()
    circumstances = Circumstances(
        agent=_agent(),
        readers=file_formats.of_specs({name: offer.spec for name, offer in found.readers.items()}),
        writers=file_formats.of_specs({name: offer.spec for name, offer in found.writers.items()}),
        transforms=", ".join(_transform(name, options) for name, options in settings.transforms.items()),
        when=_iso(settings.epoch) if settings.epoch is not None else None,
    )
    for shard in holdings.shards(ledger):
        inputs = list(holdings.accessions(ledger, bag, shard))
        records = {
            "premis": premis(inputs, circumstances),
            "dc": dublin_core_records(inputs, circumstances.writers, settings.metadata),
        }
        for kind, record in records.items():
            if record is not None:
                ET.indent(record, " ")
                text = ET.tostring(record, "unicode")
                path = f"{_RECORDS}/{kind}/{_name(shard)}.xml"
                inventory.add(bag, [_write_text(dest, path, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')])


def _name(shard: int | None) -> str:
    return "without-shard" if shard is None else f"{shard:06}"


def _transform(name: str, options: Mapping[str, str]) -> str:
    return f"{name}({', '.join(f'{key}={value}' for key, value in sorted(options.items()))})"


def _check_payload(dest: Path, bag: sqlite3.Connection) -> None:
    """Compare the payload with what should be there: by size, as the digests were made when it was written.

    Raises:
        WriteError: A file is missing, or is not what was written.
    """
    for path, size in _walk(dest, "data"):
        file = inventory.file(bag, path)
        if file is None and _is_stale(path):
            _remove(dest / path)
            continue
        if file is None:
            file = _digest(dest, path)
            inventory.add(bag, [file])
        if size != file.size:
            raise _changed(dest / path, f"it has {size:,} bytes and had {file.size:,} when it was written")
        inventory.mark_found(bag, path)
    if missing := inventory.missing(bag):
        raise _changed(dest / missing, "it has been written and is missing now")


def _is_stale(path: str) -> bool:
    """Tell whether a file is of an input or a shard that the job has no more, or of a write that was broken off."""
    return path.startswith((f"{ORIGINALS}/", f"{_RECORDS}/")) or "/.cableconv-" in path


def _changed(path: Path, how: str) -> WriteError:
    return WriteError(f"{how}; remove the file and start the job again to have it written anew", where=str(path))


def _walk(dest: Path, folder: str) -> Iterator[tuple[str, int]]:
    """Yield path and size of each file in a folder, in no order."""
    with os.scandir(dest / folder) as found:
        for entry in found:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(dest, path)
            else:
                yield path, entry.stat().st_size


def _digest(dest: Path, path: str) -> File:
    try:
        with (dest / path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            return File(path, file.tell(), digest.hexdigest())
    except OSError as error:
        raise _changed(dest / path, f"it cannot be read: {error.strerror or error}") from error


# What is said of it


def _bag_info(settings: Settings, when: datetime, bag: sqlite3.Connection) -> str:
    """Return the facts of a bag: those that the user gives, then those that are counted."""
    octets, files = inventory.extent(bag)
    given = {label: settings.metadata.get(label.lower(), "") for label in LABELS}
    facts = {
        **given,
        "Bagging-Date": f"{when:%Y-%m-%d}",
        "Bag-Size": _readable(octets),
        "Payload-Oxum": f"{octets}.{files}",
        "Bag-Software-Agent": _agent(),
    }
    # A value is one line: a line break in it would begin another label.
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in facts.items() if value.strip())


def _bagging_time(ledger: sqlite3.Connection, settings: Settings) -> datetime:
    """Return SOURCE_DATE_EPOCH, else when the last shard was done: the same for the same job."""
    if settings.epoch is not None:
        return datetime.fromtimestamp(settings.epoch, UTC)
    last = ledger.execute("SELECT max(published) FROM shard").fetchone()[0]
    return datetime.fromisoformat(last).astimezone(UTC) if last else datetime.now(UTC)


def _iso(epoch: int) -> str:
    return f"{datetime.fromtimestamp(epoch, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _agent() -> str:
    return f"cableconv {__version__}"


def _readable(octets: int) -> str:
    """Return a size for a person.

    >>> _readable(999), _readable(1_234_567)
    ('999 bytes', '1.2 MB')
    """
    if octets < 1000:
        return f"{octets} bytes"
    size, unit = float(octets), 0
    while size >= 1000 and unit < 4:
        size, unit = size / 1000, unit + 1
    return f"{size:.1f} {('', 'kB', 'MB', 'GB', 'TB')[unit]}"


# Files


def _write_manifest(dest: Path, path: str, files: Iterator[File]) -> File:
    return _write(dest, path, (f"{file.sha256}  {_encoded(file.path)}\n".encode() for file in files))


def _encoded(path: str) -> str:
    """Return a path as manifests have it (RFC 8493, 2.1.3): the escape itself, and what would break the line.

    >>> _encoded("data/100%.txt")
    'data/100%25.txt'
    """
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _write_text(dest: Path, path: str, text: str) -> File:
    return _write(dest, path, iter([text.encode()]))


def _write(dest: Path, path: str, pieces: Iterator[bytes]) -> File:
    size, digest = 0, hashlib.sha256()
    target = dest / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"the folder cannot be made: {error.strerror or error}", where=str(target.parent)) from error
    with replacing(target) as out:
        for piece in pieces:
            out.write(piece)
            size += len(piece)
            digest.update(piece)
    return File(path, size, digest.hexdigest())


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()
