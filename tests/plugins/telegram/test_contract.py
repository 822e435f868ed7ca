"""Reader and writer `telegram` keep the contract."""

from pathlib import Path

from cableconv.testing import ReaderContract, WriterContract
from cableconv_telegram.plugin import register_readers, register_writers


class TestTelegramReader(ReaderContract):
    (spec,) = register_readers()
    samples = Path(__file__).parents[3] / "samples" / "telegram"


class TestTelegramWriter(WriterContract):
    (spec,) = register_writers()

    def text_of(self, output: bytes) -> str:
        return output.decode()
