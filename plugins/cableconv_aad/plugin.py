"""The plugin: records of the Access to Archival Databases (AAD) of the U.S. National Archives."""

import re

from cableconv.formats import ReaderSpec
from cableconv.hookspecs import hookimpl

#: The headings of the parts of a record, by their words: a line is looked for only where its words are. Few inputs
#: have them, and only for these Python compiles the patterns.
_HEADINGS = {words: rb"^[ \t]*%s:?[ \t]*$" % words for words in (b"Message Text", b"Message Attributes")}
# What a record has besides; with long texts, the attributes stand below the part that is looked at.
_RECORD = (
    rb"^[ \t]*(?:PAGE[ \t]+01[ \t]|Document Number:[ \t]*19\d\d[A-Z]|Film Number:[ \t]*[DPN]\d"
    rb"|.{0,40}Declassified/Released[ \t]+US[ \t]+Department[ \t]+of[ \t]+State)"
)


def sniff(head: bytes, name: str) -> float:
    """Tell how surely bytes are records of AAD: more than telegrams, which they hold, are sure to be telegrams."""
    head = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n")
    signs = sum(1 for words, heading in _HEADINGS.items() if words in head and re.search(heading, head, re.M))
    if not signs:
        return 0.0
    return 0.99 if signs == 2 or re.search(_RECORD, head, re.M) else 0.2


@hookimpl
def register_readers() -> list[ReaderSpec]:
    """Return the reader `aad`."""
    return [
        ReaderSpec(
            name="aad",
            title="Telegrams of 1973 to 1979 from the National Archives' AAD",
            load="cableconv_aad.reader:AADReader",
            extensions=(".txt",),
            mimetypes=("text/plain",),
            sniff=sniff,
        )
    ]
