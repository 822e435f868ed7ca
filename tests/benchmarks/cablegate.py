"""Cablegate on one core: pages a second of the HTML reader, rows a second of the CSV reader and the memory it takes.

    python tests/benchmarks/cablegate.py [--seconds 5] [--rows 50000] [--json]

Envelope, header and body of every page are parsed. The pages are the samples and, where there are any, those of
``CABLECONV_SHARED`` (``../shared``). The CSV is made of the sample telegrams as it is read; there is no such file.
"""

import argparse
import io
import json
import resource
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from speed import ROOT, SHARED, rounds, samples, utf8

import cableconv


def page_corpora() -> dict[str, list[bytes]]:
    """Return the pages of each folder that there is."""
    folders = {"sample pages": ROOT / "samples" / "cablegate", "published pages": SHARED / "data" / "pages"}
    found = {name: [path.read_bytes() for path in sorted(folder.glob("*.html"))] for name, folder in folders.items()}
    return {name: pages for name, pages in found.items() if pages}


def read_page(page: bytes) -> None:
    """Read all of a page."""
    list(cableconv.read(page, "cablegate"))


def measure_pages(seconds: float) -> list[dict[str, Any]]:
    """Return a row for each folder of pages."""
    rows = []
    for name, pages in page_corpora().items():
        taken = rounds(read_page, pages, seconds)
        rows.append({"job": name, "count": len(pages), "bytes": sum(map(len, pages)), "per_second": len(pages) / taken})
    return rows


class Rows(io.RawIOBase):
    """A CSV file of many rows, made as it is read."""

    def __init__(self, texts: list[str], count: int) -> None:
        self._rows = (row(number, text) for number, text in enumerate(islice(cycle(texts), count)))
        self._rest = b""

    def readable(self) -> bool:
        """Tell that it is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Give the next bytes."""
        self._rest = self._rest or next(self._rows, b"")
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def row(number: int, text: str) -> bytes:
    """Return a row of the CSV."""
    fields = (str(number), "2/4/2009 14:30", f"09ONHAVA{number}", "Embassy Onhava", "SECRET", "08STATE1", "", text)
    escaped = (field.replace("\\", "\\\\").replace('"', '\\"') for field in fields)
    return (",".join(f'"{field}"' for field in escaped) + "\n").encode()


def memory() -> float:
    """Return the most memory that this process has had, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def measure_rows(count: int) -> Iterator[dict[str, Any]]:
    """Yield rate and memory after a tenth of the rows and after all of them."""
    texts = [text.decode() for text in samples() if utf8(text)]
    stream = io.BufferedReader(Rows(texts, count))
    start = time.process_time()
    for done, _ in enumerate(cableconv.read(stream, "cablegate-csv"), 1):  # type: ignore[arg-type]
        if done in (max(1, count // 10), count):
            taken = time.process_time() - start
            yield {"job": "CSV rows", "count": done, "per_second": done / taken, "megabytes": memory()}


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=5.0, help="processor time for each figure (default: 5)")
    arguments.add_argument("--rows", type=int, default=50_000, help="rows of the CSV (default: 50,000)")
    arguments.add_argument("--json", action="store_true", help="print JSON")
    options = arguments.parse_args()
    rows = [*measure_rows(options.rows), *measure_pages(options.seconds)]
    if options.json:
        print(json.dumps(rows, indent=2))
        return
    for each in rows:
        extent = f"most memory {each['megabytes']:.0f} MB" if "megabytes" in each else f"{each['bytes'] / 1e6:.2f} MB"
        print(f"{each['job']:16}{each['count']:>8,}{each['per_second']:>10,.0f} a second   {extent}")


if __name__ == "__main__":
    main()
