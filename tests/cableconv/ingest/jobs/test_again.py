"""A job that is started again does what is new, changed, missing or out of date, and nothing else."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cableconv import ReadError

PLUGIN = """
    from cableconv import Option, ReaderSpec, WriterSpec, hookimpl

    class Plain:
        def write(self, cables, out, ctx):
            for cable in cables:
                out.write(f"{ctx.options['sign']} {cable.id} {ctx.metadata.get('title', '')}".encode())

    @hookimpl
    def register_writers():
        options = (Option(name="sign", type=str, default="-", help="A sign"),)
        load = "plain_plugin:Plain"
        spec = WriterSpec(name="plain", title="Plain", load=load, extensions=(".plain",), options=options)
        return [spec]
"""


@pytest.fixture
def plain(desk: Any, site: Any) -> Any:
    """A job of three telegrams that writes `json` and `plain`."""
    site.add("plain", PLUGIN)
    desk.telegrams(1, 2, 3)
    assert begin(desk).code == 0
    return desk


def begin(desk: Any, *arguments: str) -> Any:
    return desk.ingest("cables", "-t", "json", "-t", "plain", "-o", "dest", "--jobs", "1", *arguments)


def written(desk: Any, again: Callable[[], Any]) -> list[str]:
    """Do it again; return which outputs were written meanwhile."""
    before = {path: path.stat().st_ino for path in (desk.folder / "dest").glob("20*/**/*.*")}
    assert again().code in (0, 1)
    after = {path: path.stat().st_ino for path in (desk.folder / "dest").glob("20*/**/*.*")}
    return sorted(path.name for path, inode in after.items() if before.get(path) != inode)


def touch(path: Path) -> None:
    """Give a file another time, as a copy of it has."""
    os.utime(path, ns=(1, 1))


def test_a_source_that_was_missing_for_a_while(plain: Any) -> None:
    before = plain.tree()
    (plain.folder / "cables").rename(plain.folder / "elsewhere")
    assert plain.ingest("resume", "dest").code == 1
    assert plain.statuses()["cables"] == ("failed", "missing")
    (plain.folder / "elsewhere").rename(plain.folder / "cables")
    assert plain.ingest("resume", "dest").code == 0
    assert "cables" not in plain.statuses()
    assert plain.tree() == before


def test_nothing_has_changed(plain: Any) -> None:
    before = plain.tree()
    assert written(plain, lambda: begin(plain)) == []
    assert written(plain, lambda: plain.ingest("--resume", "-o", "dest")) == []
    assert written(plain, lambda: plain.ingest("resume", "dest")) == []
    assert plain.tree() == before


def test_another_time_of_the_same_bytes(plain: Any) -> None:
    touch(plain.folder / "cables/001.txt")
    assert written(plain, lambda: begin(plain)) == []


def test_a_default_that_is_spelled_out(plain: Any) -> None:
    assert written(plain, lambda: begin(plain, "--option", "sign=-")) == []


def test_an_option_of_one_writer(plain: Any) -> None:
    found = written(plain, lambda: begin(plain, "--option", "sign=+"))
    assert found == ["09ONHAVA1.plain", "09ONHAVA2.plain", "09ONHAVA3.plain"]
    assert plain.tree()["2009/02/09ONHAVA1.plain"] == b"+ 09ONHAVA1 "


def test_metadata_concern_all(plain: Any) -> None:
    assert len(written(plain, lambda: begin(plain, "-M", "title=Glass"))) == 6


def test_a_new_format(plain: Any) -> None:
    found = written(plain, lambda: begin(plain, "-t", "telegram"))
    assert found == ["09ONHAVA1.txt", "09ONHAVA2.txt", "09ONHAVA3.txt"]
    assert plain.query("SELECT * FROM totals") == [(3, 3, 0, 0, 0, 0)]


def test_a_format_less_is_refused_with_what_to_say(plain: Any) -> None:
    done = plain.ingest("cables", "-t", "json", "-o", "dest")
    assert done.code == 2
    assert "dest holds plain, too" in done.err
    assert "-t json -t plain" in done.err


def test_another_version_of_a_writer(plain: Any, site: Any) -> None:
    info = site.path / "cableconv_plain-1.0.dist-info"
    info.rename(site.path / "cableconv_plain-2.0.dist-info")
    metadata = site.path / "cableconv_plain-2.0.dist-info" / "METADATA"
    metadata.write_text("Metadata-Version: 2.1\nName: cableconv-plain\nVersion: 2.0\n")
    found = written(plain, lambda: process(plain))
    assert found == ["09ONHAVA1.plain", "09ONHAVA2.plain", "09ONHAVA3.plain"]


def process(desk: Any) -> Any:
    done = desk.process("cables", "-t", "json", "-t", "plain", "-o", "dest", "--jobs", "1")
    done.code = done.returncode
    return done


def test_a_new_input(plain: Any) -> None:
    plain.telegrams(4)
    assert written(plain, lambda: begin(plain)) == ["09ONHAVA4.json", "09ONHAVA4.plain"]


def test_a_changed_input_replaces_its_own_outputs(plain: Any, telegram: Any) -> None:
    plain.write("cables/001.txt", telegram(7))
    assert written(plain, lambda: begin(plain)) == ["09ONHAVA7.json", "09ONHAVA7.plain"]
    assert "2009/02/09ONHAVA1.json" not in plain.names()


def test_an_input_that_is_gone_keeps_its_outputs(plain: Any) -> None:
    before = plain.names()
    (plain.folder / "cables/001.txt").unlink()
    assert written(plain, lambda: begin(plain)) == []
    assert plain.names() == before
    assert plain.statuses()["001.txt"] == ("converted", None)


def test_an_output_that_is_gone_or_cut_short(plain: Any) -> None:
    before = plain.tree()
    (plain.folder / "dest/2009/02/09ONHAVA1.json").unlink()
    (plain.folder / "dest/2009/03/09ONHAVA2.plain").write_bytes(b"-")
    assert written(plain, lambda: begin(plain)) == ["09ONHAVA1.json", "09ONHAVA2.plain"]
    assert plain.tree() == before


def test_a_damaged_output_is_found_by_its_hash(plain: Any) -> None:
    before = plain.tree()
    (plain.folder / "dest/2009/03/09ONHAVA2.plain").write_bytes(b"* 09ONHAVA2 ")
    assert written(plain, lambda: begin(plain)) == []
    assert written(plain, lambda: begin(plain, "--verify")) == ["09ONHAVA2.plain"]
    assert plain.tree() == before


def test_what_failed_is_tried_again_when_it_has_changed_or_is_asked_for(plain: Any, telegram: Any) -> None:
    plain.write("cables/bad.txt", b"no cable")
    begin(plain)
    shards = "SELECT count(*) FROM shard"
    assert plain.query(shards) == [(2,)]
    begin(plain)
    assert plain.query(shards) == [(2,)]
    begin(plain, "--retry-failed")
    assert plain.query(shards) == [(3,)]
    assert any(name.startswith("quarantine/bad~") for name in plain.tree())
    plain.write("cables/bad.txt", telegram(8))
    assert begin(plain).code == 0
    assert plain.query("SELECT * FROM totals") == [(4, 4, 0, 0, 0, 0)]
    assert not any(name.startswith("quarantine/") for name in plain.tree())


def test_a_duplicate_comes_in_when_its_first_goes(plain: Any, telegram: Any) -> None:
    plain.write("cables/1-copy.txt", (plain.folder / "cables/001.txt").read_bytes())
    begin(plain)
    assert plain.statuses()["1-copy.txt"] == ("duplicate", "duplicate")
    plain.write("cables/001.txt", telegram(9))
    begin(plain)
    assert plain.statuses()["1-copy.txt"] == ("converted", None)
    assert {"2009/02/09ONHAVA1.json", "2009/02/09ONHAVA9.json"} <= set(plain.names())


def test_the_second_of_two_with_one_name_keeps_its_name(plain: Any, telegram: Any) -> None:
    plain.write("cables/1-other.txt", telegram(1, "Another text."))
    begin(plain)
    names = plain.names()
    assert sum("~" in name for name in names) == 2
    assert begin(plain, "--option", "sign=+").code == 0
    assert plain.names() == names


class TestInputsThatFailNow:
    """What was made of an input goes with the bytes that it was made of, and that is said."""

    @pytest.mark.parametrize(("content", "reason"), [(b"no cable", "unknown-format"), (b"", "empty")])
    def test_other_bytes_that_are_no_cable(self, plain: Any, telegram: Any, content: bytes, reason: str) -> None:
        before = plain.tree()
        kept = plain.write("cables/001.txt", content)
        for _ in range(2):
            done = begin(plain)
            assert done.code == 1
            assert plain.statuses()["001.txt"] == ("failed", reason)
            assert not any("09ONHAVA1." in name for name in plain.names())
            assert f"{kept}: warning: What was made of it before, and cannot be made of it now, is removed" in done.err
            assert "2009/02/09ONHAVA1.json (and 1 more). [output-removed]" in done.err
        plain.write("cables/001.txt", telegram(1))
        done = begin(plain)
        assert done.code == 0
        assert "output-removed" not in done.err
        assert plain.tree() == before

    def test_bytes_that_cannot_be_read(self, plain: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        before = plain.tree()
        touch(plain.folder / "cables/001.txt")

        def refuse(*_: object) -> None:
            raise ReadError("cannot be read: Permission denied")

        with monkeypatch.context() as broken:
            broken.setattr("cableconv.ingest.plan.digest_of", refuse)
            done = begin(plain)
        assert "001.txt: warning: It cannot be read: Permission denied; what was made of it before stays." in done.err
        assert plain.statuses()["001.txt"] == ("converted", None)
        assert plain.tree() == before
        assert "input-unreadable" not in begin(plain).err

    def test_a_pipe_in_its_place(self, plain: Any) -> None:
        before = plain.tree()
        path = plain.folder / "cables/001.txt"
        path.rename(plain.folder / "elsewhere")
        os.mkfifo(path)
        for _ in range(2):
            done = begin(plain)
            assert done.err.count(": warning: It is a device, pipe or socket, not a file; what was made of it") == 1
            assert plain.tree() == before
        (plain.folder / "elsewhere").rename(path)
        assert "input-unreadable" not in begin(plain).err
        assert plain.tree() == before


class TestNamesThatAreGivenUp:
    """A path that one input gives up can be had by another one at once."""

    @pytest.fixture
    def namesakes(self, plain: Any, telegram: Any) -> Any:
        plain.write("cables/1-other.txt", telegram(1, "Another text."))
        begin(plain)
        return plain

    def test_two_inputs_change_places(self, namesakes: Any) -> None:
        first, second = namesakes.folder / "cables/001.txt", namesakes.folder / "cables/1-other.txt"
        texts = first.read_bytes(), second.read_bytes()
        second.write_bytes(texts[0])
        first.write_bytes(texts[1])
        assert begin(namesakes).code == 0
        self.check(namesakes, 4)

    def test_one_goes_elsewhere_and_the_other_changes(self, namesakes: Any, telegram: Any) -> None:
        namesakes.write("cables/001.txt", telegram(7))
        namesakes.write("cables/1-other.txt", telegram(1, "A third text."))
        assert begin(namesakes).code == 0
        self.check(namesakes, 4)
        assert b"A third text." in namesakes.tree()["2009/02/09ONHAVA1.json"]

    def check(self, desk: Any, cables: int) -> None:
        assert desk.query("SELECT inputs, converted FROM totals") == [(cables, cables)]
        paths = [path for (path,) in desk.query("SELECT path FROM output ORDER BY path")]
        assert paths == desk.names()
        assert len(paths) == 2 * cables
        assert desk.ingest("status", "dest", "--verify").code == 0


def test_sources_add_up(plain: Any, telegram: Any) -> None:
    plain.write("more/5.txt", telegram(5, month="FEB"))
    plain.ingest("more", "-t", "json", "-t", "plain", "-o", "dest")
    assert plain.query("SELECT inputs, converted FROM totals") == [(4, 4)]
    plain.telegrams(6)
    assert written(plain, lambda: plain.ingest("resume", "dest")) == ["09ONHAVA6.json", "09ONHAVA6.plain"]


class TestRefused:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("-t", "json", "-o", "dest"), "there is no job in dest"),
            (("--resume", "-o", "dest"), "there is no job in dest"),
            (("resume", "dest"), "there is no job in dest"),
            (("status", "dest"), "there is no job in dest"),
            (("cables", "-o", "dest"), "the formats of the outputs are not given"),
            (("nowhere", "-t", "json", "-o", "dest"), "there is no nowhere"),
            (("cables", "-t", "none", "-o", "dest"), "nothing installed is called 'none'"),
            (("cables", "-t", "json", "-o", "cables"), "holds '001.txt' and no job"),
            (("cables", "-t", "json", "-o", "dest", "--option", "a=b"), "unknown option 'a'"),
            (("cables", "-t", "json", "-o", "dest", "--engine", "none"), "nothing installed is called 'none'"),
            (("cables", "-t", "json", "-o", "dest", "--local-colour", "red"), "unknown option 'colour'"),
            (("cables", "-t", "json", "-o", "dest", "-M", "language=Zemblan"), "is no language tag"),
        ],
    )
    def test_wrong_arguments(self, desk: Any, arguments: tuple[str, ...], message: str) -> None:
        desk.telegrams(1)
        done = desk.ingest(*arguments)
        assert message in done.err
        assert done.code == 2
        assert not (desk.folder / "dest").exists()

    def test_formats_with_one_extension(self, desk: Any, site: Any) -> None:
        site.add("plain", PLUGIN.replace('".plain"', '".json"'))
        desk.telegrams(1)
        done = begin(desk)
        assert done.code == 2
        assert "json and plain both write .json files" in done.err

    def test_settings_without_sources(self, plain: Any) -> None:
        done = plain.ingest("--resume", "-o", "dest", "-f", "telegram", "-M", "title=x")
        assert done.code == 2
        assert "--from, --metadata cannot be changed without naming the sources" in done.err

    def test_packs_are_for_new_jobs(self, plain: Any) -> None:
        done = begin(plain, "--pack", "zip")
        assert done.code == 2
        assert "was begun with --pack none" in done.err
