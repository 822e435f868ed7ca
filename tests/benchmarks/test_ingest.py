"""The benchmark of ingest jobs measures what it says; how fast they are, it does not judge."""

import sys
from pathlib import Path
from typing import Any

import ingest
import pytest

FORMATS = ("json", "telegram")


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(ingest, "_TWO", FORMATS)
    monkeypatch.setattr(ingest, "writers", lambda: FORMATS[:1])
    return ingest.measure(tmp_path, 300, each=100, workers=2, kills=1)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_sizes_formats_and_kills_have_their_figures(figures: Any) -> None:
    assert [row["inputs"] for row in figures["size"]] == [30, 300]
    assert all(row["accounted_for"] for row in figures["size"])
    assert all(row["worker_megabytes"] > 10 for row in figures["size"])
    assert [row["format"] for row in figures["format"]] == ["json"]
    assert figures["format"][0]["bytes_per_cable"] > 10_000
    assert figures["kill"] == {"killed": figures["kill"]["killed"], "differences": []}
    assert len(figures["kill"]["killed"]) == 1
