"""What conversions cost: speed, start-up, jobs, growth and hostile inputs, as tables and JSON.

    python tests/benchmarks/run.py [PART …] [--cables 2000] [--json FILE] [--docs docs] [--only NAME]

Parts, all when none is named:

- ``speed``: cables per second and memory of each reader and writer on one core, beside bare libraries, pandoc, typst
  and fpdf2, where these are installed. Processor time; a job and its references run in turns, each in its own process.
- ``startup``: one small telegram becomes a file, beside Python that does nothing.
- ``ingest``: a folder of pages becomes files, with two workers, by the clock.
- ``growth``: time and memory from 1 kB to 10 MB a cable, and from 100 to 100,000 cables a file.
- ``hostile``: inputs that are made to hurt, up to 1 GB.

The pages are those of ``--pages``, else of ``CABLECONV_SHARED`` (``../shared``), else the samples. ``--docs docs``
keeps the figures in docs/benchmarks.json, and brings the tables of docs/benchmarks.md and the pictures up to date. All
parts take about an hour on a quiet machine.
"""

import argparse
import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from cost import growth, hostile, ingesting, inputs, pictures, references, speed, starting, tables

PARTS = ("speed", "startup", "ingest", "growth", "hostile")


def measure(part: str, asked: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of a part, and where and when they were taken."""
    where = inputs.folders(asked.pages)
    load = [os.getloadavg()[0]]
    figures: dict[str, Any]
    if part == "speed":
        figures = speed.measure(where, asked.cables, asked.seconds, asked.only)
    elif part == "startup":
        figures = {"rows": starting.measure(asked.times)}
    elif part == "ingest":
        figures = {"rows": ingesting.measure(where, asked.cables, asked.workers, asked.only)}
    elif part == "growth":
        figures = {
            "by_size": growth.by_size(asked.most_bytes, asked.only),
            "by_number": growth.by_number(asked.most_cables, asked.only),
        }
    else:
        figures = {"rows": hostile.measure(asked.only)}
    load.append(os.getloadavg()[0])
    return {"about": about(where, load), **figures}


def about(where: inputs.Folders, load: list[float]) -> dict[str, Any]:
    """Return where and when figures were taken."""
    kind = "published pages" if where.published else "sample pages, as there are no published ones here"
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores of {_processor()}, {platform.system()} {platform.machine()}",
        "load": [round(each, 1) for each in load],
        "inputs": f"{len(inputs.pages(where))} {kind}",
        "versions": _versions(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "an unknown processor"
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "an unknown processor"
    )


def _versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    for name in ("cableconv", "lxml", "msgspec", "reportlab", "typst", "fpdf2"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    if "pandoc" not in references.missing():
        told = subprocess.run(["pandoc", "--version"], capture_output=True, text=True, check=True).stdout
        found["pandoc"] = told.split()[1]
    return found


def arguments() -> argparse.ArgumentParser:
    """Return the command line."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    made.add_argument("--cables", type=int, default=2000, help="cables that each job of speed and ingest does (2000)")
    made.add_argument(
        "--seconds", type=float, default=60.0, help="processor time after which a job of speed stops (60)"
    )
    made.add_argument("--times", type=int, default=20, help="how often startup runs each command (20)")
    made.add_argument("--workers", type=int, default=2, help="workers of ingest (2)")
    made.add_argument("--most-bytes", type=int, default=growth.SIZES[-1], help="largest cable of growth (10000000)")
    made.add_argument("--most-cables", type=int, default=growth.NUMBERS[-1], help="largest file of growth (100000)")
    made.add_argument("--only", default="", metavar="TEXT", help="jobs that have this in their name")
    made.add_argument("--pages", type=Path, metavar="FOLDER", help="pages of Cablegate")
    made.add_argument(
        "--json", type=Path, metavar="FILE", help="figures; parts that are not measured now stay as they are"
    )
    made.add_argument("--docs", type=Path, metavar="FOLDER", help="where the document, its figures and pictures are")
    return made


def main() -> None:
    """Measure, print, and keep each part as soon as it is there."""
    parser = arguments()
    asked = parser.parse_args()
    if unknown := [part for part in asked.parts if part not in PARTS]:
        parser.error(f"there is no part {unknown[0]!r}; expected: {', '.join(PARTS)}")
    for part in asked.parts or PARTS:
        figures = measure(part, asked)
        print(f"\n## {part}\n\n{tables.told(part, figures)}", flush=True)
        if asked.json:
            keep(asked.json, part, figures)
        if asked.docs:
            keep(asked.docs / "benchmarks.json", part, figures)
            illustrate(asked.docs)


def keep(path: Path, part: str, figures: dict[str, Any]) -> None:
    """Put the figures of a part into a file, in place of those that it had."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**known, part: figures}, indent=1) + "\n", encoding="utf-8")


def illustrate(docs: Path) -> None:
    """Bring tables and pictures up to date with the figures beside them."""
    known = json.loads((docs / "benchmarks.json").read_text(encoding="utf-8"))
    document = docs / "benchmarks.md"
    document.write_text(tables.fill(document.read_text(encoding="utf-8"), known), encoding="utf-8")
    for name, picture in pictures.pictures(known["growth"]) if "growth" in known else ():
        (docs / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
