"""Jobs over invented telegrams, and clusters to do them on."""

import os
import re
import site as site_packages
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

#: How long anything may take, in seconds.
DEADLINE = 60


def telegram(number: int) -> bytes:
    return (
        f"VZCZCXRO{number:04}\nRR RUEHC\nDE RUEHZB #{number:04} 0351430\nZNR UUUUU ZZH\nR 041430Z FEB 09\n"
        f"FM AMEMBASSY ONHAVA\nTO SECSTATE WASHDC\n\nUNCLAS ONHAVA {number:06}\n\nSIPDIS\n\nE.O. 12958: N/A\n"
        f"TAGS: ETRD, ZB\nSUBJECT: GLASS {number}\n\n1. (U) The works are closed.\n\nKINBOTE\n"
    ).encode()


class Program:
    """A Python program at work, and what it says on standard error."""

    def __init__(self, *arguments: str, cwd: Path, env: dict[str, str]) -> None:
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=cwd,
            env={**os.environ, **env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()

    def said(self, pattern: str) -> str:
        """Wait until it says something, and return the first group."""

        def found() -> re.Match[str] | None:
            return re.search(pattern, "".join(self._lines))

        with self._changed:
            match = self._changed.wait_for(found, timeout=DEADLINE)
        assert match, "".join(self._lines)
        return match[1]

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.ended()

    def ended(self) -> tuple[int, str]:
        """Wait until it has ended, and return its exit code and all that it has said."""
        try:
            self.process.wait(DEADLINE)
        finally:
            self.process.kill()
        self._listener.join()
        assert self.process.stderr
        self.process.stderr.close()
        return self.process.returncode, "".join(self._lines)


class Desk:
    """A folder with sources; jobs are run in it from the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        cables = folder / "cables"
        cables.mkdir()
        for number in range(1, 13):
            (cables / f"{number:02}.txt").write_bytes(telegram(number))
        (cables / "broken.txt").write_bytes(b"\x00\x01")
        (cables / "copy.txt").write_bytes(telegram(3))

    def start(self, dest: str, *options: str, **environment: str) -> Program:
        """Start a job in shards of four: four of them."""
        return Program(
            *("-m", "cableconv", "ingest", "cables", "-t", "json", "-t", "telegram", "-o", dest, "--shard-size", "4"),
            *options,
            cwd=self.folder,
            env={"PYTHONWARNINGS": "error", **environment},
        )

    def run(self, dest: str, *options: str, **environment: str) -> tuple[int, str]:
        """Run a job to its end; return its exit code and what it has said."""
        return self.start(dest, *options, **environment).ended()

    def account(self, dest: str) -> dict[str, Any]:
        """Return what a job leaves: every file but the ledger, and of that what does not tell the time."""
        root = self.folder / dest
        files = {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and ".cableconv" not in path.parts and not path.name.startswith("ledger.")
        }
        with closing(sqlite3.connect(root / "ledger.sqlite")) as ledger:
            rows = {
                query: ledger.execute(query).fetchall()
                for query in (
                    "SELECT converted, failed, duplicates FROM totals",
                    "SELECT location, status, reason, sha256 FROM input ORDER BY id",
                    "SELECT path, format, size, sha256 FROM output ORDER BY path",
                    'SELECT input, code, severity, message, line, "column" FROM diagnostic ORDER BY rowid',
                )
            }
        return files | rows


class Cluster:
    """A scheduler, which needs no cableconv, and workers without nannies: who is killed stays dead."""

    def __init__(self, folder: Path, without_cableconv: Path, env: dict[str, str]) -> None:
        self._folder = folder
        self._without_cableconv = {"PYTHONPATH": str(without_cableconv)}
        self._stack = ExitStack()
        self.scheduler = self._started(
            *("-S", "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"),
            env={**self._without_cableconv, **env},
        )
        self.address = self.scheduler.said(r"Scheduler at:\s+(tcp://\S+)")
        self.options = ("--engine", "dask", "--dask-address", self.address)

    def _started(self, *arguments: str, env: dict[str, str]) -> Program:
        program = Program(*arguments, cwd=self._folder, env=env)
        self._stack.callback(program.kill)
        return program

    def workers(self, count: int, *, python: tuple[str, ...] = (), **env: str) -> list[Program]:
        """Start workers of one thread each, with options of Python, and wait until they are there."""
        started = [
            self._started(
                *(*python, "-m", "dask", "worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard"),
                *("--local-directory", str(self._folder)),
                env=env,
            )
            for _ in range(count)
        ]
        for worker in started:
            worker.said(r"(Registered to)")
        return started

    def workers_without_cableconv(self, count: int) -> list[Program]:
        """Start workers that have all that is installed here but cableconv."""
        return self.workers(count, python=("-S",), **self._without_cableconv)

    def tasks(self) -> int:
        """Return how many tasks the scheduler knows of."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            return int(client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)))

    def close(self) -> None:
        """End all of it."""
        self._stack.close()


@pytest.fixture(scope="session", autouse=True)
def _dask(needed: Any) -> None:
    needed.module("distributed")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Twelve telegrams, a broken file and a duplicate; every test has a folder of its own to put outputs into."""
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="session")
def alone(desk: Desk) -> dict[str, Any]:
    """What the job leaves on one machine."""
    code, said = desk.run("alone", "--jobs", "2")
    assert code == 1, said  # broken.txt
    return desk.account("alone")


@pytest.fixture(scope="session")
def without_cableconv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all that is installed here but cableconv; for ``python -S``."""
    made = tmp_path_factory.mktemp("without-cableconv")
    for folder in map(Path, site_packages.getsitepackages()):
        for each in folder.iterdir():
            if "cableconv" not in each.name:
                (made / each.name).symlink_to(each)
    return made


@pytest.fixture
def cluster(tmp_path: Path, without_cableconv: Path) -> Iterator[Callable[..., Cluster]]:
    """Start a scheduler without workers; the environment is that of the test so far."""
    with ExitStack() as stack:

        def start(**env: str) -> Cluster:
            return stack.enter_context(closing(Cluster(tmp_path, without_cableconv, env)))

        yield start


@pytest.fixture
def wait_for() -> Callable[[Callable[[], Any]], Any]:
    """Wait until something is there."""

    def wait(condition: Callable[[], Any]) -> Any:
        end = time.monotonic() + DEADLINE
        while not (found := condition()):
            assert time.monotonic() < end
            time.sleep(0.01)
        return found

    return wait
