"""What becomes of a cable whose subject is printed in capitals."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

import cableconv
from cableconv import ir, layout, options, read
from cableconv_subjects.plugin import register_transforms
from cableconv_subjects.transform import Subjects

TEXT = b"""UNCLAS ONHAVA 000042

E.O. 12958: N/A
TAGS: PREL, OGWA, ZB
SUBJECT: ALL KNOW WHAT LULO AND THE ORIA
WILL DO ABOUT OIL, GOZ?

1. (U) SUMMARY OF LULO: Lulo met the ORIA about oil. End summary.
"""
PRINTED = "ALL KNOW WHAT LULO AND THE ORIA WILL DO ABOUT OIL, GOZ?"
READABLE = "All Know What Lulo and the ORIA Will Do About Oil, GOZ?"


def apply(cable: ir.Cable) -> ir.Cable:
    (spec,) = register_transforms()
    return Subjects().apply(cable, options.context(spec))


@pytest.fixture
def changed() -> ir.Cable:
    (cable,) = read(TEXT)
    return apply(cable)


def test_the_subject_is_readable_and_the_printed_one_is_kept(changed: ir.Cable) -> None:
    assert changed.header
    assert changed.header.subject == READABLE
    assert changed.extras == {"subjects": {"printed": PRINTED, "unsure": ["GOZ"]}}
    (said,) = [each for each in changed.diagnostics if each.code == "subject-recased"]
    assert said.message.endswith("is a guess, and GOZ may be small, too.")
    start, end = said.span or (0, 0)
    assert changed.source.text[start:end].split() == PRINTED.split()


def test_the_header_as_printed_stays(changed: ir.Cable) -> None:
    (row,) = [row for row in layout.header_rows(changed) if row.name == "Subject"]
    assert " ".join(layout.printed_lines(changed.source, row)) == PRINTED


@pytest.mark.parametrize("name", ["markdown", "epub", "pdf", "tei"])
def test_writers_take_it_for_the_title(name: str, changed: ir.Cable) -> None:
    out = io.BytesIO()
    cableconv.write(changed, out, name)
    titles: dict[str, Callable[[bytes], str]] = {
        "markdown": lambda output: output.decode().split('title: "')[1].split('"')[0],
        "epub": _title_of_epub,
        "pdf": _title_of_pdf,
        "tei": lambda output: etree.fromstring(output).findtext(".//{*}titleStmt/{*}title") or "",
    }
    assert titles[name](out.getvalue()) == READABLE


def _title_of_epub(output: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(output)) as members:
        package = next(name for name in members.namelist() if name.endswith(".opf"))
        return etree.fromstring(members.read(package)).findtext(".//{*}title") or ""


def _title_of_pdf(output: bytes) -> str:
    metadata = PdfReader(io.BytesIO(output)).metadata
    return (metadata.title if metadata else None) or ""


def test_tei_brings_both_back(changed: ir.Cable) -> None:
    out = io.BytesIO()
    cableconv.write(changed, out, "tei")
    (back,) = read(out.getvalue())
    assert (back.header, back.extras) == (changed.header, changed.extras)


@pytest.mark.parametrize(
    "text",
    [TEXT.replace(b"SUBJECT", b"SUBJUNCTIVE"), TEXT.replace(b"ALL KNOW", b"All know in small letters, or does not,")],
)
def test_without_a_subject_in_capitals_nothing_changes(text: bytes) -> None:
    (cable,) = read(text)
    assert apply(cable) is cable


def test_samples(root: Path) -> None:
    expected = {
        "confidential-noforn.txt": (
            "Zembla: Glass Talks Stall Over Tariffs, and the Prime Minister Looks for a Way Out"
        ),
        "bom-newspaper-layout.txt": "The Chancellor’s “Small Steps” Towards Zembla",
    }
    for name, subject in expected.items():
        for cable in read(root / "samples" / "telegram" / name):
            header = apply(cable).header
            assert header
            assert header.subject == subject
