"""What a job has read and made, shard by shard, as the records of the bag tell it."""

import sqlite3
from collections.abc import Iterator

import msgspec

from cableconv.ingest.bag import inventory
from cableconv.ingest.bag.inventory import File, Original
from cableconv.ingest.records import Access

#: An input that was missing when the job was planned has no shard, and no time of its own.
_INPUTS = """
SELECT
  input.id, location, access, size, sha256, input.status, reason, message, reader,
  coalesce(published, (SELECT max(published) FROM shard), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) AS published
FROM input LEFT JOIN shard ON shard.id = input.shard
WHERE input.shard IS ? AND input.status <> 'pending' ORDER BY input.id
"""

_CABLES = """
SELECT
  cable.id, place, coalesce(cable_id, published_id, name) AS shown_id, published_id, transmitted, origin,
  classification, subject, tags, status, reason, message
FROM cable WHERE input = ? ORDER BY place
"""

_OUTPUTS = "SELECT format, path, pack, size, sha256, agent, validated FROM output WHERE cable = ? ORDER BY format"


class Derivative(msgspec.Struct, frozen=True, kw_only=True):
    """One output of a cable.

    Attributes:
        format: The writer's name.
        path: In the bag, or in the pack.
        pack: The zip file that holds it, if one does.
        size: In bytes.
        sha256: Of the output.
        agent: Distribution and version of the writer.
        validated: It has stood the checks of its format.
    """

    format: str
    path: str
    pack: File | None
    size: int
    sha256: str
    agent: str
    validated: bool


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One cable of an input; texts are ``""`` where nothing is known.

    Attributes:
        place: Among the cables of its input, counted from 1.
        id: Its canonical id, else the one under which it was published, else the name of its files.
        published_id: The id under which it was published.
        transmitted: ISO 8601, UTC.
        origin: Who sent it.
        classification: Level and caveats.
        subject: Its subject.
        tags: TAGS terms.
        status: As in the ledger.
        reason: Why it is not written.
        derivatives: Its outputs.
    """

    place: int
    id: str
    published_id: str
    transmitted: str
    origin: str
    classification: str
    subject: str
    tags: tuple[str, ...]
    status: str
    reason: str
    derivatives: tuple[Derivative, ...]


class Accession(msgspec.Struct, frozen=True, kw_only=True):
    """One input and what became of it.

    Attributes:
        id: Its row in the ledger.
        location: Where it was read.
        access: How.
        size: In bytes, when it could be read.
        sha256: Of its bytes, likewise.
        status: As in the ledger.
        reason: Why it is not converted; ``""`` when it is.
        reader: Name of the reader that took it; ``""`` for none.
        when: When its shard was done, ISO 8601, UTC.
        original: The file in the bag that it is, or lies in; absent when that could not be read.
        cables: Those that were read.
    """

    id: int
    location: str
    access: Access
    size: int | None
    sha256: str | None
    status: str
    reason: str
    reader: str
    when: str
    original: Original | None
    cables: tuple[Held, ...]


def is_part(access: Access) -> bool:
    """Tell whether an input lies in a file that holds more."""
    return access.member is not None or access.offset is not None


def shards(ledger: sqlite3.Connection) -> Iterator[int | None]:
    """Yield the numbers of the shards that are done; then nothing, for the inputs that came into none."""
    for row in ledger.execute("SELECT id FROM shard WHERE status = 'published' ORDER BY id"):
        yield row[0]
    yield None


def accessions(ledger: sqlite3.Connection, bag: sqlite3.Connection, shard: int | None) -> Iterator[Accession]:
    """Yield the inputs of a shard in the order of the plan.

    Args:
        ledger: The job's, with rows as `sqlite3.Row`.
        bag: The inventory of the bag, with originals and packs in it.
        shard: Its number; absent for the inputs that came into none.
    """
    for row in ledger.execute(_INPUTS, (shard,)):
        access = msgspec.json.decode(row["access"], type=Access)
        yield Accession(
            id=row["id"],
            location=row["location"],
            access=access,
            size=row["size"],
            sha256=row["sha256"],
            status=row["status"],
            reason=_reason(row),
            reader=row["reader"] or "",
            when=row["published"],
            original=inventory.original(bag, access.path),
            cables=tuple(_cables(ledger, bag, row["id"])),
        )


def _cables(ledger: sqlite3.Connection, bag: sqlite3.Connection, id_: int) -> Iterator[Held]:
    for row in ledger.execute(_CABLES, (id_,)):
        yield Held(
            place=row["place"],
            id=row["shown_id"] or "",
            published_id=row["published_id"] or "",
            transmitted=row["transmitted"] or "",
            origin=row["origin"] or "",
            classification=row["classification"] or "",
            subject=row["subject"] or "",
            tags=tuple(row["tags"].split("; ")) if row["tags"] else (),
            status=row["status"],
            reason=_reason(row),
            derivatives=tuple(_derivatives(ledger, bag, row["id"])),
        )


def _derivatives(ledger: sqlite3.Connection, bag: sqlite3.Connection, cable: int) -> Iterator[Derivative]:
    for row in ledger.execute(_OUTPUTS, (cable,)):
        pack = inventory.file(bag, f"data/{row['pack']}") if row["pack"] else None
        yield Derivative(
            format=row["format"],
            path=row["path"] if pack else f"data/{row['path']}",
            pack=pack,
            size=row["size"],
            sha256=row["sha256"],
            agent=row["agent"],
            validated=bool(row["validated"]),
        )


def _reason(row: sqlite3.Row) -> str:
    return ": ".join(filter(None, (row["reason"], row["message"])))
