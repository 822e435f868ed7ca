"""Shards can be done one by one, anywhere, in any order, and published later; packs hold what trees hold."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cableconv.cli.progress import Standing, line
from cableconv.cli.wanted import shard_numbers
from cableconv.errors import UsageError
from cableconv.ingest.status import InWork, Watch


@pytest.fixture
def planned(desk: Any, telegram: Any) -> Any:
    """A job of three shards, planned and not begun; and the same, done in one go, in ``calm``."""
    desk.telegrams(*range(1, 7))
    desk.write("cables/1-copy.txt", telegram(1, month="FEB"))
    desk.write("cables/bad.txt", b"no cable")
    job = ("cables", "-t", "json", "-o")
    assert desk.ingest(*job, "calm", "--shard-size", "3").code == 1
    assert desk.ingest("plan", *job, "dest", "--shard-size", "3").code == 0
    return desk


class TestOneByOne:
    def test_in_any_order(self, planned: Any) -> None:
        for shard in ("3", "1", "2"):
            assert planned.ingest("run", "dest", "--shard", shard).code == 0
        assert planned.query("SELECT pending FROM totals") == [(8,)]
        assert planned.ingest("merge", "dest").code == 1
        assert planned.tree() == planned.tree("calm")

    def test_what_is_done_waits_for_those_before_it(self, planned: Any) -> None:
        planned.ingest("run", "dest", "--shard", "1", "--shard", "3")
        done = planned.ingest("merge", "dest")
        told = "2 shards wait, as shard 2 is not done; do it with: cableconv ingest run dest --shard 2 [waiting]"
        assert f"dest: error: {told}" in done.err
        assert done.code == 1
        assert planned.query("SELECT pending FROM totals") == [(5,)]
        status = json.loads(planned.ingest("status", "dest", "--json").out)
        assert status["shards"] == [
            {"name": "planned", "count": 1},
            {"name": "done", "count": 1},
            {"name": "published", "count": 1},
        ]
        assert status["in_work"] == 2
        planned.ingest("run", "dest")
        assert planned.tree() == planned.tree("calm")

    def test_whoever_asks_sees_by_the_exit_code_whether_all_is_in(self, desk: Any) -> None:
        desk.telegrams(1, 2)
        desk.ingest("plan", "cables", "-t", "json", "-o", "dest", "--shard-size", "1")
        codes = []
        for shard in ("1", "2"):
            desk.ingest("run", "dest", "--shard", shard)
            codes.append(desk.ingest("merge", "dest").code)
        assert codes == [1, 0]

    def test_a_shard_is_done_twice_at_once(self, planned: Any) -> None:
        planned.ingest("run", "dest", "--shard", "0-9", "--jobs", "2")
        planned.ingest("run", "dest", "--shard", "0-9", "--jobs", "2")
        planned.ingest("merge", "dest")
        assert planned.tree() == planned.tree("calm")

    def test_workers_do_not_open_the_ledger(self, planned: Any) -> None:
        ledger = Path("dest/ledger.sqlite")
        ledger.rename("ledger.away")
        assert planned.ingest("run", "dest", "--shard", "1-3").code == 0
        Path("ledger.away").rename(ledger)
        planned.ingest("merge", "dest")
        assert planned.tree() == planned.tree("calm")

    def test_a_number_without_a_shard(self, planned: Any) -> None:
        done = planned.ingest("run", "dest", "--shard", "17")
        assert done.code == 0
        assert "no such shard is to be done" in done.err

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            (("17",), [17]),
            (("0-3",), [1, 2, 3]),
            (("0/10",), [10, 20]),
            (("3/10",), [3, 13]),
            (("10/10",), [10, 20]),
            (("1", "19-99"), [1, 19, 20]),
            (("99",), []),
        ],
    )
    def test_numbers(self, asked: tuple[str, ...], expected: list[int]) -> None:
        assert shard_numbers(asked, list(range(1, 21))) == expected

    @pytest.mark.parametrize("asked", ["x", "1-", "-1", "1/0", "1/", "1-2-3", ""])
    def test_numbers_that_are_none(self, asked: str) -> None:
        with pytest.raises(UsageError, match="expected a number"):
            shard_numbers((asked,), [1])


class TestPacks:
    def test_they_hold_what_a_tree_holds(self, planned: Any) -> None:
        planned.ingest("cables", "-t", "json", "-o", "packed", "--shard-size", "3", "--pack", "zip")
        packs = {name: planned.tree("packed")[name] for name in planned.names("packed") if name.endswith(".zip")}
        assert list(packs) == ["packs/000001.json.zip", "packs/000002.json.zip"]
        held = {}
        for content in packs.values():
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert archive.testzip() is None
                held |= {name: archive.read(name) for name in archive.namelist()}
        assert held == {name: planned.tree("calm")[name] for name in planned.names("calm")}

    def test_the_index_tells_where(self, planned: Any) -> None:
        planned.ingest("cables", "-t", "json", "-o", "packed", "--shard-size", "3", "--pack", "zip")
        rows = list(csv.DictReader(Path("packed/packs/index.csv").read_text().splitlines()))
        assert [row["cable_id"] for row in rows] == [f"09ONHAVA{number}" for number in (3, 6, 1, 4, 2, 5)]
        for row in rows:
            with zipfile.ZipFile(Path("packed", row["pack"])) as archive:
                assert hashlib.sha256(archive.read(row["path"])).hexdigest() == row["sha256"]

    def test_a_changed_input_leaves_its_old_pack(self, planned: Any, telegram: Any) -> None:
        job = ("cables", "-t", "json", "-o", "packed", "--shard-size", "3", "--pack", "zip")
        planned.ingest(*job)
        planned.write("cables/001.txt", telegram(9))
        planned.write("cables/1-copy.txt", telegram(9))
        planned.ingest(*job)
        members = {path.name: zipfile.ZipFile(path).namelist() for path in sorted(Path("packed/packs").glob("*.zip"))}
        assert members == {
            "000001.json.zip": ["2009/01/09ONHAVA3.json", "2009/03/09ONHAVA2.json"],
            "000002.json.zip": ["2009/01/09ONHAVA6.json", "2009/02/09ONHAVA4.json", "2009/03/09ONHAVA5.json"],
            "000004.json.zip": ["2009/02/09ONHAVA9.json"],
        }

    def test_a_damaged_pack_is_made_again(self, planned: Any) -> None:
        job = ("cables", "-t", "json", "-o", "packed", "--shard-size", "3", "--pack", "zip")
        planned.ingest(*job)
        Path("packed/packs/000001.json.zip").write_bytes(b"damaged")
        planned.ingest(*job)
        assert planned.ingest("status", "packed", "--verify").code == 0
        assert sorted(path.name for path in Path("packed/packs").glob("*.zip")) == [
            "000002.json.zip",
            "000004.json.zip",
        ]


class TestProgress:
    def test_the_line_says_how_far_how_fast_and_how_long(self) -> None:
        said = line(Standing(250_000, 12_345, 41), 12_345, 120)
        assert said == "12,345 of 250,000 inputs, 41 failed, 102.9 a second, 0:38:30 left"

    def test_nothing_is_done_yet(self) -> None:
        assert line(Standing(10, 0, 0), 0, 30) == "0 of 10 inputs, 0 failed"

    def test_what_workers_have_done_is_counted_as_it_grows(self, planned: Any) -> None:
        watch = Watch(Path("dest"))
        assert watch.poll() == InWork(0, 0)
        planned.ingest("run", "dest", "--shard", "3")
        assert watch.poll() == InWork(2, 1)
        planned.ingest("run", "dest", "--shard", "1")
        assert watch.poll() == InWork(5, 1)

    def test_a_half_written_line_does_not_count(self, desk: Any) -> None:
        path = desk.write("dest/.cableconv/doing/000001.x/result.jsonl", b'{"id":1,"failure":{}}\n{"id":2')
        watch = Watch(Path("dest"))
        assert watch.poll() == InWork(1, 1)
        path.write_bytes(path.read_bytes() + b"}\n")
        assert watch.poll() == InWork(2, 1)

    def test_an_attempt_that_was_killed_does_not_count_twice(self, desk: Any) -> None:
        desk.write("dest/.cableconv/doing/000001.x/result.jsonl", b'{"id":1}\n')
        desk.write("dest/.cableconv/doing/000001.y/result.jsonl", b'{"id":1}\n{"id":2}\n')
        desk.write("dest/.cableconv/doing/000002.z/result.jsonl", b'{"id":3}\n')
        assert Watch(Path("dest")).poll() == InWork(3, 0)
