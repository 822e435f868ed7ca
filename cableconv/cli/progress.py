"""How far an ingest job is, while it runs: a bar on a terminal, a line every half minute elsewhere."""

import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec

from cableconv.errors import CableconvError
from cableconv.ingest import ledger
from cableconv.ingest.status import Watch

#: Seconds between two looks on a terminal, and between two lines elsewhere.
_BAR_SECONDS, _LINE_SECONDS = 0.5, 30.0


class Standing(msgspec.Struct, frozen=True):
    """How far a job is: inputs in all, those that are done, and how many of these failed."""

    total: int
    done: int
    failed: int


@contextmanager
def progress(dest: Path) -> Iterator[None]:
    """Show on standard error how far a job is, as long as the context lasts.

    Args:
        dest: The folder of the job.
    """
    ended = threading.Event()
    show = _show_bar if sys.stderr is not None and sys.stderr.isatty() else _show_lines
    thread = threading.Thread(target=show, args=(dest, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _look(dest: Path, watch: Watch) -> Standing | None:
    """Look how far the job is; nothing when it cannot be seen now."""
    try:
        with ledger.opened(dest, read_only=True) as connection:
            totals = connection.execute("SELECT inputs, pending, failed FROM totals").fetchone()
    except (CableconvError, sqlite3.Error):
        return None
    in_work = watch.poll()
    done = totals["inputs"] - totals["pending"] + in_work.done
    return Standing(totals["inputs"], min(done, totals["inputs"]), totals["failed"] + in_work.failed)


def _show_lines(dest: Path, ended: threading.Event) -> None:
    watch, begin, before = Watch(dest), time.monotonic(), None
    while not ended.wait(_LINE_SECONDS):
        standing = _look(dest, watch)
        if standing is None:
            continue
        before = before or standing
        click.echo(line(standing, standing.done - before.done, time.monotonic() - begin), err=True)


def line(standing: Standing, done: int, seconds: float) -> str:
    """Say how far a job is.

    Args:
        standing: How far.
        done: How many inputs were done in this run.
        seconds: How long it has run.

    >>> line(Standing(2000, 1500, 3), 1000, 10)
    '1,500 of 2,000 inputs, 3 failed, 100.0 a second, 0:00:05 left'
    >>> line(Standing(20, 5, 0), 5, 20)
    '5 of 20 inputs, 0 failed, 15.0 a minute, 0:01:00 left'
    """
    said = f"{standing.done:,} of {standing.total:,} inputs, {standing.failed:,} failed"
    if done <= 0 or seconds <= 0:
        return said
    rate = done / seconds
    left = int((standing.total - standing.done) / rate)
    return f"{said}, {_paced(rate)}, {left // 3600}:{left // 60 % 60:02}:{left % 60:02} left"


def _paced(rate: float) -> str:
    """Say a rate, given in inputs a second: books that are checked take seconds each."""
    return f"{rate:,.1f} a second" if rate >= 1 else f"{rate * 60:,.1f} a minute"


def _show_bar(dest: Path, ended: threading.Event) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    watch = Watch(dest)
    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]:,} failed"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=None, failed=0, rate="")
        while not ended.wait(_BAR_SECONDS):
            standing = _look(dest, watch)
            if standing:
                speed = bar.tasks[0].speed
                rate = _paced(speed) if speed else ""
                bar.update(task, total=standing.total, completed=standing.done, failed=standing.failed, rate=rate)
