"""What is measured: published pages where there are any, else samples; and invented telegrams of any size."""

import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from cable_corpus import copies
from cable_corpus.telegrams import Telegram, telegram

import cableconv
from cableconv import ir

ROOT = Path(__file__).parents[3]

#: No input that is made here is too large.
NO_LIMIT = 2**31

_PRE = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
_LINK = re.compile(r"</?a\b[^>]*>")


@dataclass(frozen=True)
class Folders:
    """Where the inputs lie.

    Attributes:
        pages: Pages of Cablegate.
        dumps: Texts that tools made of such pages.
        published: They were published, and are not samples.
    """

    pages: Path
    dumps: Path
    published: bool


def folders(pages: Path | None) -> Folders:
    """Return where the inputs lie: the pages named, else those of ``CABLECONV_SHARED``, else the samples."""
    shared = Path(os.environ.get("CABLECONV_SHARED", ROOT.parent / "shared")) / "data"
    pages = pages or shared / "pages"
    if pages.is_dir():
        dumps = pages.parent / "dumps"
        return Folders(pages, dumps if dumps.is_dir() else ROOT / "samples" / "cablegate-dump", published=True)
    samples = ROOT / "samples"
    return Folders(samples / "cablegate", samples / "cablegate-dump", published=False)


def pages(where: Folders) -> list[bytes]:
    """Return the pages."""
    return [path.read_bytes() for path in sorted(where.pages.glob("*.html"))]


def dumps(where: Folders) -> list[bytes]:
    """Return the dumps."""
    return [path.read_bytes() for path in sorted(where.dumps.iterdir()) if path.suffix in (".txt", ".md")]


def records(where: Folders) -> list[bytes]:
    """Return the samples of AAD, wherever the pages lie."""
    return [path.read_bytes() for path in sorted((ROOT / "samples" / "aad").glob("*.txt"))]


def telegrams(where: Folders) -> list[bytes]:
    """Return the telegrams in the pages: envelope and text, without links."""
    return [telegram_of(page.decode()) for page in pages(where)]


def telegram_of(page: str) -> bytes:
    """Return the telegram in a page."""
    blocks = [_LINK.sub("", block).replace("&#x000A;", "\n") for block in _PRE.findall(page)]
    return "\n".join(blocks).encode()


def table_rows(where: Folders) -> list[bytes]:
    """Return the telegrams in the pages as rows of the CSV."""
    return [csv_row(number, content.decode()) for number, content in enumerate(telegrams(where))]


def csv_row(number: int, text: str) -> bytes:
    """Return a telegram as a row of the CSV."""
    fields = (str(number), "2/4/2009 14:30", f"09ONHAVA{number}", "Embassy Onhava", "SECRET", "08STATE1", "", text)
    escaped = (field.replace("\\", "\\\\").replace('"', '\\"') for field in fields)
    return (",".join(f'"{field}"' for field in escaped) + "\n").encode()


def cables(where: Folders) -> list[ir.Cable]:
    """Return the cables in the pages."""
    return [cable for page in pages(where) for cable in cableconv.read(page, "cablegate")]


def written(cable: ir.Cable, name: str, options: dict[str, Any]) -> bytes:
    """Return a cable in a format."""
    out = io.BytesIO()
    cableconv.write([cable], out, name, options)
    return out.getvalue()


def as_json(where: Folders) -> list[bytes]:
    """Return the cables as JSON."""
    return [cableconv.to_json(cable) for cable in cables(where)]


def as_tei(where: Folders, lines: str = "yes") -> list[bytes]:
    """Return the cables as TEI."""
    return [written(cable, "tei", {"lines": lines}) for cable in cables(where)]


#: What each reader is given: the cables of the pages in its own format.
OF_READER: dict[str, Callable[[Folders], list[bytes]]] = {
    "telegram": telegrams,
    "cablegate": pages,
    "cablegate-dump": dumps,
    "cablegate-csv": table_rows,
    "json": as_json,
    "tei": as_tei,
    "aad": records,
}


def distinct_pages(where: Folders, number: int) -> Iterator[tuple[str, bytes]]:
    """Yield so many pages and their names: those that there are, again and again, each time under another number.

    What a page says of itself changes with it, so that none is taken for a copy, and no two cables have one id.
    """
    found = [(page.decode(), next(cableconv.read(page, "cablegate"))) for page in pages(where)]
    for place in range(number):
        page, cable = found[place % len(found)]
        yield f"{place:06}.html", _renumbered(page, cable, 10_000 + place).encode()


def _renumbered(page: str, cable: ir.Cable, serial: int) -> str:
    for old in {cable.id, cable.published_id} - {None}:
        page = page.replace(str(old), re.sub(r"\d+$", str(serial), str(old)))
    if cable.header and cable.header.mrn:
        page = page.replace(cable.header.mrn, re.sub(r"\d+$", f"{serial:06}", cable.header.mrn))
    return page


def sized(size: int) -> Telegram:
    """Return a telegram of about so many bytes; a thousand is about the least."""
    first = telegram(0, seed=1)
    parts = [first.text.partition("¶")[0]]
    left = size - len(first.envelope) - len(parts[0])
    for number, paragraph in enumerate(_paragraphs(), 1):
        parts.append(f"¶{number}. {paragraph[: max(left, 60)].rstrip()}\n \n")
        left -= len(parts[-1])
        if left <= 0:
            break
    return replace(first, text="".join([*parts, "KINBOTE\n"]))


def _paragraphs() -> Iterator[str]:
    """Yield paragraphs without end, without their numbers: those of a thousand telegrams again and again."""
    for number in count():
        for paragraph in telegram(number % 1000, seed=1).text.split("¶")[1:]:
            yield paragraph.partition(". ")[2]


def sized_input(reader: str, size: int) -> bytes:
    """Return a telegram of a size in the format of a reader."""
    if reader in _COPIES:
        return _COPIES[reader](sized(size), 1)
    return written(sized_cable(size), reader, {})


def sized_cable(size: int) -> ir.Cable:
    """Return the cable of a telegram of a size."""
    (cable,) = cableconv.read(copies.raw(sized(size)), "telegram", max_size=NO_LIMIT)
    return cable


#: A telegram in the format of a reader; a row has a number.
_COPIES: dict[str, Callable[[Telegram, int], bytes]] = {
    "telegram": lambda made, _: copies.raw(made),
    "aad": lambda made, _: copies.record(made),
    "cablegate": lambda made, _: copies.page(made),
    "cablegate-dump": lambda made, _: copies.dump(made),
    "cablegate-csv": copies.row,
}


@cache
def some() -> tuple[ir.Cable, ...]:
    """Return the cables of some telegrams."""
    return tuple(next(cableconv.read(copies.raw(telegram(number, seed=1)), "telegram")) for number in range(50))


def many(first: Sequence[ir.Cable], number: int) -> Iterator[ir.Cable]:
    """Yield so many cables, each with an id of its own: the first ones again and again."""
    for place in range(number):
        yield msgspec.structs.replace(first[place % len(first)], id=f"09ONHAVA{place + 1}")


def write_file(reader: str, number: int, file: BinaryIO) -> None:
    """Write a file of so many telegrams in the format of a reader."""
    if reader in _COPIES:
        copy = _COPIES[reader]
        file.writelines(copy(telegram(place, seed=1), place) for place in range(number))
    else:
        cableconv.write(many(some(), number), file, reader)
