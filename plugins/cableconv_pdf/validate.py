"""The checks of PDF outputs: qpdf's of the file's structure, and those of PDF/A-2b, both by pikepdf."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from cableconv.errors import PluginError
from cableconv.formats import Finding, Input

try:
    import pikepdf
    from pikepdf import pdfa
except ImportError as error:
    raise PluginError("pikepdf with its checks of PDF/A is not installed: pip install 'cableconv[validate]'") from error

#: A reader looks for the header of a PDF in so many bytes (ISO 32000-1, Annex H).
_HEAD: Final = 1024

#: What qpdf says of the stream that it reads from, before the place in it.
_PLACE: Final = re.compile(r"^WARNING: (?:stream )?<[^>]*> ?")


def validate(source: Input) -> Iterator[Finding]:
    """Yield what is wrong with a document.

    Raises:
        TooLarge: The file is over the size limit.
        ReadError: It cannot be read.
    """
    content = source.content()
    if b"%PDF-" not in content[:_HEAD]:
        yield Finding(message=f"is no PDF: expected %PDF- within the first {_HEAD} bytes")
        return
    try:
        with pikepdf.open(BytesIO(content)) as document:
            for problem in document.check_pdf_syntax():
                yield Finding(message=f"is damaged: {_PLACE.sub('', problem)}")
            yield from _archive(document)
    except pikepdf.PdfError as error:
        yield Finding(message=f"is damaged beyond reading: {str(error).rpartition(': ')[2]}")
    except pikepdf.PasswordError:
        yield Finding(message="is locked by a password, which PDF/A does not allow")


def _archive(document: pikepdf.Pdf) -> Iterator[Finding]:
    for finding in pdfa.check(document, "2b").findings:
        place = f" ({finding.where}; {finding.rule})" if finding.where else f" ({finding.rule})"
        fault = "may be no PDF/A-2b" if finding.kind == "unsupported" else "is no PDF/A-2b"
        yield Finding(message=f"{fault}: {finding.message}{place}")
