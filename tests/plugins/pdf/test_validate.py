"""What ``validate`` says of a PDF that is none, or is damaged, or is not for archives."""

import io
from typing import Any

import pytest

import cableconv
from cableconv import ir
from cableconv.source import open_input


@pytest.fixture(scope="module", autouse=True)
def _checks(needed: Any) -> None:
    needed.module("pikepdf.pdfa")


@pytest.fixture(scope="module")
def pdf(kitchen_sink: ir.Cable) -> bytes:
    out = io.BytesIO()
    cableconv.write(kitchen_sink, out, "pdf", report=lambda *_: None)
    return out.getvalue()


def findings(content: bytes) -> list[str]:
    from cableconv_pdf.validate import validate

    return [found.message for found in validate(open_input(content))]


def test_no_pdf(pdf: bytes) -> None:
    assert findings(pdf) == []
    assert findings(b"hello") == ["is no PDF: expected %PDF- within the first 1024 bytes"]
    assert findings(pdf[:2000])[0].startswith("is damaged")


def test_damage_is_told_by_its_place_in_the_file(pdf: bytes) -> None:
    found = findings(pdf.replace(b"/Length ", b"/Lengtg ", 1))
    assert any("stream dictionary lacks /Length key" in message for message in found)
    assert "BytesIO" not in " ".join(found)


def test_no_pdf_a(pdf: bytes) -> None:
    found = findings(pdf.replace(b"pdfaid:part", b"pdfaid:prat"))
    assert any("XMP has no PDF/A identification (pdfaid:part)" in message for message in found)
    assert all(message.startswith("is no PDF/A-2b: ") for message in found)
