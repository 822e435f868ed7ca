"""The plugin: Cablegate's pages, text that tools made of such pages, and the CSV of all cables."""

import re

from cableconv.formats import ReaderSpec
from cableconv.hookspecs import hookimpl
from cableconv_cablegate.csv_rows import sniff as sniff_rows
from cableconv_cablegate.dump_sniff import sniff as sniff_dump

# What only these pages have, and how much each says. A page's table may stand below the part of it that is looked at;
# its first lines are the same in all releases.
_PAGE_SIGNS = (
    (re.compile(rb"<title>\s*Cable Viewer\s*</title>"), 0.45),
    (re.compile(rb"/css/cables\.css"), 0.45),
    (re.compile(rb"<h\d>\s*Viewing cable "), 0.6),
    (re.compile(rb"<table class=['\"]cable['\"]"), 0.45),
)
_MARKUP = re.compile(rb"\s*<[!?A-Za-z]")


def sniff_page(head: bytes, name: str) -> float:
    """Tell how surely bytes are a Cablegate page: mark-up that names what only these pages have."""
    head = _narrow(head)
    if not _MARKUP.match(head):
        return 0.0
    return min(0.95, sum(weight for sign, weight in _PAGE_SIGNS if sign.search(head)))


def sniff_csv(head: bytes, name: str) -> float:
    """Tell how surely bytes are the Cablegate CSV, by the first columns of its first row."""
    return sniff_rows(_narrow(head).lstrip())


def _narrow(head: bytes) -> bytes:
    """Leave out a byte order mark, and the NULs of UTF-16."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


@hookimpl
def register_readers() -> list[ReaderSpec]:
    """Return the readers `cablegate`, `cablegate-dump` and `cablegate-csv`."""
    return [
        ReaderSpec(
            name="cablegate",
            title="Cablegate page (HTML)",
            load="cableconv_cablegate.page:PageReader",
            extensions=(".html", ".htm", ".xhtml"),
            mimetypes=("text/html", "application/xhtml+xml"),
            sniff=sniff_page,
        ),
        ReaderSpec(
            name="cablegate-dump",
            title="Text that a tool made of a Cablegate page",
            load="cableconv_cablegate.dump:DumpReader",
            extensions=(".txt", ".md"),
            mimetypes=("text/plain", "text/markdown"),
            sniff=sniff_dump,
        ),
        ReaderSpec(
            name="cablegate-csv",
            title="Cablegate CSV, one cable a row",
            load="cableconv_cablegate.csv_reader:CSVReader",
            extensions=(".csv",),
            mimetypes=("text/csv",),
            sniff=sniff_csv,
            splits=True,
        ),
    ]
