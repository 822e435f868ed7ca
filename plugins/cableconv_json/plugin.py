"""What the plugin offers: reader and writer ``json``."""

from collections.abc import Iterable

from cableconv.formats import Option, ReaderSpec, WriterSpec
from cableconv.hookspecs import hookimpl

EXTENSIONS = (".json", ".jsonl", ".ndjson")
MIMETYPES = ("application/json", "application/x-ndjson")
TITLE = "The IR itself: one cable, or one a line"


def sniff(head: bytes, name: str) -> float:
    """Tell how sure it is that an input is our JSON, by the fields that only a cable has."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"{"):
        return 0.0
    if start[1:].lstrip().startswith((b'"span"', b'"ir"')):
        return 1.0
    return 0.6 if b'"ir"' in head and b'"source"' in head else 0.2


@hookimpl
def register_readers() -> Iterable[ReaderSpec]:
    """Return reader ``json``."""
    max_line = Option(
        name="max-line", type=int, default=64 * 2**20, help="The most bytes that one line may have", minimum=1
    )
    return [
        ReaderSpec(
            name="json",
            title=TITLE,
            load="cableconv_json.reader:JsonReader",
            extensions=EXTENSIONS,
            mimetypes=MIMETYPES,
            sniff=sniff,
            options=(max_line,),
        )
    ]


@hookimpl
def register_writers() -> Iterable[WriterSpec]:
    """Return writer ``json``."""
    return [
        WriterSpec(
            name="json",
            title=TITLE,
            load="cableconv_json.writer:JsonWriter",
            validate="cableconv_json.validate:validate",
            extensions=EXTENSIONS,
            mimetypes=MIMETYPES,
            collects=True,
        )
    ]
