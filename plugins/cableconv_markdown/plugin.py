"""What this plugin adds: the writer ``markdown``."""

from collections.abc import Iterable

from cableconv.formats import ANY_KEY, WriterSpec
from cableconv.hookspecs import hookimpl

MARKDOWN = WriterSpec(
    name="markdown",
    title="CommonMark with YAML front matter",
    load="cableconv_markdown.writer:MarkdownWriter",
    extensions=(".md", ".markdown"),
    mimetypes=("text/markdown",),
    collects=True,
    metadata=(ANY_KEY,),
)


@hookimpl
def register_writers() -> Iterable[WriterSpec]:
    """Return the writer ``markdown``."""
    return [MARKDOWN]
