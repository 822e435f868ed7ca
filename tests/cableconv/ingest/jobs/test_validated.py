"""Jobs that check what they write: what is invalid fails, what is valid is told of."""

import re
from typing import Any

import pytest

#: A format whose check does not want the second of the cables.
PLUGIN = """
    from cableconv.formats import Finding, WriterSpec
    from cableconv.hookspecs import hookimpl

    class Slips:
        def write(self, cables, out, ctx):
            for cable in cables:
                out.write(b"SLIP " + cable.id.encode())

    def check(source):
        if source.content().endswith(b"2"):
            yield Finding(message="ends with 2, expected another number", line=1, column=6)
            yield Finding(message="is lost anyway")

    @hookimpl
    def register_writers():
        return [WriterSpec(name="slip", title="Slip", load="slips_plugin:Slips", extensions=(".slip",),
                           validate="slips_plugin:check")]
"""


@pytest.fixture
def slips(desk: Any, site: Any) -> Any:
    site.add("slips", PLUGIN)
    desk.telegrams(1, 2, 3)
    return desk


def start(desk: Any, *options: str) -> Any:
    return desk.ingest("cables", "-t", "slip", "-t", "telegram", "-o", "dest", "--jobs", "1", *options)


def test_an_invalid_output_fails_its_cable_and_is_not_stored(slips: Any) -> None:
    done = start(slips, "--validate")
    assert done.code == 1
    assert slips.statuses()["002.txt"] == ("failed", "invalid")
    told = "slip: the output is invalid: 1:6: ends with 2, expected another number (and 1 more)"
    assert slips.query("SELECT message FROM cable WHERE status = 'failed'") == [(told,)]
    assert [name for name in slips.names() if name.endswith(".slip")] == [
        "2009/01/09ONHAVA3.slip",
        "2009/02/09ONHAVA1.slip",
    ]
    assert "2009/03/09ONHAVA2.txt" in slips.names()
    assert slips.query("SELECT format, validated FROM output GROUP BY format") == [("slip", 1), ("telegram", 0)]


def test_formats_without_checks_are_named_at_once(slips: Any) -> None:
    told = re.findall(r".*not-validated.*", start(slips, "--validate").err)
    assert told == [
        "cableconv: warning: There are no checks of telegram; its outputs are not validated. [not-validated]"
    ]


def test_without_the_option_nothing_is_checked(slips: Any) -> None:
    assert start(slips).code == 0
    assert slips.query("SELECT DISTINCT validated FROM output") == [(0,)]


def test_what_was_not_checked_is_made_again_to_be_checked_and_nothing_else(slips: Any) -> None:
    start(slips)
    assert start(slips, "--validate").code == 1
    assert slips.statuses()["002.txt"] == ("failed", "invalid")
    assert slips.query("SELECT count(*) FROM output WHERE validated") == [(2,)]
    shards = "SELECT count(*) FROM shard"
    before = slips.query(shards)
    slips.ingest("--resume", "-o", "dest")
    assert slips.query(shards) == before


def test_a_check_that_cannot_be_loaded_is_told_of_before_anything_is_read(desk: Any, site: Any) -> None:
    site.add("slips", PLUGIN.replace("slips_plugin:check", "slips_plugin:gone"))
    desk.telegrams(1)
    done = start(desk, "--validate")
    assert done.code == 4
    assert "cannot load its check from slips_plugin:gone" in done.err
    assert not (desk.folder / "dest").exists()


def test_a_bag_of_checked_outputs_has_the_event(slips: Any) -> None:
    (slips.folder / "cables" / "002.txt").unlink()
    assert start(slips, "--validate", "--bag").code == 0
    ((record,),) = [[content for name, content in slips.tree().items() if "/premis/" in name]]
    assert record.count(b">validation</eventType>") == 1
    assert b"checked with the checks of its format" in record


def test_a_bag_keeps_what_a_transform_takes_out_and_says_so(desk: Any) -> None:
    desk.telegrams(1)
    done = desk.start("--bag", "--transform", "redact:level=unclassified")
    told = "The bag holds the original bytes in data/originals, with all that redact takes out. [original-kept]"
    assert f"cableconv: warning: {told}" in done.err
    assert "original-kept" not in desk.ingest("--resume", "-o", "dest").err


def test_a_transform_that_takes_nothing_out_is_no_reason_for_a_warning(desk: Any) -> None:
    desk.telegrams(1)
    assert "original-kept" not in desk.start("--bag", "--transform", "subjects").err
