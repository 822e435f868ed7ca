"""``new-plugin``: what it makes, and what it refuses. That what it makes works: see tests/plugins/example."""

import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement


@pytest.fixture
def work(cli: Any) -> Path:
    """The folder in which the command works."""
    return Path.cwd()


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_makes_a_plugin_and_says_what_to_do_next(cli: Any, work: Path) -> None:
    done = cli("new-plugin", "memo")
    assert done.code == 0
    said = done.out.decode()
    assert said.startswith("made cableconv-memo, a plugin that reads and writes the format memo.")
    assert "pip install --editable './cableconv-memo[test]'" in said
    assert "cableconv cableconv-memo/samples/two-in-a-file.memo -t markdown" in said
    assert "from src/cableconv_memo/grammar.py on; cableconv-memo/README.md" in said


def test_the_name_is_filled_in_everywhere(cli: Any, work: Path) -> None:
    cli("new-plugin", "field-note")
    folder = work / "cableconv-field-note"
    made = {name: (folder / name).read_bytes().decode() for name in names(folder)}
    assert not [name for name, content in made.items() if "docket" in (name + content).lower()]
    project = tomllib.loads(made["pyproject.toml"])["project"]
    assert project["name"] == "cableconv-field-note"
    assert project["entry-points"]["cableconv"] == {"field-note": "cableconv_field_note.plugin"}
    plugin = made["src/cableconv_field_note/plugin.py"]
    assert 'name="field-note"' in plugin
    assert 'load="cableconv_field_note.reader:FieldNoteReader"' in plugin
    assert 'extensions=(".fieldnote",)' in plugin
    assert made["samples/two-in-a-file.fieldnote"].startswith("FIELD-NOTE\n")


def test_a_name_may_hold_that_of_the_example(cli: Any, work: Path) -> None:
    cli("new-plugin", "docket-two")
    project = tomllib.loads((work / "cableconv-docket-two" / "pyproject.toml").read_text())["project"]
    assert project["entry-points"]["cableconv"] == {"docket-two": "cableconv_docket_two.plugin"}


def test_lines_have_room_for_the_longest_name(cli: Any, work: Path) -> None:
    cli("new-plugin", 16 * "m")
    sources = (work / f"cableconv-{16 * 'm'}").rglob("*.py")
    assert [line for path in sources for line in path.read_text().splitlines() if len(line) > 120] == []


def test_it_is_the_example_and_nothing_that_working_on_it_left(cli: Any, work: Path, root: Path) -> None:
    cli("new-plugin", "memo")
    left = ("__pycache__", "_cache/", ".hypothesis", ".venv", "dist/")
    shipped = {name for name in names(root / "plugins" / "example") if not any(each in name for each in left)}
    assert names(work / "cableconv-memo") == {name.replace("docket", "memo") for name in shipped}


def test_it_is_made_for_this_cableconv(root: Path) -> None:
    project = tomllib.loads((root / "plugins" / "example" / "pyproject.toml").read_text())["project"]
    needs = {each.name: each for each in map(Requirement, project["dependencies"])}
    assert metadata.version("cableconv") in needs["cableconv"].specifier


@pytest.mark.parametrize(
    "name", ["Memo", "9lives", "me mo", "me_mo", "-memo", "memo-", "mémo", "../memo", "", 17 * "m"]
)
def test_a_name_has_to_be_one(cli: Any, work: Path, name: str) -> None:
    done = cli("new-plugin", "--", name)
    assert done.code == 2
    assert f"{name!r} is no name for a plugin; expected a letter, then lower-case letters and digits" in done.err
    assert list(work.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "offers"),
    [
        ("telegram", "reader telegram, writer telegram"),
        ("cmif", "reader tei, writer tei, writer cmif"),
        ("redact", "transform redact"),
        ("local", "engine local"),
    ],
)
def test_a_name_that_is_taken_is_refused_with_who_has_it(cli: Any, work: Path, name: str, offers: str) -> None:
    done = cli("new-plugin", name)
    assert done.code == 2
    assert f"{name!r} is taken: plugin " in done.err
    assert "(cableconv " in done.err
    assert offers in done.err
    assert list(work.iterdir()) == []


def test_the_name_of_a_plugin_is_taken_even_if_it_is_disabled(cli: Any, site: Any) -> None:
    site.add("memo", "raise ValueError('no good')", distribution="my-memos")
    done = cli("new-plugin", "memo")
    assert done.code == 2
    assert "'memo' is taken: plugin memo (my-memos 1.0) offers it" in done.err


def test_a_package_that_is_installed_is_not_hidden(cli: Any, site: Any) -> None:
    (site.path / "cableconv_memo.py").write_text("")
    done = cli("new-plugin", "memo")
    assert done.code == 2
    assert "a package cableconv_memo is installed already" in done.err


def test_a_folder_that_exists_is_left_alone(cli: Any, work: Path) -> None:
    (work / "cableconv-memo").mkdir()
    done = cli("new-plugin", "memo")
    assert done.code == 2
    assert "cableconv-memo: error: is there already" in done.err
    assert list((work / "cableconv-memo").iterdir()) == []


def test_an_extension_that_others_have_is_told(cli: Any) -> None:
    said = cli("new-plugin", "tel").out.decode()
    assert "Names that end in .tel are those of plugin telegram (cableconv " in said


def test_what_cannot_be_written_is_an_error_and_leaves_nothing(
    cli: Any, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "reader.py":
            raise OSError(28, "No space left on device", str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    done = cli("new-plugin", "memo")
    assert done.code == 1
    assert "cableconv-memo: error: cannot be written: No space left on device" in done.err
    assert list(work.iterdir()) == []
