"""What a document shows, and how it is run and compared: shared by the tests of all documents."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Block(NamedTuple):
    """A fenced block of a document.

    Attributes:
        language: The word behind its fence.
        lead: The line of text above it.
        text: What stands in it.
        line: Its line in the document, counted from 1.
    """

    language: str
    lead: str
    text: str
    line: int


def blocks(document: str) -> list[Block]:
    """Return the fenced blocks of a document in order."""
    fences = re.finditer(r"^```(\w+)\n(.*?)^```$", document, re.DOTALL | re.MULTILINE)
    return [
        Block(
            language=fence[1],
            lead=document[: fence.start()].rstrip().rpartition("\n")[2],
            text=fence[2],
            line=document.count("\n", 0, fence.start()) + 1,
        )
        for fence in fences
    ]


def fenced(document: str, language: str) -> list[str]:
    """Return what stands in the blocks of a language."""
    return [block.text for block in blocks(document) if block.language == language]


def shell(command: str, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a command in a folder with the installed program; return what it prints."""
    given = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "80",
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": "C.UTF-8",
        **(environment or {}),
    }
    run = subprocess.run(command, shell=True, cwd=folder, env=given, capture_output=True, check=False)
    assert run.returncode == 0, f"{command}\n{run.stdout.decode()}{run.stderr.decode()}"
    return run.stdout.decode()


def examples(session: str) -> list[tuple[str, str]]:
    """Return the commands of a console session, each with what is shown below it."""
    found = [example.partition("\n") for example in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]]
    return [(command, shown) for command, _, shown in found]


def is_shown(shown: str, printed: str) -> bool:
    """Tell whether what is printed is what is shown: a line ``…`` stands for any lines, one in a line for its rest."""
    pattern = "(?s:.*?)".join(re.escape(part) for part in re.split(r"^…\n", shown, flags=re.MULTILINE))
    return re.fullmatch(pattern.replace("…", ".*"), printed) is not None
