"""What the plugin offers. Listing formats imports this module, and nothing heavy with it."""

import re
from collections.abc import Iterable

from cableconv import Option, ReaderSpec, WriterSpec, hookimpl

TITLE = "Messages on file as a docket, one or several"

#: The line that begins it, then the first field; nothing but blanks above.
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*DOCKET[ \t]*(?:\r\n?|\n)[A-Z][A-Za-z ]*:")


def sniff(head: bytes, name: str) -> float:
    """Tell how surely an input is a docket; the words that begin one begin nothing else."""
    return 1.0 if _BEGIN.match(head) else 0.0


READER = ReaderSpec(
    name="docket",
    title=TITLE,
    load="cableconv_docket.reader:DocketReader",
    extensions=(".docket",),
    sniff=sniff,
    options=(
        Option(
            name="dates",
            type=str,
            default="day-first",
            choices=("day-first", "month-first"),
            help="What comes first in a date such as 04/03/1966",
        ),
    ),
)

WRITER = WriterSpec(
    name="docket",
    title=TITLE,
    load="cableconv_docket.writer:DocketWriter",
    extensions=(".docket",),
    collects=True,
    validate="cableconv_docket.check:check",
    options=(Option(name="width", type=int, default=72, minimum=20, help="Columns that a line of text may have"),),
)


@hookimpl
def register_readers() -> Iterable[ReaderSpec]:
    """Return what can be read."""
    return [READER]


@hookimpl
def register_writers() -> Iterable[WriterSpec]:
    """Return what can be written."""
    return [WRITER]
