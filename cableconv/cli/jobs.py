"""Ingest jobs as the command line runs them: from what the user asks for to exit codes."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import click
import msgspec

from cableconv import plugins
from cableconv.cli.messages import WARNINGS, Messages, listen
from cableconv.cli.progress import progress
from cableconv.cli.standing import print_status, print_summary
from cableconv.cli.wanted import SHAPING, doubts, engine, limits, shard_numbers, wanted
from cableconv.errors import CableconvError, UsageError
from cableconv.formats import Context, EngineSpec
from cableconv.ingest import job, layout, ledger
from cableconv.ingest.job import Wanted
from cableconv.ingest.records import Limits, Task
from cableconv.ingest.report import is_report, write_report
from cableconv.ingest.shard import do_shard
from cableconv.ingest.status import Status, status
from cableconv.plugins import Offer


class Session(msgspec.Struct, frozen=True):
    """One command at work: the folder of its job, and where messages go."""

    dest: Path
    messages: Messages


def start(session: Session, asked: dict[str, Any], given: dict[str, str]) -> int:
    """Plan, run and publish; or go on with what DEST holds."""
    asking, running = _asking(asked), _running(asked)
    with _at_work(session, asked, create=bool(asking) and not asked["resume"]) as connection:
        _plan(session, connection, asked, asking, given)
        return _run(session, connection, asked, running)


def plan(session: Session, asked: dict[str, Any], given: dict[str, str]) -> int:
    """Plan, and tell what is to be done."""
    asking = _asking(asked)
    with _at_work(session, asked, create=bool(asking)) as connection:
        _plan(session, connection, asked, asking, given)
        _summarize(session, connection)
    return 0


def resume(session: Session, asked: dict[str, Any]) -> int:
    """Plan again for what the job was asked for, and do what is left."""
    running = _running(asked)
    with _at_work(session, asked, create=False) as connection:
        _plan(session, connection, asked, None, {})
        return _run(session, connection, asked, running)


def run(session: Session, asked: dict[str, Any]) -> int:
    """Do what is planned; single shards without opening the ledger."""
    running = _running(asked)
    if asked["shards"]:
        return _run_shards(session, asked["shards"], running)
    with _at_work(session, asked, create=False) as connection:
        return _run(session, connection, asked, running)


def merge(session: Session, asked: dict[str, Any]) -> int:
    """Publish what was done shard by shard; 1 if some shards are still to be done."""
    with _at_work(session, asked, create=False) as connection:
        with _reporting(connection, asked):
            published = job.merge(connection, session.dest)
        waiting = connection.execute("SELECT min(id), count(*) FROM shard WHERE status = 'planned'").fetchone()
        session.messages.say("info", f"{published:,} shards published", "merged", str(session.dest))
        if waiting[1]:
            said = f"{waiting[1]:,} shards wait, as shard {waiting[0]} is not done"
            how = f"cableconv ingest run {session.dest} --shard {waiting[0]}"
            session.messages.say("error", f"{said}; do it with: {how}", "waiting", str(session.dest))
        code = _conclude(session, connection, asked)
        return CableconvError.exit_code if waiting[1] else code


def show_status(dest: Path, *, verify: bool, as_json: bool) -> int:
    """Show how a job stands; 1 if its account does not add up, or an output is not what was written."""
    with ledger.opened(dest, read_only=True) as connection:
        found = status(connection, dest, verify=verify)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found)))
    else:
        print_status(found)
    return 0 if found.adds_up and not found.damaged else 1


# Steps


@contextmanager
def _at_work(session: Session, asked: dict[str, Any], *, create: bool) -> Iterator[sqlite3.Connection]:
    _check_report(session, asked.get("report"))
    with listen(session.messages), job.opened(session.dest, create=create) as connection:
        yield connection


class _Running(msgspec.Struct, frozen=True):
    """How shards are to be done."""

    engine: Offer[EngineSpec]
    ctx: Context
    limits: Limits


def _asking(asked: dict[str, Any]) -> Wanted | None:
    """Return what is asked for, if sources are named."""
    return wanted(asked) if asked["sources"] or asked["lists"] else None


def _running(asked: dict[str, Any]) -> _Running:
    return _Running(*engine(asked), limits(asked))


def _plan(
    session: Session,
    connection: sqlite3.Connection,
    asked: dict[str, Any],
    asking: Wanted | None,
    given: dict[str, str],
) -> None:
    if asking is None and (named := [called for name, called in given.items() if name in SHAPING]):
        raise UsageError(
            f"{', '.join(named)} cannot be changed without naming the sources and all formats of the job again"
        )
    for said in doubts(asking.settings) if asking else ():
        session.messages.diagnostic("cableconv", said)
    asking = asking or job.stored(connection)
    job.plan(connection, session.dest, asking, verify=asked["verify"], retry=asked["retry_failed"])


def _run(session: Session, connection: sqlite3.Connection, asked: dict[str, Any], running: _Running) -> int:
    most = 1 if asked["fail_fast"] else asked["max_errors"] or 0
    shown = progress(session.dest) if session.messages.verbosity >= 0 else nullcontext()
    with _reporting(connection, asked), shown:
        job.run(connection, session.dest, running.engine, running.ctx, running.limits, max_errors=most)
    return _conclude(session, connection, asked)


def _run_shards(session: Session, names: tuple[str, ...], running: _Running) -> int:
    dest = str(session.dest.absolute())
    planned = sorted(int(path.stem) for path in layout.shards(session.dest).glob("*.jsonl"))
    numbers = shard_numbers(names, planned)
    if not numbers:
        session.messages.say("warning", "no such shard is to be done", "no-shard", dest)
    token = job.run_token()
    tasks = (Task(dest=dest, shard=number, run=token, limits=running.limits) for number in numbers)
    with listen(session.messages):
        for done in plugins.instance(running.engine).run(do_shard, tasks, running.ctx):
            session.messages.say("info", f"shard {done.shard} is done", "shard-done", dest)
    return 0


def _check_report(session: Session, report: Path | None) -> None:
    """Refuse to write the report over anything but an earlier report, or among what is the job's.

    Raises:
        UsageError: It would be.
    """
    if report is None:
        return
    if report.name == "-":
        raise UsageError("the report goes into a file; name one")
    if report.resolve().is_relative_to(session.dest.resolve()):
        raise UsageError(f"{report} lies in the folder of the job; name a file outside of it for the report")
    if not report.parent.is_dir():
        raise UsageError(f"there is no folder {report.parent} to write {report.name} into; make it first")
    if report.exists() and not is_report(report):
        raise UsageError(f"{report} holds something else than a report; name another file")


@contextmanager
def _reporting(connection: sqlite3.Connection, asked: dict[str, Any]) -> Iterator[None]:
    """Write the report whatever happens."""
    try:
        yield
    finally:
        if asked["report"]:
            write_report(connection, asked["report"])


def _conclude(session: Session, connection: sqlite3.Connection, asked: dict[str, Any]) -> int:
    found = _summarize(session, connection)
    if found.failed or not found.adds_up:
        return CableconvError.exit_code
    warnings = connection.execute("SELECT count(*) FROM diagnostic WHERE severity != 'info'").fetchone()[0]
    if not asked["fail_if_warnings"] or not (warnings or session.messages.warned):
        return 0
    if warnings:
        said = f"the readers and writers have {warnings:,} warnings; see the view remarks of the ledger"
        session.messages.say("error", said, "warnings", str(session.dest))
    return WARNINGS


def _summarize(session: Session, connection: sqlite3.Connection) -> Status:
    found = status(connection, session.dest)
    print_summary(found, connection, session.dest, session.messages)
    return found
