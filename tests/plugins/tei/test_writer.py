"""What the TEI of a cable says, held against the cable."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

import cableconv
from cableconv import ir
from cableconv.errors import WriteError
from cableconv.formats import Context
from cableconv.testing.pytest_plugin import Golden
from cableconv_tei.transcript import RULE, transcribe
from cableconv_tei.writer import TEI_VERSION, TEIWriter

GOLDEN = Path(__file__).parent / "golden"

Write = Callable[..., bytes]

Find = Callable[[bytes, str], Any]
Read = Callable[[bytes], str]

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def test_golden_file(write: Write, kitchen_sink: ir.Cable, golden: Golden) -> None:
    document = write(kitchen_sink, epoch=1_300_000_000, publisher="The Zemblan Archive")
    golden.check(GOLDEN / "kitchen-sink.xml", document.decode())


def test_body_gives_the_text_back(write: Write, kitchen_sink: ir.Cable, body_text: Read) -> None:
    start, end = kitchen_sink.source.furniture[0]
    text = kitchen_sink.source.text
    assert body_text(write(kitchen_sink)) == text[:start] + text[end:]


def test_the_rule_as_xpath(write: Write, kitchen_sink: ir.Cable, find: Find) -> None:
    """What the encodingDesc says can be done by anyone with XPath, without our code."""
    document = write(kitchen_sink)
    assert RULE in " ".join(find(document, "//t:normalization/t:p/text()"))
    nodes = find(
        document,
        "//t:body//t:lb | //t:body//t:g | //t:body//text()"
        "[not(ancestor::*[@resp = '#cableconv'])]"
        "[not(parent::t:body or parent::t:div or parent::t:list or parent::t:quote)]",
    )
    characters = {"#char-0007": "\x07"}
    read = "".join(
        node if isinstance(node, str) else "\n" if node.tag.endswith("}lb") else characters[node.get("ref")]
        for node in nodes
    )
    assert read.removeprefix("\n") == transcribe(kitchen_sink.source).text


def test_reading_edition_keeps_every_word(write: Write, kitchen_sink: ir.Cable, find: Find) -> None:
    document = write(kitchen_sink, lines=False)
    assert not find(document, "//t:lb")
    nodes = find(document, "//t:body//text()[not(ancestor::*[@resp = '#cableconv'])]")
    assert "".join(nodes).split() == transcribe(kitchen_sink.source).text.replace("\x07", "").split()


def test_one_action_for_each_addressee(write: Write, kitchen_sink: ir.Cable, find: Find) -> None:
    received = find(write(kitchen_sink), "//t:correspAction[@type='received']")
    assert [(action.get("subtype"), action.findtext("{*}orgName"), action.get("ana")) for action in received] == [
        ("action", "SECSTATE WASHDC", "#prec-o"),
        ("info", "EUROPEAN POLITICAL COLLECTIVE", "#prec-p"),
    ]
    assert received[1].findtext("{*}note[@type='exempted']/{*}orgName") == "AMCONSUL NOVA ZEMBLA"


def test_header_says_what_the_cable_says(write: Write, kitchen_sink: ir.Cable, find: Find) -> None:
    document = write(kitchen_sink)
    title = "ZEMBLA: GLASS FACTORY TALKS STALL OVER TARIFFS & <FNU>"
    assert find(document, "string(//t:title[@type='main'])") == title
    assert find(document, "string(//t:creation/t:date/@when)") == "2009-02-04T14:30:00Z"
    assert find(document, "//t:keywords/t:term/text()") == ["PREL", "ZB"]
    assert find(document, "//t:correspContext/t:ref/@target") == ["mrn:09ONHAVA12"]
    assert find(document, "string(//t:bibl//t:idno[@type='sha256'])") == kitchen_sink.source.sha256
    assert find(document, "string(//t:catRef[@scheme='#classification']/@target)") == "#cls-c"


def test_page_breaks_hold_their_line(write: Write, kitchen_sink: ir.Cable, find: Find) -> None:
    breaks = find(write(kitchen_sink), "//t:body//t:pb")
    assert [(pb.get("n"), "".join(pb.getnext().itertext())) for pb in breaks] == [
        ("1", "ONHAVA 00000042  001.2 OF 003"),
        ("2", "ONHAVA 00000042  002 OF 003"),
        ("3", "ONHAVA 00000042  003 OF 003"),
    ]
    assert breaks[1].getparent().get(XML_ID) == "para-1"


def test_inlines(write: Write, kitchen_sink: ir.Cable, find: Find) -> None:
    document = write(kitchen_sink)
    assert find(document, "string(//t:choice/t:sic)") == "government,s"
    assert find(document, "string(//t:choice/t:corr)") == "government's"
    assert find(document, "string(//t:unclear)") == "##"
    assert find(document, "string(//t:gap[@reason='redacted']/t:desc)") == "XXXXXXXXXXXX"
    assert find(document, "//t:body//t:ref[@type='mention']/@target") == ["#ref-A", "mrn:08STATE123"]
    assert find(document, "string(id('ref-A')/t:ref)") == "ONHAVA 12"


def test_dates_come_from_the_run_only(write: Write, kitchen_sink: ir.Cable, find: Find) -> None:
    assert not find(write(kitchen_sink), "//t:publicationStmt/t:date | //t:change/@when")
    dated = write(kitchen_sink, epoch=1_300_000_000)
    assert find(dated, "//t:publicationStmt/t:date/@when | //t:change/@when") == ["2011-03-13", "2011-03-13"]


def test_same_cable_same_bytes(write: Write, kitchen_sink: ir.Cable) -> None:
    assert write(kitchen_sink) == write(kitchen_sink)


def test_corpus_is_written_one_cable_at_a_time(write: Write, kitchen_sink: ir.Cable, tmp_path: Path) -> None:
    path = tmp_path / "corpus.xml"
    sizes: list[int] = []

    def stream() -> Iterator[ir.Cable]:
        for _ in range(40):
            sizes.append(path.stat().st_size)
            yield kitchen_sink

    with path.open("wb", buffering=0) as out:
        ctx = Context(options={}, metadata={}, epoch=None, report=lambda *_: None)
        TEIWriter().write(stream(), out, ctx)
    assert sizes[39] > 30 * (sizes[4] - sizes[3]) > 0


@pytest.mark.parametrize("profile", ["edition", "frus"])
def test_a_file_names_schemas_that_any_editor_can_load(kitchen_sink: ir.Cable, profile: str) -> None:
    out = io.BytesIO()
    cableconv.write(kitchen_sink, out, "tei", options={"profile": profile}, report=lambda *_: None)
    models = etree.fromstring(out.getvalue()).xpath("preceding-sibling::processing-instruction('xml-model')")
    tei = f"https://www.tei-c.org/Vault/P5/{TEI_VERSION}/xml/tei/custom/schema/relaxng/tei_all.rng"
    assert [model.get("href") for model in models] == [tei, tei]
    assert [model.get("schematypens") for model in models] == [
        "http://relaxng.org/ns/structure/1.0",
        "http://purl.oclc.org/dsdl/schematron",
    ]


@pytest.mark.parametrize(
    ("reader", "told"),
    [("cablegate-csv", "web page metadata"), ("aad", "record metadata"), ("memo", "record metadata")],
)
def test_it_says_what_told_the_dates(reader: str, told: str, kitchen_sink: ir.Cable, write: Write) -> None:
    source = msgspec.structs.replace(kitchen_sink.source, format=reader)
    published = ir.Published(created="1975-03-05")
    root = etree.fromstring(write(msgspec.structs.replace(kitchen_sink, source=source, published=published)))
    (event,) = root.iter("{*}custEvent")
    assert event.get("when") == "1975-03-05"
    assert "".join(event.itertext()) == f"Created 1975-03-05 ({told})"


def test_no_cable_is_an_error(write: Write) -> None:
    with pytest.raises(WriteError, match="no cable"):
        write()
