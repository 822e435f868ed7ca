"""How an ingest job stands, for people: the table of ``status``, and the summary at the end of a run."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import click

from cableconv.cli.messages import Messages, printable
from cableconv.ingest.status import Count, Status, failures, losses

#: How many failures are told of at the end of a run; all are in the ledger.
_TOLD = 10


def print_status(status: Status) -> None:
    """Show how a job stands, as a table on standard output."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, lines in _rows(status):
        if lines:
            table.add_row(name, printable_lines(lines))
    Console().print(table, markup=False)


def printable_lines(lines: list[str]) -> str:
    """Join lines, and show control characters in them as signs."""
    return "\n".join(map(printable, lines))


def _rows(status: Status) -> Iterator[tuple[str, list[str]]]:
    yield "inputs", [f"{status.inputs:,}"]
    yield "converted", [f"{status.converted:,}"]
    yield "failed", _with_reasons(status.failed, "failed", status)
    yield "duplicates", [f"{status.duplicates:,}"]
    yield "left out", [f"{status.left_out:,}"]
    yield "pending", [f"{status.pending:,}" + (f" ({status.in_work:,} of them done)" if status.in_work else "")]
    yield "cables", _counted(status.cables)
    yield "names taken before", [f"{status.collisions:,}"]
    yield "outputs", [f"{each.count:,} {each.name} ({each.bytes:,} bytes)" for each in status.formats]
    yield "shards", _counted(status.shards)
    yield "work", [f"{status.seconds:,.1f} seconds"]
    if not status.adds_up:
        yield "wrong", ["the inputs are not the sum of what became of them: the ledger is damaged"]
    yield "damaged", list(status.damaged)


def _with_reasons(count: int, kind: str, status: Status) -> list[str]:
    start = f"{kind}: "
    reasons = [each for each in status.reasons if each.name.startswith(start)]
    return [f"{count:,}", *(f"  {each.count:,} {each.name.removeprefix(start)}" for each in reasons)]


def _counted(counts: tuple[Count, ...]) -> list[str]:
    return [f"{each.count:,} {each.name}" for each in counts if each.count]


def print_summary(status: Status, connection: sqlite3.Connection, dest: Path, messages: Messages) -> None:
    """Say at the end of a run what came of it, with the first failures; all of them where all is to be said."""
    told = failures(connection, status.inputs if messages.verbosity > 0 else _TOLD)
    for each in told:
        where = f"{each.location} (cable {each.place})" if each.place else each.location
        messages.say("error", each.message, each.reason, where)
    for loss in losses(connection, status.inputs if messages.verbosity > 0 else _TOLD):
        messages.say("warning", loss.message, loss.code, loss.location)
    if len(told) == _TOLD < status.failed:
        messages.say(
            "info", f"all failures: {dest / 'quarantine'}, and the view failures of the ledger", "failures", str(dest)
        )
    if messages.verbosity < 0:
        return
    parts = [f"{status.inputs:,} inputs", f"{status.converted:,} converted", f"{status.failed:,} failed"]
    more = (("duplicates", status.duplicates), ("left out", status.left_out), ("pending", status.pending))
    parts += [f"{count:,} {name}" for name, count in more if count]
    outputs = [f"{each.count:,} {each.name}" for each in status.formats]
    if messages.as_json:
        messages.say("info", ", ".join([*parts, *outputs]), "summary", str(dest))
        return
    click.echo(", ".join(parts), err=True)
    if outputs:
        click.echo(f"{', '.join(outputs)} in {printable(str(dest))}", err=True)
