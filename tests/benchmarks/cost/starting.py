"""What it takes to start: one small telegram becomes a file, beside Python that does nothing."""

import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cost.commands import CABLECONV, Run, run
from cost.inputs import ROOT

_TELEGRAM = str(ROOT / "samples" / "telegram" / "plain-unclassified.txt")

_NOTHING = "python -c pass"

COMMANDS = {
    _NOTHING: [sys.executable, "-c", "pass"],
    "cableconv --help": [CABLECONV, "--help"],
    "cableconv formats": [CABLECONV, "formats"],
    **{
        f"telegram to {name}": [CABLECONV, _TELEGRAM, "-t", name, "-o", f"out.{name}"]
        for name in ("markdown", "json", "tei", "epub", "pdf")
    },
}


def measure(times: int) -> list[dict[str, Any]]:
    """Return a row for each command: medians of so many runs, all commands in turns, after one that only warms up."""
    runs: dict[str, list[Run]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(times + 1):
            for name, command in COMMANDS.items():
                done = run(command, Path(folder))
                if done.code:
                    raise RuntimeError(f"{name} ended with code {done.code}: {done.said}")
                runs[name] += [done] if turn else []
    return [_row(name, found, runs[_NOTHING]) for name, found in runs.items()]


def _row(name: str, found: list[Run], nothing: list[Run]) -> dict[str, Any]:
    pairs = list(zip(found, nothing, strict=True))
    return {
        "command": name,
        "milliseconds": _median([ours.seconds for ours in found]),
        "more": _median([ours.seconds - bare.seconds for ours, bare in pairs]),
        "processor_milliseconds": _median([ours.processor for ours in found]),
        "more_processor": _median([ours.processor - bare.processor for ours, bare in pairs]),
        "megabytes": round(max(ours.memory for ours in found) / 1e6, 1),
    }


def _median(seconds: Sequence[float]) -> float:
    """Return the median in milliseconds."""
    return round(statistics.median(seconds) * 1000, 1)
