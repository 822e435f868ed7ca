"""Zip files for outputs: one a shard and format, with the same bytes for the same outputs."""

import csv
import io
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from cableconv.output import replacing

#: The earliest time that a zip file can have: no clock is asked.
_TIME = (1980, 1, 1, 0, 0, 0)


def write_pack(target: Path, members: Mapping[str, Path], *, compress: bool) -> None:
    """Make a zip file of files, in order of their names in it. It is there when it is whole.

    Args:
        target: The zip file.
        members: The files by their names in it.
        compress: Make them smaller; otherwise they are stored as they are.

    Raises:
        WriteError: It cannot be made.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as out, zipfile.ZipFile(out, "w") as archive:
        for name in sorted(members):
            with members[name].open("rb") as source, archive.open(_info(name, compress), "w") as member:
                shutil.copyfileobj(source, member)


def keep_members(pack: Path, names: set[str]) -> None:
    """Take all other members out of a zip file; with the last one, the file goes, too. It may be gone already.

    A damaged file stays as it is: the next plan finds what cannot be read in it and has it made anew.

    Raises:
        WriteError: It cannot be made.
    """
    if not names:
        pack.unlink(missing_ok=True)
        return
    with suppress(FileNotFoundError, zipfile.BadZipFile, zlib.error), zipfile.ZipFile(pack) as old:
        kept = [info for info in old.infolist() if info.filename in names]
        if len(kept) == len(old.infolist()):
            return
        with replacing(pack) as out, zipfile.ZipFile(out, "w") as archive:
            for info in kept:
                is_small = info.compress_type != zipfile.ZIP_STORED
                with old.open(info) as source, archive.open(_info(info.filename, is_small), "w") as member:
                    shutil.copyfileobj(source, member)


def _info(name: str, compress: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    info.external_attr = 0o644 << 16
    # The default is that of the system at hand.
    info.create_system = 3
    return info


def write_index(target: Path, rows: Iterable[sqlite3.Row]) -> None:
    """List all outputs with the packs that hold them, as CSV.

    Args:
        target: The list.
        rows: Of the ledger's table ``output``, in order, with the cable's canonical id as ``cable_id``.

    Raises:
        WriteError: It cannot be made.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as out:
        text = io.TextIOWrapper(out, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        columns = ("path", "pack", "format", "size", "sha256", "cable_id")
        writer.writerow(columns)
        writer.writerows([row[column] for column in columns] for row in rows)
        text.flush()
        text.detach()
