"""An archive: telegrams in all their forms, in folders, zip files and CSV files, some twice, some broken.

::

    telegrams/0000/000000.txt …   raw; 8 of 20
    pages/0000/000008.html …      pages of Cablegate; 5 of 20
    dumps/0000/000013.txt …       texts of such pages; 3 of 20
    boxes/000.zip …               raw, in zip files; 2 of 20
    rows/000.csv …                rows of the Cablegate CSV; 2 of 20
    again/                        the same bytes as a file of telegrams/; 2 % of all
    other/                        the page of a telegram of telegrams/: another text of the same id; 1 % of all
    broken/                       broken in ten ways (`cable_corpus.broken`); 1 % of all, at least one each way
"""

import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from cable_corpus import broken, copies
from cable_corpus.telegrams import Telegram, telegram

_IN_A_FOLDER, _IN_A_BOX = 500, 250


@dataclass(frozen=True)
class Account:
    """What has to become of the inputs.

    Attributes:
        inputs: How many there are; the sum of the next three.
        converted: Those that hold a cable.
        duplicates: Those that hold the text of another one.
        failed: Those that hold none, by reason.
        collisions: Cables whose id another one has, with another text.
    """

    inputs: int
    converted: int
    duplicates: int
    failed: dict[str, int]
    collisions: int

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return asdict(self)


def write(folder: Path, count: int, seed: int = 1) -> Account:
    """Write an archive.

    Args:
        folder: Where to; it is made.
        count: How many inputs there are in it, 100 at least.
        seed: Another one makes another archive.
    """
    duplicates, collisions = count * 2 // 100, count // 100
    damaged = max(len(broken.WAYS), count // 100)
    whole = count - duplicates - collisions - damaged
    for kind, numbers in _shares(whole).items():
        _WRITERS[kind](folder / kind, ((number, telegram(number, seed)) for number in numbers))
    # Every 20th number is a raw telegram in a file.
    firsts = [telegram(20 * number, seed) for number in range(duplicates + collisions)]
    _write_files(folder / "again", enumerate(firsts[:duplicates]), ".txt", copies.raw)
    _write_files(folder / "other", enumerate(firsts[duplicates:]), ".html", copies.page)
    failed = _write_broken(folder / "broken", damaged, [telegram(whole + number, seed) for number in range(damaged)])
    return Account(
        inputs=count,
        converted=count - duplicates - sum(failed.values()),
        duplicates=duplicates,
        failed=dict(failed),
        collisions=collisions,
    )


Numbered = Iterable[tuple[int, Telegram]]

_KINDS = ["telegrams"] * 8 + ["pages"] * 5 + ["dumps"] * 3 + ["boxes"] * 2 + ["rows"] * 2


def _shares(count: int) -> dict[str, list[int]]:
    """Return which numbers come down in which form."""
    found: dict[str, list[int]] = {kind: [] for kind in _KINDS}
    for number in range(count):
        found[_KINDS[number % len(_KINDS)]].append(number)
    return found


def _write_files(folder: Path, numbered: Numbered, extension: str, copy: Callable[[Telegram], bytes]) -> None:
    for place, (number, each) in enumerate(numbered):
        path = folder / f"{place // _IN_A_FOLDER:04}" / f"{number:06}{extension}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(copy(each))


def _write_boxes(folder: Path, numbered: Numbered) -> None:
    folder.mkdir(parents=True)
    for box, batch in enumerate(_batches(numbered)):
        with zipfile.ZipFile(folder / f"{box:03}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for number, each in batch:
                # A ZipInfo has no time of now.
                member = zipfile.ZipInfo(f"box/{number:06}.txt")
                archive.writestr(member, copies.raw(each), zipfile.ZIP_DEFLATED)


def _write_rows(folder: Path, numbered: Numbered) -> None:
    folder.mkdir(parents=True)
    for table, batch in enumerate(_batches(numbered)):
        (folder / f"{table:03}.csv").write_bytes(b"".join(copies.row(each, number) for number, each in batch))


def _batches(numbered: Numbered) -> Iterator[list[tuple[int, Telegram]]]:
    batch: list[tuple[int, Telegram]] = []
    for each in numbered:
        batch.append(each)
        if len(batch) == _IN_A_BOX:
            yield batch
            batch = []
    if batch:
        yield batch


def _write_broken(folder: Path, count: int, telegrams: list[Telegram]) -> Counter[str]:
    """Write inputs that are broken, one way after the other; return how many fail, by reason."""
    folder.mkdir(parents=True)
    failed: Counter[str] = Counter()
    for number in range(count):
        way = broken.WAYS[number % len(broken.WAYS)]
        broken.write(way, telegrams[number], folder / f"{number:06}-{way.name}{way.extension}")
        if way.reason:
            failed[way.reason] += 1
    return failed


_WRITERS: dict[str, Callable[[Path, Numbered], None]] = {
    "telegrams": lambda folder, numbered: _write_files(folder, numbered, ".txt", copies.raw),
    "pages": lambda folder, numbered: _write_files(folder, numbered, ".html", copies.page),
    "dumps": lambda folder, numbered: _write_files(folder, numbered, ".txt", copies.dump),
    "boxes": _write_boxes,
    "rows": _write_rows,
}
