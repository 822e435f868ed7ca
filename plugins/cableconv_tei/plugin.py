"""What this plugin offers: reader and writer ``tei``, writer ``cmif``."""

import re

from cableconv.formats import Option, ReaderSpec, WriterSpec
from cableconv.hookspecs import hookimpl

EXTENSIONS = (".xml", ".tei")
MIMETYPES = ("application/tei+xml",)

_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?(?:TEI|teiCorpus)[\s>]")

#: How the first character of XML in UTF-16 looks that has no byte order mark; what has one comes as UTF-8.
_UTF_16 = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


def sniff(head: bytes, name: str) -> float:
    """Tell how sure it is that an input is TEI: by the name of its root, and the namespace."""
    for start, encoding in _UTF_16:
        if head.startswith(start):
            head = head.decode(encoding, "replace").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"<") or not _ROOT.search(text):
        return 0.0
    return 1.0 if b"http://www.tei-c.org/ns/1.0" in text else 0.3


READER = ReaderSpec(
    name="tei",
    title="TEI P5, a documentary edition of the cable; reads telegrams in FRUS volumes, too",
    load="cableconv_tei.reader:TEIReader",
    extensions=EXTENSIONS,
    mimetypes=MIMETYPES,
    sniff=sniff,
    options=(
        Option(
            name="max-document",
            type=int,
            default=64 * 2**20,
            help="The most bytes that one TEI element may have",
            minimum=1,
        ),
    ),
)

WRITER = WriterSpec(
    name="tei",
    title="TEI P5, a documentary edition of the cable",
    load="cableconv_tei.writer:TEIWriter",
    validate="cableconv_tei.validate:validate",
    extensions=EXTENSIONS,
    mimetypes=MIMETYPES,
    collects=True,
    metadata=("title", "publisher", "language"),
    options=(
        Option(
            name="lines",
            type=bool,
            default=True,
            help="Mark every line of the source with lb; no gives a reading edition",
        ),
        Option(
            name="profile",
            type=str,
            default="edition",
            choices=("edition", "frus"),
            help="All of the cable (edition), or a reading edition in the narrower encoding of FRUS volumes (frus)",
        ),
    ),
)


CMIF = WriterSpec(
    name="cmif",
    title="CMIF, correspSearch's list of who wrote to whom and when",
    load="cableconv_tei.cmif:CMIFWriter",
    extensions=(".cmif",),
    mimetypes=MIMETYPES,
    collects=True,
    metadata=("title", "publisher", "editor"),
)


@hookimpl
def register_readers() -> list[ReaderSpec]:
    """Return the reader."""
    return [READER]


@hookimpl
def register_writers() -> list[WriterSpec]:
    """Return the writers."""
    return [WRITER, CMIF]
