"""The CMIF of cables: what correspSearch takes."""

import io

import pytest
from lxml import etree

import cableconv
from cableconv import ir
from cableconv.errors import WriteError


def written(*made: ir.Cable) -> etree._Element:
    out = io.BytesIO()
    cableconv.write(made, out, "cmif")
    return etree.fromstring(out.getvalue())


def test_an_entry_for_each_cable(kitchen_sink: ir.Cable) -> None:
    entries = written(kitchen_sink, kitchen_sink).findall(".//{*}correspDesc")
    assert [entry.get("ref") for entry in entries] == ["urn:x-cable:09ONHAVA42"] * 2
    sent, *received = entries[0].findall("{*}correspAction")
    assert sent.findtext("{*}orgName") == "AMEMBASSY ONHAVA"
    assert sent.findtext("{*}placeName") == "Onhava"
    assert sent.find("{*}date").get("when") == "2009-02-04T14:30:00Z"
    assert [(action.get("subtype"), action.findtext("{*}orgName")) for action in received] == [
        ("action", "SECSTATE WASHDC"),
        ("info", "EUROPEAN POLITICAL COLLECTIVE"),
    ]


def test_valid(kitchen_sink: ir.Cable, relaxng: etree.RelaxNG) -> None:
    bare = ir.Cable(ir=ir.IR_VERSION, source=kitchen_sink.source, span=kitchen_sink.span)
    relaxng.assertValid(written(kitchen_sink, bare))


def test_no_cable_is_an_error() -> None:
    with pytest.raises(WriteError, match="no cable"):
        written()
