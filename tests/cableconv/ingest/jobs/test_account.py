"""Every input is accounted for, and the totals add up."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def mixed(desk: Any, telegram: Any) -> Any:
    """A job over inputs of every fate."""
    desk.telegrams(1, 2, 3)
    desk.write("cables/1-again.txt", telegram(1, month="FEB"))
    desk.write("cables/2-other.txt", telegram(2, "Another text.", month="MAR"))
    desk.write("cables/empty.txt", b"")
    desk.write("cables/note.txt", b"Shopping list: milk.\n")
    desk.write("cables/picture.png", b"\x89PNG\r\n\x1a\n\0\0")
    desk.write("cables/.hidden", b"not looked at")
    (desk.folder / "cables" / "gone.txt").symlink_to("nowhere")
    (desk.folder / "cables" / "round").symlink_to(".")
    desk.done = desk.start("--report", "report.jsonl")
    return desk


def test_each_input_has_its_fate(mixed: Any) -> None:
    assert mixed.statuses() == {
        "001.txt": ("converted", None),
        "002.txt": ("converted", None),
        "003.txt": ("converted", None),
        "1-again.txt": ("duplicate", "duplicate"),
        "2-other.txt": ("converted", None),
        "empty.txt": ("failed", "empty"),
        "gone.txt": ("failed", "missing"),
        "note.txt": ("failed", "unknown-format"),
        "picture.png": ("failed", "unknown-format"),
    }


def test_totals_add_up_and_the_exit_code_tells_of_failures(mixed: Any) -> None:
    assert mixed.query("SELECT * FROM totals") == [(9, 4, 4, 1, 0, 0)]
    assert mixed.done.code == 1
    assert "9 inputs, 4 converted, 4 failed, 1 duplicates" in mixed.done.err


def test_outputs_lie_by_month_and_a_name_that_is_taken_gets_a_sign_of_the_text(mixed: Any) -> None:
    other = next(name for name in mixed.names() if "~" in name)
    sign = other.partition("~")[2].partition(".")[0]
    assert mixed.names() == [
        "2009/01/09ONHAVA3.json",
        "2009/01/09ONHAVA3.txt",
        "2009/02/09ONHAVA1.json",
        "2009/02/09ONHAVA1.txt",
        "2009/03/09ONHAVA2.json",
        "2009/03/09ONHAVA2.txt",
        f"2009/03/09ONHAVA2~{sign}.json",
        f"2009/03/09ONHAVA2~{sign}.txt",
    ]
    ((sha256,),) = mixed.query("SELECT text_sha256 FROM cable WHERE namesake IS NOT NULL")
    assert sha256.startswith(sign)
    assert mixed.query("SELECT cable_id, first_name FROM collisions") == [("09ONHAVA2", "2009/03/09ONHAVA2")]


def test_outputs_are_what_the_ledger_says(mixed: Any) -> None:
    tree = mixed.tree()
    rows = mixed.query("SELECT path, size, sha256 FROM output")
    assert {path: (size, digest) for path, size, digest in rows} == {
        name: (len(tree[name]), hashlib.sha256(tree[name]).hexdigest()) for name in mixed.names()
    }
    assert tree["2009/02/09ONHAVA1.txt"] == (mixed.folder / "cables" / "001.txt").read_bytes()


def test_what_failed_lies_in_quarantine_with_its_reason(mixed: Any) -> None:
    kept = {name.partition("~")[0]: name for name in mixed.tree() if name.startswith("quarantine/")}
    assert sorted(kept) == ["quarantine/empty", "quarantine/gone", "quarantine/note", "quarantine/picture"]
    ((reason,),) = mixed.query("SELECT quarantine FROM input WHERE location LIKE '%note.txt'")
    told = json.loads(mixed.tree()[reason])
    assert told["location"] == str(mixed.folder / "cables" / "note.txt")
    assert told["reason"] == "unknown-format"
    assert mixed.tree()[f"quarantine/{told['copy']}"] == b"Shopping list: milk.\n"


def test_the_report_has_a_line_an_input(mixed: Any) -> None:
    lines = [json.loads(line) for line in Path("report.jsonl").read_text().splitlines()]
    assert [Path(line["input"]).name for line in lines] == list(mixed.statuses())
    assert lines[0]["cables"][0]["outputs"][0]["path"] == "2009/02/09ONHAVA1.json"
    assert lines[3]["cables"][0]["status"] == "duplicate"


def test_status_shows_it_as_table_and_as_json(mixed: Any) -> None:
    shown = mixed.ingest("status", "dest")
    assert shown.code == 0
    assert "4 json" in shown.out
    assert "2 unknown-format" in shown.out
    told = json.loads(mixed.ingest("status", "dest", "--json").out)
    assert (told["inputs"], told["converted"], told["failed"], told["duplicates"]) == (9, 4, 4, 1)
    assert told["adds_up"] is True


def test_status_verifies_outputs(mixed: Any) -> None:
    assert mixed.ingest("status", "dest", "--verify").code == 0
    path = mixed.folder / "dest" / "2009/02/09ONHAVA1.txt"
    path.write_bytes(path.read_bytes().replace(b"closed", b"opened"))
    shown = mixed.ingest("status", "dest", "--verify")
    assert shown.code == 1
    assert "2009/02/09ONHAVA1.txt" in shown.out


def test_two_jobs_give_the_same_whatever_the_number_of_workers(mixed: Any) -> None:
    mixed.ingest("cables", "-t", "json", "-t", "telegram", "-o", "other", "--jobs", "2", "--shard-size", "2")
    assert mixed.tree("other") == mixed.tree("dest")


def test_cables_of_one_input_have_fates_of_their_own(desk: Any, telegram: Any) -> None:
    desk.write("cables/two.txt", telegram(1) + telegram(2))
    desk.write("cables/two-again.txt", telegram(3) + telegram(2))
    assert desk.start().code == 0
    assert desk.query("SELECT place, cable_id, status FROM cable ORDER BY input, place") == [
        (1, "09ONHAVA3", "written"),
        (2, "09ONHAVA2", "written"),
        (1, "09ONHAVA1", "written"),
        (2, "09ONHAVA2", "duplicate"),
    ]


def test_what_a_transform_leaves_out_is_accounted_for(desk: Any, site: Any) -> None:
    site.add(
        "even",
        """
        from cableconv import TransformSpec, hookimpl

        class Even:
            def apply(self, cable, ctx):
                return cable if int(cable.id[-1]) % 2 == 0 else None

        @hookimpl
        def register_transforms():
            return [TransformSpec(name="even", title="Even numbers", load="even_plugin:Even")]
        """,
    )
    desk.telegrams(1, 2)
    assert desk.start("--transform", "even").code == 0
    assert desk.statuses() == {"001.txt": ("left-out", "transform"), "002.txt": ("converted", None)}
    assert desk.names() == ["2009/03/09ONHAVA2.json", "2009/03/09ONHAVA2.txt"]


def test_metadata_that_has_no_place_is_told_of_once(desk: Any) -> None:
    desk.telegrams(1, 2)
    done = desk.start("-M", "title=Glass", "-M", "colour=red", "--fail-if-warnings")
    assert done.err.count("colour") == 1
    assert done.code == 3


@pytest.mark.parametrize(
    ("report", "complaint"),
    [
        ("cables/001.txt", "cables/001.txt holds something else than a report; name another file"),
        ("dest/ledger.sqlite", "dest/ledger.sqlite lies in the folder of the job; name a file outside of it"),
        ("dest/2009/report.jsonl", "dest/2009/report.jsonl lies in the folder of the job"),
        ("-", "the report goes into a file; name one"),
        ("nowhere/report.jsonl", "there is no folder nowhere to write report.jsonl into; make it first"),
    ],
)
def test_a_report_overwrites_nothing(desk: Any, report: str, complaint: str) -> None:
    desk.telegrams(1)
    before = (desk.folder / "cables" / "001.txt").read_bytes()
    for _ in range(2):
        done = desk.start("--report", report)
        assert done.code == 2
        assert re.search(complaint, done.err)
    assert desk.start().code == 0
    assert desk.start("--report", report).code == 2
    assert (desk.folder / "cables" / "001.txt").read_bytes() == before
    assert desk.ingest("status", "dest").code == 0


def test_a_report_is_written_again(desk: Any) -> None:
    desk.telegrams(1)
    for number in (2, 3):
        assert desk.start("--report", "report.jsonl").code == 0
        assert len((desk.folder / "report.jsonl").read_bytes().splitlines()) == number - 1
        desk.telegrams(number)


def test_a_ledger_that_was_emptied(desk: Any) -> None:
    desk.telegrams(1)
    assert desk.start().code == 0
    (desk.folder / "dest" / "ledger.sqlite").write_bytes(b"")
    done = desk.start()
    assert done.code == 2
    assert "ledger.sqlite is no ledger, or was emptied; begin again in another folder" in done.err


def test_a_finished_ledger_is_one_file_that_wants_nothing_written(desk: Any) -> None:
    desk.telegrams(1)
    assert desk.start().code == 0
    ledger = desk.folder / "dest" / "ledger.sqlite"
    assert [path.name for path in ledger.parent.glob("ledger.sqlite*")] == ["ledger.sqlite"]
    # Bytes 18 and 19 of an SQLite file: 1 is a rollback journal, 2 the write-ahead log.
    assert ledger.read_bytes()[18:20] == b"\x01\x01"
    assert desk.start().code == 0
    assert ledger.read_bytes()[18:20] == b"\x01\x01"


def test_a_name_that_is_too_long_is_cut(desk: Any) -> None:
    for number in range(2):
        desk.write(f"cables/{'あ' * 30}{number}.txt", b"SUBJECT: GLASS\n\nThe works are closed. %d\n" % number)
    desk.telegrams(1)
    assert desk.ingest("cables", "-f", "telegram", "-t", "json", "-o", "dest", "--jobs", "1").code == 0
    names = desk.names()
    assert len(names) == 3
    assert all(len(name.rpartition("/")[2]) < 200 for name in names)


def test_a_name_that_the_file_system_refuses_fails_its_cable_alone(desk: Any, site: Any) -> None:
    site.add(
        "long",
        f"""
        from cableconv import WriterSpec, hookimpl

        class Long:
            def write(self, cables, out, ctx):
                out.write(b"".join(cable.id.encode() for cable in cables))

        @hookimpl
        def register_writers():
            return [WriterSpec(name="long", title="Long", load="long_plugin:Long", extensions=(".{"x" * 245}",))]
        """,
    )
    desk.telegrams(1, 22)
    done = desk.ingest("cables", "-t", "long", "-t", "json", "-o", "dest", "--jobs", "1")
    assert done.code == 1
    assert desk.statuses() == {"001.txt": ("converted", None), "022.txt": ("failed", "name-refused")}
    assert "2009/02/09ONHAVA22." in done.err
    assert [name[:18] for name in desk.names()] == ["2009/02/09ONHAVA1.", "2009/02/09ONHAVA1."]
    assert "pending" not in done.err
