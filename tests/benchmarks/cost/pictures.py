"""The pictures of the growth of cost."""

from collections.abc import Iterator
from typing import Any

from cost.growth import Curves
from cost.plot import Panel, draw


def pictures(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield file name and SVG: cost by the size of a cable, and by the number of cables."""
    yield "growth-by-size.svg", draw([*_panels(figures["by_size"], "bytes of one telegram")])
    yield "growth-by-number.svg", draw([*_panels(figures["by_number"], "cables in one file")])


def _panels(curves: Curves, x: str) -> Iterator[Panel]:
    for key, title, y, is_line in (
        ("seconds", "time", "processor seconds", True),
        ("megabytes", "memory", "MB", False),
    ):
        for verb, who in (("read", "Readers"), ("write", "Writers")):
            drawn = {
                name.removeprefix(f"{verb} "): [(point["x"], point[key]) for point in points]
                for name, points in curves.items()
                if name.startswith(verb)
            }
            if drawn:
                yield Panel(f"{who}, {title}", x, y, drawn, diagonals=is_line)
