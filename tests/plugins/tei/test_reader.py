"""What the TEI reader makes of our documents, and of documents that mean it ill."""

import contextlib
import io
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import cableconv
from cableconv import ir, walk
from cableconv.errors import ReadError
from cableconv.formats import Context
from cableconv.testing.generators import cables
from cableconv_tei.carried import carried
from cableconv_tei.reading.document import read_document
from cableconv_tei.transcript import read_back, transcribe
from cableconv_tei.writer import tei_document

SAMPLES = sorted((Path(__file__).parents[3] / "samples" / "telegram").glob("*.txt"))
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'

SILENT = Context(options={"lines": True}, metadata={}, epoch=None, report=lambda *_: None)


def written(*made: ir.Cable) -> bytes:
    out = io.BytesIO()
    cableconv.write(made, out, "tei")
    return out.getvalue()


def read(content: bytes) -> list[ir.Cable]:
    return list(cableconv.read(content, "tei"))


def telegrams(*paths: Path) -> Iterator[ir.Cable]:
    for path in paths:
        yield from cableconv.read(path, "telegram")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples_come_back_as_they_were(sample: Path) -> None:
    for cable in telegrams(sample):
        assert read(written(cable)) == [carried(cable)]


def test_markup_alone_tells_the_samples() -> None:
    """Nothing is left to xenoData: only control characters in a header field are."""
    left = [
        cable.source.name
        for cable in telegrams(*SAMPLES)
        if tei_document(cable, SILENT).find(".//{*}xenoData[@type='residue']") is not None
    ]
    assert [Path(name).stem for name in left] in ([], ["control-characters"])


def test_real_cables_come_back_from_markup_alone(shared_data: Path) -> None:
    paths = sorted(shared_data.glob("002*.txt"))
    for cable in telegrams(*paths):
        assert b"residue" not in written(cable)
        assert read(written(cable)) == [carried(cable)]


def test_every_node_and_field_comes_back(kitchen_sink: ir.Cable) -> None:
    assert read(written(kitchen_sink)) == [carried(kitchen_sink)]


def test_a_corpus_comes_back_cable_by_cable(kitchen_sink: ir.Cable) -> None:
    made = [*telegrams(*SAMPLES[:3]), kitchen_sink, kitchen_sink]
    assert read(written(*made)) == [carried(cable) for cable in made]


@pytest.mark.parametrize(
    ("newline", "text", "expected"),
    [
        ("LF", "a\nb", "a\nb"),
        ("CRLF", "a\r\nb", "a\r\nb"),
        ("CR", "a\rb", "a\rb"),
        ("mixed", "a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("LF", "a<br/>b\nc", "a\nb\nc"),
    ],
)
def test_line_ends(newline: str, text: str, expected: str) -> None:
    marked = tuple(match.span() for match in re.finditer("<br/>", text))
    source = ir.Source(
        name="-",
        format="telegram",
        size=1,
        sha256="0",
        encoding="utf-8",
        newline=newline,
        text=text,
        line_ends=marked,
    )
    whole = (0, len(text))
    block = ir.Paragraph(content=(ir.Text(text=walk.printed_line(source, whole), span=whole),), span=whole)
    section = ir.Section(blocks=(block,), span=block.span)
    cable = ir.Cable(ir=ir.IR_VERSION, source=source, sections=(section,), span=block.span)
    (back,) = read(written(cable))
    assert back == carried(cable)
    assert back.source.text == expected


@settings(suppress_health_check=list(HealthCheck))
@given(cables())
def test_any_cable_comes_back(cable: ir.Cable) -> None:
    assert walk.check_coverage(cable) == []
    document = etree.fromstring(etree.tostring(tei_document(cable, SILENT), encoding="utf-8"))
    body: Any = document.find(".//{*}body")
    assert read_back(body) == transcribe(cable.source).text
    assert read_document(document) == carried(cable)


def changed(chance: random.Random, cable: ir.Cable) -> ir.Cable:
    """Change one field of one node, so that markup may or may not tell it."""
    chosen = chance.choice(list(walk.walk(cable)))
    field = chance.choice([name for name in chosen.__struct_fields__ if name not in ("source", "ir", "text")])
    old = getattr(chosen, field)
    new: Any = old
    match old:
        case None if field in ("number", "continues", "page", "pages", "parts"):
            new = chance.choice([0, 1, 9])
        case None if not field.endswith(("envelope", "header", "published", "marking", "classification", "by", "dtg")):
            new = chance.choice(["A", "summary", "eo", "\x00", "", "1974-02-31"])
        case bool():
            new = not old
        case str():
            new = chance.choice([old.lower(), old + " ", old[1:], "x"])
        case int():
            new = old + 1
        case (int(start), int(end)) if field == "span" and not isinstance(chosen, walk.Leaf):
            new = (start, max(start, end - 1))
        case tuple() if not any(isinstance(entry, (walk.Leaf, int)) for entry in old):
            new = old[:-1]
    return walk.map_nodes(cable, lambda node: msgspec.structs.replace(node, **{field: new}) if node == chosen else node)


@pytest.fixture(scope="module")
def sample_cables() -> list[ir.Cable]:
    return list(telegrams(*SAMPLES))


@pytest.mark.parametrize("seed", range(10))
def test_a_telegram_with_one_thing_odd_comes_back(sample_cables: list[ir.Cable], seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(20):
        cable = changed(chance, chance.choice(sample_cables))
        if walk.check_coverage(cable):
            continue  # no cable
        document = etree.fromstring(etree.tostring(tei_document(cable, SILENT), encoding="utf-8"))
        assert read_document(document) == carried(cable)


def bomb() -> str:
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE TEI [<!ENTITY e0 "ha">{declared}]>{TEI}&e11;</TEI>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"{TEI}\n<text></TEI>", "not well-formed"),
        (f"{TEI}\n<text>", "not well-formed"),
        (f"{TEI}\n<text>&b;</text></TEI>", "not well-formed"),
        (bomb(), "entities"),
        (f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>{TEI}&x;</TEI>', "entities"),
        (f'<!DOCTYPE TEI SYSTEM "file:///etc/passwd">{TEI}&x;</TEI>', "entity"),
        (f"{TEI}<text/></TEI>", "did not write"),
        ("<html/>", "without a TEI element"),
        ("", "not well-formed"),
    ],
)
def test_bad_input(content: str, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read(content.encode())


def test_ill_formed_xml_has_its_place() -> None:
    with pytest.raises(ReadError) as caught:
        read(f"{TEI}\n<text>\n  </TEI>".encode())
    assert (caught.value.line, caught.value.column) == (3, 9)


def test_entities_in_attributes_do_not_grow() -> None:
    with pytest.raises(ReadError):
        read(bomb().replace("&e11;<", "<").replace('xmlns="', 'n="&e11;" xmlns="').encode())


def test_truncated_documents(kitchen_sink: ir.Cable) -> None:
    document = written(kitchen_sink)
    for end in range(0, len(document) - 10, 997):
        with pytest.raises(ReadError):
            read(document[:end])


@settings(suppress_health_check=list(HealthCheck), max_examples=60)
@given(st.data())
def test_documents_that_somebody_changed_raise_nothing_else(kitchen_sink: ir.Cable, data: st.DataObject) -> None:
    """Elements and attributes are taken away or renamed at random: a cable or a ReadError comes of it."""
    document = etree.fromstring(written(kitchen_sink))
    for _ in range(data.draw(st.integers(1, 4))):
        every = list(document.iter("{*}*"))
        if len(every) == 1:
            return
        element = every[data.draw(st.integers(1, len(every) - 1))]
        parent = element.getparent()
        match data.draw(st.integers(0, 2)):
            case 0 if parent is not None:
                parent.remove(element)
            case 1:
                element.attrib.clear()
            case _:
                element.tag = every[data.draw(st.integers(1, len(every) - 1))].tag
    with contextlib.suppress(ReadError):
        read(etree.tostring(document))


def test_detected(kitchen_sink: ir.Cable) -> None:
    for document in (written(kitchen_sink), written(kitchen_sink, kitchen_sink)):
        assert [cable.id for cable in cableconv.read(document)] == ["09ONHAVA42"] * (document.count(b"<TEI"))
    utf_16 = etree.tostring(etree.fromstring(written(kitchen_sink)), encoding="utf-16")
    assert next(iter(cableconv.read(utf_16))).id == "09ONHAVA42"


def test_one_element_has_a_limit(kitchen_sink: ir.Cable) -> None:
    many = written(*[kitchen_sink] * 10)
    assert len(list(cableconv.read(many, "tei", options={"max-document": "200000"}))) == 10
    with pytest.raises(ReadError, match="max-document"):
        list(cableconv.read(many, "tei", options={"max-document": "20000"}))
