"""What ``validate`` says of a document that somebody changed: what was found, where, and what was expected."""

import io
import re
import sys
from pathlib import Path

import pytest
from lxml import etree

import cableconv
from cableconv import ir
from cableconv.errors import ReadError
from cableconv.source import open_input
from cableconv_tei.explain import explain
from cableconv_tei.grammar import load
from cableconv_tei.validate import relaxng, validate

SCHEMAS = Path(__file__).parents[3] / "schemas"
SAMPLES = sorted((Path(__file__).parents[3] / "samples" / "telegram").glob("*.txt"))


def written(*made: ir.Cable, profile: str = "edition") -> str:
    out = io.BytesIO()
    cableconv.write(made, out, "tei", options={"profile": profile}, report=lambda *_: None)
    return out.getvalue().decode()


def findings(document: str | bytes) -> list[tuple[int, int, str]]:
    content = document.encode() if isinstance(document, str) else document
    return [(found.line, found.column, found.message) for found in validate(open_input(content))]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('<pb n="2"', '<pb n="two"', '@n of <pb> is "two"; expected: a whole number'),
        ('subtype="action"', 'subtype="bcc"', '@subtype of <correspAction> is "bcc"; expected: action or info'),
        ("<corr resp=", "<corr cert=", "<corr> has @cert, which is not used there; expected: @resp"),
        ('<gap reason="redacted" ', "<gap ", "<gap> lacks @reason"),
        ("<closer>", "<del/><closer>", "<del> may not stand in <div> at this place; expected: <ab>, <closer>,"),
        ("<physDesc>", "<physDesc>Paper", '<physDesc> holds the text "Paper", which may not stand there'),
        (
            "<institution>United States Department of State</institution>",
            "",
            "<repository> comes too early; expected before it: <institution>",
        ),
        ("<catDesc>CONFIDENTIAL</catDesc>", "", "<category> ends too early; expected in it: <catDesc>"),
        ("<closer>", '<closer xmlns="urn:x">', "<closer> of the namespace urn:x may not stand in <div>"),
        ('target="#ref-A"', 'target="#ref-Z"', "target #ref-Z points at nothing in this file"),
    ],
)
def test_a_fault_is_named(kitchen_sink: ir.Cable, old: str, new: str, message: str) -> None:
    text = written(kitchen_sink)
    assert old in text
    changed = text.replace(old, new, 1)
    line, column, found = findings(changed)[0]
    assert message in found
    # The place is that of the start tag.
    named = re.search(r"<(\w+)>", message)
    element = named[1] if named else "ref"
    assert re.match(rf"<{element}\b", changed.splitlines()[line - 1][column - 1 :])


def test_each_fault_is_told_once(kitchen_sink: ir.Cable) -> None:
    text = written(kitchen_sink)
    text = text.replace("<physDesc>", '<physDesc facs="x">').replace('<pb n="2"', '<pb n="two"')
    assert [message for _, _, message in findings(text)] == [
        "<physDesc> has @facs, which is not used there; expected: none",
        '@n of <pb> is "two"; expected: a whole number',
    ]


def test_what_cannot_be_parsed(kitchen_sink: ir.Cable) -> None:
    text = written(kitchen_sink)
    [(line, column, message)] = findings(text.replace("<closer>", "<closing>"))
    assert message.startswith("is not well-formed XML: Opening and ending tag mismatch")
    assert (line, column) > (1, 1)
    assert message.count(", line") == 0
    [(line, _, message)] = findings(text.replace('xml:id="para-2"', 'xml:id="para-1"'))
    assert message == 'two elements have the id "para-1"; expected another one here'
    assert 'xml:id="para-2"' in text.splitlines()[line - 1]


@pytest.mark.parametrize(
    ("before", "inside", "message"),
    [
        ('<!DOCTYPE TEI [<!ENTITY x "glass">]>', "&x;", "declares entities of its own"),
        ('<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;", "declares entities of its own"),
        ('<!DOCTYPE TEI [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]>', "", "declares entities of its own"),
        ('<!DOCTYPE TEI SYSTEM "file:///etc/passwd">', "&x;", "uses the entity &x;, which no text stands for"),
        ("", "<seg>" * 300 + "</seg>" * 300, "has more than 256 elements within each other; expected fewer"),
        ("", "N" * 10_000_001, "has more than 10,000,000 characters without a tag between them; expected fewer"),
        ("", "\ufffe", "is not well-formed XML: PCDATA invalid Char value 65534"),
    ],
)
def test_what_is_not_read_from_anyone(kitchen_sink: ir.Cable, before: str, inside: str, message: str) -> None:
    """What `validate` says of a document, the reader says, too, and it gives no cable."""
    text = written(kitchen_sink)
    changed = text.replace("<TEI ", f"{before}<TEI ", 1).replace("NNNN", f"NNNN{inside}")
    [(line, _, found)] = findings(changed)
    assert found.startswith(message)
    with pytest.raises(ReadError) as caught:
        list(cableconv.read(changed.encode(), "tei"))
    assert str(caught.value).partition(": ")[2].startswith(message)
    assert (caught.value.line or 0) == line


def test_something_else() -> None:
    assert findings("<html/>") == [
        (1, 1, "<html> of no namespace may not be the root of the document; expected: <TEI>, <teiCorpus>")
    ]


def test_places_in_other_encodings(kitchen_sink: ir.Cable) -> None:
    text = written(kitchen_sink).replace('<pb n="2"', '<pb n="two"').replace('encoding="UTF-8"', 'encoding="UTF-16"')
    [(line, column, _)] = findings(text.encode("utf-16"))
    assert text.splitlines()[line - 1][column - 1 :].startswith("<pb")


def test_a_volume_is_held_against_its_own_schema(kitchen_sink: ir.Cable) -> None:
    text = written(kitchen_sink, kitchen_sink, profile="frus")
    assert findings(text) == []
    [(_, _, message)] = findings(text.replace("<opener>", "<opener><fw/>", 1))
    assert message == "<fw> may not stand in <opener> at this place; expected: <dateline>"


@pytest.mark.parametrize("name", ["cableconv.rng", "cableconv-frus.rng"])
def test_our_look_agrees_with_libxml2(kitchen_sink: ir.Cable, name: str) -> None:
    """No fault is found in what is valid, and one in each document that lacks an element or has one too much."""
    profile = "frus" if "frus" in name else "edition"
    grammar = load(etree.parse(SCHEMAS / name).getroot())
    root = etree.fromstring(written(kitchen_sink, profile=profile).encode())
    assert list(explain(root, grammar)) == []
    schema = relaxng(name)
    for index in range(0, len(list(root.iter())), 7):
        changed = etree.fromstring(etree.tostring(root))
        element = list(changed.iter())[index]
        if element.getparent() is None:
            continue
        element.getparent().insert(0, element) if index % 2 else element.getparent().remove(element)
        assert bool(list(explain(changed, grammar))) is not schema.validate(changed), element.tag


def test_deep_documents_end_nothing() -> None:
    deep = sys.getrecursionlimit() // 2
    text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{"<p>" * deep}{"</p>" * deep}</TEI>'
    assert findings(text)
