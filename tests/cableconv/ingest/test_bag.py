import hashlib
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from cableconv.errors import ReadError, WriteError
from cableconv.ingest.bag import make_bag
from cableconv.ingest.records import Access

EPOCH = 1_234_567_890


def bag_of(job, settings, **changes) -> Path:
    make_bag(job.dest, job.connection, msgspec.structs.replace(settings, **changes))
    return job.dest


def validate(bag: Path) -> None:
    """Check a bag with the program of the library bagit, as an archive would."""
    program = Path(sys.executable).with_name("bagit.py")
    run = subprocess.run([program, "--validate", bag], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "is valid" in run.stderr


def manifest(bag: Path, name: str = "manifest-sha256.txt") -> dict[str, str]:
    """Return the digest of each path in a manifest, in its order."""
    lines = (bag / name).read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def bag_info(bag: Path) -> dict[str, str]:
    lines = (bag / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def tree(folder: Path) -> dict[str, bytes]:
    """Return what belongs to a bag: its payload and what its tag manifest lists."""
    files = [*(folder / "data").rglob("*"), *folder.glob("*.txt")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files if path.is_file()}


def test_bag_is_valid_and_version_1_0(job, settings):
    bag = bag_of(job, settings)
    validate(bag)
    assert (bag / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def test_every_file_of_the_payload_has_its_digest(job, settings):
    bag = bag_of(job, settings)
    files = {str(path.relative_to(bag)) for path in (bag / "data").rglob("*") if path.is_file()}
    listed = manifest(bag)
    assert set(listed) == files
    assert list(listed) == sorted(listed)
    for path, digest in listed.items():
        assert hashlib.sha256((bag / path).read_bytes()).hexdigest() == digest
    tags = manifest(bag, "tagmanifest-sha256.txt")
    assert list(tags) == ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"]
    for path, digest in tags.items():
        assert hashlib.sha256((bag / path).read_bytes()).hexdigest() == digest


def test_originals_are_copied_once_and_under_their_own_names(job, settings):
    originals = bag_of(job, settings) / "data/originals"
    assert {str(path.relative_to(originals)): path.read_bytes() for path in originals.rglob("*") if path.is_file()} == {
        "a/again.txt": b"the cable",
        "a/broken.txt": b"\x00",
        "a/telegram.txt": b"the cable",
        "b/rows.csv": b"head\nrow one\nrow two\n",
        "b/some.zip": (job.sources / "b/some.zip").read_bytes(),
    }
    assert (originals / "a/telegram.txt").stat().st_ino != (job.sources / "a/telegram.txt").stat().st_ino


def test_bag_info(job, settings):
    metadata = {
        "source-organization": "Archives of Zembla",
        "contact-name": "Charles\nKinbote",
        "external-identifier": "ZB-1",
        "title": "Not of the bag",
    }
    bag = bag_of(job, settings, metadata=metadata)
    files = [path for path in (bag / "data").rglob("*") if path.is_file()]
    octets = sum(path.stat().st_size for path in files)
    info = bag_info(bag)
    assert info.pop("Bag-Software-Agent").startswith("cableconv ")
    assert info == {
        "Source-Organization": "Archives of Zembla",
        "Contact-Name": "Charles Kinbote",
        "External-Identifier": "ZB-1",
        "Bagging-Date": "2026-03-04",
        "Bag-Size": f"{octets / 1000:.1f} kB",
        "Payload-Oxum": f"{octets}.{len(files)}",
    }


def test_date_is_that_of_source_date_epoch(job, settings):
    assert bag_info(bag_of(job, settings, epoch=EPOCH))["Bagging-Date"] == "2009-02-13"


def test_same_job_gives_the_same_bytes(job, settings):
    first = tree(bag_of(job, settings, epoch=EPOCH))
    assert tree(bag_of(job, settings, epoch=EPOCH)) == first
    (job.dest / ".cableconv/bag.sqlite").unlink()
    assert tree(bag_of(job, settings, epoch=EPOCH)) == first


def test_what_is_in_the_bag_already_is_not_copied_again(job, settings):
    copy = bag_of(job, settings) / "data/originals/a/telegram.txt"
    before = copy.stat().st_ino
    # Not even asked for: the ledger's digest is that of the copy.
    (job.sources / "a/telegram.txt").unlink()
    bag_of(job, settings)
    assert copy.stat().st_ino == before
    validate(job.dest)


def test_bagging_that_was_broken_off_is_finished(job, settings, monkeypatch):
    expected = tree(bag_of(job, settings, epoch=EPOCH))
    monkeypatch.setattr("cableconv.ingest.bag.premis", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bag_of(job, settings, epoch=EPOCH)
    assert not (job.dest / "tagmanifest-sha256.txt").exists(), "a bag that is not whole must not look like one"
    (job.dest / "data/originals/.cableconv-0123.part").write_bytes(b"half")
    (job.dest / "data/2009/02/.cableconv-0123.part").write_bytes(b"half")
    monkeypatch.undo()
    assert tree(bag_of(job, settings, epoch=EPOCH)) == expected


def test_what_the_job_has_no_more_leaves_the_bag(job, settings):
    bag_of(job, settings)
    job.connection.execute("DELETE FROM cable WHERE input IN (SELECT id FROM input WHERE shard = 2)")
    job.connection.execute("DELETE FROM output WHERE cable NOT IN (SELECT id FROM cable)")
    job.connection.execute("DELETE FROM input WHERE shard = 2")
    bag_of(job, settings)
    validate(job.dest)
    listed = manifest(job.dest)
    assert not any(path.startswith("data/originals/") and path.endswith((".zip", ".csv")) for path in listed)
    assert "data/metadata/premis/000002.xml" not in listed
    # One folder less holds all: names are relative to it.
    assert "data/originals/telegram.txt" in listed


def test_file_that_others_put_there_is_in_the_manifest(job, settings):
    job.dest.joinpath("data/notes.txt").write_bytes(b"by an archivist")
    validate(bag_of(job, settings))
    assert manifest(job.dest)["data/notes.txt"] == hashlib.sha256(b"by an archivist").hexdigest()


def test_original_that_has_changed_since_is_refused(job, settings):
    (job.sources / "a/telegram.txt").write_bytes(b"the Cable")
    with pytest.raises(ReadError, match="has changed since it was converted: its sha256 was") as caught:
        bag_of(job, settings)
    assert caught.value.where == str(job.sources / "a/telegram.txt")
    assert not (job.dest / "data/originals/a/telegram.txt").exists()


def test_original_that_has_gone_is_refused(job, settings):
    (job.sources / "b/some.zip").unlink()
    with pytest.raises(ReadError, match="it was read before and belongs into the bag"):
        bag_of(job, settings)


def test_input_that_never_could_be_read_is_told_of_but_not_missed(job, settings):
    gone = job.source("a/gone.txt", b"")
    job.input(gone, size=None, sha256=None, status="failed", reason="read-error", message="no such file", reader=None)
    gone.unlink()
    validate(bag_of(job, settings))
    assert "data/originals/a/gone.txt" not in manifest(job.dest)
    assert "no such file" in (job.dest / "data/metadata/premis/000001.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.unlink(), "is missing now"),
        (lambda path: path.write_bytes(b"longer than before"), r"has 18 bytes and had 2 when it was written"),
    ],
)
def test_output_that_is_not_what_was_written_is_refused(job, settings, damage, message):
    output = job.dest / "data/2009/02/09ONHAVA42.json"
    damage(output)
    with pytest.raises(WriteError, match=message) as caught:
        bag_of(job, settings)
    assert caught.value.where == str(output)


NAMES = {
    "100%.txt": "100=25.txt",
    "two\nlines\r.txt": "two=0Alines=0D.txt",
    "Ünïcode.txt": "=C3=9Cn=C3=AFcode.txt",
    ".hidden": "=2Ehidden",
    "con.txt": "=63on.txt",
    "dot.": "dot=2E",
    "tilde~2.txt": "tilde=7E2.txt",
    "a=b.txt": "a=3Db.txt",
    "x" * 200: "x" * 180 + "~" + hashlib.sha256(b"x" * 200).hexdigest()[:16],
}


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name[:20]))
def test_names_of_originals_are_safe_everywhere(hand_made, settings, name):
    hand_made.shard()
    hand_made.input(hand_made.source(name, b"the cable"))
    (hand_made.dest / "data").mkdir()
    validate(bag_of(hand_made, settings))
    assert f"data/originals/{NAMES[name]}" in manifest(hand_made.dest)


def test_names_that_differ_in_capitals_alone_are_told_apart(hand_made, settings):
    hand_made.shard()
    for name in ("A.txt", "a.txt"):
        hand_made.input(hand_made.source(name, name.encode()))
    if len(list(hand_made.sources.iterdir())) < 2:
        pytest.skip("this file system takes capitals and small letters for the same")
    (hand_made.dest / "data").mkdir()
    validate(bag_of(hand_made, settings))
    originals = hand_made.dest / "data/originals"
    assert {path.name: path.read_bytes() for path in originals.iterdir()} == {"A.txt": b"A.txt", "a.txt~2": b"a.txt"}


def test_file_urls_are_originals_too(hand_made, settings):
    hand_made.shard()
    path = hand_made.source("by url.txt", b"the cable")
    hand_made.input(path, access=Access(path=path.as_uri()), location=path.as_uri())
    (hand_made.dest / "data").mkdir()
    validate(bag_of(hand_made, settings))
    copies = [path for path in manifest(hand_made.dest) if path.startswith("data/originals/")]
    assert [(hand_made.dest / copy).read_bytes() for copy in copies] == [b"the cable"]


def test_percent_in_a_name_is_escaped_as_the_rfc_says(job, settings):
    """Validators differ in how they read it back, so nothing that we name has one; a stranger's file may."""
    (job.dest / "data/100%.txt").write_bytes(b"")
    (job.dest / "data/two\nlines.txt").write_bytes(b"")
    listed = manifest(bag_of(job, settings))
    assert {"data/100%25.txt", "data/two%0Alines.txt"} <= set(listed)


def test_job_without_inputs(hand_made, settings):
    (hand_made.dest / "data").mkdir()
    bag = bag_of(hand_made, settings, epoch=EPOCH)
    assert bag_info(bag)["Payload-Oxum"] == "0.0"
    assert manifest(bag) == {}
