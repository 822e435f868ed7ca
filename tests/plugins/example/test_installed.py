"""The example and plugins made by ``new-plugin``, installed beside cableconv as their users would install them."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from cableconv import from_json


class Environment:
    """A virtual environment that has what this one has, but for what is installed into it; and a folder to work in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        venv.create(folder / "venv")
        self.bin = folder / "venv" / Path(sysconfig.get_path("scripts")).name
        # What cableconv depends on is taken from here, which saves its installation; what is installed comes first.
        scheme = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
        site = Path(sysconfig.get_path("purelib", "venv", scheme))
        (site / "beside.pth").write_text("".join(f"{path}\n" for path in sys.path if path.endswith("site-packages")))

    def install(self, *projects: Path | str) -> None:
        offline = ("--no-index", "--no-deps", "--no-build-isolation")
        self.run("python", "-m", "pip", "install", "--quiet", *offline, *projects)

    def run(self, program: str, *arguments: Path | str) -> str:
        """Run a program of the environment; return what it prints."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "PYTEST", "CABLECONV", "VIRTUAL_ENV"))
        }
        done = subprocess.run(
            [self.bin / program, *arguments],
            cwd=self.folder,
            env={**inherited, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def environment(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Where the example, and the plugins memo and field-note made of it, are installed beside cableconv."""
    made = Environment(tmp_path_factory.mktemp("environment"))
    made.install(root, root / "plugins" / "example")
    for name in ("memo", "field-note"):
        made.run("cableconv", "new-plugin", name)
    made.install("./cableconv-memo", "./cableconv-field-note")
    return made


def test_the_example_passes_its_tests(environment: Environment, root: Path) -> None:
    said = environment.run("python", "-m", "pytest", "-p", "no:cacheprovider", root / "plugins" / "example")
    assert " passed" in said


def test_a_new_plugin_passes_its_tests(environment: Environment) -> None:
    assert " passed" in environment.run("python", "-m", "pytest", "cableconv-memo")


def test_what_is_installed_is_listed(environment: Environment) -> None:
    plugins = {each["name"]: each for each in json.loads(environment.run("cableconv", "plugins", "--json"))}
    formats = {each["name"]: each for each in json.loads(environment.run("cableconv", "formats", "--json"))}
    for name, extension in (("docket", ".docket"), ("memo", ".memo"), ("field-note", ".fieldnote")):
        assert plugins[name]["distribution"] == f"cableconv-{name}"
        assert plugins[name]["disabled"] is None
        assert (formats[name]["reads"], formats[name]["writes"]) == (True, True)
        assert formats[name]["extensions"] == [extension]


def test_each_recognises_its_own_files_under_any_name(environment: Environment) -> None:
    for name, file in (("memo", "glass-talks.memo"), ("field-note", "glass-talks.fieldnote")):
        sample = environment.folder / f"cableconv-{name}" / "samples" / file
        (environment.folder / f"{name}.docket").write_bytes(sample.read_bytes())
        cable = from_json(environment.run("cableconv", f"{name}.docket", "-t", "json").encode())
        assert (cable.source.format, cable.id) == (name, "66ONHAVA12")


def test_other_formats_become_the_new_one(environment: Environment, root: Path) -> None:
    telegram = root / "samples" / "telegram" / "plain-unclassified.txt"
    environment.run("cableconv", telegram, "-o", "telegram.memo")
    cable = from_json(environment.run("cableconv", "telegram.memo", "-t", "json").encode())
    assert (cable.source.format, cable.id) == ("memo", "09ONHAVA118")
