"""Run an ingest job as a process that is watched, or killed; compare what jobs have made.

Processes are found in /proc: it takes Linux to see or kill workers.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from cable_corpus.archive import Account

#: Seconds between two looks at a job.
_LOOK = 0.05

#: What may differ between two jobs that have done the same.
_OWN_TO_A_JOB = ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", ".cableconv")


@dataclass
class Course:
    """How a job went.

    Attributes:
        code: Its exit code.
        said: Its standard error.
        cpu: Processor time of all of its processes, in seconds.
        peaks: The most memory that each process had, in bytes, by its number; ``main`` is the first.
    """

    code: int = 0
    said: str = ""
    cpu: float = 0.0
    main: int = 0
    peaks: dict[int, int] = field(default_factory=dict)

    def worker_peak(self) -> int:
        """Return the most memory that a worker had, in bytes."""
        return max(peak for process, peak in self.peaks.items() if process != self.main)


def command(*arguments: str | Path) -> list[str]:
    """Return the command line of an ingest job."""
    return [sys.executable, "-m", "cableconv", "ingest", *map(str, arguments)]


def watched(arguments: list[str]) -> Course:
    """Run a job to its end, and look at its processes all the while."""
    course = Course()
    before = os.times()
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as job:
        course.main = job.pid
        for process in _looks(job):
            course.peaks[process] = max(course.peaks.get(process, 0), _peak(process))
        course.said = job.stderr.read() if job.stderr else ""
    after = os.times()
    course.code = job.returncode
    course.cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return course


def _looks(job: "subprocess.Popen[str]") -> Iterator[int]:
    """Yield the processes of a job, again and again until it ends."""
    while True:
        try:
            job.wait(_LOOK)
        except subprocess.TimeoutExpired:
            yield job.pid
            yield from workers(job.pid)
        else:
            return


def workers(process: int) -> list[int]:
    """Return the numbers of the processes that a process has started."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return sorted(int(child) for task in tasks for child in (task / "children").read_text().split())
    except OSError:  # it has just ended
        return []


def _peak(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def killed(arguments: list[str], dest: Path, inputs: int, kills: int, seed: int) -> list[str]:
    """Run a job to its end although processes of it are killed, as often as that takes; return which were.

    Args:
        arguments: The command line, to be given again and again.
        dest: The folder of the job.
        inputs: How many inputs it has.
        kills: How many processes are to be killed. A moment is when so many inputs are done, drawn by the seed.
        seed: Another one means other moments and other processes.
    """
    draw = random.Random(seed)
    moments = sorted(draw.sample(range(inputs * 9 // 10), kills))
    # Drawn before the job runs: how many workers it has at a moment changes nothing of what is drawn.
    choices = iter([(draw.random() < 0.5, draw.random()) for _ in moments])
    victims: list[str] = []
    while True:
        with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as job:
            while moments and job.poll() is None:
                if done(dest) < moments[0]:
                    _wait(job)
                    continue
                del moments[0]
                is_main, which = next(choices)
                others = workers(job.pid)
                if others and not is_main:
                    victims.append("worker")
                    os.kill(others[int(which * len(others))], signal.SIGKILL)
                    continue
                victims.append("main")
                job.kill()
                break
        if job.returncode != -signal.SIGKILL:
            return victims


def _wait(job: "subprocess.Popen[bytes]") -> None:
    try:
        job.wait(_LOOK)
    except subprocess.TimeoutExpired:
        return


def done(dest: Path) -> int:
    """Return how many inputs of a job are done, published or not, as seen from outside."""
    try:
        with closing(sqlite3.connect(f"{(dest / 'ledger.sqlite').absolute().as_uri()}?mode=ro", uri=True)) as ledger:
            published = int(ledger.execute("SELECT inputs - pending FROM totals").fetchone()[0])
    except sqlite3.Error:  # it is not made yet
        return 0
    results = (dest / ".cableconv").glob("do*/*/result.jsonl")
    furthest: dict[str, int] = {}
    for result in results:
        shard = result.parent.name.partition(".")[0]
        try:
            furthest[shard] = max(furthest.get(shard, 0), result.read_bytes().count(b"\n"))
        except OSError:  # published in the meantime
            continue
    return published + sum(furthest.values())


def differences(one: Path, other: Path) -> list[str]:
    """Return what ``diff -r`` says of the folders of two jobs, and which tables of their ledgers differ."""
    ignored = [f"--exclude={name}" for name in _OWN_TO_A_JOB]
    told = subprocess.run(["diff", "-r", *ignored, one, other], capture_output=True, text=True, check=False)
    tables = [name for name in _QUERIES if _rows(one, name) != _rows(other, name)]
    return told.stdout.splitlines() + told.stderr.splitlines() + [f"the ledgers differ in {name}" for name in tables]


#: All but times, and the numbers that rows were given.
_QUERIES = {
    "totals": "SELECT * FROM totals",
    "inputs": "SELECT location, size, sha256, status, reason, message, reader, fingerprint FROM input ORDER BY id",
    "cables": "SELECT location, place, cable.name, cable_id, text_sha256, cable.status FROM cable"
    " JOIN input ON input.id = cable.input ORDER BY input.id, place",
    "outputs": "SELECT path, format, pack, size, sha256, fingerprint, agent FROM output ORDER BY path",
    "diagnostics": 'SELECT location, severity, code, diagnostic.message, line, "column" FROM diagnostic'
    " JOIN input ON input.id = diagnostic.input ORDER BY input.id, line, code",
    "failures": "SELECT * FROM failures ORDER BY location, place",
    "duplicates": "SELECT * FROM duplicates ORDER BY location, place",
    "collisions": "SELECT * FROM collisions ORDER BY location",
}


def _rows(dest: Path, name: str) -> list[tuple[object, ...]]:
    return query(dest, _QUERIES[name])


def account(dest: Path) -> Account:
    """Return what the ledger of a job tells."""
    ((inputs, converted, duplicates),) = query(dest, "SELECT inputs, converted, duplicates FROM totals")
    failed = query(dest, "SELECT reason, inputs FROM reasons WHERE status = 'failed'")
    ((collisions,),) = query(dest, "SELECT count(*) FROM collisions")
    return Account(
        inputs=int(str(inputs)),
        converted=int(str(converted)),
        duplicates=int(str(duplicates)),
        failed={str(reason): int(str(count)) for reason, count in failed},
        collisions=int(str(collisions)),
    )


def query(dest: Path, sql: str) -> list[tuple[object, ...]]:
    """Ask the ledger of a job."""
    with closing(sqlite3.connect(dest / "ledger.sqlite")) as ledger:
        return ledger.execute(sql).fetchall()
