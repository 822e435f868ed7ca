"""Reader and writer `tei` and writer `cmif` keep the contract."""

import io
from typing import ClassVar

from lxml import etree

from cableconv import write
from cableconv.testing import ReaderContract, WriterContract, kitchen_sink
from cableconv_tei.plugin import CMIF, READER, WRITER


def tei(*numbers: int) -> bytes:
    out = io.BytesIO()
    write([kitchen_sink()] * len(numbers), out, "tei")
    return out.getvalue()


class TestTEIReader(ReaderContract):
    spec = READER
    samples: ClassVar = {"one.xml": tei(1), "corpus.xml": tei(1, 2)}


class TestTEIWriter(WriterContract):
    spec = WRITER

    def text_of(self, output: bytes) -> str:
        root = etree.fromstring(output)
        for line_begins in root.iter("{*}lb"):
            line_begins.text = "\n"
        return "".join(root.itertext())


class TestCMIFWriter(WriterContract):
    spec = CMIF
