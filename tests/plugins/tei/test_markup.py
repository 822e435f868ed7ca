"""Markup is what it says: an XML parser reads the same words, names and attributes from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cableconv.characters import legible
from cableconv_tei.markup import element, start_tag, within, words


@given(st.text())
def test_words_are_read_as_they_are(text: str) -> None:
    markup = element("p", words(text), n=text)
    read = etree.fromstring(markup)
    assert (read.text or "") == legible(text)
    assert read.get("n", "") == legible(text)


def test_characters_that_xml_cannot_hold_are_signs() -> None:
    assert words("VZ\x00CZ \ud800 & <FNU>") == "VZ␀CZ \ufffd &amp; &lt;FNU&gt;"


@pytest.mark.parametrize(
    ("attributes", "tag"),
    [
        ({}, "<p>"),
        ({"n": 1, "ana": None, "prev": ""}, '<p n="1">'),
        ({"xml_id": "para-1", "from_": "2"}, '<p xml:id="para-1" from="2">'),
        ({"n": '"A"\t& B\'s\n'}, '<p n="&quot;A&quot;&#9;&amp; B\'s&#10;">'),
    ],
)
def test_start_tags(attributes: dict[str, str | int | None], tag: str) -> None:
    assert start_tag("p", **attributes) == tag


def test_an_element_without_content_is_one_tag() -> None:
    assert element("ptr", target="#src-file") == '<ptr target="#src-file"/>'
    assert within("list", [], type="subject") == ['<list type="subject"/>']


def test_lines_within_lines_are_indented() -> None:
    lines = within("file", within("titles", [element("title", "Glass\nand mirrors")]), n=1)
    assert lines == ['<file n="1">', "  <titles>", "    <title>Glass\nand mirrors</title>", "  </titles>", "</file>"]
