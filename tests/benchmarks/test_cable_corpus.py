"""The archive of invented cables is what it says: each kind is read by its reader, and the same seed makes the same."""

import hashlib
from pathlib import Path

import pytest
from cable_corpus import archive, broken, copies
from cable_corpus.telegrams import telegram

import cableconv


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        found.update(str(path.relative_to(folder)).encode())
        found.update(b"" if path.is_dir() or path.is_symlink() else path.read_bytes())
    return found.hexdigest()


def test_the_same_seed_makes_the_same_archive(tmp_path: Path) -> None:
    made = [archive.write(tmp_path / name, 120, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    assert made[0] == made[1] == made[2]
    assert digest(tmp_path / "a") == digest(tmp_path / "b") != digest(tmp_path / "c")


def test_an_archive_holds_as_many_inputs_as_it_says(tmp_path: Path) -> None:
    account = archive.write(tmp_path / "a", 1000)
    assert account.inputs == 1000 == account.converted + account.duplicates + sum(account.failed.values())
    assert (account.duplicates, account.collisions, sum(account.failed.values())) == (20, 10, 9)
    assert len({way.name for way in broken.WAYS}) == 10


@pytest.mark.parametrize(
    ("reader", "copy"),
    [
        ("telegram", copies.raw),
        ("cablegate", copies.page),
        ("cablegate-dump", copies.dump),
        ("cablegate-csv", lambda each: copies.row(each, 1)),
        ("aad", copies.record),
    ],
)
def test_each_form_is_read_as_what_it_is_and_wholly_understood(reader: str, copy: "object") -> None:
    assert callable(copy)
    for number in range(20):
        made = telegram(number, seed=3)
        (cable,) = cableconv.read(copy(made))
        assert (cable.source.format, cable.id, cable.diagnostics) == (reader, made.id, ())
        assert cable.header
        assert tuple(tag.term for tag in cable.header.tags) == made.tags


def test_telegrams_are_as_long_as_real_ones() -> None:
    sizes = sorted(len(copies.raw(telegram(number, seed=1))) for number in range(300))
    assert 6_000 < sum(sizes) / len(sizes) < 10_000
    assert sizes[0] < 2_500
    assert sizes[-1] > 25_000
