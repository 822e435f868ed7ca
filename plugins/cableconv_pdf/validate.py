"""The checks of PDF outputs: qpdf's of the file's structure, and those of PDF/A-2b where pikepdf has them."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf

from cableconv.errors import ReadError
from cableconv.formats import Finding, Input


def validate(source: Input) -> Iterator[Finding]:
    """Yield what is wrong with a document.

    Raises:
        ReadError: The file cannot be read.
    """
    try:
        with source.stream() as stream:
            content = stream.read()
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", where=source.name) from error
    try:
        with pikepdf.open(BytesIO(content)) as document:
            for problem in document.check_pdf_syntax():
                yield Finding(message=problem)
            yield from _archive(document)
    except pikepdf.PdfError as error:
        yield Finding(message=f"is no readable PDF: {str(error).rpartition(': ')[2]}")
    except pikepdf.PasswordError:
        yield Finding(message="is locked by a password, which PDF/A does not allow")


def _archive(document: pikepdf.Pdf) -> Iterator[Finding]:
    try:
        from pikepdf import pdfa
    except ImportError:  # the extra pikepdf[pdfa] is not installed
        return
    for finding in pdfa.check(document, "2b").findings:
        yield Finding(message=f"is no PDF/A-2b: {finding}")
