from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cableconv.characters import legible
from cableconv_epub.xhtml import document, element, escape

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_any_text_is_read_back_from_content_and_attribute(text):
    read = etree.fromstring(element("p", escape(text), title=text.replace("\r", "")).encode())
    # XML reads every line end as LF, and every blank in an attribute as a space (XML 1.0, 2.11 and 3.3.3).
    assert (read.text or "") == legible(text).replace("\r\n", "\n").replace("\r", "\n")
    assert read.get("title").split() == legible(text.replace("\r", "")).split()


def test_an_attribute_that_is_none_is_left_out():
    assert element("p", "x", class_=None, epub_type="pagebreak", aria_label="2") == (
        '<p epub:type="pagebreak" aria-label="2">x</p>'
    )


@given(ANY_TEXT)
def test_a_document_is_well_formed_whatever_its_title(title):
    assert etree.fromstring(document(title, "<p>x</p>", "en")).get("lang") == "en"
