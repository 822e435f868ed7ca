"""The plugin keeps the contracts of readers and writers."""

from pathlib import Path

from cableconv.testing import ReaderContract, WriterContract

from cableconv_docket.plugin import READER, WRITER


class TestReader(ReaderContract):
    spec = READER
    samples = Path(__file__).parents[1] / "samples"


class TestWriter(WriterContract):
    spec = WRITER

    def text_of(self, output: bytes) -> str:
        return output.decode()
