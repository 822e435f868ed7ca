"""What this plugin adds: the writer ``epub``."""

from collections.abc import Iterable

from cableconv.formats import WriterSpec
from cableconv.hookspecs import hookimpl

EPUB = WriterSpec(
    name="epub",
    title="EPUB 3 book",
    load="cableconv_epub.writer:EpubWriter",
    extensions=(".epub",),
    mimetypes=("application/epub+zip",),
    binary=True,
    collects=True,
)


@hookimpl
def register_writers() -> Iterable[WriterSpec]:
    """Return the writer ``epub``."""
    return [EPUB]
