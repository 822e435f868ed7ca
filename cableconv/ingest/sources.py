"""Find the inputs that sources hold: files, folders, globs, archives, rows of large files, objects of remote stores.

Everything that is found is an input and gets a row in the ledger, also what cannot be read: then with the reason.
"""

import codecs
import glob
import os
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePath

import msgspec

from cableconv import archive_names, archives, plugins, remote
from cableconv.detect import detect
from cableconv.errors import CableconvError, ReadError
from cableconv.formats import ReaderSpec, Splitter
from cableconv.ingest.opening import open_file
from cableconv.ingest.records import Access, Settings
from cableconv.output import is_same
from cableconv.plugins import Offer
from cableconv.source import open_input, open_with

#: The problem of an input without bytes.
EMPTY = ("empty", "is empty; expected a cable")


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An input as it is found.

    Attributes:
        location: What the ledger calls it.
        name: What outputs call it.
        access: How to open it.
        size: In bytes, when that is known.
        stamp: Changes when its content may have changed.
        problem: A code and a sentence when it cannot be an input, else ``("", "")``.
    """

    location: str
    name: str
    access: Access
    size: int | None = None
    stamp: str = ""
    problem: tuple[str, str] = ("", "")


class _File(msgspec.Struct, frozen=True, kw_only=True):
    """A file or object, before it is known whether it is one input or many.

    Attributes:
        path: Absolute path or URL.
        name: What outputs call it.
        size: In bytes, when that is known.
        stamp: Changes when its content may have changed.
    """

    path: str
    name: str
    size: int | None
    stamp: str


def absolute(source: str) -> str:
    """Return a source as it is kept: a path from the root, or a URL.

    >>> absolute("s3://bucket/cables")
    's3://bucket/cables'
    """
    local = remote.local_path(source)
    return source if local is None else os.path.abspath(local)  # noqa: PTH100 - links stay as they are named


def listed(name: str) -> Iterator[str]:
    """Yield the sources that a list names: one a line, or parted by NULs if it has any; `absolute`.

    Args:
        name: The list's path; ``-`` is standard input.

    Raises:
        ReadError: It cannot be read.
    """
    with open_input(name).stream() as stream:
        content = stream.read().removeprefix(codecs.BOM_UTF8)
    for source in content.split(b"\0") if b"\0" in content else content.splitlines():
        if source.strip():
            yield absolute(os.fsdecode(source))


def is_there(source: str) -> bool:
    """Tell whether a source can be looked into: there is such a file or folder, or it is a glob or a URL.

    Raises:
        UsageError: It is a URL, and what opens such is missing.
    """
    local = remote.local_path(source)
    if local is None:
        remote.check_url(source)
        return True
    member = archive_names.split(source)
    return glob.has_magic(local) or os.path.lexists(member[0] if member else local)


def find(source: str, settings: Settings, leave_out: Path) -> Iterator[Found]:
    """Yield the inputs of a source, in an order that depends on their names alone.

    Args:
        source: See `absolute`.
        settings: What is asked for: which reader may split files.
        leave_out: A folder that is not looked into, for outputs go there.

    Raises:
        UsageError: It is a URL, and what opens such is missing.
    """
    local = remote.local_path(source)
    member = archive_names.split(source)
    if local is None:
        yield from _in_store(source, settings)
    elif member and not os.path.lexists(local):
        within = _in_path(Path(member[0]), Path(member[0]).parent, settings, leave_out)
        yield from (found for found in within if found.location == source or found.problem[0] == "unreadable")
    elif glob.has_magic(local) and not os.path.lexists(local):
        yield from _in_glob(local, settings, leave_out)
    else:
        yield from _in_path(Path(local), Path(local).parent, settings, leave_out)


def _in_store(url: str, settings: Settings) -> Iterator[Found]:
    try:
        for found in remote.find(url):
            file = _File(path=found.url, name=found.url, size=found.size, stamp=found.stamp)
            yield from _in_file(file, settings)
    except ReadError as error:
        yield _problem(url, url, "unreadable", error.message)


def _in_glob(pattern: str, settings: Settings, leave_out: Path) -> Iterator[Found]:
    fixed = pattern[: min(pattern.index(sign) for sign in "*?[" if sign in pattern)]
    # Names begin with the last folder that is named in full.
    base = Path(f"{fixed}…").parent.parent
    paths = [Path(path) for path in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 - the root is in it
    if not paths:
        yield _problem(pattern, pattern, "missing", "matches no file")
    for path in paths:
        # ** matches the files in the folders that it matches, too.
        if not ("**" in pattern and path.is_dir()):
            yield from _in_path(path, base, settings, leave_out)


def _in_path(path: Path, base: Path, settings: Settings, leave_out: Path) -> Iterator[Found]:
    """Yield the inputs of a file, or of all files below a folder; hidden ones are passed over."""
    stack: list[tuple[Path, tuple[tuple[int, int], ...]]] = [(path, ())]
    while stack:
        path, above = stack.pop()
        name = str(path.relative_to(base))
        try:
            status = path.stat()
            is_folder = stat.S_ISDIR(status.st_mode)
            inside = sorted(path.iterdir(), key=lambda each: each.name) if is_folder else []
        except FileNotFoundError:
            yield _problem(str(path), name, "missing", "is not there")
            continue
        except (OSError, ValueError) as error:
            told = getattr(error, "strerror", None) or str(error)
            yield _problem(str(path), name, "unreadable", f"cannot be read: {told}")
            continue
        identity = (status.st_dev, status.st_ino)
        if is_folder:
            # A link to a folder above leads to what is found anyway.
            if identity not in above and not is_same(path, leave_out):
                stack += [(each, (*above, identity)) for each in reversed(inside) if not each.name.startswith(".")]
        elif stat.S_ISREG(status.st_mode):
            file = _File(path=_text(str(path)), name=_text(name), size=status.st_size, stamp=str(status.st_mtime_ns))
            yield from _in_file(file, settings)
        else:
            yield _problem(str(path), name, "not-a-file", "is a device, pipe or socket, not a file")


def _text(path: str) -> str:
    """Return a path as text: as a URL, if its bytes are none."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return remote.file_url(path)
    return path


def _problem(path: str, name: str, reason: str, message: str) -> Found:
    path = _text(path)
    return Found(location=path, name=_text(name), access=Access(path=path), problem=(reason, message))


# Inside files


def _in_file(file: _File, settings: Settings) -> Iterator[Found]:
    whole = Found(location=file.path, name=file.name, access=Access(path=file.path), size=file.size, stamp=file.stamp)
    if file.size == 0:
        yield msgspec.structs.replace(whole, problem=EMPTY)
        return
    try:
        if archive_names.is_archive(file.path):
            yield from _in_archive(file)
        elif reader := _splitter(file, settings):
            yield from _parts(file, reader, settings.encoding)
        else:
            yield whole
    except ReadError as error:
        yield msgspec.structs.replace(whole, problem=("unreadable", error.message))


def _in_archive(file: _File) -> Iterator[Found]:
    met: Counter[str] = Counter()
    with open_file(file.path) as stream:
        for member in archives.members(stream, file.path):
            met[member.name] += 1
            again = f"#{met[member.name]}" if met[member.name] > 1 else ""
            inside = f"{archive_names.SEPARATOR}{_text(member.name)}"
            is_plain = member.offset >= 0
            yield Found(
                location=f"{file.path}{inside}{again}",
                name=f"{file.name}{inside}",
                access=Access(
                    path=file.path,
                    member=None if is_plain else member.index,
                    offset=member.offset if is_plain else None,
                    size=member.size,
                ),
                size=member.size,
                stamp=member.stamp,
                problem=member.problem if member.size or member.problem[0] else EMPTY,
            )


def _parts(file: _File, reader: Offer[ReaderSpec], encoding: str | None) -> Iterator[Found]:
    splitter: Splitter = plugins.instance(reader)
    source = open_with(lambda: open_file(file.path), file.name, encoding=encoding)
    met: Counter[str] = Counter()
    for number, part in enumerate(splitter.split(source), 1):
        name = part.id or str(number)
        met[name] += 1
        again = f"#{met[name]}" if met[name] > 1 else ""
        yield Found(
            location=f"{file.path}#{name}{again}",
            name=file.name,
            access=Access(path=file.path, offset=part.offset, size=part.size, line=part.line, reader=reader.spec.name),
            size=part.size,
            # The line counts: places in the input are told by it.
            stamp=f"{part.stamp}@{part.line}",
        )


def _splitter(file: _File, settings: Settings) -> Offer[ReaderSpec] | None:
    """Return the reader that splits a file. Only files with its extension are looked into: a glance at each costs."""
    readers = plugins.registry().readers
    if settings.reader:
        reader = plugins.find(readers, settings.reader)
        return reader if reader.spec.splits else None
    extension = PurePath(file.path).suffix.lower()
    if not any(offer.spec.splits and extension in offer.spec.extensions for offer in readers.values()):
        return None
    source = open_with(lambda: open_file(file.path), file.name, encoding=settings.encoding)
    try:
        reader = detect(readers.values(), source)
    except CableconvError:  # the worker says it
        return None
    return reader if reader.spec.splits else None
