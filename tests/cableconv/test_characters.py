import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cableconv.characters import NOT_IN_XML, is_xml, legible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tab\tand\nline", "tab\tand\nline"),
        ("nul\x00", "nul␀"),
        ("bell\x07", "bell␇"),
        ("unit separator\x1f", "unit separator␟"),
        ("half a pair\ud83d", "half a pair\ufffd"),
        ("noncharacters\ufffe\uffff", "noncharacters\ufffd\ufffd"),
        ("a whole pair 😀", "a whole pair 😀"),
        ("delete\x7f and NEL\x85", "delete\x7f and NEL\x85"),
    ],
)
def test_what_xml_cannot_hold_becomes_a_visible_sign(text, shown):
    assert legible(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_xml_holds_what_is_said_to_be_fit_for_it_and_nothing_else(text):
    paragraph = etree.Element("p")
    try:
        paragraph.text = text
        held = True
    except ValueError:
        held = False
    assert is_xml(text) == held == (NOT_IN_XML.search(text) is None)
    assert is_xml(legible(text))
