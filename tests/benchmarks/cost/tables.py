"""Figures as Markdown: the tables that are printed, and those between the markers of a document."""

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cost.growth import Curves, steepness

Figures = dict[str, Any]


def speed(figures: Figures) -> str:
    """Return a table for readers, one for writers, one for pages that become files."""
    parts = []
    for heading, rows in figures["tables"].items():
        parts.append(
            _table(
                (heading, "a second", "quickest", "cables", "MB", "time it takes"),
                [
                    (
                        row["job"],
                        _number(row["per_second"]),
                        _number(row["quickest_per_second"]),
                        f"{row['cables']:,}",
                        f"{row['megabytes']:.0f}",
                        "; ".join(f"{times:g} × that of: {reference}" for reference, times in row["times"].items()),
                    )
                    for row in rows
                ],
            )
        )
    parts += [
        f"Not measured: {name} is missing; it comes with {origin}." for name, origin in figures["missing"].items()
    ]
    return "\n\n".join(parts)


def startup(figures: Figures) -> str:
    """Return a table of commands."""
    rows = [
        (
            f"`{row['command']}`" if row["command"].startswith(("python", "cableconv")) else row["command"],
            f"{row['milliseconds']:.0f}",
            f"{row['more']:.0f}",
            f"{row['processor_milliseconds']:.0f}",
            f"{row['more_processor']:.0f}",
            f"{row['megabytes']:.0f}",
        )
        for row in figures["rows"]
    ]
    return _table(("command", "ms", "more than Python", "processor ms", "more than Python", "MB"), rows)


def ingest(figures: Figures) -> str:
    """Return a table of ingest jobs."""
    rows = [
        (
            row["job"],
            _number(row["per_second"]),
            _number(row["per_core_second"]),
            f"{row['cables']:,}",
            _number(row["bytes_per_cable"]),
            f"{row['worker_megabytes']:.0f}",
        )
        for row in figures["rows"]
    ]
    workers = figures["rows"][0]["workers"] if figures["rows"] else 0
    head = (
        f"{workers} workers",
        "a second by the clock",
        "a second of processor time",
        "cables",
        "bytes each",
        "MB a worker",
    )
    return _table(head, rows)


def growth(figures: Figures) -> str:
    """Return a table of how steep the curves end, and what their last points are."""
    return "\n\n".join(
        [
            _curves(figures["by_size"], "bytes", "bytes for a byte", 1e6),
            _curves(figures["by_number"], "cables", "kB for a cable", 1e3),
        ]
    )


def _curves(curves: Curves, x: str, each: str, part: float) -> str:
    """Return a table; ``each`` heads what memory grows by, in parts of a megabyte."""
    rows = [
        (
            name,
            f"{steepness(points):.2f}",
            f"{points[-1]['x']:,.0f}",
            f"{points[-1]['seconds']:.2f}",
            f"{points[0]['megabytes']:,.0f}",
            f"{points[-1]['megabytes']:,.0f}",
            f"{max(0, points[-1]['megabytes'] - points[0]['megabytes']) * part / points[-1]['x']:.1f}",
        )
        for name, points in curves.items()
    ]
    return _table(("", "steepness", x, "seconds", "MB at first", "MB at last", each), rows)


def hostile(figures: Figures) -> str:
    """Return a table of hostile inputs."""
    rows = [
        (
            row["input"],
            _number(row["bytes"] / 1e6),
            row["to"],
            str(row["code"]),
            f"{row['seconds']:.1f}",
            f"{row['megabytes']:,.0f}",
            str(row["messages"]),
            f"`{row['said']}`" if row["said"] else "",
        )
        for row in figures["rows"]
    ]
    return _table(("input", "MB in", "to", "exit code", "seconds", "MB", "messages", "the first"), rows)


#: The table of each part.
OF_PART: dict[str, Callable[[Figures], str]] = {
    "speed": speed,
    "startup": startup,
    "ingest": ingest,
    "growth": growth,
    "hostile": hostile,
}


def circumstances(figures: Figures) -> str:
    """Return a few lines on where and when a part was measured."""
    about = figures["about"]
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    told = (
        f"{about['date']}, {about['machine']}, load {about['load'][0]} at the start and {about['load'][1]} at the end; "
        f"{about['inputs']}; {versions}."
    )
    return textwrap.fill(told, 130)


def told(part: str, figures: Figures) -> str:
    """Return all that a document says of a part."""
    return f"{OF_PART[part](figures)}\n\n{circumstances(figures)}"


def fill(document: str, parts: Mapping[str, Figures]) -> str:
    """Return a document with the parts that there are between its markers ``<!-- speed -->`` and ``<!-- end -->``."""
    for part, figures in parts.items():
        pattern = re.compile(rf"(?<=<!-- {part} -->\n).*?(?=<!-- end -->)", re.DOTALL)
        text = f"\n{told(part, figures)}\n\n".replace("\\", r"\\")
        document = pattern.sub(text, document, count=1)
    return document


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(_lines(head, rows))


def _lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table; columns of numbers stand to the right."""
    columns = list(zip(*rows, strict=True)) or [("",) for _ in head]
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---:' if all(map(_is_number, cells)) else '---' for cells in columns)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(",", "").replace(".", "").isdigit()


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 20 else f"{value:,.1f}"
