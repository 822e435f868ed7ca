"""Inputs come from files, folders, globs, lists, archives, rows and stores; what cannot be read is told of."""

import io
import os
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import fsspec
import pytest

from cableconv.ingest import sources
from cableconv.ingest.converting import Converter
from cableconv.ingest.opening import Opener, content_of
from cableconv.ingest.records import Entry, Outcome, Settings
from cableconv.ingest.sources import Found

SETTINGS = Settings(formats=("telegram",), max_size=2**20)


def find(source: str | Path, dest: str = "dest") -> list[Found]:
    return list(sources.find(sources.absolute(str(source)), SETTINGS, Path(dest)))


def names(source: str | Path) -> list[str]:
    return [found.name for found in find(source)]


def convert(found: Found, folder: Path) -> Outcome:
    entry = Entry(id=1, location=found.location, name=found.name, access=found.access, formats=("telegram",))
    converter = Converter(SETTINGS)
    with closing(converter.opener):
        return converter.convert(entry, folder, lambda place, step: None)


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


class TestFolders:
    def test_all_files_below_in_order_of_their_names(self, desk: Any) -> None:
        for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", ".git/config", "b/.DS_Store"):
            desk.write(f"cables/{name}", b"x")
        assert names("cables") == ["cables/a.txt", "cables/b/1.txt", "cables/b/2.txt", "cables/c.txt"]

    def test_names_do_not_depend_on_how_the_folder_is_named(self, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.write("cables/a.txt", b"x")
        named = [find(name) for name in ("cables", "./cables/", desk.folder / "cables")]
        monkeypatch.chdir("cables")
        assert named == [find(".")] * 3

    def test_links_that_lead_round_in_circles(self, desk: Any) -> None:
        desk.write("cables/a/1.txt", b"x")
        (desk.folder / "cables/a/up").symlink_to("..")
        (desk.folder / "cables/b").symlink_to("a")
        assert names("cables") == ["cables/a/1.txt", "cables/b/1.txt"]

    def test_the_folder_of_the_job_is_no_source(self, desk: Any) -> None:
        desk.write("dest/2009/02/a.json", b"x")
        desk.write("a.txt", b"x")
        assert names(".") == ["desk/a.txt"]

    def test_what_is_no_file(self, desk: Any) -> None:
        (desk.folder / "cables").mkdir()
        os.mkfifo("cables/pipe")
        (found,) = find("cables")
        assert found.problem == ("not-a-file", "is a device, pipe or socket, not a file")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_folder_that_may_not_be_read(self, desk: Any) -> None:
        desk.write("cables/shut/a.txt", b"x")
        (desk.folder / "cables/shut").chmod(0)
        (found,) = find("cables")
        assert found.problem == ("unreadable", "cannot be read: Permission denied")

    def test_names_that_are_no_text(self, desk: Any, telegram: Any, tmp_path: Path) -> None:
        path = Path(os.fsdecode(b"cables/\xff.txt"))
        path.parent.mkdir()
        path.write_bytes(telegram(1))
        (found,) = find("cables")
        assert found.location == f"file://{desk.folder}/cables/%FF.txt"
        assert convert(found, tmp_path).cables[0].cable_id == "09ONHAVA1"


class TestGlobsAndLists:
    def test_globs(self, desk: Any) -> None:
        for name in ("a.txt", "b.html", "more/c.txt"):
            desk.write(f"cables/{name}", b"x")
        assert names("cables/*.txt") == ["cables/a.txt"]
        assert names("cables/**/*.txt") == ["cables/a.txt", "cables/more/c.txt"]
        assert names("cables/*") == ["cables/a.txt", "cables/b.html", "cables/more/c.txt"]

    def test_a_glob_that_matches_nothing_is_told_of(self, desk: Any) -> None:
        (found,) = find("cables/*.txt")
        assert found.problem == ("missing", "matches no file")

    def test_a_file_that_is_called_like_a_glob(self, desk: Any) -> None:
        desk.write("cables/[a].txt", b"x")
        assert names("cables/[a].txt") == ["[a].txt"]

    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    @pytest.mark.parametrize("separator", ["\n", "\r\n", "\0"])
    def test_lists(self, desk: Any, separator: str, mark: str) -> None:
        desk.telegrams(1, 2)
        desk.write("list", (mark + separator.join(["cables/001.txt", "cables/gone.txt", "cables/002.txt"])).encode())
        assert desk.ingest("--files-from", "list", "-t", "json", "-o", "dest").code == 1
        assert desk.statuses() == {
            "001.txt": ("converted", None),
            "gone.txt": ("failed", "missing"),
            "002.txt": ("converted", None),
        }

    def test_a_list_on_standard_input_is_known_when_the_job_goes_on(
        self, desk: Any, telegram: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.telegrams(1, 2)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"cables/001.txt\ncables/002.txt\n")))
        assert desk.ingest("--files-from", "-", "-t", "json", "-o", "dest").code == 0
        desk.write("cables/001.txt", telegram(5))
        assert desk.ingest("resume", "dest").code == 0
        assert desk.names() == ["2009/02/09ONHAVA5.json", "2009/03/09ONHAVA2.json"]


ARCHIVES: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "a.zip": zipped,
    "a.tar": tarred,
    "a.tar.gz": lambda members: tarred(members, "w:gz"),
    "a.tar.xz": lambda members: tarred(members, "w:xz"),
}


class TestArchives:
    @pytest.mark.parametrize("name", ARCHIVES)
    def test_members_are_inputs(self, desk: Any, telegram: Any, name: str) -> None:
        members = {"x/1.txt": telegram(1), "x/2.txt": telegram(2), "x/note.txt": b"no cable"}
        desk.write(f"cables/{name}", ARCHIVES[name](members))
        assert desk.start().code == 1
        assert desk.query("SELECT name, status FROM input") == [
            (f"cables/{name}!/x/1.txt", "converted"),
            (f"cables/{name}!/x/2.txt", "converted"),
            (f"cables/{name}!/x/note.txt", "failed"),
        ]
        assert desk.tree()["2009/02/09ONHAVA1.txt"] == members["x/1.txt"]
        assert b"no cable" in desk.tree().values()

    @pytest.mark.parametrize("name", ARCHIVES)
    def test_members_are_read_in_any_order(self, desk: Any, name: str) -> None:
        path = desk.write(name, ARCHIVES[name]({str(number): b"%d" % number for number in range(1, 5)}))
        found = find(path)
        with closing(Opener()) as opener:
            contents = [content_of(opener, found[index].access, 9) for index in (2, 0, 3, 1)]
        assert contents == [b"3", b"1", b"4", b"2"]

    def test_a_member_is_named(self, desk: Any) -> None:
        path = desk.write("a.zip", zipped({"1.txt": b"x", "2.txt": b"y"}))
        assert names(f"{path}!/2.txt") == ["a.zip!/2.txt"]

    def test_only_a_changed_member_is_done_again(self, desk: Any, telegram: Any) -> None:
        desk.write("cables/a.zip", zipped({"1.txt": telegram(1), "2.txt": telegram(2)}))
        desk.start()
        desk.write("cables/a.zip", zipped({"0.txt": telegram(4), "1.txt": telegram(1), "2.txt": telegram(3)}))
        desk.start()
        assert desk.query("SELECT max(inputs) FROM shard WHERE id > 1") == [(2,)]
        assert [name for name in desk.names() if name.endswith(".json")] == [
            "2009/02/09ONHAVA1.json",
            "2009/02/09ONHAVA3.json",
            "2009/02/09ONHAVA4.json",
        ]

    def test_names_that_lead_out_of_the_folder_are_refused(self, desk: Any) -> None:
        bad = ["../up.txt", "/etc/passwd", "a/../../b", "..\\up.txt", "C:\\x"]
        path = desk.write("a.zip", zipped({**dict.fromkeys(bad, b"x"), "a..b/ok.txt": b"x"}))
        assert [found.problem[0] for found in find(path)] == ["unsafe-member"] * 5 + [""]

    def test_links_and_devices_are_not_followed(self, desk: Any) -> None:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as archive:
            info = tarfile.TarInfo("link")
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info)
        (found,) = find(desk.write("a.tar", out.getvalue()))
        assert found.problem[0] == "not-a-file"

    def test_one_name_twice(self, desk: Any, telegram: Any) -> None:
        with zipfile.ZipFile("a.zip", "w") as archive:
            archive.writestr("1.txt", telegram(1))
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr("1.txt", telegram(2))
        assert desk.ingest("a.zip", "-t", "json", "-o", "dest").code == 0
        assert desk.names() == ["2009/02/09ONHAVA1.json", "2009/02/09ONHAVA2.json"]

    def test_a_bomb_is_not_set_off(self, desk: Any) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(3):
                archive.writestr(f"{number}.txt", b"x")
        content = bytearray(out.getvalue())
        # The central directory says of each member that it has a gigabyte.
        at = -1
        while (at := content.find(b"PK\1\2", at + 1)) >= 0:
            content[at + 24 : at + 28] = (2**30).to_bytes(4, "little")
        found = find(desk.write("a.zip", bytes(content)))
        assert found[-1].problem[0] == "unreadable"
        assert "as made to fill up memory or disks" in found[-1].problem[1]

    def test_a_member_that_is_too_large(self, desk: Any, telegram: Any) -> None:
        desk.write("cables/a.zip", zipped({"1.txt": telegram(1) + b" " * 100_000}))
        assert desk.start("--max-size", "64K").code == 1
        assert desk.statuses() == {"1.txt": ("failed", "too-large")}

    @pytest.mark.parametrize("name", ARCHIVES)
    @pytest.mark.parametrize("damage", ["text", "cut", "flipped"])
    def test_damaged_archives_are_told_of(self, desk: Any, telegram: Any, name: str, damage: str) -> None:
        content = ARCHIVES[name]({"1.txt": telegram(1, "x" * 5000), "2.txt": telegram(2)})
        middle = len(content) // 3
        desk.write(
            f"cables/{name}",
            {
                "text": b"no archive at all, but a text",
                "cut": content[:middle],
                "flipped": content[:middle] + bytes(byte ^ 0xFF for byte in content[middle:]),
            }[damage],
        )
        done = desk.start()
        assert "Traceback" not in done.err
        assert done.code == 1
        ((pending, failed),) = desk.query("SELECT pending, failed > 0 FROM totals")
        assert (pending, failed) == (0, 1)

    def test_encrypted_members(self, desk: Any) -> None:
        content = bytearray(zipped({"1.txt": b"x"}))
        content[content.find(b"PK\1\2") + 8] |= 1
        (found,) = find(desk.write("a.zip", bytes(content)))
        assert found.problem[0] == "encrypted"


def row(number: int, text: str = "closed") -> str:
    envelope = "R 041430Z FEB 09\nFM AMEMBASSY ONHAVA\nTO SECSTATE WASHDC"
    body = f"UNCLAS ONHAVA {number:06}\n\nSUBJECT: GLASS\n\n1. (U) The works are {text}.\n\nKINBOTE"
    values = (str(number), "2/4/2009 14:30", f"09ONHAVA{number}", "Embassy Onhava", "UNCLASSIFIED", "", envelope, body)
    return ",".join(f'"{value}"' for value in values) + "\n"


class TestRows:
    def test_each_row_is_an_input(self, desk: Any) -> None:
        desk.write("cables/all.csv", (row(1) + '"broken\n' + row(2) + '"3","2/4/2009","x","short"\n' + row(4)).encode())
        assert desk.ingest("cables", "-t", "json", "-o", "dest", "--shard-size", "2").code == 1
        assert desk.statuses() == {
            "all.csv#09ONHAVA1": ("failed", "row-unread"),
            "all.csv#09ONHAVA2": ("converted", None),
            "all.csv#x": ("failed", "row-unread"),
            "all.csv#09ONHAVA4": ("converted", None),
        }
        assert desk.query("SELECT line FROM cable ORDER BY input") == [(1,), (11,), (21,)]

    def test_a_row_that_is_changed_or_added_is_done_alone(self, desk: Any) -> None:
        desk.write("cables/all.csv", (row(1) + row(2) + row(3)).encode())
        desk.ingest("cables", "-t", "json", "-o", "dest")
        desk.write("cables/all.csv", (row(1) + row(2, "open again") + row(3) + row(4)).encode())
        desk.ingest("cables", "-t", "json", "-o", "dest")
        assert desk.query("SELECT inputs FROM shard") == [(3,), (2,)]
        assert desk.query("SELECT * FROM totals") == [(4, 4, 0, 0, 0, 0)]

    def test_a_row_that_is_taken_out_leaves_the_others_and_its_own_outputs(self, desk: Any) -> None:
        desk.write("cables/all.csv", (row(1) + row(2) + row(3)).encode())
        desk.ingest("cables", "-t", "json", "-o", "dest")
        before = desk.tree().keys()
        desk.write("cables/all.csv", (row(2) + row(3)).encode())
        desk.ingest("cables", "-t", "json", "-o", "dest")
        assert desk.tree().keys() == before
        assert desk.query("SELECT * FROM totals") == [(3, 3, 0, 0, 0, 0)]
        # Lines of the file are told in outputs, and the row that is gone was done when it was there.
        assert desk.query("SELECT location LIKE '%#09ONHAVA_', line FROM input JOIN cable ON input = input.id") == [
            (1, 1),
            (1, 1),
            (1, 10),
        ]

    def test_rows_of_one_id_are_told_apart_by_their_order(self, desk: Any) -> None:
        found = find(desk.write("all.csv", (row(1) + row(1, "open") + '"4","2/4/2009","","short"\n').encode()))
        assert [each.location.partition("#")[2] for each in found] == ["09ONHAVA1", "09ONHAVA1#2", "3"]


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    yield system
    system.store.clear()


class TestStores:
    def test_objects_below_a_folder(self, memory: Any, telegram: Any, tmp_path: Path) -> None:
        memory.pipe({"/cables/b/2.txt": telegram(2), "/cables/1.txt": telegram(1), "/cables/empty": b""})
        found = find("memory://cables")
        assert [each.location for each in found] == [
            "memory:///cables/1.txt",
            "memory:///cables/b/2.txt",
            "memory:///cables/empty",
        ]
        assert found[2].problem[0] == "empty"
        outcome = convert(found[1], tmp_path)
        assert outcome.cables[0].cable_id == "09ONHAVA2"
        assert (tmp_path / outcome.cables[0].outputs[0].staged).read_bytes() == telegram(2)

    def test_globs_and_archives_and_rows(self, memory: Any, telegram: Any, tmp_path: Path) -> None:
        memory.pipe(
            {"/x/1.txt": telegram(1), "/x/a.zip": zipped({"2.txt": telegram(2)}), "/x/all.csv": row(3).encode()}
        )
        assert [each.location for each in find("memory://x/*.txt")] == ["memory:///x/1.txt"]
        found = find("memory://x")
        assert [each.location for each in found] == [
            "memory:///x/1.txt",
            "memory:///x/a.zip!/2.txt",
            "memory:///x/all.csv#09ONHAVA3",
        ]
        assert [convert(each, tmp_path).cables[0].cable_id for each in found] == [
            "09ONHAVA1",
            "09ONHAVA2",
            "09ONHAVA3",
        ]

    def test_what_is_not_there(self, memory: Any) -> None:
        (found,) = find("memory://nothing")
        assert found.problem[0] == "unreadable"

    def test_an_object_that_vanishes(self, memory: Any, telegram: Any, tmp_path: Path) -> None:
        memory.pipe({"/x/1.txt": telegram(1)})
        (found,) = find("memory://x")
        memory.store.clear()
        outcome = convert(found, tmp_path)
        assert outcome.failure is not None
        assert outcome.failure.reason == "read-error"

    def test_file_urls(self, desk: Any) -> None:
        desk.telegrams(1, folder="my cables")
        assert desk.ingest(f"file://{desk.folder}/my%20cables", "-t", "json", "-o", "dest").code == 0
        assert desk.statuses() == {"001.txt": ("converted", None)}

    def test_a_protocol_that_nobody_knows(self, desk: Any) -> None:
        done = desk.ingest("zembla://x", "-t", "json", "-o", "dest")
        assert done.code == 2
        assert "zembla://x: error: cannot be opened" in done.err
