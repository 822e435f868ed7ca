"""What an archive asks of the file: PDF/A-2b, tags, metadata, the same bytes each time."""

import io

import pikepdf
import pikepdf.pdfa
import pypdf
import pytest

from cableconv.errors import UsageError
from cableconv.testing.kitchen_sink import kitchen_sink


@pytest.fixture
def kinds(make_cable):
    return {
        "every node": [kitchen_sink()],
        "nothing": [make_cable([], id=None)],
        "no cable": [],
        "many alphabets": [make_cable(["Ζέμβλα 中 😀 \x00 Зембла ż" + "".join(map(chr, range(0xA0, 0x250)))])],
        "collection": [kitchen_sink(), make_cable(["See 09 ONHAVA 42."], subject="GLASS")],
    }


@pytest.mark.parametrize("kind", ["every node", "nothing", "no cable", "many alphabets", "collection"])
def test_the_file_is_pdf_a_2b(write, kinds, kind):
    with pikepdf.open(io.BytesIO(write(kinds[kind]))) as pdf:
        assert pikepdf.pdfa.check(pdf, "2b").findings == []


@pytest.mark.parametrize("kind", ["every node", "nothing", "no cable", "many alphabets", "collection"])
def test_qpdf_finds_nothing(write, kinds, run_tool, kind):
    assert "No syntax or stream encoding errors found" in run_tool(write(kinds[kind]), "qpdf", "--check", "FILE")


@pytest.mark.parametrize("kind", ["every node", "many alphabets", "collection"])
def test_preflight_finds_nothing_but_the_version(write, kinds, preflight, kind):
    # It knows PDF/A-1b alone, which is PDF 1.4; but for what a file calls itself, ours keep to that as well.
    as_2b = write(kinds[kind])
    as_1b = as_2b.replace(b"%PDF-1.7", b"%PDF-1.4", 1).replace(b"<pdfaid:part>2<", b"<pdfaid:part>1<")
    assert preflight(as_1b) == []
    assert preflight(as_2b) != []


def test_every_font_is_embedded_as_a_subset(write, kinds):
    for cables in kinds.values():
        with pikepdf.open(io.BytesIO(write(cables))) as pdf:
            fonts = [
                item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
            ]
            assert fonts
            for font in fonts:
                assert str(font.BaseFont)[7] == "+"
                assert "/FontFile2" in font.FontDescriptor
                assert "/ToUnicode" in font


def test_what_the_file_says_of_itself(write):
    reader = pypdf.PdfReader(io.BytesIO(write([kitchen_sink()])))
    assert reader.metadata.title == "ZEMBLA: GLASS FACTORY TALKS STALL OVER TARIFFS & <FNU>"
    assert reader.metadata.author == "AMEMBASSY ONHAVA"
    assert reader.metadata.subject == "Diplomatic cable 09ONHAVA42"
    assert reader.metadata.keywords == "PREL; ZB"
    assert reader.metadata.creation_date.isoformat() == "2009-02-04T14:30:00+00:00"
    assert reader.xmp_metadata.dc_title == {"x-default": reader.metadata.title}
    assert reader.xmp_metadata.dc_identifier == "09ONHAVA42"
    assert reader.root_object["/Lang"] == "en"


def test_the_user_may_say_it_otherwise(write):
    given = {"title": "Glass", "author": "Kinbote", "language": "fr", "publisher": "The Onhava Press"}
    reader = pypdf.PdfReader(io.BytesIO(write([kitchen_sink()], metadata=given)))
    assert (reader.metadata.title, reader.metadata.author) == ("Glass", "Kinbote")
    assert reader.xmp_metadata.dc_publisher == ["The Onhava Press"]
    assert reader.root_object["/Lang"] == "fr"


def test_every_term_of_dublin_core_has_its_place(write):
    terms = ("contributor", "coverage", "creator", "description", "publisher", "relation", "rights", "source")
    data = write([kitchen_sink()], metadata={term: f"the <{term}>" for term in terms} | {"subject": "the <subject>"})
    found = pypdf.PdfReader(io.BytesIO(data)).xmp_metadata
    values = {term: str(getattr(found, f"dc_{term}")) for term in terms}
    assert {term for term, value in values.items() if f"the <{term}>" not in value} == set()
    assert found.dc_subject == ["the <subject>", "PREL", "ZB"]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "2b").findings == []


def test_a_language_by_its_name_is_an_error_that_tells_what_is_wanted(write):
    with pytest.raises(UsageError, match="'French' is no language tag"):
        write([kitchen_sink()], metadata={"language": "French"})


def test_no_date_but_the_cables_own_or_the_given_one(write, make_cable):
    def dates(epoch):
        reader = pypdf.PdfReader(io.BytesIO(write([make_cable(["Text."])], epoch=epoch)))
        return reader.metadata.creation_date

    assert dates(None) is None
    assert dates(86400).isoformat() == "1970-01-02T00:00:00+00:00"


def test_the_outline_has_the_cable_and_its_headings(write):
    reader = pypdf.PdfReader(io.BytesIO(write([kitchen_sink()])))
    [cable, headings] = reader.outline
    assert cable.title == "09ONHAVA42 ZEMBLA: GLASS FACTORY TALKS STALL OVER TARIFFS & <FNU>"
    assert [heading.title for heading in headings] == ["BACKGROUND"]
    assert reader.get_destination_page_number(cable) == 0


def test_the_tags_say_what_is_what(write, run_tool):
    tree = run_tool(write([kitchen_sink()]), "pdfinfo", "-struct-text", "FILE")
    lines = [line.strip() for line in tree.splitlines()]
    assert lines[lines.index("H1 (block)") + 1] == '"ZEMBLA: GLASS FACTORY TALKS STALL OVER TARIFFS & <FNU>"'
    assert lines[lines.index("H2 (block)") + 1] == '"BACKGROUND"'
    assert lines[lines.index("H3 (block)") + 1] == '"The communique"'
    assert lines.count("BlockQuote") == 1
    assert "page 1 of" not in tree  # running heads are artifacts
