"""What a redacted cable says of itself."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from cableconv import ir, read, walk

Redacted = Callable[..., ir.Cable]

TEXT = """C O N F I D E N T I A L ONHAVA 000042

E.O. 12958: N/A
TAGS: PREL
SUBJECT: (U) CALL 202-555-0143

1. (U) Write to kinbotec@state.gov, or call 202-555-0143. It may be 555-0199.

2. (C) More.
"""


def test_size_and_hash_are_those_of_the_new_text(redacted: Redacted) -> None:
    source = redacted(TEXT.replace("\n", "\r\n"), level="unclassified").source
    content = source.text.encode()
    assert (source.size, source.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert source.newline == "CRLF"


def test_each_passage_is_counted_and_told(redacted: Redacted) -> None:
    cable = redacted(TEXT, level="unclassified")
    assert cable.extras == {
        "redact": {"passages": {"paragraph": 1, "e-mail": 1, "telephone": 2}, "left-out": []},
    }
    messages = {each.code: each for each in cable.diagnostics}
    assert messages["redacted"].message == "Taken out: 1 paragraph, 1 e-mail address, 2 telephone numbers."
    start, end = messages["contact-doubtful"].span or (0, 0)
    assert cable.source.text[start:end] == "555-0199"


def test_inlines_around_an_address_stay(redacted: Redacted) -> None:
    paragraph = next(walk.paragraphs(redacted(TEXT)))
    assert [each.raw if isinstance(each, ir.Redaction) else each.text for each in paragraph.content] == [
        "Write to ",
        "[E-MAIL ADDRESS REDACTED]",
        ", or call ",
        "[TELEPHONE NUMBER REDACTED]",
        ". It may be 555-0199.",
    ]


def test_values_say_what_their_text_says(redacted: Redacted) -> None:
    header = redacted(TEXT).header
    assert header
    assert header.subject == "CALL [TELEPHONE NUMBER REDACTED]"


def test_the_hash_of_the_original_only_if_asked_for(redacted: Redacted) -> None:
    (original,) = read(TEXT.encode())
    once = redacted(TEXT, original_hash=True)
    assert once.extras["redact"]["original-sha256"] == original.source.sha256
    twice = redacted(once, level="unclassified")
    assert twice.extras["redact"] == {
        "passages": {"paragraph": 1, "e-mail": 1, "telephone": 2},
        "left-out": [],
        "original-sha256": original.source.sha256,
    }
    assert "original-sha256" not in redacted(redacted(TEXT), level="unclassified", original_hash=True).extras["redact"]


def test_neither_contacts_nor_a_level(redacted: Redacted) -> None:
    (cable,) = read(TEXT.encode())
    assert redacted(cable, contacts=False) is cable


def test_short_numbers_are_not_looked_for_elsewhere(redacted: Redacted) -> None:
    text = TEXT.replace("000042", "001234").replace("2. (C) More.", "2. (C) Call ext. 1234.")
    cable = redacted(text)
    assert cable.header
    assert cable.header.mrn == "ONHAVA 001234"
    assert "ext. [TELEPHONE NUMBER REDACTED]" in cable.source.text


def test_contacts_around_the_cable_go(redacted: Redacted) -> None:

    (cable,) = read(TEXT.encode())
    named = msgspec.structs.replace(
        cable,
        source=msgspec.structs.replace(cable.source, name="202-555-0143.txt"),
        published=ir.Published(title="CALL 202-555-0143"),
    )
    made = redacted(named)
    assert made.source.name == "[TELEPHONE NUMBER REDACTED].txt"
    assert made.published == ir.Published(title="CALL [TELEPHONE NUMBER REDACTED]")


def test_real_cables(redacted: Redacted, shared_data: Path) -> None:
    for page in sorted((shared_data / "pages").iterdir())[:12]:
        for cable in read(page):
            redacted(cable, level="unclassified")
