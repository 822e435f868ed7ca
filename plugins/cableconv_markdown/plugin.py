"""What this plugin adds: the writer ``markdown``."""

from collections.abc import Iterable

from cableconv.formats import WriterSpec
from cableconv.hookspecs import hookimpl

MARKDOWN = WriterSpec(
    name="markdown",
    title="CommonMark with YAML front matter",
    load="cableconv_markdown.writer:MarkdownWriter",
    extensions=(".md", ".markdown"),
    mimetypes=("text/markdown",),
    collects=True,
)


@hookimpl
def register_writers() -> Iterable[WriterSpec]:
    """Return the writer ``markdown``."""
    return [MARKDOWN]
