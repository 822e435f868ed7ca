"""A job whose ledger is written by hand, and its outputs."""

import hashlib
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cableconv.ingest import layout, ledger
from cableconv.ingest.records import Access, Settings

SETTINGS = Settings(formats=("tei", "json"), max_size=2**24, bag=True)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class HandMade:
    """A job in the making: inputs lie in one folder, what was made of them in another."""

    def __init__(self, folder: Path) -> None:
        self.sources = folder / "sources"
        self.sources.mkdir()
        self.dest = folder / "dest"
        layout.work(self.dest).mkdir(parents=True)
        ledger.create(self.dest)
        self.connection = sqlite3.connect(layout.ledger(self.dest), isolation_level=None)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA synchronous = OFF")

    def shard(self, number: int = 1, published: str = "2026-03-04T05:06:07Z") -> None:
        self._insert("shard", id=number, status="published", inputs=1, published=published)

    def source(self, name: str, content: bytes) -> Path:
        path = self.sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def archive(self, name: str, members: dict[str, bytes]) -> Path:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as out:
            for member, content in members.items():
                out.writestr(zipfile.ZipInfo(member), content)
        return self.source(name, packed.getvalue())

    def input(self, path: Path, content: bytes | None = None, *, shard: int = 1, **columns: Any) -> int:
        """Note an input that was read; its content is the file's, unless it is a part of it."""
        columns.setdefault("access", Access(path=str(path)))
        content = path.read_bytes() if content is None else content
        row: dict[str, Any] = {
            "location": str(path),
            "name": path.name,
            "size": len(content),
            "sha256": sha256(content),
            "shard": shard,
            "status": "converted",
            "reader": "telegram",
        } | columns
        return self._insert("input", **row | {"access": msgspec.json.encode(row["access"]).decode()})

    def cable(
        self, input_: int, id_: str, outputs: dict[str, bytes], *, pack: str | None = None, **columns: Any
    ) -> int:
        """Note a cable and write its outputs, each under its format's name; those in TEI have stood their checks."""
        row: dict[str, Any] = {
            "input": input_,
            "place": 1,
            "line": 1,
            "name": f"2009/02/{id_}",
            "cable_id": id_,
            "transmitted": "2009-02-04T14:30:00Z",
            "origin": "AMEMBASSY ONHAVA",
            "classification": "CONFIDENTIAL",
            "subject": "GLASS FACTORY TALKS STALL",
            "tags": "PREL; ZB",
            "status": "written",
        } | columns
        cable = self._insert("cable", **row)
        for format_, content in outputs.items():
            path = f"{row['name']}.{format_}"
            if pack is None:
                target = layout.outputs(self.dest, bag=True) / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            self._insert(
                "output",
                cable=cable,
                format=format_,
                path=path,
                pack=pack,
                size=len(content),
                sha256=sha256(content),
                fingerprint="",
                agent="cableconv-zembla 2.1",
                validated=format_ == "tei",
            )
        return cable

    def packed(self, pack: str, members: dict[str, bytes]) -> None:
        target = layout.outputs(self.dest, bag=True) / pack
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(target, "w") as out:
            for member, content in members.items():
                out.writestr(zipfile.ZipInfo(member), content)

    def _insert(self, table: str, **columns: Any) -> int:
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        done = self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(columns.values()))
        return done.lastrowid or 0


@pytest.fixture
def hand_made(tmp_path: Path) -> Iterator[HandMade]:
    """A job without inputs."""
    made = HandMade(tmp_path)
    with closing(made.connection):
        yield made


@pytest.fixture
def job(hand_made: HandMade) -> HandMade:
    """A job with inputs of every kind: files (one failed, one a duplicate), a member, rows; and a pack."""
    made = hand_made
    made.shard(1)
    made.shard(2)
    telegram = made.source("a/telegram.txt", b"the cable")
    first = made.input(telegram)
    made.cable(first, "09ONHAVA42", {"tei": b"<TEI/>", "json": b"{}"})
    made.input(made.source("a/broken.txt", b"\x00"), status="failed", reason="unknown-format", message="none fits \x01")
    made.input(
        made.source("a/again.txt", b"the cable"), status="duplicate", reason="same-text", message="of telegram.txt"
    )
    archive = made.archive("b/some.zip", {"one.txt": b"in the archive"})
    location = f"{archive}!/one.txt"
    member = made.input(
        archive, b"in the archive", shard=2, location=location, access=Access(path=str(archive), member=0)
    )
    made.packed("packs/000002.tei.zip", {"2009/02/09ONHAVA43.tei": b"<TEI>43</TEI>"})
    made.cable(member, "09ONHAVA43", {"tei": b"<TEI>43</TEI>"}, pack="packs/000002.tei.zip")
    table = made.source("b/rows.csv", b"head\nrow one\nrow two\n")
    for row, offset in ((1, 5), (2, 13)):
        access = Access(path=str(table), offset=offset, size=8, line=row + 1)
        content = table.read_bytes()[offset : offset + 8]
        id_ = made.input(table, content, shard=2, location=f"{table}#{row}", access=access, reader="cablegate-csv")
        made.cable(id_, f"09ONHAVA5{row}", {"json": b'{"row": %d}' % row})
    return made


@pytest.fixture
def settings() -> Settings:
    return SETTINGS
