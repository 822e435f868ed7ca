"""What a job leaves behind for people and archives: the index page and the bag."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

EPOCH = "1234567890"


@pytest.fixture(autouse=True)
def epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def migrations(record: bytes) -> list[str]:
    """Return how conversions ended, in a PREMIS record."""
    return sorted(
        etree.fromstring(record).xpath(
            "//p:event[p:eventType='migration']//p:eventOutcome/text()",
            namespaces={"p": "http://www.loc.gov/premis/v3"},
        )
    )


def validate(bag: Path) -> None:
    program = Path(sys.executable).with_name("bagit.py")
    run = subprocess.run([program, "--validate", bag], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_job_becomes_a_valid_bag(desk: Any) -> None:
    desk.telegrams(1, 2, 3)
    desk.write("cables/broken.txt", b"Shopping list: milk.\n")
    (desk.folder / "cables/gone.txt").symlink_to("nowhere")
    assert desk.start("--bag", "-M", "source-organization=Archives of Zembla").code == 1
    validate(desk.folder / "dest")
    tree = desk.tree()
    assert tree["data/originals/001.txt"] == (desk.folder / "cables/001.txt").read_bytes()
    assert tree["data/originals/broken.txt"] == b"Shopping list: milk.\n"
    assert "data/originals/gone.txt" not in tree
    assert "data/2009/02/09ONHAVA1.json" in tree
    assert "data/index.html" in tree
    assert b"Source-Organization: Archives of Zembla\nBagging-Date: 2009-02-13\n" in tree["bag-info.txt"]
    assert migrations(tree["data/metadata/premis/000001.xml"]) == ["fail", "success", "success", "success"]
    assert migrations(tree["data/metadata/premis/without-shard.xml"]) == ["fail"]


def test_bag_of_packs(desk: Any) -> None:
    desk.telegrams(1, 2)
    assert desk.start("--bag", "--pack", "zip").code == 0
    validate(desk.folder / "dest")
    assert "data/packs/000001.json.zip" in desk.tree()


def test_bag_of_archive_and_files_whose_names_are_odd(desk: Any, telegram: Any) -> None:
    desk.write("cables/100% Ünlike.txt", telegram(1).replace(b" 000001", b""))
    desk.write("cables/two\nlines.txt", telegram(2))
    assert desk.start("--bag").code == 0
    validate(desk.folder / "dest")
    names = desk.names()
    assert not any("%" in name for name in names)
    assert {"data/originals/100=25 =C3=9Cnlike.txt", "data/originals/two=0Alines.txt"} <= set(names)


def test_started_again_the_bag_is_the_same(desk: Any) -> None:
    desk.telegrams(1, 2)
    desk.start("--bag")
    tree = desk.tree()
    assert desk.ingest("--resume", "-o", "dest").code == 0
    assert desk.tree() == tree
    # As it is when the process was killed while it made the bag.
    for name in ("tagmanifest-sha256.txt", "bag-info.txt", "data/metadata/dc/000001.xml", "data/originals/001.txt"):
        (desk.folder / "dest" / name).unlink()
    assert desk.ingest("--resume", "-o", "dest").code == 0
    assert desk.tree() == tree


def test_input_that_changes_comes_into_the_bag_anew(desk: Any, telegram: Any) -> None:
    desk.telegrams(1, 2)
    desk.start("--bag")
    changed = telegram(1, "The works are open again.")
    desk.write("cables/001.txt", changed)
    assert desk.start("--bag").code == 0
    validate(desk.folder / "dest")
    assert desk.tree()["data/originals/001.txt"] == changed


def test_language_that_is_none_is_said_without_a_traceback(desk: Any) -> None:
    desk.telegrams(1)
    done = desk.start("--bag", "-M", "language=in English")
    assert done.code == 2
    assert "is no language tag" in done.err
    assert "Traceback" not in done.err


def test_index_page_lies_beside_the_outputs(desk: Any) -> None:
    desk.telegrams(1, 2)
    desk.start("-M", "title=Cables of Zembla")
    tree = desk.tree()
    assert b'<h1 dir="auto">Cables of Zembla</h1>' in tree["index.html"]
    assert b"09ONHAVA1" in tree["index/cables-0000.js"]
