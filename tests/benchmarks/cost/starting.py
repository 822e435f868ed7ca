"""What it takes to start: one small telegram becomes a file, beside Python that does nothing."""

import statistics
import sys
import tempfile
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
    return [
        {
            "command": name,
            "milliseconds": _median(done.seconds for done in found),
            "more": _median(
                ours.seconds - nothing.seconds for ours, nothing in zip(found, runs[_NOTHING], strict=True)
            ),
            "processor_milliseconds": _median(done.processor for done in found),
            "megabytes": round(max(done.memory for done in found) / 1e6, 1),
        }
        for name, found in runs.items()
    ]


def _median(seconds: "Any") -> float:
    return round(statistics.median(seconds) * 1000, 1)
