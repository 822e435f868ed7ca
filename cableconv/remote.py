"""Inputs that a URL names: through fsspec, which comes with the extra `remote`; ``file:`` needs nothing.

Any protocol of fsspec goes: ``s3://bucket/key`` (with s3fs), ``https://…``, ``memory://…``. How to log in is told to
fsspec in its own ways (environment, ~/.config/fsspec).
"""

import os
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from cableconv.errors import ReadError, UsageError

_URL = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)

#: What objects of a store are told apart by when they change, best first.
_STAMPS = ("ETag", "etag", "md5", "checksum", "mtime", "LastModified", "last_modified", "updated", "created")


class Object(NamedTuple):
    """One object of a store.

    Attributes:
        url: Its URL.
        size: In bytes, when the store tells.
        stamp: Changes when the object may have changed; ``""`` when the store tells nothing of the kind.
    """

    url: str
    size: int | None
    stamp: str


def is_url(name: str) -> bool:
    r"""Tell whether the name of an input is a URL.

    >>> is_url("s3://bucket/key"), is_url("C:\\cables"), is_url("a/b.txt")
    (True, False, False)
    """
    return _URL.match(name) is not None


def local_path(name: str) -> str | None:
    """Return the path that a ``file:`` URL means; nothing for other URLs, and a path as it is.

    >>> local_path("file:///data/a%20b.txt"), local_path("s3://bucket/key")
    ('/data/a b.txt', None)
    """
    if not is_url(name):
        return name
    scheme, _, rest = name.partition("://")
    if scheme.lower() != "file":
        return None
    return os.fsdecode(unquote_to_bytes(rest.removeprefix("localhost")))


def file_url(path: str) -> str:
    r"""Return the ``file:`` URL of a path, for paths that are no text.

    >>> file_url(os.fsdecode(b"/data/a\xff.txt"))
    'file:///data/a%FF.txt'
    """
    return f"file://{quote(os.fsencode(path))}"


def check_url(url: str) -> None:
    """Check that there is something installed that opens such a URL; nothing is asked of the store.

    Raises:
        UsageError: fsspec is missing, or what it needs for this protocol is.
    """
    _system(url)


def open_url(url: str) -> BinaryIO:
    """Open what a URL names; the stream can be searched (``seek``) where the store allows that.

    Raises:
        ReadError: It cannot be opened.
        UsageError: fsspec is missing, or what it needs for this protocol is.
    """
    system, path = _system(url)
    try:
        opened: BinaryIO = system.open(path, "rb")
    except Exception as error:  # each protocol has errors of its own
        raise ReadError(f"cannot be read: {_told(error)}", where=url) from error
    return opened


def find(url: str) -> Iterator[Object]:
    """Yield the objects that a URL names, in order of their URLs: one, those below a folder, or those of a glob.

    Raises:
        ReadError: There is none, or the store cannot be asked.
        UsageError: fsspec is missing, or what it needs for this protocol is.
    """
    system, path = _system(url)
    try:
        if any(sign in path for sign in "*?["):
            found = {name: info for name, info in system.glob(path, detail=True).items() if info["type"] == "file"}
        elif system.isfile(path):
            found = {path: system.info(path)}
        else:
            found = system.find(path, detail=True)
    except Exception as error:
        raise ReadError(f"cannot be looked through: {_told(error)}", where=url) from error
    if not found:
        raise ReadError("is not there", where=url)
    for name in sorted(found):
        yield Object(system.unstrip_protocol(name), found[name].get("size"), _stamp(found[name]))


def _stamp(info: dict[str, Any]) -> str:
    return next((str(info[key]) for key in _STAMPS if info.get(key) is not None), "")


def _system(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]
    except ImportError as error:
        raise UsageError("needs fsspec, which is not installed: pip install 'cableconv[remote]'", where=url) from error
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"cannot be opened: {error}", where=url) from error
    return system, path


def _told(error: Exception) -> str:
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return told or type(error).__name__
