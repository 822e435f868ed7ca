"""Writer `epub` keeps the contract."""

import io
import zipfile

import pytest
from lxml import etree

from cableconv.testing import WriterContract
from cableconv_epub.plugin import EPUB


class TestEpubWriter(WriterContract):
    spec = EPUB
    holds_all = True  # chapters are in order of date

    def text_of(self, output: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(output)) as book:
            chapters = [book.read(name) for name in book.namelist() if name.endswith(".xhtml")]
        return "\n".join("".join(etree.fromstring(chapter).itertext()) for chapter in chapters)

    @pytest.mark.usefixtures("java")
    def test_output_is_valid(self) -> None:
        super().test_output_is_valid()
