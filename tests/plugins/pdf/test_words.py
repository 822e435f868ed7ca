"""Every word of the telegram comes out of the PDF, in the telegram's order."""

import re

import pytest
from msgspec.structs import replace

from cableconv import ir
from cableconv.testing.kitchen_sink import kitchen_sink


def words_of(cable):
    """The words of the source, but for its furniture."""
    text = list(cable.source.text)
    for start, end in cable.source.furniture:
        text[start:end] = " " * (end - start)
    return re.findall(r"\w+", "".join(text))


def test_pypdf_reads_every_word_in_order(write, pages_of, is_in_order):
    cable = kitchen_sink()
    assert is_in_order(words_of(cable), " ".join(pages_of(write([cable]))))


def test_pdftotext_reads_every_word_in_order(write, run_tool, is_in_order):
    cable = kitchen_sink()
    assert is_in_order(words_of(cable), run_tool(write([cable]), "pdftotext", "-raw", "FILE", "-"))


def test_the_structure_tree_holds_every_word_in_order(write, run_tool, is_in_order):
    cable = kitchen_sink()
    assert is_in_order(words_of(cable), run_tool(write([cable]), "pdfinfo", "-struct-text", "FILE"))


def test_furniture_of_the_source_is_left_out(write, pages_of):
    assert "Browse by tag" not in " ".join(pages_of(write([kitchen_sink()])))


@pytest.mark.parametrize("page_size", ["a4", "letter"])
@pytest.mark.parametrize("font_size", [6.0, 10.5, 24.0])
def test_no_word_is_lost_on_any_paper_in_any_size(write, make_cable, pages_of, is_in_order, page_size, font_size):
    text = "The glass factory at Onhava reports that its furnaces are cold. " * 60
    cable = make_cable([text, text], subject="GLASS")
    data = write([cable], page_size=page_size, font_size=font_size)
    assert is_in_order(words_of(cable), " ".join(pages_of(data)))


@pytest.mark.parametrize(
    "text", ["<FNU> LNU & <b>bold</b>", "<img src='/etc/passwd'>", "&amp; &lt; \\( ) (", "%PDF ET Q"]
)
def test_text_is_shown_as_it_is_written(write, make_cable, pages_of, text):
    assert text in pages_of(write([make_cable([text])]))[0]


def test_words_are_not_divided_at_line_ends(write, make_cable, pages_of):
    word = "interdepartmental"
    cable = make_cable([f"{word} " * 200])
    assert " ".join(pages_of(write([cable]))).count(word) == 200


def test_marks_and_sections_may_stand_in_any_order(write, make_cable, pages_of):
    cable = make_cable(["First.", "Attached."])
    # A signature before the last paragraph, as where an attachment follows it.
    first, last = cable.sections[0].blocks
    text = cable.source.text.replace("2. Attached.", "GORDON\n\n2. Attached.")
    at = text.index("GORDON")
    moved = 8
    label, content = last.marks[0], last.content[0]
    last = replace(
        last,
        span=(last.span[0] + moved, last.span[1] + moved),
        marks=(replace(label, span=(label.span[0] + moved, label.span[1] + moved)),),
        content=(replace(content, span=(content.span[0] + moved, content.span[1] + moved)),),
    )
    cable = replace(
        cable,
        source=replace(cable.source, text=text),
        sections=(replace(cable.sections[0], blocks=(first, last), span=(0, last.span[1])),),
        marks=(ir.Mark(kind="signature", span=(at, at + 6)),),
    )
    page = pages_of(write([cable]))[0]
    assert page.index("First.") < page.index("GORDON") < page.index("Attached.")
