"""Publish shards that are done: their outputs into the tree, their outcomes into the ledger.

One process does this, shard by shard in the order of the plan: so duplicates and names are decided by that order, and
never by which worker was quick. It may be killed at any point; the same shard is then published again, with the same
decisions, for the ledger is as before:

1. in one transaction of the ledger, everything is decided;
2. files are moved to their places (one that is there and no longer in the shard's folder was moved before), and old
   ones that they stand in for are removed;
3. all of it is brought to the disk (``sync``: one call a shard costs little, a call a file costs a lot);
4. the transaction is committed, which waits for the disk, too;
5. the shard's folder is removed.

So the ledger never tells of a file that a power cut could still take away.
"""

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from cableconv.diagnostics import diagnose
from cableconv.errors import WriteError
from cableconv.ingest import layout, quarantine
from cableconv.ingest.freshness import file_sha256
from cableconv.ingest.naming import choose_name
from cableconv.ingest.packs import keep_members, write_pack
from cableconv.ingest.plan import pend, remark, remove
from cableconv.ingest.records import CableOutcome, Failure, Outcome, Output, Settings, remark_of
from cableconv.plugins import registry

#: What a file system says of a name that it does not take. Everything else that it says is no single cable's fault.
_ABOUT_NAMES = (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL)


def publish_ready(connection: sqlite3.Connection, dest: Path, settings: Settings, attempt: str) -> Iterator[int]:
    """Publish shards that are done, up to the first that is not; yield the number of each.

    Args:
        connection: The ledger.
        dest: The folder of the job.
        settings: What was asked for when they were planned.
        attempt: See `cableconv.ingest.fingerprints.of_attempt`.

    Raises:
        WriteError: A file cannot be put into its place.
    """
    planned = connection.execute("SELECT id FROM shard WHERE status = 'planned' ORDER BY id").fetchall()
    for (shard,) in planned:
        folder = layout.done(dest, shard)
        if not folder.exists():
            return
        try:
            with connection:
                _Publication(connection, dest, settings, shard, attempt).publish()
        except OSError as error:
            raise WriteError(
                f"the job cannot go on: {error.strerror or error}; mend that and start again",
                where=str(error.filename or dest),
            ) from error
        remove(folder)
        remove(layout.shard_file(dest, shard))
        yield shard


class _Publication:
    """One shard on its way into the ledger and the tree."""

    def __init__(
        self, connection: sqlite3.Connection, dest: Path, settings: Settings, shard: int, attempt: str
    ) -> None:
        self._ledger = connection
        self._dest = dest
        self._settings = settings
        self._shard = shard
        self._attempt = attempt
        self._folder = layout.done(dest, shard)
        self._root = layout.outputs(dest, bag=settings.bag)
        self._old: set[tuple[str | None, str]] = set()
        # In small letters: where the file system takes them for capitals, names of both kinds are one.
        self._freed: set[str] = set()
        self._new: dict[str, Output] = {}
        self._made: set[Path] = set()
        self._old_reasons: set[str] = set()
        self._new_reasons: dict[str, tuple[dict[str, object], str]] = {}

    def publish(self) -> None:
        """Decide, move, sync; the caller commits."""
        seconds = 0.0
        with layout.result_file(self._folder).open("rb") as lines:
            for line in lines:
                outcome = msgspec.json.decode(line, type=Outcome)
                self._take(outcome)
                seconds += outcome.seconds
        self._redo_orphans()
        self._store()
        self._ledger.execute(
            "UPDATE shard SET status = 'published', seconds = ?, published = ? WHERE id = ?",
            (round(seconds, 3), datetime.now(UTC).isoformat(timespec="seconds"), self._shard),
        )
        if hasattr(os, "sync"):  # Windows has none
            os.sync()

    # Deciding

    def _take(self, outcome: Outcome) -> None:
        row = self._ledger.execute("SELECT * FROM input WHERE id = ?", (outcome.id,)).fetchone()
        cables = self._ledger.execute("SELECT * FROM cable WHERE input = ?", (outcome.id,)).fetchall()
        self._old_reasons.update(each["quarantine"] for each in (row, *cables) if each["quarantine"])
        outputs = self._outputs(outcome.id)
        self._old |= outputs
        self._freed.update(path.lower() for _, path in outputs)
        self._ledger.execute("DELETE FROM diagnostic WHERE input = ?", (outcome.id,))
        remark(self._ledger, outcome.id, None, outcome.remarks)
        old = {cable["place"]: cable for cable in cables}
        statuses = [self._take_cable(row, cable, old.pop(cable.place, None)) for cable in outcome.cables]
        for gone in old.values():
            self._ledger.execute("DELETE FROM cable WHERE id = ?", (gone["id"],))
        is_failed = self._conclude(row, outcome, statuses)
        if is_failed and (lost := sorted(path for _, path in outputs - self._outputs(outcome.id))):
            more = f" (and {len(lost) - 1} more)" if lost[1:] else ""
            message = f"What was made of it before, and cannot be made of it now, is removed: {lost[0]}{more}."
            remark(self._ledger, outcome.id, None, [remark_of(diagnose("output-removed", message=message))])

    def _outputs(self, identity: int) -> set[tuple[str | None, str]]:
        """Return pack and path of each output of an input."""
        query = "SELECT pack, path FROM output JOIN cable ON cable.id = output.cable WHERE input = ?"
        return {(each["pack"], each["path"]) for each in self._ledger.execute(query, (identity,))}

    def _conclude(self, row: sqlite3.Row, outcome: Outcome, statuses: list[str]) -> bool:
        """Say what became of an input, given what became of its cables; return whether it failed."""
        failures = [outcome.failure, *(cable.failure for cable in outcome.cables)]
        failure = next(filter(None, failures), None)
        path = None
        if failure:
            status, reason, message = "failed", failure.reason, failure.message
        elif "failed" in statuses:
            query = "SELECT reason FROM cable WHERE input = ? AND status = 'failed' ORDER BY place"
            status, reason = "failed", self._ledger.execute(query, (row["id"],)).fetchone()["reason"]
            message = "a cable of it cannot be put into its place"
        elif "written" in statuses:
            status, reason, message = "converted", None, None
        elif "duplicate" in statuses:
            status, reason, message = "duplicate", "duplicate", "an earlier input has the same text and id"
        else:
            status, reason, message = "left-out", "transform", "a transform left it out"
        if outcome.failure:
            facts = {"size": outcome.size, "sha256": outcome.sha256, "reader": outcome.reader}
            path = self._quarantine(row, 0, outcome.failure, facts)
        self._ledger.execute(
            "UPDATE input SET status = ?, reason = ?, message = ?, formats = NULL, size = coalesce(?, size),"
            " sha256 = ?, reader = ?, fingerprint = ?, seconds = ?, quarantine = ? WHERE id = ?",
            (
                status,
                reason,
                message,
                outcome.size,
                outcome.sha256,
                outcome.reader,
                self._attempt if status == "failed" else outcome.fingerprint,
                outcome.seconds,
                path,
                outcome.id,
            ),
        )
        return status == "failed"

    def _take_cable(self, row: sqlite3.Row, cable: CableOutcome, old: sqlite3.Row | None) -> str:
        """Decide about one cable and return its status."""
        if old is None:
            identity = self._ledger.execute(
                "INSERT INTO cable (input, place, line, status, reason) VALUES (?, ?, ?, 'failed', '')",
                (row["id"], cable.place, cable.line),
            ).lastrowid
        else:
            identity = old["id"]
        assert identity is not None  # noqa: S101 - it was inserted
        status, reason, message, original = self._decide(cable, identity)
        name, namesake, quarantined = None, None, None
        if status in ("written", "failed") and cable.outputs:
            name, namesake = choose_name(self._ledger, cable, identity, old["name"] if old else None)
            if obstacle := self._obstacle(name, cable):
                status, (reason, message), name = "failed", obstacle, None
        if cable.failure:
            facts = {"place": cable.place, "cable_id": cable.cable_id}
            quarantined = self._quarantine(row, cable.place, cable.failure, facts)
        self._ledger.execute(
            "UPDATE cable SET line = ?, name = ?, namesake = ?, cable_id = ?, published_id = ?, transmitted = ?,"
            " origin = ?, classification = ?, subject = ?, tags = ?, text_sha256 = ?, status = ?, reason = ?,"
            " message = ?, duplicate_of = ?, quarantine = ? WHERE id = ?",
            (
                *(cable.line, name, namesake, cable.cable_id, cable.published_id, cable.transmitted),
                *(cable.origin, cable.classification, cable.subject, cable.tags, cable.text_sha256),
                *(status, reason, message, original, quarantined, identity),
            ),
        )
        remark(self._ledger, row["id"], identity, cable.remarks)
        self._list_outputs(identity, name, cable.outputs, msgspec.json.decode(row["formats"], type=set[str]))
        return status

    def _decide(self, cable: CableOutcome, identity: int) -> tuple[str, str | None, str | None, int | None]:
        """Return status, reason and message of a cable, and the cable that it is a duplicate of."""
        if cable.failure:
            return "failed", cable.failure.reason, cable.failure.message, None
        if cable.left_out:
            return "left-out", "transform", "a transform left it out", None
        first = self._ledger.execute(
            "SELECT cable.id, location FROM cable JOIN input ON input.id = input WHERE text_sha256 = ?"
            " AND cable_id IS ? AND cable.status = 'written' AND cable.id != ? ORDER BY cable.id LIMIT 1",
            (cable.text_sha256, cable.cable_id, identity),
        ).fetchone()
        if first:
            return "duplicate", "duplicate", f"the same text and id as {first['location']}", first["id"]
        return "written", None, None, None

    def _obstacle(self, name: str, cable: CableOutcome) -> tuple[str, str] | None:
        """Return reason and message if an output cannot be put where it is to go.

        Either the file system refuses its name, or a file stands there that was not put there by this job. What was,
        and is given up in this publication, is in nobody's way.
        """
        for output in cable.outputs if self._settings.pack == "none" else ():
            path = name + output.extension
            target = self._root / path
            # A name is looked at only where its folder is there.
            if (folder := target.parent) not in self._made:
                folder.mkdir(parents=True, exist_ok=True)
                self._made.add(folder)
            try:
                target.lstat()
            except FileNotFoundError:
                continue
            except OSError as error:
                if error.errno not in _ABOUT_NAMES:
                    raise
                return "name-refused", f"{path} cannot be the name of a file here: {error.strerror}"
            if (
                (self._folder / output.staged).exists()
                and path.lower() not in self._freed
                and not self._ledger.execute("SELECT 1 FROM output WHERE path = ?", (path,)).fetchone()
            ):
                how = "move it away and start again with --retry-failed"
                return "name-taken", f"{path} is there, and not of this job; {how}"
        return None

    def _list_outputs(self, cable: int, name: str | None, outputs: Iterable[Output], formats: set[str]) -> None:
        """Bring the outputs of a cable up to date; those in formats that were not asked for stay."""
        for old in self._ledger.execute("SELECT format, path FROM output WHERE cable = ?", (cable,)).fetchall():
            stays = name and old["format"] not in formats and old["path"].startswith(f"{name}.")
            if not stays:
                self._ledger.execute("DELETE FROM output WHERE cable = ? AND format = ?", (cable, old["format"]))
        for output in outputs if name else ():
            path = f"{name}{output.extension}"
            pack = str(layout.pack(self._shard, output.format)) if self._settings.pack == "zip" else None
            self._ledger.execute(
                "INSERT INTO output (cable, format, path, pack, size, sha256, fingerprint, agent, validated)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(cable, output.format, path, pack),
                    *(output.size, output.sha256, output.fingerprint, output.agent, output.validated),
                ),
            )
            self._new[path] = output

    def _quarantine(self, row: sqlite3.Row, place: int, failure: Failure, facts: Mapping[str, object]) -> str:
        """Note what there is to tell of a failure, and return the path of the file that will tell it."""
        path = quarantine.reason_path(row["location"], place)
        told = {"location": row["location"], "reason": failure.reason, "message": failure.message, **facts}
        if failure.line:
            told |= {"line": failure.line, "column": failure.column}
        self._new_reasons[path] = told, failure.quarantined
        return path

    def _redo_orphans(self) -> None:
        """Let duplicates be done again of which there is no first any more."""
        orphans = self._ledger.execute(
            "SELECT DISTINCT duplicate.input FROM cable AS duplicate"
            " JOIN input ON input.id = duplicate.input"
            " LEFT JOIN cable AS first ON first.id = duplicate.duplicate_of"
            " LEFT JOIN input AS first_input ON first_input.id = first.input"
            " WHERE duplicate.status = 'duplicate' AND input.status != 'pending'"
            " AND (first.id IS NULL OR (first_input.shard = ? AND (first.status != 'written'"
            " OR first.text_sha256 != duplicate.text_sha256 OR first.cable_id IS NOT duplicate.cable_id)))",
            (self._shard,),
        ).fetchall()
        for (identity,) in orphans:
            pend(self._ledger, identity, msgspec.json.encode(self._settings.formats).decode())

    # Moving

    def _store(self) -> None:
        """Put every file into its place, and take those away that it stands in for."""
        if self._settings.pack == "zip":
            self._store_packs()
        else:
            for path, output in self._new.items():
                _move(self._folder / output.staged, self._root / path, output.sha256)
        for pack, path in self._old:
            if pack is None and not self._ledger.execute("SELECT 1 FROM output WHERE path = ?", (path,)).fetchone():
                _take_away(self._root, path)
        for path in self._old_reasons - self._new_reasons.keys():
            quarantine.drop(self._dest, path)
        for path, (facts, staged) in self._new_reasons.items():
            quarantine.keep(self._dest, path, facts, self._folder / staged if staged else None)

    def _store_packs(self) -> None:
        by_format: dict[str, dict[str, Path]] = {}
        for path, output in self._new.items():
            by_format.setdefault(output.format, {})[path] = self._folder / output.staged
        for name, members in by_format.items():
            is_binary = registry().writers[name].spec.binary
            write_pack(self._root / layout.pack(self._shard, name), members, compress=not is_binary)
        for pack in sorted({pack for pack, _ in self._old if pack}):
            kept = self._ledger.execute("SELECT path FROM output WHERE pack = ?", (pack,))
            keep_members(self._root / pack, {row["path"] for row in kept})


def _move(staged: Path, target: Path, sha256: str) -> None:
    """Give a file its place; one that is gone was moved before the process was killed.

    Raises:
        WriteError: It is neither here nor there.
        OSError: It cannot be moved.
    """
    try:
        staged.replace(target)
    except FileNotFoundError:
        if staged.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(target)
        elif not (target.is_file() and file_sha256(target) == sha256):
            raise WriteError("is gone from the shard's folder; start again", where=str(staged)) from None


def _take_away(root: Path, path: str) -> None:
    """Remove an output, and the folders of month and year that it leaves empty."""
    target = root / path
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == root or any(folder.iterdir()):
            break
        folder.rmdir()
