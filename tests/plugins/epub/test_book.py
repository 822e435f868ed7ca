"""The book: what it is called, what it contains, in which order, and that validators accept it."""

import msgspec
import pytest

from cableconv import ir
from cableconv.errors import UsageError, WriteError
from cableconv.testing.kitchen_sink import Scribe, kitchen_sink

EPUB = "{http://www.idpf.org/2007/ops}"
HOSTILE = "<FNU> &amp; <img src='/etc/passwd'/> ]]> \x00 \x07 \ufffe \ud800 \U0001fffe שלום 漢字 😀"


def dublin_core(book, term: str) -> list[str]:
    return [each.text for each in book.tree("content.opf").iter(f"{{http://purl.org/dc/elements/1.1/}}{term}")]


def properties(book, name: str) -> list[str]:
    return [each.text for each in book.tree("content.opf").iter("{*}meta") if each.get("property") == name]


def contents(book, kind: str = "toc") -> list[tuple[str, str]]:
    """Return (href, text) of the entries of one list of the navigation document."""
    nav = next(each for each in book.tree("contents.xhtml").iter("{*}nav") if each.get(f"{EPUB}type") == kind)
    return [(link.get("href"), link.text) for link in nav.iter("{*}a")]


@pytest.fixture
def decades(cable):
    """Twenty-four cables of four years, the last first, with two that have no date."""
    dated = [
        cable(f"Number {n}. {HOSTILE}", mrn=f"{n}ONHAVA{n}", when=f"{2009 - n // 6}-03-{1 + n:02}T12:00:00Z")
        for n in range(22)
    ]
    return [*dated, cable(HOSTILE, mrn=HOSTILE), cable(HOSTILE)]


def test_epubcheck_accepts_a_cable_with_everything(write, epubcheck):
    assert epubcheck(write(kitchen_sink())) == []


def test_epubcheck_accepts_a_cable_without_envelope_header_and_headings(write, epubcheck, cable):
    assert epubcheck(write(cable())) == []


def test_epubcheck_accepts_a_collection(write, epubcheck, decades):
    assert epubcheck(write(kitchen_sink(), *decades)) == []


def test_a_book_of_one_cable_is_described_by_it(write):
    book = write(kitchen_sink())
    assert dublin_core(book, "title") == ["ZEMBLA: GLASS FACTORY TALKS STALL OVER TARIFFS & <FNU>"]
    assert dublin_core(book, "creator") == ["AMEMBASSY ONHAVA"]
    assert dublin_core(book, "date") == ["2009-02-04T14:30:00Z"]
    assert dublin_core(book, "subject") == ["PREL", "ZB"]
    assert dublin_core(book, "language") == ["en"]
    assert dublin_core(book, "identifier")[1:] == ["09ONHAVA42", "09ECTION01OF02ONHAVA42"]
    assert properties(book, "dcterms:modified") == ["2009-02-04T14:30:00Z"]


def test_a_book_without_a_date_takes_that_of_the_build_or_none_at_all(write, cable):
    assert properties(write(cable(), epoch=1_000_000_000), "dcterms:modified") == ["2001-09-09T01:46:40Z"]
    assert properties(write(cable()), "dcterms:modified") == ["1970-01-01T00:00:00Z"]


def test_the_user_can_describe_it_otherwise(write, cable):
    book = write(
        cable(), metadata={"title": "A <Title>\x07", "language": "es-419", "publisher": "Onhava Press", "paper": "A4"}
    )
    assert dublin_core(book, "title") == ["A <Title>␇"]
    assert dublin_core(book, "publisher") == ["Onhava Press"]
    assert book.tree("content.opf").get("{http://www.w3.org/XML/1998/namespace}lang") == "es-419"
    assert book.tree("cable-1.xhtml").get("lang") == book.tree("contents.xhtml").get("lang") == "es-419"


@pytest.mark.parametrize("term", ["creator", "author"])
def test_the_user_can_name_who_made_it(write, term):
    book = write(kitchen_sink(), metadata={term: "Charles Kinbote", "subject": "Glass"})
    assert dublin_core(book, "creator") == ["Charles Kinbote"]
    assert dublin_core(book, "subject") == ["Glass", "PREL", "ZB"]


def test_a_language_by_its_name_is_an_error_that_tells_what_is_wanted(write, cable):
    with pytest.raises(UsageError, match=r"'Spanish \(all\)' is no language tag; give one such as en"):
        write(cable(), metadata={"language": "Spanish (all)"})


def test_no_cable_is_an_error(write):
    with pytest.raises(WriteError, match="no cable to write"):
        write()


def test_what_is_nested_too_deep_to_be_read_is_an_error_and_no_crash(write):
    s = Scribe()
    item = None
    for _ in range(2000):
        item = ir.Item(span=(0, 2), items=(item,) if item else ())
    block = ir.ItemList(items=(item,), span=s.span("--"))
    with pytest.raises(WriteError, match="nested deeper than an EPUB can be read"):
        write(s.cable(sections=(ir.Section(blocks=(block,), span=(0, 2)),)))


def test_the_contents_of_one_cable_are_its_headings(write):
    book = write(kitchen_sink())
    (chapter, title), (place, heading) = contents(book)
    assert (chapter, title) == ("cable-1.xhtml", "ZEMBLA: GLASS FACTORY TALKS STALL OVER TARIFFS & <FNU>")
    file, _, id_ = place.partition("#")
    section = book.tree(file).xpath("//*[@id=$id]", id=id_)[0]
    assert section.find("{*}h2").xpath("normalize-space()") == heading == "BACKGROUND"


def test_the_contents_of_a_cable_without_headings_are_not_empty(write, cable):
    assert contents(write(cable())) == [("cable-1.xhtml", "Cable without a subject")]


def test_pages_of_the_telegram_are_listed_and_lead_to_their_place(write):
    book = write(kitchen_sink())
    pages = contents(book, "page-list")
    assert [label for _, label in pages] == ["1", "2", "3"]
    ids = set(book.tree("cable-1.xhtml").xpath("//*[@role='doc-pagebreak']/@id"))
    assert {href.partition("#")[2] for href, _ in pages} == ids


def test_accessibility_is_declared_and_pages_only_where_there_are_some(write, cable):
    assert properties(write(cable()), "schema:accessMode") == ["textual"]
    assert properties(write(cable()), "pageBreakSource") == []
    assert "pageNavigation" in properties(write(kitchen_sink()), "schema:accessibilityFeature")


def test_a_collection_is_in_order_of_date_between_cover_and_index(write, cable):
    book = write(
        cable("Third.", mrn="10ONHAVA3"),
        cable("Second.", mrn="09ONHAVA2", when="2009-02-04T14:30:00Z"),
        cable("First.", mrn="66ONHAVA1", when="1966-05-01T08:00:00Z"),
    )
    assert book.spine() == [
        "cover.xhtml",
        "contents.xhtml",
        "cable-1.xhtml",
        "cable-2.xhtml",
        "cable-3.xhtml",
        "index.xhtml",
    ]
    texts = [book.telegram(name).split()[-1] for name in book.spine()[2:-1]]
    assert texts == ["First.", "Second.", "Third."]
    assert contents(book)[0] == ("cable-1.xhtml", "1 May 1966 · AMEMBASSY ONHAVA · 66ONHAVA1")
    assert dublin_core(book, "title") == ["Diplomatic cables, 1966–2009"]
    cover = " ".join("".join(book.tree("cover.xhtml").itertext()).split())
    assert "Cables3" in cover
    assert "1 May 1966–4 February 2009" in cover
    assert "AMEMBASSY ONHAVA (2)" in cover


def test_the_contents_of_many_cables_are_nested_by_year(write, decades):
    book = write(*decades)
    nav = next(each for each in book.tree("contents.xhtml").iter("{*}nav") if each.get(f"{EPUB}type") == "toc")
    years = [(item[0].text, len(item.findall("{*}ol/{*}li"))) for item in nav.findall("{*}ol/{*}li")]
    assert years == [
        ("2006", 4),
        ("2007", 6),
        ("2008", 6),
        ("2009", 6),
        ("Without a date", 2),
        ("By origin and year", 2),
        ("Index", 0),
    ]


def test_many_cables_are_listed_by_origin_and_year_as_well(write, decades):
    book = write(*decades)
    assert [link for link in contents(book) if link[0].startswith("origins")] == [
        ("origins.xhtml", "By origin and year"),
        ("origins.xhtml#origin-1", "AMEMBASSY ONHAVA"),
        ("origins.xhtml#origin-1-1", "2006"),
        ("origins.xhtml#origin-1-2", "2007"),
        ("origins.xhtml#origin-1-3", "2008"),
        ("origins.xhtml#origin-1-4", "2009"),
        ("origins.xhtml#origin-2", "Without an origin"),
    ]
    page = book.tree("origins.xhtml")
    year = page.xpath("//*[@id='origin-1-1']")[0].getparent()
    assert [link.get("href") for link in year.iter("{*}a")] == [f"cable-{n}.xhtml" for n in range(1, 5)]
    assert len(list(page.iter("{*}a"))) == len(decades)


def test_a_collection_without_cover_and_contents(write, cable, epubcheck):
    cables = [cable(str(n)) for n in range(20)]
    book = write(*cables, cover=False, toc=False)
    assert book.spine() == [*(f"cable-{n}.xhtml" for n in range(1, 21)), "index.xhtml"]
    # Reading systems have them all the same.
    assert len(contents(book)) == 22
    assert "cover.xhtml" not in book.names()
    assert epubcheck(book) == []


def test_the_contents_are_not_hidden_and_what_is_for_reading_systems_is(write):
    navs = {
        nav.get(f"{EPUB}type"): nav.get("hidden") for nav in write(kitchen_sink()).tree("contents.xhtml").iter("{*}nav")
    }
    assert navs == {"toc": None, "landmarks": "hidden", "page-list": "hidden"}


def test_a_reference_to_a_cable_in_the_book_is_a_link_to_it(write, cable):
    book = write(kitchen_sink(), cable("Here it is.", mrn="09ONHAVA12", when="2009-01-20T12:00:00Z"))
    assert book.telegram("cable-1.xhtml").split()[-3:] == ["Here", "it", "is."]
    links = [(link.get("href"), link.xpath("string()")) for link in book.tree("cable-2.xhtml").iter("{*}a")]
    assert links == [("cable-1.xhtml", "ONHAVA 12"), ("cable-1.xhtml", "ref A")]


def test_of_two_copies_of_a_cable_both_are_kept(write):
    twice = msgspec.structs.replace(kitchen_sink(), signature=None)
    book = write(kitchen_sink(), twice)
    assert book.telegram("cable-1.xhtml") == book.telegram("cable-2.xhtml")


def test_the_index_leads_from_senders_and_tags_to_cables(write, cable):
    index = write(kitchen_sink(), cable("Other.", mrn="09ONHAVA2", when="2009-03-04T14:30:00Z")).tree("index.xhtml")
    rows = {row[0].text: [link.get("href") for link in row.iter("{*}a")] for row in index.iter("{*}div")}
    assert rows == {
        "AMEMBASSY ONHAVA": ["cable-1.xhtml", "cable-2.xhtml"],
        "PREL": ["cable-1.xhtml"],
        "ZB": ["cable-1.xhtml"],
    }
