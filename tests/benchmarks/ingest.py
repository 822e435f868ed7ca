"""Ingest jobs over an archive of invented cables: all accounted for? how fast? in how much memory? and when killed?

    python tests/benchmarks/ingest.py [--count 20000] [--jobs 2] [--kills 10] [--folder DIR] [--json]

Three parts, each with figures of its own:

- ``size``: two formats at once, over a tenth of the archive and over all of it. Cables a second by the clock, and the
  most memory that the job and a worker had: it should not grow with the archive.
- ``format``: each format alone, one worker, over an archive of ``--each`` cables. Cables a second of processor time of
  all processes, and bytes a cable. Starting, planning, publishing and the index page are in it.
- ``kill``: the whole archive again, with SIGKILL at random moments to the job or a worker, and started again each time.
  What differs then from the job that nobody disturbed is listed; it should be nothing.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from cable_corpus import archive, jobs

import cableconv

#: What most archives want: one to keep, one to read.
_TWO = ("tei", "markdown")


def measure_size(folder: Path, count: int, workers: int) -> dict[str, Any]:
    """Return the figures of a job over an archive of so many inputs; the archive and the job stay in the folder."""
    account = archive.write(folder / "cables", count)
    begin = time.monotonic()
    course = jobs.watched(_job(folder, "calm", workers))
    seconds = time.monotonic() - begin
    return {
        "inputs": count,
        "accounted_for": jobs.account(folder / "calm") == account,
        "account": account.as_dict(),
        "seconds": round(seconds, 1),
        "inputs_per_second": round(count / seconds, 1),
        "inputs_per_core_second": round(count / course.cpu, 1),
        "main_megabytes": round(course.peaks[course.main] / 1e6, 1),
        "worker_megabytes": round(course.worker_peak() / 1e6, 1),
        "ledger_bytes_per_input": (folder / "calm" / "ledger.sqlite").stat().st_size // count,
    }


def measure_format(folder: Path, name: str) -> dict[str, Any]:
    """Return the figures of one format over the archive in the folder."""
    dest = folder / name
    course = jobs.watched(jobs.command(folder / "cables", "-t", name, "-o", dest, "--jobs", "1"))
    ((outputs, size),) = jobs.query(dest, "SELECT outputs, bytes FROM formats")
    made = int(str(outputs))
    shutil.rmtree(dest)
    return {
        "format": name,
        "cables_per_core_second": round(made / course.cpu, 1),
        "bytes_per_cable": int(str(size)) // made,
        "worker_megabytes": round(course.worker_peak() / 1e6, 1),
    }


def measure_kills(folder: Path, count: int, workers: int, kills: int) -> dict[str, Any]:
    """Return what became of a job that was killed, beside the one in the folder that was not."""
    dest = folder / "killed"
    victims = jobs.killed(_job(folder, "killed", workers), dest, count, kills, seed=count)
    return {"killed": victims, "differences": jobs.differences(dest, folder / "calm")}


def _job(folder: Path, dest: str, workers: int) -> list[str]:
    formats = [part for name in _TWO for part in ("-t", name)]
    return jobs.command(folder / "cables", *formats, "-o", folder / dest, "--jobs", str(workers))


def measure(folder: Path, count: int, each: int, workers: int, kills: int) -> dict[str, Any]:
    """Return all figures; each is printed on standard error as soon as it is there."""
    found: dict[str, Any] = {
        "machine": f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}",
        "jobs": workers,
        "size": [],
        "format": [],
    }

    def note(part: str, figures: dict[str, Any]) -> None:
        print(part, json.dumps(figures), file=sys.stderr, flush=True)
        found[part] = [*found[part], figures] if part in found else figures

    for inputs in (count // 10, count):
        note("size", measure_size(folder / str(inputs), inputs, workers))
    if kills:
        note("kill", measure_kills(folder / str(count), count, workers, kills))
    archive.write(folder / "each" / "cables", each)
    for name in writers():
        note("format", measure_format(folder / "each", name))
    return found


def writers() -> list[str]:
    """Return the names of all formats that can be written."""
    return [spec.name for spec in cableconv.formats() if isinstance(spec, cableconv.WriterSpec)]


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=20_000, help="inputs of the archive (default: 20000)")
    arguments.add_argument("--each", type=int, default=500, help="inputs for one format alone (default: 500)")
    arguments.add_argument("--jobs", type=int, default=2, help="workers (default: 2)")
    arguments.add_argument("--kills", type=int, default=10, help="how many processes are killed (default: 10)")
    arguments.add_argument("--folder", type=Path, help="keep archive and jobs here (default: they are removed)")
    arguments.add_argument("--json", action="store_true", help="print JSON")
    asked = arguments.parse_args()
    if asked.folder and asked.folder.exists():
        arguments.error(f"{asked.folder} is there already; name a folder that is to be made")
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        found = measure(folder, asked.count, asked.each, asked.jobs, asked.kills)
    if asked.json:
        print(json.dumps(found, indent=2))
    else:
        print(*_lines(found), sep="\n")


def _lines(found: dict[str, Any]) -> list[str]:
    """Return the figures as tables for people."""
    sizes = [
        f"{row['inputs']:>8,} inputs: {row['inputs_per_second']} a second, {row['inputs_per_core_second']} a core "
        f"second; {row['worker_megabytes']} MB a worker, {row['main_megabytes']} MB the job; "
        f"{'all accounted for' if row['accounted_for'] else 'NOT ACCOUNTED FOR'}"
        for row in found["size"]
    ]
    formats = [
        f"{row['format']:>10}: {row['cables_per_core_second']:>8} a core second, "
        f"{row['bytes_per_cable']:>9,} bytes a cable"
        for row in found["format"]
    ]
    kills = found.get("kill", {"killed": [], "differences": []})
    told = [f"killed: {', '.join(kills['killed']) or 'nobody'}", *(kills["differences"] or ["no differences"])]
    return [f"{found['machine']}, {found['jobs']} workers", *sizes, *formats, *told]


if __name__ == "__main__":
    main()
