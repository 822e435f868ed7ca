"""Imports point one way, modules stay short, and the command line starts without what it does not need."""

import subprocess
import sys
from pathlib import Path

import pytest

#: What ``--help`` must not import: plugins, their libraries, and whatever is slow and not needed for it.
NOT_FOR_HELP = {
    "ebooklib",
    "importlib.metadata",
    "logging",
    "lxml",
    "msgspec",
    "pikepdf",
    "pluggy",
    "reportlab",
    "rich",
}


def test_layers(root: Path) -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_modules_are_short(root: Path) -> None:
    # The IR is one list of definitions, best read in one place.
    exempt = {root / "cableconv" / "ir.py"}
    lengths = {
        str(path.relative_to(root)): len(path.read_text(encoding="utf-8").splitlines())
        for folder in ("cableconv", "plugins")
        for path in (root / folder).rglob("*.py")
        if path not in exempt
    }
    assert {path: length for path, length in lengths.items() if length > 400} == {}


@pytest.mark.parametrize(
    "arguments",
    [["--help"], *([command, "--help"] for command in ("convert", "ingest", "inspect", "plugins", "validate"))],
)
def test_help_imports_no_plugin_and_nothing_slow(arguments: list[str]) -> None:
    program = (
        "import sys; from cableconv.cli import main; "
        "code = main(sys.argv[1:]); sys.stderr.write(' '.join(sys.modules)); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    loaded = set(done.stderr.split())
    assert "Usage: cableconv" in done.stdout
    assert "click" in loaded
    assert loaded & NOT_FOR_HELP == set()
    assert {name for name in loaded if name.startswith("cableconv_")} == set()


def test_listing_formats_imports_no_format_library_and_no_grammar(site: object) -> None:
    program = (
        "import sys; from cableconv.cli import main; main(['formats']); "
        "main(['plugins']); sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, encoding="utf-8")
    loaded = set(done.stderr.split())
    assert "cableconv_telegram.plugin" in loaded
    assert loaded & {"ebooklib", "lxml", "pikepdf", "reportlab", "rich", "cableconv_telegram.parse"} == set()


def test_a_command_imports_no_other(tmp_path: Path, root: Path) -> None:
    program = (
        "import sys; from cableconv.cli import main; "
        "code = main(sys.argv[1:]); sys.stderr.write(' '.join(sys.modules)); sys.exit(code)"
    )
    cable = root / "samples/telegram/plain-unclassified.txt"
    done = subprocess.run(
        [sys.executable, "-c", program, cable, "-o", tmp_path / "out.md"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    loaded = set(done.stderr.split())
    assert {"cableconv.cli.convert", "cableconv_markdown.writer"} <= loaded
    slow = {"importlib.metadata", "cableconv.cli.ingest", "cableconv.cli.listing", "lxml", "cableconv_cablegate.page"}
    assert loaded & slow == set()
