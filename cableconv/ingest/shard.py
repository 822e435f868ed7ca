"""Do one shard: the unit of work that an engine sends to wherever it is done.

A shard is done in a folder of its own, under a name that no other attempt has, and the folder is renamed when it is
whole. So a shard may be begun any number of times, at once too: what is half done is never taken for done. Nothing
here opens the ledger.
"""

import hashlib
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from cableconv.errors import CableconvError, UsageError, WriteError
from cableconv.ingest import layout
from cableconv.ingest.lost import lost_over
from cableconv.ingest.opening import Opener, pieces
from cableconv.ingest.records import Done, Doom, Entry, Limits, Outcome, Settings, Task, has_failed
from cableconv.ingest.supervise import Supervisor
from cableconv.ingest.worker import Order


def do_shard(task: Task) -> Done:
    """Do a shard, unless it is done.

    Raises:
        UsageError: There is no job in the folder.
        WriteError: The folder of the job refuses a file, for instance because its disk is full.
        PluginError: No worker can be started.
    """
    dest = Path(task.dest)
    settings = read_settings(dest)
    entries = read_entries(dest, task.shard)
    if entries is None or layout.done(dest, task.shard).exists():
        return Done(shard=task.shard)
    supervisor = _supervisor(settings, task.limits)
    # Before this attempt is one of them.
    suspected = lost_over(task, entries)
    with (
        closing(Opener()) as opener,
        _attempt(task) as folder,
        layout.result_file(folder).open("wb") as results,
        closing(supervisor.convert(_orders(entries, folder, suspected))) as outcomes,
    ):
        failures = 0
        for entry, outcome in zip(entries, outcomes, strict=True):
            if outcome.failure:
                outcome = _with_copy(outcome, entry, folder, opener, settings.max_size)
            results.write(msgspec.json.encode(outcome) + b"\n")
            # Each is seen by those who watch the job.
            results.flush()
            failures += has_failed(outcome)
            if task.stop_after and failures >= task.stop_after:
                return Done(shard=task.shard, stopped=f"{entry.location}: {_reason(outcome)}")
        results.close()
        _finish(folder, layout.done(dest, task.shard))
    return Done(shard=task.shard)


def _orders(entries: Iterable[Entry], folder: Path, suspected: Mapping[int, tuple[Doom, ...]]) -> Iterator[Order]:
    for entry in entries:
        dooms = suspected.get(entry.id, ())
        yield Order(entry=entry, folder=str(folder), dooms=dooms, is_watched=entry.id in suspected)


def read_entries(dest: Path, shard: int) -> list[Entry] | None:
    """Return the inputs of a shard that is planned; nothing when it was published, or given up, in the meantime.

    A machine that was still at it, for a run of the job that was killed, may have done it.
    """
    path = layout.shard_file(dest, shard)
    try:
        return msgspec.json.decode(b"[%s]" % b",".join(path.read_bytes().splitlines()), type=list[Entry])
    except FileNotFoundError:
        return None


def read_settings(dest: Path) -> Settings:
    """Return what is asked for, from the copy that is made for workers.

    Raises:
        UsageError: There is no job in the folder.
    """
    try:
        return msgspec.json.decode(layout.job_file(dest).read_bytes(), type=Settings)
    except FileNotFoundError as error:
        raise UsageError(f"there is no job in {dest}; begin one with: cableconv ingest plan") from error


_of_thread = threading.local()


def _supervisor(settings: Settings, limits: Limits) -> Supervisor:
    """Return the supervisor of this thread: its worker lives from shard to shard."""
    key = msgspec.json.encode([settings, limits])
    if getattr(_of_thread, "key", None) != key:
        _of_thread.supervisor, _of_thread.key = Supervisor(settings, limits), key
    supervisor: Supervisor = _of_thread.supervisor
    return supervisor


@contextmanager
def _attempt(task: Task) -> Iterator[Path]:
    """Make the folder of an attempt, and remove it if it was not renamed."""
    folder = layout.attempt(Path(task.dest), task.shard, task.run, secrets.token_hex(4))
    try:
        folder.mkdir(parents=True)
        yield folder
    except OSError as error:
        raise WriteError(
            f"the job cannot go on: {error.strerror or error}; mend that and start again",
            where=str(error.filename or folder),
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _finish(folder: Path, done: Path) -> None:
    done.parent.mkdir(exist_ok=True)
    try:
        folder.rename(done)
    except OSError:
        # Another attempt was quicker: it has the same outputs. If they are gone by now, they were published.
        if not done.is_dir():
            folder.rename(done)


def _reason(outcome: Outcome) -> str:
    failures = [outcome.failure, *(cable.failure for cable in outcome.cables)]
    return next(failure.message for failure in failures if failure)


def _with_copy(outcome: Outcome, entry: Entry, folder: Path, opener: Opener, limit: int) -> Outcome:
    """Keep a copy of the bytes of an input that failed, if there are any, and not more than an input may have."""
    staged = folder / f"{entry.id}.failed"
    size, digest = 0, hashlib.sha256()
    try:
        with staged.open("wb") as out:
            for piece in pieces(opener, entry.access):
                size += len(piece)
                digest.update(piece)
                if size <= limit:
                    out.write(piece)
    except CableconvError:  # which is why it failed
        staged.unlink()
        return outcome
    failure = outcome.failure
    if not 0 < size <= limit:
        staged.unlink()
    elif failure:
        failure = msgspec.structs.replace(failure, quarantined=staged.name)
    return msgspec.structs.replace(outcome, failure=failure, size=size, sha256=digest.hexdigest())
