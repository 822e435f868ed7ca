"""ebooklib's EpubBook to bytes, the same each time.

`ebooklib.epub.write_epub` stamps each member of its zip with the clock of the moment, and where the output is a pipe
the zip format itself comes out differently. So it writes to memory, uncompressed, and the members are packed anew
with one fixed date. (Its third source of change, a random identifier, is overcome in `cableconv_epub.book`.)
"""

import io
import zipfile
from datetime import datetime

from ebooklib import epub  # type: ignore[import-untyped]

#: The earliest date that a zip file can hold. The book's own date stands in its metadata.
MEMBER_DATE = (1980, 1, 1, 0, 0, 0)

#: As UNIX systems store it, so that the bytes do not depend on the system: a regular file, rw-r--r--.
UNIX = 3
MEMBER_MODE = 0o100644 << 16


def pack(book: epub.EpubBook, modified: datetime) -> bytes:
    """Return a book as an EPUB container.

    Args:
        book: The book.
        modified: What its metadata give as date of last modification; ebooklib would ask the clock.

    Raises:
        OSError: Out of memory or disk; by default ebooklib swallows it.
    """
    plain = io.BytesIO()
    options = {
        "mtime": modified,
        "compresslevel": 0,
        "raise_exceptions": True,
        "epub2_guide": False,
        "landmark_title": "Landmarks",
    }
    epub.write_epub(plain, book, options)
    return _repack(plain)


def _repack(plain: io.BytesIO) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(plain) as members, zipfile.ZipFile(packed, "w") as target:
        for member in members.infolist():
            still = zipfile.ZipInfo(member.filename, MEMBER_DATE)
            still.create_system = UNIX
            still.external_attr = MEMBER_MODE
            # EPUB wants its first member, the media type, uncompressed.
            still.compress_type = member.compress_type
            target.writestr(still, members.read(member))
    return packed.getvalue()
