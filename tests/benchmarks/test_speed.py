"""The benchmark measures what it says; how fast it is, it does not judge."""

import runpy
from pathlib import Path
from typing import Any

import pytest

import cableconv


@pytest.fixture(scope="module")
def speed() -> dict[str, Any]:
    return runpy.run_path(str(Path(__file__).with_name("speed.py")))


def test_reader_and_every_writer_have_a_row(speed: dict[str, Any]) -> None:
    rows = speed["measure"](speed["samples"]()[:1], 0)
    writers = [f"write {spec.name}" for spec in cableconv.formats() if isinstance(spec, cableconv.WriterSpec)]
    measured = [row["job"] for row in rows]
    assert [job for job in measured if job in writers] == writers
    assert {"write tei, lines=yes", "write tei, lines=no"} <= set(measured)
    assert "read telegram" in measured
    assert {row["reference"] for row in rows} - {None} <= set(measured)
    assert all(row["per_second"] > 0 for row in rows)


def test_a_telegram_is_cut_out_of_its_page(speed: dict[str, Any]) -> None:
    page = (
        "<h3>Viewing</h3><code><pre>VZCZCXRO0042&#x000A;FM AMEMBASSY ONHAVA</pre></code><p>help</p>"
        "<code><pre>UNCLAS ONHAVA 000042&#x000A;TAGS: <a href='/tag/PREL_0.html'>PREL</a> <FNU> & so on</pre></code>"
    )
    expected = "VZCZCXRO0042\nFM AMEMBASSY ONHAVA\nUNCLAS ONHAVA 000042\nTAGS: PREL <FNU> & so on"
    assert speed["telegram"](page).decode() == expected
