"""The readers of Cablegate keep the contract."""

from pathlib import Path

from cableconv.testing import ReaderContract
from cableconv_cablegate.plugin import register_readers

PAGE, DUMP, CSV = register_readers()
SAMPLES = Path(__file__).parents[3] / "samples"


class TestPageReader(ReaderContract):
    spec = PAGE
    samples = SAMPLES / "cablegate"


class TestDumpReader(ReaderContract):
    spec = DUMP
    samples = SAMPLES / "cablegate-dump"


class TestCSVReader(ReaderContract):
    spec = CSV
    samples = SAMPLES / "cablegate"
