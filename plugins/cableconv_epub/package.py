"""ebooklib's EpubBook to bytes, the same each time.

ebooklib 0.20 stamps each member of its zip with the clock of the moment, and has no place for the language of the
package document. Its `write_epub` swallows errors of the disk unless told not to; here it writes to memory.
(Its other source of change, a random identifier, is overcome in `cableconv_epub.metadata`.)
"""

import io
import zipfile
from datetime import datetime

from ebooklib import epub  # type: ignore[import-untyped]
from lxml import etree

#: The earliest date that a zip file can hold. The book's own date stands in its metadata.
MEMBER_DATE = (1980, 1, 1, 0, 0, 0)

#: As UNIX systems store it, so that the bytes do not depend on the system: a regular file, rw-r--r--.
UNIX = 3
MEMBER_MODE = 0o100644 << 16

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def pack(book: epub.EpubBook, modified: datetime) -> bytes:
    """Return a book as an EPUB container.

    Args:
        book: The book.
        modified: What its metadata give as date of last modification; ebooklib would ask the clock.
    """
    packed = io.BytesIO()
    _Writer(packed, book, {"mtime": modified}).write()
    return packed.getvalue()


class _Container(zipfile.ZipFile):
    """A zip that does not tell when and where it was made."""

    def writestr(  # type: ignore[override]
        self, name: str, content: bytes | str, compress_type: int = zipfile.ZIP_DEFLATED
    ) -> None:
        """Add a member."""
        member = zipfile.ZipInfo(name, MEMBER_DATE)
        member.create_system = UNIX
        member.external_attr = MEMBER_MODE
        member.compress_type = compress_type
        super().writestr(member, content)


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer, with another zip and a language."""

    def write(self) -> None:
        """Write the members."""
        with _Container(self.file_name, "w") as self.out:
            # EPUB wants its first member, the media type, uncompressed.
            self.out.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(XML_LANG, self.book.language)
        super()._write_opf_file(root)
