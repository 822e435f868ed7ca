"""Writer `pdf` keeps the contract."""

import io

import pypdf

from cableconv.testing import WriterContract
from cableconv_pdf.plugin import WRITER


class TestPdfWriter(WriterContract):
    spec = WRITER

    def text_of(self, output: bytes) -> str:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(output)).pages)
