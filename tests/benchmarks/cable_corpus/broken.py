"""Ten ways in which what should be a cable is none, and what has to be said of each."""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cable_corpus import copies
from cable_corpus.telegrams import Telegram


@dataclass(frozen=True)
class Way:
    """A way to be broken.

    Attributes:
        name: For people.
        extension: Of the file.
        reason: Why it fails, as the ledger of a job has it; ``""`` when it is read all the same, with a warning.
        break_: Makes the file's bytes out of a telegram; nothing for a link that leads nowhere.
    """

    name: str
    extension: str
    reason: str
    break_: Callable[[Telegram], bytes | None]


def write(way: Way, telegram: Telegram, path: Path) -> None:
    """Write a telegram that is broken in some way."""
    content = way.break_(telegram)
    if content is None:
        path.symlink_to("nowhere")
    else:
        path.write_bytes(content)


def _binary(telegram: Telegram) -> bytes:
    return random.Random(telegram.id).randbytes(8000)


def _ebcdic(telegram: Telegram) -> bytes:
    return telegram.printed().encode("cp037", "replace")


def _cut_archive(telegram: Telegram) -> bytes:
    content = _archive(telegram)
    return content[: len(content) // 2]


def _bad_member(telegram: Telegram) -> bytes:
    # The checksum of the member is not that of its bytes any more.
    return _archive(telegram).replace(b"WASHDC", b"WASHCD", 1)


def _archive(telegram: Telegram) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"{telegram.id}.txt"), copies.raw(telegram))
    return packed.getvalue()


def _broken_page(telegram: Telegram) -> bytes:
    page = copies.page(telegram).replace(b"<table class='cable'>", b"<table class='cab").replace(b"</td>", b"")
    return page.replace(b"</pre>", b"")[: -len(page) // 3]


def _page_without_telegram(telegram: Telegram) -> bytes:
    return copies.page(telegram).partition(b"<div class='pane big'>")[0] + b"</div></body></html>\n"


def _cut_row(telegram: Telegram) -> bytes:
    row = copies.row(telegram, 1)
    return row[: len(row) // 2]


WAYS = (
    Way("empty", ".txt", "empty", lambda telegram: b""),
    Way("binary", ".txt", "unknown-format", _binary),
    Way("ebcdic", ".txt", "unknown-format", _ebcdic),
    Way("huge-line", ".txt", "unknown-format", lambda telegram: b"A" * 2_000_000),
    Way("link-to-nowhere", ".txt", "missing", lambda telegram: None),
    Way("page-without-telegram", ".html", "unknown-format", _page_without_telegram),
    Way("broken-page", ".html", "", _broken_page),
    Way("cut-archive", ".zip", "unreadable", _cut_archive),
    Way("bad-member", ".zip", "read-error", _bad_member),
    Way("cut-row", ".csv", "row-unread", _cut_row),
)
