"""Open the input of a job, wherever it lies: what a worker does with an `Access`."""

import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO

from cableconv import archives
from cableconv.errors import ReadError
from cableconv.ingest.records import Access
from cableconv.remote import local_path, open_url
from cableconv.source import open_input

_PIECE = 2**20


class Opener:
    """Opens inputs one after the other.

    The last archive, or file that is read in parts, stays open: what lies in it comes in order. It is opened anew by
    the next `Opener`, not when it changes.
    """

    def __init__(self) -> None:
        self._path = ""
        self._kept: archives.Archive | BinaryIO | None = None

    def open(self, access: Access) -> BinaryIO:
        """Open an input.

        Raises:
            ReadError: It cannot be opened.
            UsageError: It is a URL, and what opens such is missing.
        """
        if access.member is None and access.offset is None:
            return open_file(access.path)
        kept = self._keep(access)
        if isinstance(kept, archives.Archive):
            return kept.open(access.member or 0)
        try:
            kept.seek(access.offset or 0)
            return io.BytesIO(kept.read(access.size))
        except (OSError, ValueError) as error:
            raise _unreadable(error, access.path) from error

    def _keep(self, access: Access) -> archives.Archive | BinaryIO:
        path = access.path
        if self._kept is None or self._path != path:
            self.close()
            stream = open_file(path)
            self._kept = stream if access.member is None else archives.Archive(stream, path)
            self._path = path
        return self._kept

    def close(self) -> None:
        """Close what is kept open."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None


def open_file(path: str) -> BinaryIO:
    """Open a file by its path or URL.

    Raises:
        ReadError: It cannot be opened.
        UsageError: It is a URL, and what opens such is missing.
    """
    local = local_path(path)
    return open_url(path) if local is None else open_input(local).stream()


def pieces(opener: Opener, access: Access) -> Iterator[bytes]:
    """Yield the bytes of an input, piece by piece.

    Raises:
        ReadError: It cannot be read.
        UsageError: It is a URL, and what opens such is missing.
    """
    with opener.open(access) as stream:
        while piece := _piece(stream, access.path):
            yield piece


def _piece(stream: BinaryIO, name: str) -> bytes:
    try:
        return stream.read(_PIECE)
    except (OSError, ValueError) as error:
        raise _unreadable(error, name) from error


def _unreadable(error: OSError | ValueError, name: str) -> ReadError:
    told = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return ReadError(f"cannot be read: {told}", where=name)


def content_of(opener: Opener, access: Access, limit: int) -> bytes | None:
    """Return the bytes of an input, or nothing when they are more than a limit.

    Raises:
        ReadError: It cannot be read.
        UsageError: It is a URL, and what opens such is missing.
    """
    found: list[bytes] = []
    for piece in pieces(opener, access):
        found.append(piece)
        if sum(map(len, found)) > limit:
            return None
    return b"".join(found)


def digest_of(opener: Opener, access: Access) -> tuple[int, str]:
    """Return size and SHA-256 of an input, however large it is.

    Raises:
        ReadError: It cannot be read.
        UsageError: It is a URL, and what opens such is missing.
    """
    size, digest = 0, hashlib.sha256()
    for piece in pieces(opener, access):
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()
