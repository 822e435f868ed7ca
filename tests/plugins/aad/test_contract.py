"""The reader of AAD keeps the contract."""

from pathlib import Path

from cableconv.testing import ReaderContract
from cableconv_aad.plugin import register_readers


class TestAADReader(ReaderContract):
    (spec,) = register_readers()
    samples = Path(__file__).parents[3] / "samples" / "aad"
