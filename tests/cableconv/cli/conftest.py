"""The command line in this process."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from cableconv import ir, to_json
from cableconv.cli import cli as commands
from cableconv.cli import main

Cli = Callable[..., SimpleNamespace]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Cli:
    """Run the command line in a folder of its own; returns ``code``, ``out`` (bytes) and ``err`` (text)."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    # What plugins add in a test goes with it.
    monkeypatch.setattr(commands, "commands", dict(commands.commands))

    def run(*arguments: str | Path, stdin: bytes = b"") -> SimpleNamespace:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return SimpleNamespace(code=code, out=out, err=err.decode())

    return run


@pytest.fixture
def line(kitchen_sink: ir.Cable) -> bytes:
    """A cable as a line of JSON."""
    return to_json(kitchen_sink) + b"\n"
