"""Inputs that are made to hurt: what the installed command takes for them, and what it tells the user."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from cable_corpus import copies
from cable_corpus.telegrams import Telegram, telegram

from cost.commands import CABLECONV, run

_MEGABYTE = 1_000_000

#: What each input is made into.
FORMATS = ("json", "markdown", "tei", "epub", "pdf")

#: A command may have so much memory, and so many seconds.
MEMORY = 12 * 2**30
SECONDS = 1200


def _first() -> Telegram:
    return telegram(0, seed=1)


def one_line(size: int) -> Iterator[bytes]:
    """Yield a telegram with so many bytes of text in one line."""
    head, _, rest = copies.raw(_first()).partition(b"1. ")
    words = b"the ice goes out in May and the glass comes home again " * 20_000
    yield head + b"1. (U) "
    for _ in range(size // len(words)):
        yield words
    yield words[: size % len(words)] + b"\n \n2. " + rest.partition(b"2. ")[2]


def blanks(number: int) -> Iterator[bytes]:
    """Yield a telegram with so many blanks in one line of its text."""
    head, _, rest = copies.raw(_first()).partition(b"that ")
    yield head + b"that" + b" " * number + rest


def nested_tags(number: int) -> Iterator[bytes]:
    """Yield a page with so many tags inside each other, around the text."""
    head, _, rest = copies.page(_first()).rpartition(b"<pre>")
    yield head + b"<pre>" + b"<b>" * number + rest.replace(b"</pre>", b"</b>" * number + b"</pre>", 1)


def parts(number: int) -> Iterator[bytes]:
    """Yield a telegram that was sent in so many sections, each with its marker."""
    made = _first()
    station, serial = "ONHAVA", "00000001"
    head, *rest = made.printed().split("\n \n")
    paragraphs = [text for text in rest if " OF " not in text]
    yield f"{head}\n \n".encode()
    for part in range(2, number + 1):
        text = paragraphs[part % len(paragraphs)]
        yield f"{text}\n \n{station} {serial}  {part:03} OF {number:03} \n \n".encode()
    yield b"KINBOTE\n"


@dataclass(frozen=True)
class Case:
    """A hostile input.

    Attributes:
        file: Its name.
        content: Makes its bytes, part by part.
        formats: What it is to become.
        arguments: More of the command line.
    """

    file: str
    content: Callable[[], Iterator[bytes]]
    formats: tuple[str, ...] = FORMATS
    arguments: tuple[str, ...] = ()


_NO_LIMIT = ("--max-size", str(2**40))

CASES = {
    "1 GB in one line": Case("line.txt", partial(one_line, 1000 * _MEGABYTE), ("json",)),
    "1 GB in one line, allowed": Case("line.txt", partial(one_line, 1000 * _MEGABYTE), ("json",), _NO_LIMIT),
    "100 MB in one line, allowed": Case("line.txt", partial(one_line, 100 * _MEGABYTE), ("json", "tei"), _NO_LIMIT),
    "10 MB in one line": Case("line.txt", partial(one_line, 10 * _MEGABYTE)),
    "200,000 blanks": Case("blanks.txt", partial(blanks, 200_000)),
    "100,000 nested tags": Case("tags.html", partial(nested_tags, 100_000)),
    "10,000 parts": Case("parts.txt", partial(parts, 10_000)),
}


def measure(only: str) -> list[dict[str, Any]]:
    """Return a row for each input and format.

    Args:
        only: Inputs that have this in their name; ``""`` for all.
    """
    rows = []
    for name, case in CASES.items():
        if only in name:
            with tempfile.TemporaryDirectory() as folder:
                with (Path(folder) / case.file).open("wb") as file:
                    file.writelines(case.content())
                rows += [_row(name, case, Path(folder), to) for to in case.formats]
    return rows


def _row(name: str, case: Case, folder: Path, to: str) -> dict[str, Any]:
    command = [CABLECONV, case.file, "-t", to, "-o", "out", *case.arguments]
    done = run(command, folder, memory=MEMORY, seconds=SECONDS)
    said = done.said.splitlines()
    return {
        "input": name,
        "bytes": (folder / case.file).stat().st_size,
        "to": to,
        "code": done.code,
        "seconds": round(done.seconds, 2),
        "megabytes": round(done.memory / 1e6, 1),
        "said": said[0] if said else "",
        "messages": len(said),
    }
