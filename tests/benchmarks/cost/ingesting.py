"""Pages in, files out: ``cableconv ingest`` over a folder of pages, by the clock."""

import tempfile
import time
from pathlib import Path
from typing import Any

from cable_corpus.jobs import command, query, watched

from cost import inputs
from cost.inputs import Folders

#: What is made of the pages, one job each.
FORMATS = ("json", "markdown", "tei", "epub", "pdf")


def measure(where: Folders, cables: int, workers: int, only: str) -> list[dict[str, Any]]:
    """Return a row for each format.

    Args:
        where: The pages.
        cables: How many pages there are in the folder, no two of one id.
        workers: Processes that convert.
        only: Formats that have this in their name; ``""`` for all.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "pages"
        folder.mkdir()
        for name, page in inputs.distinct_pages(where, cables):
            (folder / name).write_bytes(page)
        return [_job(Path(temporary), folder, name, workers) for name in FORMATS if only in name]


def _job(temporary: Path, folder: Path, name: str, workers: int) -> dict[str, Any]:
    dest = temporary / name
    start = time.perf_counter()
    course = watched(command(folder, "-t", name, "-o", dest, "--jobs", str(workers)))
    seconds = time.perf_counter() - start
    ((outputs, size),) = query(dest, "SELECT outputs, bytes FROM formats")
    made = int(str(outputs))
    return {
        "job": f"pages to {name}",
        "workers": workers,
        "cables": made,
        "per_second": round(made / seconds, 1),
        "per_core_second": round(made / course.cpu, 1),
        "bytes_per_cable": int(str(size)) // made,
        "worker_megabytes": round(course.worker_peak() / 1e6, 1),
    }
