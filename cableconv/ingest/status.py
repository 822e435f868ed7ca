"""How a job stands: what the ledger says, and what is in work; safe to ask while the job runs."""

import sqlite3
from pathlib import Path

import msgspec

from cableconv.ingest import layout
from cableconv.ingest.freshness import Freshness
from cableconv.ingest.job import stored


class Count(msgspec.Struct, frozen=True):
    """How many of something there are."""

    name: str
    count: int


class FormatCount(msgspec.Struct, frozen=True):
    """Outputs of a format: how many, and their bytes."""

    name: str
    count: int
    bytes: int


class Failed(msgspec.Struct, frozen=True):
    """An input, or a cable of it, that failed."""

    location: str
    place: int | None
    reason: str
    message: str
    quarantine: str | None


class Loss(msgspec.Struct, frozen=True):
    """What is said of an input that was converted before and cannot be any more."""

    location: str
    code: str
    message: str


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How a job stands.

    Attributes:
        inputs: How many there are. They are the sum of the five below.
        converted: All of them is written.
        failed: Some of them could not be read or written.
        duplicates: Nothing in them is new.
        left_out: Transforms left all of them out.
        pending: Still to be done.
        in_work: How many of the pending ones are done, and not yet published.
        adds_up: The sum is right.
        reasons: Inputs by ``status: reason``.
        cables: Cables by status.
        collisions: Cables whose name another one had first.
        formats: Outputs by format.
        shards: Shards by status; ``done`` are those that wait to be published.
        seconds: Time that workers took.
        damaged: Outputs that are missing or not what was written, if that was checked.
    """

    inputs: int
    converted: int
    failed: int
    duplicates: int
    left_out: int
    pending: int
    in_work: int
    adds_up: bool
    reasons: tuple[Count, ...]
    cables: tuple[Count, ...]
    collisions: int
    formats: tuple[FormatCount, ...]
    shards: tuple[Count, ...]
    seconds: float
    damaged: tuple[str, ...]


def status(connection: sqlite3.Connection, dest: Path, *, verify: bool = False) -> Status:
    """Return how a job stands.

    Args:
        connection: The ledger; it may be open for reading only.
        dest: The folder of the job.
        verify: Read all outputs and compare their hashes.
    """
    totals = dict(connection.execute("SELECT * FROM totals").fetchone())
    parts = sum(count for name, count in totals.items() if name != "inputs")
    planned = [row["id"] for row in connection.execute("SELECT id FROM shard WHERE status = 'planned'")]
    waiting = sum(layout.done(dest, shard).exists() for shard in planned)
    published = connection.execute("SELECT count(*), coalesce(sum(seconds), 0) FROM shard WHERE status = 'published'")
    done, seconds = published.fetchone()
    return Status(
        **totals,
        in_work=Watch(dest).poll().done,
        adds_up=parts == totals["inputs"],
        reasons=_counts(connection, "SELECT status || ': ' || reason, inputs FROM reasons ORDER BY status, reason"),
        cables=_counts(connection, "SELECT status, count(*) FROM cable GROUP BY status ORDER BY status"),
        collisions=connection.execute("SELECT count(*) FROM collisions").fetchone()[0],
        formats=tuple(FormatCount(*row) for row in connection.execute("SELECT * FROM formats ORDER BY format")),
        shards=(Count("planned", len(planned) - waiting), Count("done", waiting), Count("published", done)),
        seconds=round(seconds, 3),
        damaged=_damaged(connection, dest) if verify else (),
    )


def failures(connection: sqlite3.Connection, limit: int) -> list[Failed]:
    """Return the first failures, in the order of the plan."""
    rows = connection.execute("SELECT location, place, reason, message, quarantine FROM failures LIMIT ?", (limit,))
    return [Failed(*row) for row in rows]


def losses(connection: sqlite3.Connection, limit: int) -> list[Loss]:
    """Return the first inputs that were converted before and cannot be any more, in the order of the plan."""
    query = (
        "SELECT location, code, diagnostic.message FROM diagnostic JOIN input ON input.id = diagnostic.input"
        " WHERE code IN ('output-removed', 'input-unreadable') ORDER BY input.id LIMIT ?"
    )
    return [Loss(*row) for row in connection.execute(query, (limit,))]


def _counts(connection: sqlite3.Connection, query: str) -> tuple[Count, ...]:
    return tuple(Count(*row) for row in connection.execute(query))


def _damaged(connection: sqlite3.Connection, dest: Path) -> tuple[str, ...]:
    freshness = Freshness(connection, dest, stored(connection).settings, verify=True)
    rows = connection.execute("SELECT * FROM output ORDER BY path")
    return tuple(row["path"] for row in rows if not freshness.is_sound(row))


class InWork(msgspec.Struct, frozen=True):
    """Inputs that are done and not yet published, and how many of them failed."""

    done: int
    failed: int


class Watch:
    """Counts what workers have done, by the files that they leave; so it works with any engine."""

    def __init__(self, dest: Path) -> None:
        """Begin.

        Args:
            dest: The folder of the job.
        """
        self._folders = (layout.doing(dest), layout.all_done(dest))
        self._read: dict[Path, tuple[int, int, int]] = {}

    def poll(self) -> InWork:
        """Count again; only what is new is read."""
        found = {}
        for folder in self._folders:
            for path in folder.glob("*/result.jsonl"):
                found[path] = self._count(path)
        self._read = found
        # A shard may have been begun before, by a process that was killed: the attempt that is furthest counts.
        furthest: dict[str, tuple[int, int]] = {}
        for path, (_, done, failed) in found.items():
            shard = path.parent.name.partition(".")[0]
            furthest[shard] = max(furthest.get(shard, (0, 0)), (done, failed))
        return InWork(sum(done for done, _ in furthest.values()), sum(failed for _, failed in furthest.values()))

    def _count(self, path: Path) -> tuple[int, int, int]:
        """Return how many bytes of a file are read, and how many inputs and failures they tell of."""
        offset, done, failed = self._read.get(path, (0, 0, 0))
        try:
            with path.open("rb") as stream:
                stream.seek(offset)
                for line in stream:
                    if not line.endswith(b"\n"):
                        break
                    offset += len(line)
                    done += 1
                    # The key of a failure; in a text, its quotation marks would be escaped.
                    failed += b'"failure":' in line
        except OSError:  # it was published
            return 0, 0, 0
        return offset, done, failed
