"""How a chapter shows a cable: every word in order, each thing as what it is."""

import os
from pathlib import Path

import msgspec
import pytest

import cableconv
from cableconv import ir
from cableconv.characters import legible
from cableconv.testing.kitchen_sink import Scribe, kitchen_sink

SHARED = Path(os.environ.get("CABLECONV_SHARED", Path(__file__).parents[4] / "shared"))
XHTML = "{http://www.w3.org/1999/xhtml}"


def words_of(cable: ir.Cable) -> list[str]:
    """Return the words of the telegram: its source without what is furniture."""
    text = cable.source.text
    for start, end in sorted(cable.source.furniture, reverse=True):
        text = text[:start] + text[end:]
    return legible(text).split()


TELEGRAMS = [
    *sorted((Path(__file__).parents[3] / "samples" / "telegram").glob("*.txt")),
    SHARED / "data" / "002_49e2a40cbf05f0e6.txt",
]


@pytest.mark.parametrize("path", TELEGRAMS, ids=lambda path: path.stem)
def test_every_word_of_a_telegram_that_was_read(write, path):
    if not path.exists():
        pytest.skip(f"{path} is not here")
    for cable in cableconv.read(path, format="telegram"):
        # Control characters that Python counts as blanks stand between words at times, and no leaf holds them.
        blanks = str.maketrans(dict.fromkeys("␋␌␜␝␞␟", " "))
        assert write(cable).telegram().translate(blanks).split() == " ".join(words_of(cable)).translate(blanks).split()


@pytest.fixture
def shown(write):
    """The telegram of the kitchen sink as an element."""
    return write(kitchen_sink()).tree("cable-1.xhtml")


def text_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_every_word_of_the_telegram_in_order_and_no_other(write):
    assert write(kitchen_sink()).telegram().split() == words_of(kitchen_sink())


def test_what_is_glued_in_the_source_stays_glued(write):
    s = Scribe()
    label, portion = s.mark("label", "1.", ""), s.mark("portion", "(C)", "")
    prose, damage, end = s.prose("Done\nbe"), ir.Damage(raw="##", span=s.span("##")), s.prose("re.")
    signature = s.mark("signature", "KINBOTE", "")
    paragraph = ir.Paragraph(
        number=1, label="1.", content=(prose, damage, end), marks=(label, portion), span=(0, signature.span[0])
    )
    section = ir.Section(blocks=(paragraph,), span=paragraph.span)
    book = write(s.cable(sections=(section,), marks=(signature,)))
    assert book.telegram().split() == ["1.(C)Done", "be##re.KINBOTE"]


def test_furniture_inside_a_word_leaves_no_gap(write):
    s = Scribe()
    label = s.mark("label", "TAGS:")
    opening = s.span("[")
    tag = s.mark("tag", "PREL", "")
    closing = s.span("](#)")
    s.blank(", ")
    other = s.mark("tag", "ZB", "")
    header = ir.Header(marks=(label, tag, other), span=(0, len(s.text)))
    assert write(s.cable(header=header, furniture=(opening, closing))).telegram().split() == ["TAGS:", "PREL", "ZB"]


@pytest.mark.parametrize(
    "text",
    [
        "<FNU> <LNU> met",
        "<img src='/etc/passwd'/>",
        "</p></section><script>alert(1)</script>",
        "&amp; &lt; &#65; &Arabs8",
        "]]> <!-- -- -->",
        "<?xml version='1.0'?> <!DOCTYPE x>",
        "words before <any> element",
        "שלום 漢字 😀",
        "A" * 60_000,
    ],
)
def test_text_that_looks_like_markup_is_shown_as_written(write, cable, text):
    book = write(cable(text))
    assert book.telegram().split() == text.split()
    paragraph = book.tree("cable-1.xhtml").find(f".//{XHTML}div[@class='telegram']//{XHTML}p")
    assert len(paragraph) == 0


def test_10000_paragraphs(write):
    s = Scribe()
    blocks = []
    for n in range(10_000):
        prose = s.prose(f"Item {n}.")
        s.blank("\n\n")
        blocks.append(ir.Paragraph(content=(prose,), span=prose.span))
    cable = s.cable(sections=(ir.Section(blocks=tuple(blocks), span=(0, len(s.text))),))
    assert write(cable).telegram().split() == words_of(cable)


def test_a_character_that_xml_cannot_hold_is_shown_and_reported_once(write, cable):
    book = write(cable("ring\x07 ring\x07 and \ufffe", mrn="09ONHAVA42"))
    assert book.telegram().split() == ["ring␇", "ring␇", "and", "\ufffd"]
    assert [(where, each.code, each.span, each.message) for where, each in book.reported] == [
        (
            "09ONHAVA42",
            "character-replaced",
            (4, 5),
            "XML cannot hold the character U+0007; ␇ stands for it (2 times).",
        ),
        (
            "09ONHAVA42",
            "character-replaced",
            (16, 17),
            "XML cannot hold the character U+FFFE; \ufffd stands for it (1 time).",
        ),
    ]


def test_the_title_block_tells_subject_sender_date_and_classification(shown):
    title = shown.find(f".//{XHTML}header")
    assert text_of(title.find(f"{XHTML}h1")) == "ZEMBLA: GLASS FACTORY TALKS STALL OVER TARIFFS & <FNU>"
    assert text_of(title.find(f"{XHTML}p")) == (
        "AMEMBASSY ONHAVA · 4 February 2009, 14:30 UTC · CONFIDENTIAL//NOFORN · 09ONHAVA42"
    )
    assert title.find(f".//{XHTML}time").get("datetime") == "2009-02-04T14:30:00Z"


def test_the_header_is_a_definition_list_under_its_printed_labels(shown):
    rows = shown.findall(f".//{XHTML}dl/{XHTML}div")
    terms = {text_of(row[0]): text_of(row[1]) for row in rows}
    assert terms["FM"] == "AMEMBASSY ONHAVA"
    assert terms["TO"] == "RUEHC/SECSTATE WASHDC IMMEDIATE 5713"
    assert terms["TAGS:"] == "PREL, Zb"
    assert terms["REF:"] == "A. ONHAVA 12 B. KINBOTE-GORDON E-MAIL OF 02/01/09"
    from_ = next(row[0] for row in rows if text_of(row[0]) == "FM")
    assert from_.find(f"{XHTML}abbr").get("title") == "From"
    supplied = [text_of(row[0]) for row in rows if row[0].get("class") == "supplied"]
    assert supplied[:3] == ["Transmission", "Routing", "Security"]


def test_each_reference_of_the_header_has_its_line(shown):
    entry = next(row for row in shown.findall(f".//{XHTML}dl/{XHTML}div") if text_of(row[0]) == "REF:")
    assert len(entry.findall(f".//{XHTML}br")) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("section[@class='background']/h2", "BACKGROUND"),
        ("p[@class='numbered summary']/span[@class='label']", "¶1."),
        ("p[@class='numbered summary']/span[@class='portion']", "(S//NF)"),
        ("p[@class='numbered summary']/b[@class='marker']", "SUMMARY:"),
        ("p[@class='continues']", "It goes on."),
        ("span[@class='redaction']", "XXXXXXXXXXXX"),
        ("span[@class='stray']", "SIPDIS"),
        ('span[@class="damage"][@title="Damaged in transmission; to be read: government\'s"]', "government,s"),
        ("ul/li/span[@class='marker']", "A."),
        ("ul/li/ul/li/span[@class='marker']", "--"),
        ("div[@class='quotation']/p[@class='begin']", "BEGIN TEXT:"),
        ("div[@class='quotation']/blockquote/p[@class='heading']", "The communique"),
        ("div[@class='quotation']/p[@class='end']", "END TEXT."),
        ("pre[@class='unparsed']", "~~%%~~ ]][["),
        ("p[@class='signature']", "KINBOTE"),
        ("p[@class='end-mark']", "NNNN"),
    ],
)
def test_each_part_is_shown_as_what_it_is(shown, path, text):
    steps = "/".join(f"h:{step}" for step in path.split("/"))
    assert text in [text_of(found) for found in shown.xpath(f"//{steps}", namespaces={"h": XHTML.strip("{}")})]


def test_columns_stay_columns(shown):
    table = shown.find(f".//{XHTML}pre[@class='verbatim']")
    assert table.text == "GOOD        RATE   SINCE\nGlass       12.5   2004\nMirrors      7.0   2006"


def test_a_page_break_shows_its_printed_line_and_tells_its_number(shown):
    found = shown.xpath("//*[@role='doc-pagebreak']")
    assert [(each.text, each.get("aria-label")) for each in found] == [
        ("ONHAVA 00000042  001.2 OF 003", "1"),
        ("ONHAVA 00000042  002 OF 003", "2"),
        ("ONHAVA 00000042  003 OF 003", "3"),
    ]
    # The second interrupts a sentence, which stays one paragraph.
    assert found[1].getparent().get("class") == "numbered summary"


def leads_to(tree, mention: str) -> str:
    link = next(link for link in tree.iter(f"{XHTML}a") if text_of(link) == mention)
    return text_of(tree.xpath("//*[@id=$id]", id=link.get("href").removeprefix("#"))[0])


def test_a_reference_in_the_text_leads_by_its_label_to_its_line_in_the_header(shown):
    assert leads_to(shown, "ref A") == "ONHAVA 12"


def test_a_cable_named_in_the_text_leads_by_its_id_to_its_line_in_the_header(write):
    cable = kitchen_sink()
    a, b = cable.header.references
    header = msgspec.structs.replace(cable.header, references=(msgspec.structs.replace(a, id="08STATE123"), b))
    tree = write(msgspec.structs.replace(cable, header=header)).tree("cable-1.xhtml")
    assert leads_to(tree, "08 STATE 123") == "ONHAVA 12"


def test_a_signature_before_a_stamp_stays_before_it(write):
    s = Scribe()
    first = ir.Unparsed(text="~~", span=s.span("~~"))
    s.blank("\n\n")
    signature = s.mark("signature", "KINBOTE", "\n\n")
    stamp = ir.Unparsed(text="The Onhava Gazette", span=s.span("The Onhava Gazette"))
    section = ir.Section(blocks=(first, stamp), span=(0, len(s.text)))
    book = write(s.cable(sections=(section,), marks=(signature,)))
    assert book.telegram().split() == ["~~", "KINBOTE", "The", "Onhava", "Gazette"]


def test_a_section_of_a_known_role_says_so_to_assistive_technology(write):
    cable = kitchen_sink()
    summary, background = cable.sections
    renamed = msgspec.structs.replace(background, role=ir.Role.SUMMARY)
    tree = write(msgspec.structs.replace(cable, sections=(summary, renamed))).tree("cable-1.xhtml")
    assert [each.tag for each in tree.xpath("//*[@role='doc-abstract']")] == [f"{XHTML}section"]


def test_a_cable_of_nothing_but_text_has_a_title_all_the_same(write, cable):
    tree = write(cable("All is well.")).tree("cable-1.xhtml")
    assert text_of(tree.find(f".//{XHTML}h1")) == "Cable without a subject"
