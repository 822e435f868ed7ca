"""Inputs that lie in zip and tar files. They are read where they are; nothing is unpacked to the disk.

``cables.zip!/2009/a.txt`` names one. Whatever an archive calls its members, the names are only words to us; those that
would lead out of a folder are refused all the same, for whoever made them meant no good.
"""

import io
import itertools
import os
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import BinaryIO, Self, cast

import msgspec

from cableconv.archive_names import SEPARATOR, is_zip
from cableconv.errors import CableconvError, ReadError

#: An archive that says to hold more than this many times its size, and more than `_BOMB_SIZE` bytes, is a bomb.
#: Text shrinks to a tenth, lists of equal pages to a fiftieth.
_BOMB_RATIO = 200
_BOMB_SIZE = 2**30

_OUTSIDE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:")


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One file in an archive.

    Attributes:
        name: As the archive has it.
        index: Its place among the archive's entries, counted from 0.
        offset: Where its bytes begin in the archive when they lie there as they are; else -1.
        size: In bytes, as the archive says.
        stamp: Changes when its content may have changed.
        problem: A code and a sentence when it cannot be read, else ``("", "")``.
    """

    name: str
    index: int
    offset: int
    size: int
    stamp: str
    problem: tuple[str, str] = ("", "")


def members(stream: BinaryIO, name: str) -> Iterator[Member]:
    """Yield the files in an archive, in its order; folders are passed over.

    Args:
        stream: The archive; it can be searched.
        name: What it is called; tells what kind it is.

    Raises:
        ReadError: It is no archive, or damaged, or a bomb.
    """
    with _reporting(name):
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        limit = max(_BOMB_SIZE, _BOMB_RATIO * size)
        total = 0
        for member in _zip_members(stream) if is_zip(name) else _tar_members(stream):
            total += member.size
            if total > limit:
                raise ReadError(
                    f"says to hold more than {limit:,} bytes in {size:,}, as made to fill up memory or disks; "
                    "unpack it yourself if it is not",
                    where=name,
                )
            yield member


def _zip_members(stream: BinaryIO) -> Iterator[Member]:
    with zipfile.ZipFile(stream) as archive:
        for index, info in enumerate(archive.infolist()):
            if not info.filename.endswith("/"):
                problem = _problem(info.filename)
                if info.flag_bits & 1:
                    problem = ("encrypted", "is encrypted; unpack it with its password first")
                stamp = f"{info.CRC:08x}"
                yield Member(
                    name=info.filename, index=index, offset=-1, size=info.file_size, stamp=stamp, problem=problem
                )


def _tar_members(stream: BinaryIO) -> Iterator[Member]:
    with _open_tar(stream) as archive:
        plain = archive.fileobj is stream
        for index in itertools.count():
            info = _next(archive)
            if info is None:
                return
            if info.isdir():
                continue
            problem = _problem(info.name)
            if not info.isreg():
                problem = ("not-a-file", "is a link or a device, not a file; nothing is followed out of an archive")
            offset = info.offset_data if plain and info.isreg() and not info.issparse() else -1
            yield Member(
                name=info.name, index=index, offset=offset, size=info.size, stamp=f"{info.mtime}", problem=problem
            )


def _problem(name: str) -> tuple[str, str]:
    if not name:
        return "unsafe-member", "has no name; it was not read"
    if _OUTSIDE.search(name):
        return "unsafe-member", "has a name that leads out of the archive's folder; it was not read"
    return "", ""


class Archive:
    """An archive whose members are read, each by its index.

    Members of a compressed tar file are best asked for in order: to go back means to begin again.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Open it.

        Args:
            stream: The archive; it can be searched, and is closed with it.
            name: What it is called; tells what kind it is.

        Raises:
            ReadError: It is no archive, or damaged.
        """
        self.name = name
        self._stream = stream
        with _reporting(name):
            self._kind: _ZipReader | _TarReader = _ZipReader(stream) if is_zip(name) else _TarReader(stream)

    def open(self, index: int, and_then: Callable[[], object] = bool) -> BinaryIO:
        """Open a member.

        Args:
            index: Its place among the archive's entries.
            and_then: Called when the member is closed.

        Raises:
            ReadError: It cannot be read, or is not there.
        """
        with _reporting(self.name):
            return cast("BinaryIO", io.BufferedReader(_Reporting(self._kind.open(index), and_then)))

    def close(self) -> None:
        """Close it, and its stream."""
        with suppress(Exception):
            self._kind.close()
        self._stream.close()


class _ZipReader:
    def __init__(self, stream: BinaryIO) -> None:
        self._archive = zipfile.ZipFile(stream)
        self._infos = self._archive.infolist()

    def open(self, index: int) -> BinaryIO:
        return cast("BinaryIO", self._archive.open(self._infos[index]))

    def close(self) -> None:
        self._archive.close()


class _TarReader:
    """Goes through a tar file forwards, and begins again for a member that it has passed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._begin()

    def _begin(self) -> None:
        self._stream.seek(0)
        self._archive = _open_tar(self._stream)
        self._index = -1

    def open(self, index: int) -> BinaryIO:
        if index <= self._index:
            self._archive.close()
            self._begin()
        info = None
        while self._index < index:
            info = _next(self._archive)
            self._index += 1
        found = self._archive.extractfile(info) if info else None
        if found is None:
            raise ValueError("it has fewer members than when it was planned")
        return cast("BinaryIO", found)

    def close(self) -> None:
        self._archive.close()


class _Header(tarfile.TarInfo):
    """A header that is damaged is told of; the library takes it for the end of the archive."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            raise tarfile.ReadError(f"a header in it is damaged: {error}") from error


def _open_tar(stream: BinaryIO) -> tarfile.TarFile:
    return tarfile.open(fileobj=stream, mode="r:*", tarinfo=_Header)


def _next(archive: tarfile.TarFile) -> tarfile.TarInfo | None:
    """Return the next entry, and let the library forget those before it."""
    info = archive.next()
    archive.members = []  # type: ignore[attr-defined]
    return info


class _Reporting(io.RawIOBase):
    """A member whose damage is told as the `OSError` that readers of files expect."""

    def __init__(self, stream: BinaryIO, and_then: Callable[[], object]) -> None:
        self._stream = stream
        self._and_then = and_then

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            piece = self._stream.read(len(buffer))
        except Exception as error:  # see `_reporting`
            raise OSError(f"the archive is damaged: {error or type(error).__name__}") from error
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        with suppress(Exception):
            self._stream.close()
        if not self.closed:
            super().close()
            self._and_then()


def open_member(stream: BinaryIO, name: str, member: str) -> BinaryIO:
    """Open a member of an archive by its name; with it, the archive is closed.

    Raises:
        ReadError: The archive has no such member, or it cannot be read.
    """
    with ExitStack() as stack:
        stack.callback(stream.close)
        found = next((each for each in members(stream, name) if each.name == member), None)
        if found is None:
            raise ReadError(f"has no member {member!r}", where=name)
        if found.problem[0]:
            raise ReadError(found.problem[1], where=f"{name}{SEPARATOR}{member}")
        archive = Archive(stream, name)
        stack.callback(archive.close)
        content = archive.open(found.index, and_then=archive.close)
        stack.pop_all()
        return content


@contextmanager
def _reporting(name: str) -> Iterator[None]:
    try:
        yield
    except CableconvError:
        raise
    except Exception as error:  # over damaged archives the libraries raise whatever their next line happens to meet
        raise ReadError(f"cannot be read as an archive: {error or type(error).__name__}", where=name) from error
