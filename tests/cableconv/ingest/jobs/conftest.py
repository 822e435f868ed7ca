"""Small jobs over invented telegrams."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cableconv.cli import main

Telegram = Callable[..., bytes]

MONTHS = ("JAN", "FEB", "MAR")


@pytest.fixture
def telegram() -> Telegram:
    """Make a telegram of ONHAVA, given its number."""

    def make(number: int, text: str = "The works are closed.", month: str = "FEB") -> bytes:
        return (
            f"VZCZCXRO{number:04}\nRR RUEHC\nDE RUEHZB #{number:04} 0351430\nZNR UUUUU ZZH\nR 041430Z {month} 09\n"
            f"FM AMEMBASSY ONHAVA\nTO SECSTATE WASHDC\n\nUNCLAS ONHAVA {number:06}\n\nSIPDIS\n\nE.O. 12958: N/A\n"
            f"TAGS: ETRD, ZB\nSUBJECT: GLASS {number}\n\n1. (U) {text}\n\nKINBOTE\n"
        ).encode()

    return make


class Desk:
    """A folder with sources and jobs, and the command line to run them."""

    def __init__(self, folder: Path, telegram: Telegram, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._telegram = telegram
        self._capfd = capfd

    def write(self, path: str, content: bytes) -> Path:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return target

    def telegrams(self, *numbers: int, folder: str = "cables") -> None:
        for number in numbers:
            self.write(f"{folder}/{number:03}.txt", self._telegram(number, month=MONTHS[number % 3]))

    def ingest(self, *arguments: str) -> SimpleNamespace:
        """Run ``cableconv ingest`` in this process; its workers are processes all the same."""
        self._capfd.readouterr()
        code = main(["ingest", *arguments])
        out, err = self._capfd.readouterr()
        return SimpleNamespace(code=code, out=out, err=err)

    def start(self, *arguments: str) -> SimpleNamespace:
        """Do the job that most tests have."""
        return self.ingest("cables", "-t", "json", "-t", "telegram", "-o", "dest", "--jobs", "1", *arguments)

    def process(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run ``cableconv ingest`` in a process of its own."""
        program = Path(sys.executable).with_name("cableconv")
        return subprocess.run(
            [program, "ingest", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONWARNINGS": "error", **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def tree(self, dest: str = "dest") -> dict[str, bytes]:
        """Return what a job has written, but for its ledger."""
        root = self.folder / dest
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and ".cableconv" not in path.parts and not path.name.startswith("ledger.")
        }

    def names(self, dest: str = "dest") -> list[str]:
        """Return the paths of the outputs."""
        return [name for name in self.tree(dest) if not name.startswith(("index", "quarantine"))]

    def query(self, text: str, dest: str = "dest") -> list[tuple[Any, ...]]:
        """Ask the ledger."""
        with closing(sqlite3.connect(self.folder / dest / "ledger.sqlite")) as connection:
            return connection.execute(text).fetchall()

    def statuses(self, dest: str = "dest") -> dict[str, tuple[str, str | None]]:
        """Return status and reason of each input, by the last part of its location."""
        rows = self.query("SELECT location, status, reason FROM input ORDER BY id", dest)
        return {location.rpartition("/")[2]: (status, reason) for location, status, reason in rows}


@pytest.fixture
def desk(
    tmp_path: Path, telegram: Telegram, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Desk:
    """An empty desk; the current folder is its own."""
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Desk(folder, telegram, capfd)
