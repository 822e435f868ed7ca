"""The same cables give the same bytes: in another process, on another day, under another hash seed."""

import hashlib
import io
import os
import subprocess
import sys
import time
import zipfile

from cableconv.testing.kitchen_sink import kitchen_sink

WRITE = """
import hashlib, io, sys
from cableconv.formats import Context
from cableconv.testing.kitchen_sink import kitchen_sink
from cableconv_epub.plugin import EPUB
from cableconv_epub.writer import EpubWriter
out = io.BytesIO()
options = {option.name: option.default for option in EPUB.options}
ctx = Context(options=options, metadata={}, epoch=None, report=lambda where, diagnostic: None)
EpubWriter().write([kitchen_sink()] * 24, out, ctx)
print(hashlib.sha256(out.getvalue()).hexdigest())
"""


def test_another_hash_seed_gives_the_same_bytes(write):
    def elsewhere(seed: str) -> str:
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path), "TZ": "Asia/Kathmandu"}
        run = subprocess.run([sys.executable, "-c", WRITE], env=env, capture_output=True, text=True, check=True)
        return run.stdout.strip()

    here = hashlib.sha256(write(*[kitchen_sink()] * 24).data).hexdigest()
    assert elsewhere("1") == elsewhere("2") == here


def test_another_day_gives_the_same_bytes(write, monkeypatch):
    today = write(kitchen_sink()).data
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert write(kitchen_sink()).data == today


def test_members_bear_one_fixed_date_and_the_media_type_comes_first_and_bare(write):
    with zipfile.ZipFile(io.BytesIO(write(kitchen_sink()).data)) as members:
        first, *others = members.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert members.read(first) == b"application/epub+zip"
        assert {each.date_time for each in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}
        assert {each.compress_type for each in others} == {zipfile.ZIP_DEFLATED}


def test_the_output_need_not_be_seekable(write):
    """A pipe gets the same bytes as a file; zipfile alone would write it another kind of zip."""
    from cableconv.formats import Context
    from cableconv_epub.writer import EpubWriter

    class Pipe(io.RawIOBase):
        taken = b""

        def writable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return False

        def write(self, octets) -> int:
            self.taken += bytes(octets)
            return len(octets)

    pipe = Pipe()
    ctx = Context(options={}, metadata={}, epoch=None, report=lambda where, diagnostic: None)
    EpubWriter().write([kitchen_sink()], pipe, ctx)
    assert pipe.taken == write(kitchen_sink()).data
