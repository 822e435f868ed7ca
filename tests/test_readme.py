"""What the README shows is what happens."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from documents import ROOT, examples, fenced, is_shown, shell

import cableconv

README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(first_heading: str) -> list[list[str]]:
    """Return the rows of the table whose first column is so headed."""
    rows = re.search(rf"^\| {first_heading} \|.*\n\|[-| ]+\n((?:\|.*\n)+)", README, re.MULTILINE)
    assert rows, first_heading
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[1].splitlines()]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with the samples in it and nothing else."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    return tmp_path


@pytest.mark.parametrize("session", fenced(README, "console"), ids=lambda session: session.splitlines()[0])
def test_the_examples_print_what_they_show(session: str, here: Path) -> None:
    for command, shown in examples(session):
        assert is_shown(shown, shell(command, here)), command


def test_the_python_example_runs(here: Path) -> None:
    (example,) = fenced(README, "python")
    run = subprocess.run([sys.executable, "-c", example], cwd=here, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("06NOVAZEMBLA77 EARTHQUAKE AT NOVA ZEMBLA: ALL AMERICANS ACCOUNTED FOR\n1 ")
    assert (here / "cable.epub").stat().st_size


def test_the_table_of_formats_is_complete(here: Path) -> None:
    listed = {line.split()[0] for line in shell("cableconv formats", here).splitlines()}
    assert {row[0].strip("`") for row in table("format")} == listed
    for name, can, extensions, title in table("format"):
        line = next(
            each for each in shell("cableconv formats", here).splitlines() if each.split()[0] == name.strip("`")
        )
        assert line.split() == [name.strip("`"), *can.split(", "), *extensions.replace("`", "").split(), *title.split()]


def test_the_table_of_transforms_is_complete(here: Path) -> None:
    offers = [offer for plugin in json.loads(shell("cableconv plugins --json", here)) for offer in plugin["offers"]]
    listed = {offer["name"] for offer in offers if offer["kind"] == "transform"}
    assert {row[0].strip("`") for row in table("transform")} == listed
    for name, title in table("transform"):
        (described,) = json.loads(shell(f"cableconv describe {name.strip('`')} --json", here))
        assert described["title"] == title


def test_the_table_of_engines_is_complete(here: Path) -> None:
    offers = [offer for plugin in json.loads(shell("cableconv plugins --json", here)) for offer in plugin["offers"]]
    listed = {offer["name"] for offer in offers if offer["kind"] == "engine"}
    assert {row[0].strip("`") for row in table("engine")} == listed
    for name, title in table("engine"):
        (described,) = json.loads(shell(f"cableconv describe {name.strip('`')} --json", here))
        assert described["title"] == title


def test_the_table_of_options_is_complete(here: Path) -> None:
    known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*|(?<= )-M", shell("cableconv convert --help", here)))
    told = {option.strip("`") for row in table("option") for option in row[0].split(", ")}
    assert told == known - {"-h", "--help"}


def test_the_exit_codes_are_those_of_the_help(here: Path) -> None:
    told = "; ".join(f"{code} {meaning}" for code, meaning in table("exit code"))
    assert f"Exit codes: {told}." in " ".join(shell("cableconv --help", here).split())


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "plugins/README.md", "samples/README.md"]
)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    # A link in a code span is none.
    text = re.sub("`[^`\n]+`", "", (ROOT / document).read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (ROOT / document).parent.joinpath(target).exists(), target


def test_every_sample_is_described() -> None:
    told = (ROOT / "samples" / "README.md").read_text(encoding="utf-8")
    samples = {path.name for path in (ROOT / "samples").glob("*/*.*")}
    assert set(re.findall(r"`([\w-]+\.(?:txt|md|html|csv))`", told)) == samples


def test_every_sample_comes_back_byte_for_byte() -> None:
    for sample in (ROOT / "samples").glob("*/*.*"):
        assert b"".join(cableconv.encode(cable.source) for cable in cableconv.read(sample)) == sample.read_bytes()
