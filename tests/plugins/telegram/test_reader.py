"""Whole telegrams."""

from pathlib import Path

import pytest

from cableconv import ReadError, ir, read, walk
from cableconv_telegram.plugin import sniff

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "samples" / "telegram"


def only(path: Path) -> ir.Cable:
    (cable,) = read(path, format="telegram")
    return cable


def test_the_header_s_marks_are_in_order_where_captions_stand_before_a_label() -> None:
    text = "UNCLAS ONHAVA 000042\n\nSUBJECT: GLASS\n\nSIPDIS TAGS: PREL\n\n1. (U) Glass.\n"
    [cable] = read(text.encode(), "telegram")
    assert cable.header
    printed = [(mark.kind, walk.slice_of(cable, mark)) for mark in cable.header.marks if isinstance(mark, ir.Mark)]
    assert printed == [
        ("classification", "UNCLAS"),
        ("mrn", "ONHAVA 000042"),
        ("label", "SUBJECT:"),
        ("subject", "GLASS"),
        ("caption", "SIPDIS"),
        ("label", "TAGS:"),
        ("tag", "PREL"),
    ]


def test_several_telegrams_in_one_file() -> None:
    first, second = read(SAMPLES / "two-telegrams.txt", format="telegram")
    assert (first.id, second.id) == ("06NOVAZEMBLA77", "06NOVAZEMBLA78")
    whole = (SAMPLES / "two-telegrams.txt").read_text()
    assert first.source.text + second.source.text == whole
    assert second.source.line == 1 + first.source.text.count("\n")
    assert whole.splitlines()[second.source.line - 1] == second.source.text.splitlines()[0]


def test_telegrams_parted_by_an_end_mark_alone() -> None:
    first = "UNCLAS ONHAVA 1\nTAGS: PREL\nSUBJECT: ONE\n\n1. One.\n\nNNNN\n"
    text = first + "UNCLAS ONHAVA 2\nTAGS: PREL\nSUBJECT: TWO\n\n1. Two.\n"
    assert [cable.header and cable.header.subject for cable in read(text.encode(), format="telegram")] == ["ONE", "TWO"]


def test_quoting_an_envelope_makes_no_second_telegram() -> None:
    envelope = "R 041430Z FEB 09\nFM AMEMBASSY ONHAVA\nTO SECSTATE WASHDC\n"
    text = envelope + "UNCLAS ONHAVA 1\nTAGS: PREL\nSUBJECT: ONE\n\n1. They wrote TO the\nFM AMEMBASSY office.\n"
    assert len(list(read(text.encode(), format="telegram"))) == 1


@pytest.mark.parametrize("content", [b"", b" \n\n\t ", b"\xef\xbb\xbf \n"])
def test_blank_input_is_no_telegram(content: bytes) -> None:
    if content.startswith(b"\xef"):
        assert len(list(read(content, format="telegram"))) == 1
        return
    with pytest.raises(ReadError, match="no telegram"):
        list(read(content, format="telegram"))


def test_bytes_of_an_unknown_encoding_are_said_to_be_guessed() -> None:
    cable = only(SAMPLES / "cp1252-pilcrow.txt")
    assert cable.source.encoding == "cp1252"
    assert "encoding-guessed" in [diagnostic.code for diagnostic in cable.diagnostics]
    assert cable.source.furniture
    assert all(cable.source.text[start:end] == "¶" for start, end in cable.source.furniture)


def test_no_sample_has_an_unparsed_block_but_the_newspaper_s() -> None:
    for path in SAMPLES.glob("*.txt"):
        for cable in read(path, format="telegram"):
            blocks = [node.text for node in walk.walk(cable) if isinstance(node, ir.Unparsed)]
            assert blocks == [], path.name


@pytest.mark.parametrize(
    ("content", "least", "most"),
    [
        (
            b"VZCZCXRO0042\nRR RUEHZB\nDE RUEHZB #0042 0351430\nZNR UUUUU ZZH\nR 041430Z FEB 09\nFM AMEMBASSY ONHAVA\n",
            0.8,
            0.85,
        ),
        (b"UNCLAS ONHAVA 000042\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: PREL\n", 0.8, 0.85),
        (b"S E C R E T ONHAVA 42\r\nTAGS PREL\r\nSUBJECT: GLASS\r\n", 0.6, 1),
        (b'"42";"2/4/2009";"09ONHAVA42";"O 041430Z FEB 09\nFM AMEMBASSY ONHAVA\nTAGS: PREL\nSIPDIS\n"\n', 0, 0),
        (b"id,text\n42,'FM AMEMBASSY ONHAVA\nTAGS: PREL\n','UNCLAS ONHAVA 42\nSIPDIS\n'\n", 0, 0),
        # Quoted words in a telegram, and what an archivist wrote above it, are no rows of a table.
        (b'FM AMEMBASSY ONHAVA\nTAGS: PREL\nSUBJECT: "GLASS","MIRRORS","LENSES"\n', 0.6, 1),
        (b'1,200.5 TONS, "GLASS"; SEE BOX 4, FOLDER 2\nUNCLAS ONHAVA 42\nTAGS: PREL\n', 0.6, 1),
        (b"Dear Sir,\n\nwe have received your letter.\n", 0, 0.2),
        (b"<html><body><pre>UNCLAS ONHAVA 42\nTAGS: PREL\nE.O. 12958: N/A</pre>", 0, 0),
        (b'{"ir": "1"}', 0, 0),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), 0, 0),
        (b"", 0, 0),
    ],
)
def test_sniff(content: bytes, least: float, most: float) -> None:
    assert least <= sniff(content, "x.txt") <= most


def test_a_real_telegram(shared_data: Path) -> None:
    """Every figure that a person reads off this telegram."""
    cable = only(next(shared_data.glob("002_*.txt")))
    envelope, header = cable.envelope, cable.header
    assert envelope is not None
    assert header is not None
    assert cable.id == "09MEXICO828"
    assert envelope.transmission_id == "VZCZCXRO5970"
    assert envelope.precedence == (ir.Precedence.ROUTINE,)
    assert envelope.dtg is not None
    assert envelope.dtg.when == "2009-03-20T22:39:00Z"
    assert envelope.from_ == "AMEMBASSY MEXICO"
    assert [(to.name, to.routing, to.mcn) for to in envelope.to] == [("SECSTATE WASHDC", "RUEHC", "5713")]
    assert [(to.name, to.routing) for to in envelope.info] == [("ALL US CONSULATES IN MEXICO COLLECTIVE", "RUEHXC")]
    assert header.classification is not None
    assert header.classification.level == ir.Level.UNCLASSIFIED
    assert header.parts == 11
    assert header.captions == ("SENSITIVE", "SIPDIS")
    assert [tag.term for tag in header.tags] == "ASEC ELAB KCRM KFRD KTIP KWMN PHUM PREF SMIG".split()
    assert header.subject == "NINTH ANNUAL TRAFFICKING IN PERSONS (TIP) REPORT - ADDITIONAL INFORMATION"
    assert [reference.id for reference in header.references] == ["09MEXICO586"]
    breaks = [node for section in cable.sections for node in walk.walk(section) if isinstance(node, ir.PageBreak)]
    assert [(each.page, each.pages) for each in breaks] == [(page, 11) for page in range(2, 12)]
    numbered = [paragraph for paragraph in walk.paragraphs(cable) if paragraph.number is not None]
    assert [paragraph.number for paragraph in numbered] == [
        1,
        3,
        9,
        10,
        16,
        17,
        19,
        21,
        24,
        26,
        *range(28, 37),
        38,
        39,
        41,
    ]
    assert [paragraph.label for paragraph in numbered][:5] == ["1.", "3.", "19.", "110.", "16."]
    assert cable.signature == "BASSETT"
    assert not [node for node in walk.walk(cable) if isinstance(node, ir.Unparsed)]


def test_no_page_break_parts_a_sentence(shared_data: Path) -> None:
    cable = only(next(shared_data.glob("002_*.txt")))
    blocks = [block for section in cable.sections for block in section.blocks]
    for at, block in enumerate(blocks):
        if isinstance(block, ir.PageBreak):
            above = blocks[at - 1]
            text = cable.source.text[slice(*above.span)].rstrip()
            assert text.endswith((".", "?", ";", ":")), text[-60:]
