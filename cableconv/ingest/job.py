"""A job from its beginning to its end: plan, run, publish, finish. Each can be started again at any time.

All of this holds the job's lock (`cableconv.ingest.ledger.locked`) while it is at work; workers need none.
"""

import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from cableconv import plugins
from cableconv.errors import CableconvError, UsageError, WriteError
from cableconv.formats import Context, Engine, EngineSpec
from cableconv.ingest import fingerprints, layout, ledger, sources
from cableconv.ingest.bag import make_bag
from cableconv.ingest.index_page import write_index_page
from cableconv.ingest.index_page.entries import entries
from cableconv.ingest.packs import write_index
from cableconv.ingest.plan import Planner, assign_shards, give_up_all, remove, write_files
from cableconv.ingest.publish import publish_ready
from cableconv.ingest.records import Limits, Settings, Task
from cableconv.ingest.shard import do_shard
from cableconv.output import extension, remove_parts
from cableconv.plugins import Offer, registry


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the user asks for.

    Attributes:
        settings: What outputs depend on.
        sources: Files, folders, globs, archives and URLs; see `cableconv.ingest.sources.absolute`.
        lists: Files that name further sources; ``-`` is standard input.
    """

    settings: Settings
    sources: tuple[str, ...]
    lists: tuple[str, ...] = ()


class Stopped(CableconvError):
    """The job stopped early because too much has failed; what is published stands, and it can be started again."""


@contextmanager
def opened(dest: Path, *, create: bool) -> Iterator[sqlite3.Connection]:
    """Be at work in the folder of a job; yields its ledger.

    Args:
        dest: The folder.
        create: Make the job if there is none.

    Raises:
        UsageError: There is no job, or the folder holds something else, or another process is at work in it.
        WriteError: The folder cannot be made.
    """
    if not layout.ledger(dest).exists():
        if not create:
            with ledger.opened(dest):  # says that there is none
                return
        _check_new(dest)
    with ledger.locked(dest):
        ledger.create(dest)
        with ledger.opened(dest) as connection:
            yield connection


def _check_new(dest: Path) -> None:
    try:
        # An earlier start that did not get far leaves its work folder.
        others = [path.name for path in dest.iterdir() if path != layout.work(dest)] if dest.exists() else []
    except OSError as error:
        raise WriteError(f"cannot be used as a folder: {error.strerror or error}", where=str(dest)) from error
    if others:
        raise UsageError(
            f"{dest} holds {sorted(others)[0]!r} and no job (no {layout.ledger(dest).name}); "
            "name a folder that is new or empty, for the job alone"
        )


def stored(connection: sqlite3.Connection) -> Wanted:
    """Return what a job was last asked for.

    Raises:
        UsageError: It was asked for nothing yet.
    """
    rows = dict(connection.execute("SELECT key, value FROM job").fetchall())
    if not rows:
        raise UsageError("nothing is planned yet; name sources and formats: cableconv ingest SRC -t FORMAT -o DEST")
    fields = {key: msgspec.json.decode(value) for key, value in rows.items()}
    named, lists = fields.pop("sources"), fields.pop("lists")
    return Wanted(settings=msgspec.convert(fields, Settings), sources=tuple(named), lists=tuple(lists))


# Planning


def plan(
    connection: sqlite3.Connection, dest: Path, wanted: Wanted, *, verify: bool = False, retry: bool = False
) -> None:
    """Bring the ledger up to date with the sources, and share out what is to be done.

    Args:
        connection: The job's ledger.
        dest: Its folder.
        wanted: What is asked for.
        verify: Outputs are read and their hashes compared.
        retry: Inputs that failed are tried again, though nothing has changed.

    Raises:
        UsageError: What is asked for does not go with what the job has been so far.
        WriteError: A file cannot be made.
    """
    if connection.execute("SELECT 1 FROM job").fetchone():
        before = stored(connection)
        _check_compatible(before.settings, wanted.settings, dest)
        # What is done was done for these settings; and a shard that was being published has files in their places.
        publish_done(connection, dest)
    with connection:
        _store(connection, wanted)
        planner = Planner(connection, dest, wanted.settings, verify=verify, retry=retry)
        planner.plan(_found(wanted, dest), lambda name: sources.find(name, wanted.settings, dest))
    write_files(connection, dest, wanted.settings)


def _check_compatible(before: Settings, now: Settings, dest: Path) -> None:
    if missing := [name for name in before.formats if name not in now.formats]:
        named = " ".join(f"-t {name}" for name in before.formats)
        raise UsageError(
            f"{dest} holds {', '.join(missing)}, too, which would be out of date; name all its formats ({named}), "
            "or another folder"
        )
    if before.pack != now.pack or before.bag != now.bag:
        was = f"--pack {before.pack}{' --bag' if before.bag else ''}"
        raise UsageError(f"{dest} was begun with {was}; go on with that, or begin in another folder")


def _store(connection: sqlite3.Connection, wanted: Wanted) -> None:
    """Remember what is asked for; what was planned for something else is given up."""
    settings = msgspec.to_builtins(wanted.settings)
    before = stored(connection) if connection.execute("SELECT 1 FROM job").fetchone() else None
    if before and before.settings != wanted.settings:
        give_up_all(connection, wanted.settings)
    # Sources add up: an input stays in the account when it is not named again.
    named = dict.fromkeys((*(before.sources if before else ()), *wanted.sources))
    lists = dict.fromkeys((*(before.lists if before else ()), *(each for each in wanted.lists if each != "-")))
    values = {**settings, "sources": list(named), "lists": list(lists)}
    connection.executemany(
        "INSERT OR REPLACE INTO job VALUES (?, ?)",
        ((key, msgspec.json.encode(value).decode()) for key, value in values.items()),
    )


def _found(wanted: Wanted, dest: Path) -> Iterator[sources.Found]:
    for source in wanted.sources:
        yield from sources.find(source, wanted.settings, dest)
    for name in wanted.lists:
        for source in sources.listed(name):
            yield from sources.find(source, wanted.settings, dest)


# Running


def run(
    connection: sqlite3.Connection,
    dest: Path,
    engine: Offer[EngineSpec],
    ctx: Context,
    limits: Limits,
    *,
    max_errors: int = 0,
) -> None:
    """Do and publish all shards that are planned, and finish the job.

    Args:
        connection: The job's ledger.
        dest: Its folder.
        engine: Gets the shards done.
        ctx: What the engine is told.
        limits: What one cable may cost.
        max_errors: How many inputs may fail before the job stops; 0 for any number.

    Raises:
        Stopped: Too many inputs have failed.
        WriteError: A file cannot be made, for instance because the disk is full.
        PluginError: The engine or a worker cannot be started.
    """
    made: Engine = plugins.instance(engine)
    token = run_token()
    failed = 0

    def tasks(shards: Iterable[int]) -> Iterator[Task]:
        for shard in shards:
            left = max(1, max_errors - failed) if max_errors else 0
            yield Task(dest=str(dest.absolute()), shard=shard, run=token, limits=limits, stop_after=left)

    while planned := [row["id"] for row in connection.execute("SELECT id FROM shard WHERE status = 'planned'")]:
        write_files(connection, dest, stored(connection).settings)
        results = made.run(do_shard, tasks(planned), ctx)
        try:
            for done in results:
                if done.stopped:
                    raise Stopped(f"stopped at {done.stopped}")
                for shard in publish_done(connection, dest):
                    failed += _failures(connection, shard)
                if max_errors and failed >= max_errors:
                    raise Stopped(f"stopped, as {failed:,} inputs have failed")
        finally:
            results.close()
        with connection:
            # Duplicates whose first is no more.
            assign_shards(connection, stored(connection).settings.shard_size)
    finish(connection, dest)


def run_token() -> str:
    """Return a name for one run of a job."""
    return secrets.token_hex(4)


def publish_done(connection: sqlite3.Connection, dest: Path) -> list[int]:
    """Publish the shards that are done, in order up to the first that is not, and return their numbers.

    Raises:
        WriteError: A file cannot be put into its place.
    """
    settings = stored(connection).settings
    return list(publish_ready(connection, dest, settings, fingerprints.of_attempt(settings)))


def merge(connection: sqlite3.Connection, dest: Path) -> int:
    """Publish what separate runs of shards have done, and finish the job if that was all; return how many shards.

    Raises:
        WriteError: A file cannot be made.
    """
    published = len(publish_done(connection, dest))
    with connection:
        assign_shards(connection, stored(connection).settings.shard_size)
    if connection.execute("SELECT 1 FROM shard WHERE status = 'planned'").fetchone():
        write_files(connection, dest, stored(connection).settings)
    else:
        finish(connection, dest)
    return published


def _failures(connection: sqlite3.Connection, shard: int) -> int:
    row = connection.execute("SELECT count(*) FROM input WHERE shard = ? AND status = 'failed'", (shard,)).fetchone()
    return int(row[0])


def finish(connection: sqlite3.Connection, dest: Path) -> None:
    """Write what tells of the whole: the index of the packs, the index page, the bag. Remove the work in progress.

    Raises:
        WriteError: A file cannot be made.
        ReadError: An original cannot be copied into the bag.
    """
    settings = stored(connection).settings
    root = layout.outputs(dest, bag=settings.bag)
    root.mkdir(exist_ok=True)
    _remove_parts(dest, root)
    if settings.pack == "zip":
        rows = connection.execute("SELECT output.*, cable_id FROM output JOIN cable ON cable.id = cable ORDER BY path")
        write_index(layout.pack_index(dest, bag=settings.bag), rows)
    writers = registry().writers
    extensions = {name: extension(writers[name].spec) for name in settings.formats}
    write_index_page(root, entries(connection), extensions, settings.metadata)
    if settings.bag:
        make_bag(dest, connection, settings)
    for folder in (layout.shards(dest), layout.doing(dest), layout.all_done(dest)):
        remove(folder)


def _remove_parts(dest: Path, root: Path) -> None:
    """Remove what a process that was killed has left half written."""
    for folder in (dest, layout.work(dest), layout.quarantine(dest), root, root / "packs", root / "index"):
        remove_parts(folder)
