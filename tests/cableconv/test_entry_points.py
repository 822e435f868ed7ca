"""What is found is what `importlib.metadata` finds, wherever it lies."""

import sys
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from cableconv import entry_points
from cableconv.entry_points import EntryPoint


def found(group: str = "vault") -> list[tuple[str, str, str, str]]:
    return [(point.name, point.value, point.distribution, point.version) for point in entry_points.entry_points(group)]


def by_the_library(group: str = "vault") -> list[tuple[str, str, str, str]]:
    points = [point for point in metadata.entry_points(group=group) if point.dist]
    return [(point.name, point.value, point.dist.name, point.dist.version) for point in points]  # type: ignore[union-attr]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two folders, first on the path."""
    made = [tmp_path / "first", tmp_path / "second"]
    for folder in reversed(made):
        folder.mkdir()
        monkeypatch.syspath_prepend(folder)
    return made


def install(
    folder: Path, name: str, points: str, *, version: str = "1.0", info: str = "dist-info", text: str = "METADATA"
) -> Path:
    path = folder / f"{name.replace('-', '_')}-{version}.{info}"
    path.mkdir()
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nName: of the description\n"
    (path / text).write_text(about, encoding="utf-8")
    (path / "entry_points.txt").write_text(points, encoding="utf-8")
    return path


def test_what_is_installed_here() -> None:
    groups = ("cableconv", "console_scripts", "pytest11")
    for group in groups:
        assert sorted(found(group)) == sorted(by_the_library(group))
    assert "telegram" in {name for name, *_ in found("cableconv")}


def test_entry_points_are_those_of_the_group(folders: list[Path]) -> None:
    points = "[other]\na = a\n\n[vault]\n# a note\none = package.module\n  two=package.module:Class\n[last]\nz = z\n"
    install(folders[0], "onhava-vault", points)
    assert found() == [
        ("one", "package.module", "onhava-vault", "1.0"),
        ("two", "package.module:Class", "onhava-vault", "1.0"),
    ]
    assert found() == by_the_library()


def test_of_two_distributions_of_one_name_the_first_on_the_path_counts(folders: list[Path]) -> None:
    install(folders[1], "onhava.vault", "[vault]\nold = a\n", version="0.9")
    install(folders[0], "Onhava-Vault", "[vault]\nnew = a\n", version="1.1")
    assert found() == [("new", "a", "Onhava-Vault", "1.1")]
    assert found() == by_the_library()


def test_a_distribution_of_the_older_kind(folders: list[Path]) -> None:
    install(folders[0], "onhava-vault", "[vault]\none = a\n", info="egg-info", text="PKG-INFO")
    assert found() == by_the_library() == [("one", "a", "onhava-vault", "1.0")]


def test_a_distribution_that_does_not_tell_its_name(folders: list[Path]) -> None:
    install(folders[0], "onhava-vault", "[vault]\none = a\n", text="README")
    assert found() == [("one", "a", "unknown", "unknown")]


def test_folders_that_are_missing_or_damaged_are_passed_over(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folders[0] / "empty-1.0.dist-info").mkdir()
    (folders[0] / "file-1.0.dist-info").write_text("Name: file", encoding="utf-8")
    monkeypatch.syspath_prepend(folders[0] / "nowhere")
    assert found() == by_the_library() == []


def test_a_distribution_in_a_zip_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = install(tmp_path, "onhava-vault", "[vault]\none = a\n")
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(info.iterdir()):
            archive.write(path, f"{info.name}/{path.name}")
    monkeypatch.syspath_prepend(packed)
    assert found() == by_the_library() == [("one", "a", "onhava-vault", "1.0")]


def test_distributions_that_another_finder_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = install(tmp_path, "onhava-vault", "[vault]\none = a\n")

    class Finder(metadata.DistributionFinder):
        def find_distributions(self, context: Any = None) -> list[metadata.Distribution]:
            return [metadata.Distribution.at(info)]

        def find_spec(self, *asked: object) -> None:
            """Know no module."""

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    assert found() == by_the_library() == [("one", "a", "onhava-vault", "1.0")]


@pytest.mark.parametrize("value", ["json.decoder:JSONDecoder.decode", "json.decoder:JSONDecoder.decode [extra]"])
def test_load(value: str) -> None:
    from json.decoder import JSONDecoder

    made = EntryPoint(name="one", value=value, distribution="d", version="1")
    assert entry_points.load(made) is JSONDecoder.decode


def test_load_of_a_module() -> None:
    import json.decoder

    assert (
        entry_points.load(EntryPoint(name="one", value="json.decoder", distribution="d", version="1")) is json.decoder
    )
