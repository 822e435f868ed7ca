"""Where the bytes of an input come from, how many of them are taken, and how they become a `cableconv.ir.Source`.

Decoding loses nothing: `encode` gives the bytes of every source back exactly.
"""

import codecs
import hashlib
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

import msgspec

from cableconv import archive_names, ir
from cableconv.decoding import BYTE_ORDER_MARKS, CP1252_BYTES, as_utf8, check_encoding, decode, newline
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.errors import ReadError, TooLarge, UsageError, WriteError
from cableconv.remote import is_url, open_url

#: The most bytes that one input may have, unless the caller allows more.
MAX_SIZE = 16 * 2**20

#: How many bytes of an input detection looks at.
HEAD_SIZE = 64 * 2**10

# The most that is asked of a stream at once, which takes room for it whether it has so much or not.
_PIECE = 2**20

#: What `open_input` takes: a path (``-`` is standard input), a member of an archive, a URL, the content itself, or a
#: binary stream.
Openable = str | os.PathLike[str] | bytes | BinaryIO


class Detectable(Protocol):
    """An input that can show how it begins before a reader is chosen."""

    @property
    def name(self) -> str:
        """The name as given; ``-`` is standard input."""

    def head(self) -> bytes:
        """Return the first `HEAD_SIZE` bytes, fewer if there are no more; in UTF-8 if it is known what they are."""


class _Input:
    """What all inputs share: `cableconv.formats.Input` and `Detectable`, on top of `stream`."""

    def __init__(self, name: str, max_size: int, encoding: str | None) -> None:
        self.name = name
        self._max_size = max_size
        self.encoding = encoding

    def stream(self) -> BinaryIO:
        raise NotImplementedError

    def head(self) -> bytes:
        with self.stream() as stream:
            return as_utf8(_read(stream, HEAD_SIZE, self.name), self.encoding)

    def content(self) -> bytes:
        with self.stream() as stream:
            content = _read(stream, self._max_size + 1, self.name)
        if len(content) > self._max_size:
            raise TooLarge(
                f"has more than the {self._max_size:,} bytes allowed for one input; "
                "raise the limit with --max-size (from Python: max_size) if this is what you want",
                where=self.name,
            )
        return content

    def source(self, reader: str) -> ir.Source:
        return make_source(self.content(), name=self.name, reader=reader, encoding=self.encoding)


class _File(_Input):
    def stream(self) -> BinaryIO:
        try:
            path = Path(self.name)
            kind = path.stat().st_mode
            if stat.S_ISREG(kind):
                return path.open("rb")
        except (OSError, ValueError) as error:
            raise _unreadable(error, self.name) from error
        if stat.S_ISDIR(kind):
            raise ReadError(
                "is a folder; name the files in it, or convert all of them with cableconv ingest", where=self.name
            )
        raise ReadError(
            "is not a file but a device, pipe or socket; pipe its bytes to standard input instead: cableconv -",
            where=self.name,
        )


class _Elsewhere(_Input):
    """Bytes that something else opens: memory, an archive, a remote store."""

    def __init__(self, opener: Callable[[], BinaryIO], name: str, max_size: int, encoding: str | None) -> None:
        super().__init__(name, max_size, encoding)
        self._opener = opener

    def stream(self) -> BinaryIO:
        return self._opener()


class _Stream(_Input):
    """A stream of the caller's, which can be read once and is not ours to close."""

    def __init__(self, stream: BinaryIO, name: str, max_size: int, encoding: str | None) -> None:
        super().__init__(name, max_size, encoding)
        self._stream = stream
        self._head: bytes | None = None
        self._used = False

    def head(self) -> bytes:
        if self._head is None:
            self._head = _read(self._stream, HEAD_SIZE, self.name)
        return as_utf8(self._head, self.encoding)

    def stream(self) -> BinaryIO:
        if self._used:
            raise ReadError("is a stream, which can be read only once", where=self.name)
        self._used = True
        return cast("BinaryIO", io.BufferedReader(_Joined(self._head or b"", self._stream)))


class _Joined(io.RawIOBase):
    """Bytes already taken from a stream, then the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = len(buffer)
        if self._head:
            piece, self._head = self._head[:size], self._head[size:]
        else:
            piece = self._rest.read(size)
        buffer[: len(piece)] = piece
        return len(piece)


def open_input(source: Openable, *, max_size: int = MAX_SIZE, encoding: str | None = None) -> _Input:
    """Return an input for a reader; nothing is read before it is asked for.

    Args:
        source: A path (``"-"`` is standard input), a member of an archive (``a.zip!/b.txt``), a URL, the content as
            bytes, or a binary stream.
        max_size: The most bytes that the input may have.
        encoding: Python's name of the encoding of inputs that are not UTF-8 and have no byte order mark.

    Raises:
        UsageError: Python knows no text encoding of this name, or ``source`` is none of these, or an empty name.
        ReadError: Standard input is closed.
    """
    check_encoding(encoding)
    if isinstance(source, bytes | bytearray | memoryview):
        content = bytes(source)
        return _Elsewhere(lambda: io.BytesIO(content), "<bytes>", max_size, encoding)
    if isinstance(source, str | os.PathLike):
        name = os.fspath(source)
        if not name:
            raise UsageError("the name of an input is empty; name a file, or - for standard input")
        if name == "-":
            if sys.stdin is None:
                raise ReadError("standard input is closed", where=name)
            return _Stream(sys.stdin.buffer, name, max_size, encoding)
        return _named(name, max_size, encoding)
    if hasattr(source, "read") and not isinstance(source, io.TextIOBase):
        named = getattr(source, "name", None)
        return _Stream(source, named if isinstance(named, str) else "<stream>", max_size, encoding)
    raise UsageError(f"an input is a path, bytes or a binary stream, not {type(source).__name__}")


def _named(name: str, max_size: int, encoding: str | None) -> _Input:
    if is_url(name):
        return _Elsewhere(lambda: open_url(name), name, max_size, encoding)
    of_archive = archive_names.split(name)
    if of_archive and not Path(name).exists():
        # Imported where needed, as few inputs lie in archives.
        from cableconv import archives

        archive, member = of_archive
        whole = _named(archive, max_size, encoding)
        return _Elsewhere(lambda: archives.open_member(whole.stream(), archive, member), name, max_size, encoding)
    return _File(name, max_size, encoding)


def open_with(
    opener: Callable[[], BinaryIO], name: str, *, max_size: int = MAX_SIZE, encoding: str | None = None
) -> _Input:
    """Return an input that something else opens, under the name that it is to be known by.

    Args:
        opener: Opens its bytes from the start; it may be called again.
        name: The name.
        max_size: See `open_input`.
        encoding: See `open_input`.
    """
    return _Elsewhere(opener, name, max_size, encoding)


def stem(name: str) -> str:
    """Return the name of an input without folder and extension; ``stdin`` for standard input."""
    return "stdin" if name == "-" else Path(name).stem


def _read(stream: BinaryIO, size: int, name: str) -> bytes:
    """Read up to ``size`` bytes; a raw stream may give fewer at once than there are."""
    pieces = []
    try:
        while size > 0 and (piece := stream.read(min(size, _PIECE))):
            pieces.append(piece)
            size -= len(piece)
    except (OSError, ValueError) as error:
        raise _unreadable(error, name) from error
    return b"".join(pieces)


def _unreadable(error: OSError | ValueError, name: str) -> ReadError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return ReadError(f"cannot be read: {reason}", where=name)


# Decoding


def make_source(content: bytes, *, name: str, reader: str, encoding: str | None = None) -> ir.Source:
    """Decode the content of an input; a byte order mark stays in the text, as furniture.

    Args:
        content: The bytes.
        name: The input's name.
        reader: The reader's name, for ``source.format``.
        encoding: See `decode`.

    Raises:
        ReadError: See `decode`.
    """
    try:
        text, used = decode(content, encoding)
    except ReadError as error:
        error.where = name
        raise
    return ir.Source(
        name=name,
        format=reader,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        encoding=used,
        newline=newline(text),
        text=text,
        furniture=_byte_order_mark(text),
    )


def _byte_order_mark(text: str) -> tuple[ir.Span, ...]:
    return ((0, 1),) if text.startswith("\ufeff") else ()


def parts(whole: ir.Source, starts: Sequence[int]) -> Iterator[ir.Source]:
    """Yield the sources of several cables in one input: each with its own text, line, size and hash.

    Args:
        whole: The source of the input.
        starts: Offsets in its text at which the cables begin, rising; the first is 0. A single one is the whole.
    """
    if len(starts) < 2:
        yield whole
        return
    line = whole.line
    for start, end in pairwise([*starts, len(whole.text)]):
        text = whole.text[start:end]
        part = msgspec.structs.replace(whole, text=text, line=line, furniture=_byte_order_mark(text))
        content = encode(part)
        part = msgspec.structs.replace(
            part, size=len(content), sha256=hashlib.sha256(content).hexdigest(), newline=newline(part.text)
        )
        line += part.text.count("\r" if part.newline == "CR" else "\n")
        yield part


def encode(source: ir.Source) -> bytes:
    """Return the bytes that a source was decoded from.

    Raises:
        WriteError: The text was changed, and its encoding has no bytes for it.
    """
    try:
        if codecs.lookup(source.encoding).name == "cp1252":
            return codecs.charmap_encode(source.text, "strict", CP1252_BYTES)[0]
        return source.text.encode(source.encoding)
    except UnicodeEncodeError as error:
        raise WriteError(
            f"{source.encoding} has no bytes for character {error.start} of the text, "
            f"U+{ord(source.text[error.start]):04X}",
            where=source.name,
        ) from error
    except LookupError as error:
        raise WriteError(f"Python knows no encoding {source.encoding!r}", where=source.name) from error


def encoding_guess(source: ir.Source) -> Diagnostic | None:
    """Return what a reader has to say of a source whose encoding was guessed: why, and at which byte first.

    Nothing is to be said where no byte tells, for instance of one cable among several in an input.
    """
    if source.encoding != "cp1252":
        return None
    content = encode(source)
    for mark, name in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                content.decode(name)
            except UnicodeDecodeError as error:
                encoding = name[:6].upper()
                message = f"A byte order mark says {encoding}, but {error.reason}; the bytes were read as cp1252."
                # One byte is one character.
                return diagnose("encoding-guessed", (error.start, error.end), message)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        message = "The bytes are not UTF-8 and name no encoding; they were read as cp1252."
        return diagnose("encoding-guessed", (error.start, error.end), message)
    return None
