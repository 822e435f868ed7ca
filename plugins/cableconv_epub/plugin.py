"""What this plugin adds: the writer ``epub``."""

from collections.abc import Iterable

from cableconv import dublin_core
from cableconv.formats import Option, WriterSpec
from cableconv.hookspecs import hookimpl

EPUB = WriterSpec(
    name="epub",
    title="EPUB 3 book",
    load="cableconv_epub.writer:EpubWriter",
    validate="cableconv_epub.validate:validate",
    extensions=(".epub",),
    mimetypes=("application/epub+zip",),
    binary=True,
    collects=True,
    metadata=dublin_core.TERMS,
    options=(
        Option(name="cover", type=bool, default=True, help="A cover page before a collection of cables"),
        Option(name="toc", type=bool, default=True, help="A contents page before a collection of cables"),
    ),
)


@hookimpl
def register_writers() -> Iterable[WriterSpec]:
    """Return the writer ``epub``."""
    return [EPUB]
