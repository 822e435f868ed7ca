"""Where outputs go: files that are whole or not there at all, and what they are called."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO
from urllib.parse import quote

from cableconv import ir
from cableconv.errors import WriteError
from cableconv.formats import WriterSpec
from cableconv.source import stem

#: Names that Windows keeps for devices, whatever the extension.
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\.|$)", re.IGNORECASE)

#: The longest name without its extension, in bytes. File systems take 255; an ingest job adds up to 85 to tell apart
#: cables of one name, see `cableconv.ingest.naming`.
_LONGEST = 150

#: What a file is called until it is whole.
_PART = ".cableconv-*.part"


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes its name only when it is whole; until then, and on any error, the old one stands.

    A path that exists and is no regular file (``/dev/null``, a named pipe) is written to as it is.

    Args:
        path: Its name. A symbolic link is followed.

    Raises:
        WriteError: The file cannot be made.
        BrokenPipeError: It is a pipe, and whoever reads it has gone.
    """
    with _reporting(str(path)):
        # Before links are followed: /dev/stdout leads to a pipe that has no name of its own.
        if path.exists() and not path.is_file():
            with path.open("wb") as out:
                yield out
            return
        target = Path(os.path.realpath(path))
        part = target.with_name(_PART.replace("*", os.urandom(4).hex()))
        try:
            with part.open("xb") as out:
                yield out
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def remove_parts(folder: Path) -> None:
    """Remove files that never became whole, because a process was killed. No other process may write there now.

    Raises:
        WriteError: One cannot be removed.
    """
    with _reporting(str(folder)):
        for part in folder.glob(_PART):
            part.unlink()


@contextmanager
def standard_output(stream: TextIO | None) -> Iterator[BinaryIO]:
    """Open standard output for bytes.

    Args:
        stream: ``sys.stdout`` as it was when the program began.

    Raises:
        WriteError: It cannot be written.
        BrokenPipeError: Whoever reads it has gone.
    """
    if stream is None:
        raise WriteError("standard output is closed; name a file with -o FILE", where="-")
    with _reporting("-"):
        yield stream.buffer
        stream.buffer.flush()


@contextmanager
def _reporting(where: str) -> Iterator[None]:
    """Say of what the system refuses which output it is about."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(f"cannot be written: {error.strerror or error}", where=where) from error


def is_one_of(path: Path, names: Iterable[str]) -> bool:
    """Tell whether a path is one of the files that are named; ``-`` is none."""
    return any(name != "-" and is_same(path, Path(name)) for name in names)


def is_same(path: Path, other: Path) -> bool:
    """Tell whether two paths are one file, or would be if it were made."""
    # A name that cannot be one is a matter for whoever opens it.
    with suppress(OSError, ValueError):
        return os.path.realpath(path) == os.path.realpath(other) or path.samefile(other)
    return False


def make_folder(path: Path) -> None:
    """Make a folder unless it is there.

    Raises:
        WriteError: It cannot be made.
    """
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise WriteError(f"the folder cannot be made: {error.strerror or error}", where=str(path)) from error


def is_reserved(name: str) -> bool:
    """Tell whether a file of this name would be a device on Windows."""
    return bool(_RESERVED.match(name))


def extension(writer: WriterSpec) -> str:
    """Return the extension of files that a writer writes, with the dot."""
    return writer.extensions[0] if writer.extensions else f".{writer.name}"


def file_name(cable: ir.Cable, place: int, extension: str) -> str:
    """Return what the file of a cable is called: its id, else the name of its input.

    No name has a separator, begins with a dot, means a device or is longer than file systems take; different ids have
    different names, also where the file system takes capitals and small letters for the same.

    Args:
        cable: The cable.
        place: Its place among the cables of its input, counted from 1; tells apart those without an id.
        extension: With the dot.
    """
    if cable.id:
        name = "".join(char if re.fullmatch("[A-Z0-9]", char) else _percent(char) for char in cable.id)
    else:
        name = quote(stem(cable.source.name), safe=" ", errors="surrogatepass") or "cable"
        name += f"-{place}" if place > 1 else ""
    if name.startswith(".") or is_reserved(name):
        name = _percent(name[0]) + name[1:]
    return _shortened(name) + extension


def _shortened(name: str) -> str:
    """Cut a name that is too long, but not within an escape; a hash of the whole tells it from others."""
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    return re.sub("%.?$", "", name[: _LONGEST - len(digest) - 1]) + f"~{digest}"


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))
