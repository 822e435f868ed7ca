"""The benchmark of the Cablegate readers measures what it says."""

import runpy
from pathlib import Path

import pytest


def test_pages_and_rows_have_their_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Path(__file__).with_name("cablegate.py")
    monkeypatch.syspath_prepend(script.parent)
    benchmark = runpy.run_path(str(script))
    first, last = benchmark["measure_rows"](10)
    assert (first["count"], last["count"]) == (1, 10)
    pages = benchmark["measure_pages"](0)
    assert pages[0]["job"] == "sample pages"
    assert all(row["per_second"] > 0 for row in (first, last, *pages))
