"""How cost grows with the size of one cable, and with the number of cables in one file."""

import math
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import cableconv
from cableconv import ir
from cost import inputs
from cost.laps import Job, Round, alone

#: Bytes of one telegram.
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)

#: Cables in one file.
NUMBERS = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)

#: Readers of which there is an input of any size; those that read many cables from a file; writers that collect.
SIZED_READERS = ("telegram", "aad", "cablegate", "cablegate-dump", "cablegate-csv", "json", "tei")
MANY_READERS = ("telegram", "aad", "cablegate-csv", "json", "tei")
MANY_WRITERS = ("json", "markdown", "tei", "cmif", "epub", "pdf")

#: A file that is held in memory as a whole grows only as far as somebody might still open it.
_MOST = {"write epub": 10_000, "write pdf": 3_000, "read telegram": 3_000, "read aad": 3_000}

#: A job runs again until it has had so much processor time; its quickest lap counts.
_SECONDS = 0.3

#: Of each job, its points: ``x`` (bytes or cables), ``seconds``, ``megabytes``.
Curves = dict[str, list[dict[str, float]]]

#: Of each job, what makes its lap, and what that is told besides ``x``.
Makers = dict[str, tuple[Callable[..., Round], tuple[Any, ...]]]


def by_size(most: int, only: str) -> Curves:
    """Return what one cable takes in each reader and writer.

    Args:
        most: The most bytes that it may have.
        only: Jobs that have this in their name; ``""`` for all.
    """
    writers = [spec.name for spec in cableconv.formats() if isinstance(spec, cableconv.WriterSpec)]
    makers: Makers = {f"read {name}": (read_sized, (name,)) for name in SIZED_READERS}
    makers |= {f"write {name}": (write_sized, (name,)) for name in writers}
    sizes = [size for size in SIZES if size <= most]
    return {
        name: [_point(Job(f"{name}, {size:,} bytes", make, (size, *rest)), size, 1) for size in sizes]
        for name, (make, rest) in makers.items()
        if only in name
    }


def by_number(most: int, only: str) -> Curves:
    """Return what one file of many cables takes in each reader and writer that can.

    Args:
        most: The most cables that it may have.
        only: Jobs that have this in their name; ``""`` for all.
    """
    with tempfile.TemporaryDirectory() as folder:
        makers: Makers = {f"read {name}": (read_many, (name, Path(folder))) for name in MANY_READERS}
        makers |= {f"write {name}": (write_many, (name,)) for name in MANY_WRITERS}
        return {
            name: [
                _point(Job(f"{name}, {number:,} cables", make, (number, *rest)), number, number)
                for number in NUMBERS
                if number <= min(most, _MOST.get(name, most))
            ]
            for name, (make, rest) in makers.items()
            if only in name
        }


def _point(job: Job, x: int, cables: int) -> dict[str, float]:
    lap = alone(job, _SECONDS)
    if lap.cables != cables:
        raise RuntimeError(f"{job.name}: {lap.cables} cables, expected {cables}")
    return {"x": x, "seconds": round(lap.seconds, 6), "megabytes": round(lap.memory / 1e6, 1)}


def steepness(points: Sequence[dict[str, float]]) -> float:
    """Return how steep the last tenfold of a curve is on logarithmic scales: 1 is a straight line, 2 a parabola."""
    last = points[-1]
    first = next(point for point in points if point["x"] * 10 >= last["x"])
    if first is last:
        return 1.0
    return math.log(last["seconds"] / first["seconds"]) / math.log(last["x"] / first["x"])


# What a lap does. What a format needs is loaded before, by a small cable that is read or written.


def read_sized(size: int, reader: str) -> Round:
    """Read one cable of a size."""
    _read(inputs.sized_input(reader, SIZES[0]), reader)
    content = inputs.sized_input(reader, size)
    return lambda: _read(content, reader)


def write_sized(size: int, writer: str) -> Round:
    """Write one cable of a size."""
    small, large = (inputs.sized_cable(each) for each in (SIZES[0], size))
    _write([small], writer)
    return lambda: _write([large], writer)


def read_many(number: int, reader: str, folder: Path) -> Round:
    """Read so many cables from one file, which is made in a folder."""
    path = folder / f"{reader}-{number}"
    with path.open("wb") as file:
        inputs.write_file(reader, number, file)
    _read(inputs.sized_input(reader, SIZES[0]), reader)
    return lambda: _read(path, reader)


def write_many(number: int, writer: str) -> Round:
    """Write so many cables into one file; only some of them are in memory, and come again and again."""
    some = inputs.some()
    _write(some[:1], writer)
    return lambda: _write(inputs.many(some, number), writer)


def _read(source: bytes | Path, reader: str) -> int:
    options = {"max-line": inputs.NO_LIMIT} if reader == "json" else {}
    return sum(1 for _ in cableconv.read(source, reader, options, max_size=inputs.NO_LIMIT))


def _write(cables: Iterable[ir.Cable], writer: str) -> int:
    written = 0

    def counted() -> Iterator[ir.Cable]:
        nonlocal written
        for cable in cables:
            yield cable
            written += 1

    with tempfile.TemporaryFile() as file:
        cableconv.write(counted(), file, writer)
    return written
