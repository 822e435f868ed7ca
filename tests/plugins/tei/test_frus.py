"""Telegrams in volumes of *Foreign Relations of the United States*; the volume and all in it are invented."""

import io

import pytest

import cableconv
from cableconv import ir, walk
from cableconv.errors import ReadError
from cableconv_tei.carried import carried

VOLUME = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="frus1969v99"><teiHeader/><text><body>
<div type="chapter"><head>Zembla</head>
  <div type="document" subtype="historical-document" xml:id="d1" n="1">
    <head>1. Telegram From the <gloss type="from">Embassy in Zembla</gloss> to the
      <gloss type="to">Department of State</gloss><note n="1" type="source">Source: National Archives.
      Secret; Priority.</note></head>
    <opener><dateline><placeName>Onhava</placeName>, <date when="1969-02-04T14:30:00Z">February 4, 1969,
      1430Z</date></dateline><seg>42.</seg></opener>
    <list type="subject"><head>SUBJECT</head><item>Glass <hi rend="italic">Factory</hi></item></list>
    <p>1. The talks<note n="2">See Document 2.</note> have
       stalled.</p>
    <pb n="3"/>
    <p>We told them:</p>
    <quote><p>No glass.</p></quote>
    <list><label>A.</label><item>Mirrors;</item><label>B.</label><item>windows.</item></list>
    <table><row><cell>Glass</cell><cell>12.5</cell></row></table>
    <div><head>Comment</head><p>2. They will resume.</p></div>
    <closer><signed>Kinbote</signed></closer>
  </div>
  <div type="document" xml:id="d2" n="2"><head>2. Memorandum</head><p>No telegram.</p></div>
  <div type="document" xml:id="d3" n="3"><head>3. Telegram</head><p>Received.</p></div>
</div></body></text></TEI>"""


@pytest.fixture
def telegrams() -> list[ir.Cable]:
    return list(cableconv.read(VOLUME.encode(), "tei"))


def test_only_telegrams_are_read(telegrams: list[ir.Cable]) -> None:
    assert [cable.published_id for cable in telegrams] == ["frus1969v99/d1", "frus1969v99/d3"]
    assert list(cableconv.read(VOLUME.encode())) == telegrams


def test_what_is_in_a_telegram(telegrams: list[ir.Cable]) -> None:
    cable = telegrams[0]
    assert cable.envelope is not None
    assert cable.envelope.from_ == "Embassy in Zembla"
    assert [addressee.name for addressee in cable.envelope.to] == ["Department of State"]
    assert cable.envelope.dtg is not None
    assert cable.envelope.dtg.when == "1969-02-04T14:30:00Z"
    assert cable.header is not None
    assert cable.header.subject == "Glass Factory"
    assert cable.signature == "Kinbote"
    assert [section.heading for section in cable.sections] == [None, "Comment"]
    assert [type(block) for block in cable.sections[0].blocks] == [
        ir.Paragraph,
        ir.Paragraph,
        ir.Quotation,
        ir.ItemList,
        ir.Verbatim,
    ]
    first = cable.sections[0].blocks[0]
    assert isinstance(first, ir.Paragraph)
    assert (first.number, walk.reading_text(first.content)) == (1, "The talks have stalled.")


def test_nothing_is_lost(telegrams: list[ir.Cable]) -> None:
    for cable in telegrams:
        assert walk.check_coverage(cable) == []
    notes = [telegrams[0].source.text[slice(*span)] for span in telegrams[0].source.furniture]
    assert notes == ["Source: National Archives. Secret; Priority.", "See Document 2."]


def test_written_and_read_again(telegrams: list[ir.Cable]) -> None:
    out = io.BytesIO()
    cableconv.write(telegrams, out, "tei")
    assert list(cableconv.read(out.getvalue(), "tei")) == [carried(cable) for cable in telegrams]


def test_other_tei_is_refused() -> None:
    with pytest.raises(ReadError, match="no div of type document"):
        list(cableconv.read(VOLUME.replace('"document"', '"letter"').encode(), "tei"))
