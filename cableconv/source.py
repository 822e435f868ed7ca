"""Where the bytes of an input come from, how many of them are taken, and how they become characters.

Decoding loses nothing: `encode` gives the bytes of every `cableconv.ir.Source` back exactly.
"""

import codecs
import hashlib
import io
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

import msgspec

from cableconv import ir
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.errors import ReadError, TooLarge, UsageError, WriteError

#: The most bytes that one input may have, unless the caller allows more.
MAX_SIZE = 16 * 2**20

#: How many bytes of an input detection looks at.
HEAD_SIZE = 64 * 2**10

#: What `open_input` takes: a path (``-`` is standard input), the content itself, or a binary stream.
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
        self._encoding = encoding

    def stream(self) -> BinaryIO:
        raise NotImplementedError

    def head(self) -> bytes:
        with self.stream() as stream:
            return _as_utf8(_read(stream, HEAD_SIZE, self.name), self._encoding)

    def source(self, reader: str) -> ir.Source:
        with self.stream() as stream:
            content = _read(stream, self._max_size + 1, self.name)
        if len(content) > self._max_size:
            raise TooLarge(
                f"has more than the {self._max_size:,} bytes allowed for one input; "
                "raise the limit with --max-size (from Python: max_size) if this is what you want",
                where=self.name,
            )
        return make_source(content, name=self.name, reader=reader, encoding=self._encoding)


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
            raise ReadError("is a folder; name the files in it", where=self.name)
        raise ReadError(
            "is not a file but a device, pipe or socket; pipe its bytes to standard input instead: cableconv -",
            where=self.name,
        )


class _Content(_Input):
    def __init__(self, content: bytes, name: str, max_size: int, encoding: str | None) -> None:
        super().__init__(name, max_size, encoding)
        self._content = content

    def stream(self) -> BinaryIO:
        return io.BytesIO(self._content)


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
        return _as_utf8(self._head, self._encoding)

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
        source: A path (``"-"`` is standard input), the content as bytes, or a binary stream.
        max_size: The most bytes that the input may have.
        encoding: Python's name of the encoding of inputs that are not UTF-8 and have no byte order mark.

    Raises:
        UsageError: Python knows no text encoding of this name, or ``source`` is none of these, or an empty name.
        ReadError: Standard input is closed.
    """
    check_encoding(encoding)
    if isinstance(source, bytes | bytearray | memoryview):
        return _Content(bytes(source), "<bytes>", max_size, encoding)
    if isinstance(source, str | os.PathLike):
        name = os.fspath(source)
        if not name:
            raise UsageError("the name of an input is empty; name a file, or - for standard input")
        if name == "-":
            if sys.stdin is None:
                raise ReadError("standard input is closed", where=name)
            return _Stream(sys.stdin.buffer, name, max_size, encoding)
        return _File(name, max_size, encoding)
    if hasattr(source, "read") and not isinstance(source, io.TextIOBase):
        named = getattr(source, "name", None)
        return _Stream(source, named if isinstance(named, str) else "<stream>", max_size, encoding)
    raise UsageError(f"an input is a path, bytes or a binary stream, not {type(source).__name__}")


def stem(name: str) -> str:
    """Return the name of an input without folder and extension; ``stdin`` for standard input."""
    return "stdin" if name == "-" else Path(name).stem


def _read(stream: BinaryIO, size: int, name: str) -> bytes:
    """Read up to ``size`` bytes; a raw stream may give fewer at once than there are."""
    pieces = []
    try:
        while size > 0 and (piece := stream.read(size)):
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
        furniture=((0, 1),) if text.startswith("\ufeff") else (),
    )


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
        part = msgspec.structs.replace(whole, text=whole.text[start:end], line=line, furniture=())
        content = encode(part)
        part = msgspec.structs.replace(
            part, size=len(content), sha256=hashlib.sha256(content).hexdigest(), newline=newline(part.text)
        )
        line += part.text.count("\r" if part.newline == "CR" else "\n")
        yield part


# UTF-32 first: its little end's mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Decode bytes by their byte order mark, else as UTF-8, else as ``encoding``, else as cp1252.

    The whole content decides, never its beginning alone. A byte order mark stays as the first character.

    Args:
        content: The bytes.
        encoding: What the input declares or the user says, in Python's name.

    Returns:
        The text, and Python's name of the encoding with which `encode` gives the bytes back.
        ``cp1252`` was guessed; the same encoding as ``encoding`` is called ``windows-1252``.

    Raises:
        ReadError: ``encoding`` cannot decode the bytes, or does not give them back.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            with suppress(UnicodeDecodeError):
                return content.decode(name), name
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # UTF-16 without a byte order mark is valid UTF-8 full of NULs: what the user says decides there.
        if encoding is None or "\0" not in text:
            return text, "utf-8"
    if encoding is None or codecs.lookup(encoding).name == "cp1252":
        # By another of its names where it was not guessed.
        return codecs.charmap_decode(content, "strict", _CP1252)[0], "windows-1252" if encoding else "cp1252"
    return _decode_as(content, encoding), encoding


def _as_utf8(head: bytes, encoding: str | None) -> bytes:
    """Return the beginning of an input in UTF-8 where a byte order mark or the user says what it is.

    Readers recognise their inputs by ASCII, which encodings like UTF-16 and EBCDIC do not have. A character that is cut
    off at the end is left out.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            with suppress(UnicodeDecodeError):
                return codecs.getincrementaldecoder(name)().decode(head).encode()
    if encoding is None:
        return head
    with suppress(UnicodeDecodeError):
        if "\0" not in codecs.getincrementaldecoder("utf-8")("strict").decode(head):
            return head
    with suppress(LookupError, UnicodeError):
        return codecs.getincrementaldecoder(encoding)("replace").decode(head).encode("utf-8", "replace")
    return head


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
        given_back = text.encode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"is not {encoding}: {error.reason} at byte {error.start}; name another encoding or none"
        ) from error
    except UnicodeError as error:
        raise ReadError(f"is not {encoding}: {error}; name another encoding or none") from error
    if given_back != content:
        raise ReadError(f"cannot be read as {encoding} without loss; name an encoding that gives the bytes back")
    return text


# cp1252 with the five bytes that it leaves undefined (81 8D 8F 90 9D) as the C1 control of the same number, as the
# WHATWG's windows-1252 has it: each byte is one character, and each of these characters is one byte.
_CP1252 = "".join(
    chr(byte) if character == "\ufffd" else character
    for byte, character in enumerate(bytes(range(256)).decode("cp1252", "replace"))
)
_CP1252_BYTES = codecs.charmap_build(_CP1252)


def encode(source: ir.Source) -> bytes:
    """Return the bytes that a source was decoded from.

    Raises:
        WriteError: The text was changed, and its encoding has no bytes for it.
    """
    try:
        if codecs.lookup(source.encoding).name == "cp1252":
            return codecs.charmap_encode(source.text, "strict", _CP1252_BYTES)[0]
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
    for mark, name in _BYTE_ORDER_MARKS:
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


def check_encoding(encoding: str | None) -> None:
    """Check that Python knows a text encoding of this name.

    Raises:
        UsageError: It does not.
    """
    try:
        if encoding is not None:
            "".encode(encoding)
    except (LookupError, UnicodeError, ValueError) as error:
        raise UsageError(f"Python knows no text encoding {encoding!r}; examples: utf-8, cp1252, latin-1") from error


def newline(text: str) -> str:
    """Return how the lines of a text end: ``LF``, ``CRLF``, ``CR``, ``mixed`` or ``none``."""
    if "\r" not in text:
        return "LF" if "\n" in text else "none"
    pairs = text.count("\r\n")
    counts = {"CRLF": pairs, "LF": text.count("\n") - pairs, "CR": text.count("\r") - pairs}
    found = [name for name, count in counts.items() if count]
    return "mixed" if len(found) > 1 else "".join(found) or "none"
