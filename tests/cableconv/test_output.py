"""A file is whole or not there; no name reaches out of its folder or hides another."""

import os
import re
import stat
from pathlib import Path

import msgspec
import pytest

from cableconv import WriteError, ir
from cableconv.output import file_name, is_one_of, is_same, replacing


def names(folder: str | Path = ".") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def test_the_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_bytes(b"old")
    with replacing(path) as out:
        out.write(b"new")
        out.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["out.txt"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "out.txt"
    path.write_bytes(b"old")

    def write_half() -> None:
        with replacing(path) as out:
            out.write(b"half")
            raise error

    with pytest.raises(error):
        write_half()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["out.txt"]


def test_the_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    with replacing(tmp_path / "out"):
        pass
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_a_link_stays_and_its_target_changes(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("target")
    with replacing(link) as out:
        out.write(b"x")
    assert link.is_symlink()
    assert (tmp_path / "target").read_bytes() == b"x"


def test_a_device_is_written_to_and_not_replaced() -> None:
    with replacing(Path(os.devnull)) as out:
        out.write(b"x")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["nowhere/out.txt", "x" * 300])
def test_what_cannot_be_written_is_a_clear_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(WriteError, match="cannot be written: "), replacing(tmp_path / name):
        pass


@pytest.mark.parametrize(
    ("cable_id", "name"),
    [
        ("09ONHAVA42", "09ONHAVA42"),
        ("09onhava42", "09%6F%6E%68%61%76%6142"),
        ("../../etc/passwd", "%2E%2E%2F%2E%2E%2F%65%74%63%2F%70%61%73%73%77%64"),
        ("09A B\\C:D\0", "09A%20B%5CC%3AD%00"),
        ("..", "%2E%2E"),
        ("CON", "%43ON"),
        ("COM1", "%43OM1"),
        ("CONGO1", "CONGO1"),
        ("É", "%C3%89"),
        ("\ud800", "%ED%A0%80"),
    ],
)
def test_name_by_id(kitchen_sink: ir.Cable, cable_id: str, name: str) -> None:
    assert file_name(msgspec.structs.replace(kitchen_sink, id=cable_id), 7, ".xml") == name + ".xml"


@pytest.mark.parametrize(
    ("source", "number", "name"),
    [
        ("in/memo 3.txt", 1, "memo 3.md"),
        ("in/memo.txt", 2, "memo-2.md"),
        ("-", 1, "stdin.md"),
        ("<bytes>", 1, "%3Cbytes%3E.md"),
        (".hidden.txt", 1, "%2Ehidden.md"),
        ("..", 1, "%2E..md"),
        ("nul.txt", 1, "%6Eul.md"),
        ("", 1, "cable.md"),
        ("Zembla-é.txt", 1, "Zembla-%C3%A9.md"),
    ],
)
def test_name_by_input(kitchen_sink: ir.Cable, source: str, number: int, name: str) -> None:
    cable = msgspec.structs.replace(
        kitchen_sink, id=None, source=msgspec.structs.replace(kitchen_sink.source, name=source)
    )
    assert file_name(cable, number, ".md") == name


def test_long_names_are_cut_and_stay_different(kitchen_sink: ir.Cable) -> None:
    ids = ("あ" * 100, "あ" * 100 + "い", "A" * 151, "A" * 152, "AA" + "あ" * 100)
    names = [file_name(msgspec.structs.replace(kitchen_sink, id=each), 1, "") for each in ids]
    assert len(set(names)) == len(ids)
    for name in names:
        assert re.fullmatch("(?:[A-Z]|%[0-9A-F]{2})+~[0-9a-f]{16}", name)
        assert len(name) <= 150
    assert file_name(msgspec.structs.replace(kitchen_sink, id="A" * 150), 1, ".xml") == "A" * 150 + ".xml"


def test_is_one_of(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"")
    (tmp_path / "link").symlink_to(path)
    assert is_one_of(path, ["-", "nowhere", "a\0b", str(tmp_path / "link")])
    assert not is_one_of(path, ["-", "nowhere", str(tmp_path)])
    assert not is_one_of(tmp_path / "nowhere", [str(path)])


def test_is_same_tells_it_of_files_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("report")
    assert is_same(tmp_path / "link", tmp_path / "nowhere" / ".." / "report")
    assert not is_same(tmp_path / "report", tmp_path / "other")
