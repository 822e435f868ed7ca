"""Which portions go at which level, and what stands in their place."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from cableconv import ir, read, walk

Redacted = Callable[..., ir.Cable]

HEAD = "{line} ONHAVA 000042\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: {subject}\n\n"


def telegram(body: str, line: str = "S E C R E T", subject: str = "(U) GLASS") -> str:
    return HEAD.format(line=line, subject=subject) + body


def body_of(cable: ir.Cable) -> str:
    text = cable.source.text
    return text[text.index("\n\n", text.index("SUBJECT")) + 2 :]


@pytest.mark.parametrize(
    ("level", "kept"),
    [
        ("unclassified", "U"),
        ("limited-official-use", "U"),
        ("sensitive-but-unclassified", "U SBU FOUO"),
        ("confidential", "U SBU FOUO C C/NF"),
        ("secret", "U SBU FOUO C C/NF S S//NF S/REL NATO"),
        ("top-secret", "U SBU FOUO C C/NF S S//NF S/REL NATO TS"),
    ],
)
def test_paragraphs_by_their_marks(level: str, kept: str, redacted: Redacted) -> None:
    marks = ["U", "SBU", "FOUO", "C", "C/NF", "S", "S//NF", "S/REL NATO", "TS"]
    cable = redacted(telegram("\n\n".join(f"{n}. ({mark}) Text {n}." for n, mark in enumerate(marks, 1))), level=level)
    left = [
        each.marking.raw
        for each in walk.paragraphs(cable)
        if each.marking and "Text" in walk.reading_text(each.content)
    ]
    assert " ".join(mark.strip("()") for mark in left) == kept
    for paragraph in walk.paragraphs(cable):
        assert paragraph.marking
        if paragraph.marking.raw not in left:
            assert [type(each) for each in paragraph.content] == [ir.Redaction]


def test_masked_and_dropped(redacted: Redacted) -> None:
    text = telegram("1. (U) Stays.\n\n2. (S) Goes.\n\n-- a point\n-- (U) another\n")
    assert body_of(redacted(text, level="confidential")) == (
        "1. (U) Stays.\n\n2. (S) [PARAGRAPH REDACTED]\n\n-- [TEXT REDACTED]\n-- (U) another\n"
    )
    dropped = redacted(text, level="confidential", paragraphs="drop")
    assert body_of(dropped) == "1. (U) Stays.\n\n[PARAGRAPH REDACTED]\n\n[TEXT REDACTED]\n-- (U) another\n"
    paragraph = list(walk.paragraphs(dropped))[1]
    assert (paragraph.number, paragraph.label, paragraph.marking, paragraph.marks) == (None, None, None, ())


def test_what_has_no_mark_belongs_to_the_portion_before_it(redacted: Redacted) -> None:
    body = """1. (S) Goes.

It goes on.

RATE        GLASS   SINCE
Glass       12.5    2004
Mirrors     7.0     2006

BEGIN TEXT:

Quoted.

END TEXT.

2. (U) Stays.

It stays, too.

RATE        GLASS   SINCE
Glass       12.5    2004
Mirrors     7.0     2006
"""
    assert body_of(redacted(telegram(body), level="confidential")) == (
        """1. (S) [PARAGRAPH REDACTED]

[PARAGRAPH REDACTED]

[TEXT REDACTED]

BEGIN TEXT:

[PARAGRAPH REDACTED]

END TEXT.

"""
        + body[body.index("2. (U)") :]
    )


@pytest.mark.parametrize(
    ("line", "unmarked", "goes"),
    [
        ("UNCLAS", "overall", False),
        ("C O N F I D E N T I A L", "overall", False),
        ("S E C R E T", "overall", True),
        ("S E C R E T", "keep", False),
        ("UNCLAS", "remove", True),
    ],
)
def test_unmarked(line: str, unmarked: str, goes: bool, redacted: Redacted) -> None:
    cable = redacted(telegram("1. Unmarked.\n", line, "GLASS"), level="confidential", unmarked=unmarked)
    assert ("Unmarked" not in cable.source.text) == goes
    assert cable.header
    assert cable.header.subject == ("[SUBJECT REDACTED]" if goes else "GLASS")


def test_no_classification_at_all(redacted: Redacted) -> None:
    text = "E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: (U) GLASS\n\n1. Unmarked.\n\n2. (U) Marked.\n"
    cable = redacted(text, level="top-secret")
    assert body_of(cable) == "1. [PARAGRAPH REDACTED]\n\n2. (U) Marked.\n"
    assert "classification-unknown" in {each.code for each in cable.diagnostics}


def test_the_publishers_classification_counts_where_the_cable_has_none(redacted: Redacted) -> None:
    (cable,) = read(b"E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: GLASS\n\n1. Unmarked.\n")

    def published(classification: str) -> ir.Cable:
        return replace(cable, published=ir.Published(classification=classification, title="GLASS"))

    open_to_all = published("UNCLASSIFIED//FOR OFFICIAL USE ONLY")
    assert redacted(open_to_all, level="unclassified") is open_to_all
    secret = published("SECRET//NOFORN")
    assert redacted(secret, level="secret") is secret
    gone = redacted(secret, level="confidential")
    assert "Unmarked" not in gone.source.text
    assert gone.published == ir.Published(classification="SECRET//NOFORN", title="[SUBJECT REDACTED]")


def test_headings(redacted: Redacted) -> None:
    body = """SUMMARY
-------

1. (S) Goes.

THE OFFER OF THE MINISTER
-------------------------

2. (U) Stays.

3. (S) Goes.

WHAT IS KNOWN
-------------

4. (U) Stays.
"""
    cable = redacted(telegram(body), level="confidential")
    assert [section.heading for section in cable.sections] == ["SUMMARY", "[HEADING REDACTED]", "WHAT IS KNOWN"]
    assert "OFFER" not in cable.source.text


def test_a_heading_with_a_mark_of_its_own(redacted: Redacted) -> None:
    body = "(U) What Everybody Knows\n------------------------\n\n1. (S) Goes.\n"
    (section,) = redacted(telegram(body), level="confidential").sections
    assert section.heading == "(U) What Everybody Knows"


def test_page_breaks_stay(redacted: Redacted) -> None:
    body = "1. (S) Goes on\n\nONHAVA 00000042  002 OF 002\n\nto the next page.\n"
    cable = redacted(telegram(body), level="confidential")
    (paragraph,) = walk.paragraphs(cable)
    assert [type(each) for each in paragraph.content if not isinstance(each, ir.Text)] == [
        ir.Redaction,
        ir.PageBreak,
        ir.Redaction,
    ]
    assert walk.reading_text(paragraph.content) == "[PARAGRAPH REDACTED] [PARAGRAPH REDACTED]"
    assert cable.extras["redact"]["passages"] == {"paragraph": 1}


def test_a_table_that_goes_leaves_a_redaction(redacted: Redacted) -> None:
    table = "RATE        GLASS   SINCE\nGlass       12.5    2004\nMirrors     7.0     2006\n"
    cable = redacted(telegram(f"1. (S) Goes.\n\n{table}"), level="confidential")
    block = cable.sections[0].blocks[1]
    assert isinstance(block, ir.Paragraph)
    assert [each.raw for each in block.content if isinstance(each, ir.Redaction)] == ["[TEXT REDACTED]"]


def test_the_text_read_again_has_the_same_redactions(redacted: Redacted) -> None:
    cable = redacted(telegram("1. (S) Goes.\n\n2. (U) Call 202-555-0143.\n"), level="confidential")
    (again,) = read(cable.source.text.encode())
    assert again.sections == cable.sections
