"""What is written: its own samples come back byte for byte, and cables of other formats lose no word."""

import io
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from cableconv import Cable, Node, Redaction, Text, WriteError, read, walk, write
from cableconv.testing import Golden

SAMPLES = Path(__file__).parents[1] / "samples"
GOLDEN = Path(__file__).parent / "golden"

TELEGRAM = b"""O 041430Z FEB 09
FM AMEMBASSY ONHAVA
TO SECSTATE WASHDC IMMEDIATE

C O N F I D E N T I A L ONHAVA 000042

SUBJECT: GLASS TALKS

1. (C) DOCKET
DOCKET and {braces}.

HALLAM
"""


def written(cables: Cable | Iterable[Cable], **options: int) -> str:
    out = io.BytesIO()
    write(cables, out, "docket", options)
    return out.getvalue().decode()


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_a_sample_comes_back_as_it_was(sample: Path) -> None:
    assert written(read(sample)) == sample.read_text(encoding="utf-8")


def test_lines_are_as_long_as_the_option_says(golden: Golden) -> None:
    narrow = written(read(SAMPLES / "glass-talks.docket"), width=30)
    golden.check(GOLDEN / "narrow.docket", narrow)


def test_a_telegram_has_the_fields_and_what_else_it_prints() -> None:
    text = written(read(TELEGRAM, "telegram"))
    assert text.startswith(
        "DOCKET\nDate: 04/02/2009 14:30\nFrom: AMEMBASSY ONHAVA\nTo: SECSTATE WASHDC\nNumber: ONHAVA 42/09\n"
        "Grade: CONFIDENTIAL\nSubject: GLASS TALKS\n"
    )
    assert "\nO 041430Z FEB 09\n" in text
    assert text.endswith("\n/ HALLAM\nEND DOCKET\n")


def test_words_of_the_text_are_no_signs() -> None:
    text = written(read(TELEGRAM, "telegram"), width=20)
    assert r"\{braces\}" in text
    (again,) = read(text.encode())
    assert again.id == "09ONHAVA42"


def test_what_braces_cannot_hold_is_told() -> None:
    def with_a_bar(node: Node) -> Node:
        return msgspec.structs.replace(node, raw="a|b") if isinstance(node, Redaction) else node

    (cable,) = read(b"DOCKET\nNumber: ONHAVA 12/66\n\n1. {-XXXX}\nEND DOCKET\n")
    told: list[tuple[str, str]] = []
    write(
        walk.map_nodes(cable, with_a_bar),
        io.BytesIO(),
        "docket",
        report=lambda where, diagnostic: told.append((where, diagnostic.code)),
    )
    assert told == [("66ONHAVA12", "docket.plain")]


def test_half_a_character_is_an_error() -> None:
    def damaged(node: Node) -> Node:
        return msgspec.structs.replace(node, text="\ud800") if isinstance(node, Text) else node

    cable = next(read(SAMPLES / "glass-talks.docket"))
    with pytest.raises(WriteError, match=r"U\+D800 is half a character"):
        written(walk.map_nodes(cable, damaged))
