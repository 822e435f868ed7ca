"""An archive of 300 cables with all its oddities is accounted for, also when the job is killed again and again."""

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cable_corpus import archive, jobs

INPUTS = 300


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A job over the archive that nobody has disturbed: the archive's account, what it said, its folder."""
    folder = tmp_path_factory.mktemp("archive")
    account = archive.write(folder / "cables", INPUTS)
    course = jobs.watched(job(folder, folder / "calm"))
    assert course.code == 1, course.said
    return account, course, folder


def job(folder: Path, dest: Path) -> list[str]:
    return jobs.command(
        folder / "cables", "-t", "tei", "-t", "markdown", "-o", dest, "--jobs", "2", "--shard-size", "25"
    )


def test_everything_is_accounted_for(calm: Any) -> None:
    account, course, folder = calm
    assert jobs.account(folder / "calm") == account
    assert f"{INPUTS} inputs, {account.converted} converted, {sum(account.failed.values())} failed" in course.said


def test_each_format_has_an_output_for_each_cable(calm: Any) -> None:
    account, _, folder = calm
    for extension in ("xml", "md"):
        assert len(list((folder / "calm").glob(f"2*/*/*.{extension}"))) == account.converted


def test_a_difference_between_two_jobs_would_be_found(calm: Any) -> None:
    _, _, folder = calm
    other = folder / "other"
    shutil.copytree(folder / "calm", other)
    assert jobs.differences(other, folder / "calm") == []
    changed = sorted(other.glob("2*/*/*.md"))[7]
    changed.write_bytes(changed.read_bytes().replace(b"the", b"The", 1))
    with closing(sqlite3.connect(other / "ledger.sqlite")) as ledger, ledger:
        ledger.execute("DELETE FROM diagnostic WHERE code = 'page-incomplete'")
    found = jobs.differences(other, folder / "calm")
    assert any(changed.name in line for line in found)
    assert found[-1] == "the ledgers differ in diagnostics"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_killed_at_five_moments_it_ends_as_if_it_had_not_been(calm: Any) -> None:
    _, _, folder = calm
    dest = folder / "killed"
    victims = jobs.killed(job(folder, dest), dest, INPUTS, kills=5, seed=5)
    # The last moments may pass between two looks.
    assert len(victims) >= 3
    assert "main" in victims
    assert jobs.differences(dest, folder / "calm") == []
    shutil.rmtree(dest)
