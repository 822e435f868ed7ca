"""Characters that the fonts have, and those that no font has."""

import pytest

from cableconv.testing.kitchen_sink import kitchen_sink


@pytest.mark.parametrize(
    "text",
    [
        "Zażółć gęślą jaźń, Ålesund, ¿Qué?",  # Latin
        "Зембла и стекло",  # Cyrillic
        "Ζέμβλα και γυαλί",  # Greek, from the fallback font
        "¶ § – — “quoted” ‘so’ … • € £ ½ °",
    ],
)
def test_european_text_is_set_and_can_be_copied(write, make_cable, pages_of, diagnostics, text):
    assert text in pages_of(write([make_cable([text])]))[0]
    assert diagnostics == []


@pytest.mark.parametrize(
    ("char", "sign"),
    [
        ("😀", "[U+1F600]"),
        ("中", "[U+4E2D]"),
        ("ع", "[U+0639]"),
        ("\x07", "[U+0007]"),
        ("\x00", "[U+0000]"),
        ("\x1c", "[U+001C]"),  # Python takes it for a blank
        ("\x7f", "[U+007F]"),
        ("\ufffe", "[U+FFFE]"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_a_character_of_no_font_is_shown_by_its_code_point(write, make_cable, pages_of, diagnostics, char, sign):
    data = write([make_cable([f"before {char}{char} after"])])
    assert f"before {sign}{sign} after" in pages_of(data)[0]
    [(cable, diagnostic)] = diagnostics
    assert (cable, diagnostic.code) == ("09ONHAVA43", "character-replaced")
    assert diagnostic.span == (10, 11)
    assert sign in diagnostic.message


def test_what_is_copied_is_the_character_itself(write, make_cable, run_tool):
    text = run_tool(write([make_cable(["smile 😀😀 中文 go"])]), "pdftotext", "-raw", "FILE", "-")
    assert "smile 😀😀 中文 go" in text


def test_characters_in_furniture_are_not_reported(write, diagnostics):
    cable = kitchen_sink()
    write([cable])
    assert sorted(diagnostic.message.split()[6] for _, diagnostic in diagnostics) == ["U+0007;", "U+1F600;"]


def test_each_alphabet_in_one_word(write, make_cable, pages_of):
    assert "βlockЖ¶5" in pages_of(write([make_cable(["a βlockЖ¶5 b"])]))[0]


def test_more_characters_than_one_subset_holds(write, make_cable, pages_of):
    text = " ".join(map(chr, [*range(0xC0, 0x180), *range(0x400, 0x460)]))
    assert text.split() == [
        word for word in " ".join(pages_of(write([make_cable([text])]))).split() if len(word) == 1 and word in text
    ]


def test_metadata_with_control_characters(write, make_cable):
    data = write([make_cable(["Text."], subject="GLASS\x07 \ud800 <&> TALKS")], metadata={"author": "A\x00B"})
    assert b"GLASS\xe2\x90\x87 \xef\xbf\xbd &lt;&amp;&gt; TALKS" in data
    assert b"A\xe2\x90\x80B" in data
