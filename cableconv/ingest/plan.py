"""Plan a job: bring the ledger up to date with what the sources hold, and share out among shards what is to be done.

An input is to be done when it is new, when its bytes have changed, or when an output of it is missing, damaged or out
of date (`cableconv.ingest.fingerprints`); of the last, only the formats concerned. Size and stamp tell at once that
nothing has changed; where they differ, the bytes decide.

The plan is one transaction. Files for workers are made from the ledger afterwards, and again whenever they are missing.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from cableconv.diagnostics import diagnose
from cableconv.errors import CableconvError
from cableconv.ingest import layout, quarantine
from cableconv.ingest.freshness import Freshness
from cableconv.ingest.opening import Opener, digest_of
from cableconv.ingest.records import Access, Entry, Remark, Settings, remark_of
from cableconv.ingest.sources import EMPTY, Found
from cableconv.output import replacing

#: What is said of an input that was converted before and cannot be read now.
_UNREADABLE = "input-unreadable"


class Planner:
    """Looks at inputs one after the other, in one transaction."""

    def __init__(
        self, connection: sqlite3.Connection, dest: Path, settings: Settings, *, verify: bool, retry: bool
    ) -> None:
        """Begin.

        Args:
            connection: The ledger, in a transaction.
            dest: The folder of the job.
            settings: What is asked for.
            verify: See `Freshness`.
            retry: Inputs that failed are tried again, though nothing has changed.
        """
        self._ledger = connection
        self._dest = dest
        self._settings = settings
        self._freshness = Freshness(connection, dest, settings, verify=verify)
        self._retry = retry
        self._opener = Opener()
        self._all_formats = _json(settings.formats)

    def plan(self, found: Iterable[Found], find_again: Callable[[str], Iterable[Found]]) -> None:
        """Bring all inputs up to date, and give each that is to be done its shard.

        Args:
            found: What the sources hold.
            find_again: Finds a file by its path or URL.
        """
        self._ledger.execute("CREATE TEMP TABLE IF NOT EXISTS seen (location TEXT PRIMARY KEY) WITHOUT ROWID")
        self._ledger.execute("DELETE FROM seen")
        for each in found:
            self._ledger.execute("INSERT OR IGNORE INTO seen VALUES (?)", (each.location,))
            self._look_at(each)
        # Those that a list on standard input named, or a source that is not named this time.
        unseen = "SELECT * FROM input WHERE location NOT IN (SELECT location FROM seen) ORDER BY id"
        for row in self._ledger.execute(unseen).fetchall():
            is_file = row["location"] == msgspec.json.decode(row["access"], type=Access).path
            again = next(iter(find_again(row["location"])), None) if is_file else None
            if again and again.location == row["location"]:
                self._look_at(again)
            elif again and row["reason"] == "missing":
                self._forget(row)
            else:
                self._look_again(row)
        self._opener.close()
        assign_shards(self._ledger, self._settings.shard_size)

    def _look_at(self, found: Found) -> None:
        """Bring the row of an input up to date."""
        row = self._ledger.execute("SELECT * FROM input WHERE location = ?", (found.location,)).fetchone()
        if row is None:
            self._add(found)
        elif row["status"] == "pending":
            if row["access"] != _json(found.access):
                # What its shard would read there is something else by now.
                _give_up(self._ledger, row["shard"])
                self._update(row["id"], found)
        elif found.problem == EMPTY and row["size"] != 0:
            # It had bytes before, and what was made of them goes.
            self._update(row["id"], found)
            pend(self._ledger, row["id"], self._all_formats)
        elif found.problem[0]:
            if row["status"] == "failed":
                self._fail(row["id"], found)
            elif found.problem[0] != "missing":
                self._keep(row["id"], found.problem[1])
            # Else it is gone, and what was made of it stands.
        else:
            self._compare(row, found)

    def _compare(self, row: sqlite3.Row, found: Found) -> None:
        """Let an input be done again if its bytes are not those that were looked at."""
        self._ledger.execute("DELETE FROM diagnostic WHERE input = ? AND code = ?", (row["id"], _UNREADABLE))
        try:
            is_same = self._is_same(row, found)
        except CableconvError as error:
            if row["status"] != "failed":
                self._keep(row["id"], error.message)
                return
            is_same = False  # the worker says why
        if is_same:
            self._look_again(row)
        else:
            self._update(row["id"], found)
            pend(self._ledger, row["id"], self._all_formats)

    def _keep(self, identity: int, problem: str) -> None:
        """Let what was made of an input stand, as if it were gone, and say why."""
        self._ledger.execute("DELETE FROM diagnostic WHERE input = ? AND code = ?", (identity, _UNREADABLE))
        said = diagnose(_UNREADABLE, message=f"It {problem}; what was made of it before stays.")
        remark(self._ledger, identity, None, [remark_of(said)])

    def _look_again(self, row: sqlite3.Row) -> None:
        """Look at what was made of an input that has not changed."""
        if row["status"] == "failed":
            if row["fingerprint"] is not None and (self._retry or row["fingerprint"] != self._freshness.attempt):
                pend(self._ledger, row["id"], self._all_formats)
        elif row["status"] != "pending" and (formats := self._freshness.stale_formats(row)):
            pend(self._ledger, row["id"], _json(formats))

    def _add(self, found: Found) -> None:
        added = self._ledger.execute(
            "INSERT INTO input (location, name, access, size, stamp, status, formats)"
            " VALUES (?, ?, ?, ?, ?, 'pending', ?)",
            (found.location, found.name, _json(found.access), found.size, found.stamp, self._all_formats),
        )
        if found.problem[0]:
            self._fail(added.lastrowid or 0, found)

    def _update(self, identity: int, found: Found) -> None:
        self._ledger.execute(
            "UPDATE input SET access = ?, size = ?, stamp = ? WHERE id = ?",
            (_json(found.access), found.size, found.stamp, identity),
        )

    def _fail(self, identity: int, found: Found) -> None:
        """Account for an input that no worker needs to be asked about."""
        reason, message = found.problem
        path = quarantine.reason_path(found.location)
        facts = {"location": found.location, "reason": reason, "message": message, "size": found.size}
        quarantine.keep(self._dest, path, facts)
        self._update(identity, found)
        self._ledger.execute(
            "UPDATE input SET status = 'failed', reason = ?, message = ?, quarantine = ?,"
            " formats = NULL, shard = NULL, sha256 = NULL, fingerprint = NULL WHERE id = ?",
            (reason, message, path, identity),
        )

    def _forget(self, row: sqlite3.Row) -> None:
        """Take out of the account a source that was missing, and is there: what is in it has rows of its own."""
        quarantine.drop(self._dest, row["quarantine"])
        self._ledger.execute("DELETE FROM input WHERE id = ?", (row["id"],))

    def _is_same(self, row: sqlite3.Row, found: Found) -> bool:
        """Tell whether the bytes of an input are those that were looked at; if so, remember how it looks now.

        Raises:
            CableconvError: They cannot be read.
        """
        line = msgspec.json.decode(row["access"], type=Access).line
        if row["sha256"] is None or line != found.access.line:
            return False
        if not (found.stamp and (row["size"], row["stamp"]) == (found.size, found.stamp)):
            _, sha256 = digest_of(self._opener, found.access)
            if sha256 != row["sha256"]:
                return False
        self._update(row["id"], found)
        return True


def pend(connection: sqlite3.Connection, identity: int, formats: str) -> None:
    """Let an input be done again.

    Args:
        connection: The ledger, in a transaction.
        identity: The input's row.
        formats: What is to be written, as a JSON list.
    """
    connection.execute(
        "UPDATE input SET status = 'pending', reason = NULL, message = NULL, shard = NULL, formats = ? WHERE id = ?",
        (formats, identity),
    )


def remark(connection: sqlite3.Connection, row: int, cable: int | None, remarks: Iterable[Remark]) -> None:
    """Note what there is to say of an input.

    Args:
        connection: The ledger, in a transaction.
        row: The input's row.
        cable: The row of the cable that it is said of, if it is of one.
        remarks: What is said.
    """
    connection.executemany(
        'INSERT INTO diagnostic (input, cable, severity, code, message, line, "column") VALUES (?, ?, ?, ?, ?, ?, ?)',
        (
            (row, cable, each.severity, each.code, each.message, each.line or None, each.column or None)
            for each in remarks
        ),
    )


def give_up_all(connection: sqlite3.Connection, settings: Settings) -> None:
    """Give up what is planned and not published: something else is asked for by now."""
    for (shard,) in connection.execute("SELECT id FROM shard WHERE status = 'planned'").fetchall():
        _give_up(connection, shard)
    connection.execute("UPDATE input SET formats = ? WHERE status = 'pending'", (_json(settings.formats),))


def _give_up(connection: sqlite3.Connection, shard: int | None) -> None:
    """Let the inputs of a shard be shared out anew."""
    connection.execute("UPDATE input SET shard = NULL WHERE shard = ?", (shard,))
    connection.execute("DELETE FROM shard WHERE id = ?", (shard,))


def assign_shards(connection: sqlite3.Connection, size: int) -> None:
    """Give each input that is to be done and has no shard a new one, in the order of the plan."""
    waiting = connection.execute(
        "SELECT id FROM input WHERE status = 'pending' AND shard IS NULL ORDER BY id"
    ).fetchall()
    for start in range(0, len(waiting), size):
        batch = waiting[start : start + size]
        shard = connection.execute("INSERT INTO shard (status, inputs) VALUES ('planned', ?)", (len(batch),)).lastrowid
        connection.executemany("UPDATE input SET shard = ? WHERE id = ?", ((shard, row["id"]) for row in batch))


def write_files(connection: sqlite3.Connection, dest: Path, settings: Settings) -> None:
    """Make the files that workers need where they are missing, and remove those of shards that were given up.

    Raises:
        WriteError: A file cannot be made.
    """
    with replacing(layout.job_file(dest)) as out:
        out.write(msgspec.json.encode(settings))
    planned = {row["id"] for row in connection.execute("SELECT id FROM shard WHERE status = 'planned'")}
    for shard in sorted(planned):
        path = layout.shard_file(dest, shard)
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            rows = connection.execute("SELECT * FROM input WHERE shard = ? ORDER BY id", (shard,))
            with replacing(path) as out:
                out.writelines(msgspec.json.encode(_entry(row)) + b"\n" for row in rows)
    _remove_all_but(planned, dest)


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        id=row["id"],
        location=row["location"],
        name=row["name"],
        access=msgspec.json.decode(row["access"], type=Access),
        formats=msgspec.json.decode(row["formats"], type=tuple[str, ...]),
    )


def _remove_all_but(planned: set[int], dest: Path) -> None:
    for folder in (layout.shards(dest), layout.doing(dest), layout.all_done(dest)):
        for path in folder.iterdir() if folder.exists() else ():
            number = path.name.partition(".")[0]
            if not (number.isdigit() and int(number) in planned):
                remove(path)


def remove(path: Path) -> None:
    """Remove a file or folder of work in progress, if it is there."""
    if path.is_dir():
        # Another attempt at the shard may still be writing into it.
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
