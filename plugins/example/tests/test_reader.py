"""What is read: each test is a snippet, and what it means."""

from pathlib import Path

import pytest
from cableconv import Cable, Mark, ReadError, Text, read, walk
from cableconv.testing import Golden, outline

SAMPLES = Path(__file__).parents[1] / "samples"
GOLDEN = Path(__file__).parent / "golden"

HEAD = "DOCKET\nFrom: Embassy Onhava\nNumber: ONHAVA 12/66\n"


def only(text: str, **options: str) -> Cable:
    (cable,) = read(text.encode(), "docket", options)
    assert walk.check_coverage(cable) == []
    return cable


def said(cable: Cable) -> list[str]:
    return [diagnostic.code for diagnostic in cable.diagnostics]


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_all_of_a_sample_is_recognised(sample: Path, golden: Golden) -> None:
    golden.check(GOLDEN / f"{sample.stem}.txt", "\n".join(map(outline, read(sample))))


def test_a_file_holds_several() -> None:
    first, second = read(SAMPLES / "two-in-a-file.docket")
    assert (first.id, second.id) == ("66NOVAZEMBLA77", "66ONHAVA13")
    assert second.source.line == 12


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_any_line_ends_will_do(line_end: str) -> None:
    text = (SAMPLES / "glass-talks.docket").read_text(encoding="utf-8")
    assert outline(only(text.replace("\n", line_end))) == outline(only(text))


def test_a_byte_order_mark_is_furniture() -> None:
    text = (SAMPLES / "glass-talks.docket").read_text(encoding="utf-8")
    assert outline(only("\ufeff" + text)) == outline(only(text))


def test_an_indented_line_goes_on_with_the_field_above() -> None:
    cable = only("DOCKET\nTo: Department\n    Consulate\nSubject: Glass\n    talks\nEND DOCKET\n")
    assert cable.envelope is not None
    assert cable.header is not None
    assert [addressee.name for addressee in cable.envelope.to] == ["Department", "Consulate"]
    assert cable.header.subject == "Glass talks"


@pytest.mark.parametrize(
    ("dates", "printed", "when"),
    [
        ("day-first", "04/03/1966 14:30", "1966-03-04T14:30:00Z"),
        ("month-first", "04/03/1966 14:30", "1966-04-03T14:30:00Z"),
        ("day-first", "4/3/1966", "1966-03-04"),
        ("month-first", "31/12/1966", None),
    ],
)
def test_dates_are_read_as_the_option_says(dates: str, printed: str, when: str | None) -> None:
    cable = only(f"DOCKET\nDate: {printed}\nNumber: ONHAVA 12/66\nEND DOCKET\n", dates=dates)
    assert cable.envelope is not None
    assert cable.envelope.dtg is not None
    assert (cable.envelope.dtg.raw, cable.envelope.dtg.when) == (printed, when)
    assert said(cable) == ([] if when else ["bad-date-time-group"])


def test_a_paragraph_without_number_belongs_to_the_one_above() -> None:
    first, second = walk.paragraphs(only(f"{HEAD}\n7. (C) One.\n\nTwo.\nEND DOCKET\n"))
    assert (first.number, first.label, first.marking and first.marking.level) == (7, "7.", "confidential")
    assert (second.number, second.continues) == (None, 7)


def test_a_backslash_takes_the_meaning_from_a_sign() -> None:
    (paragraph,) = walk.paragraphs(only(HEAD + "\n\\1. \\{-no} \\\\ yes.\nEND DOCKET\n"))
    assert paragraph.number is None
    assert all(isinstance(inline, Text) for inline in paragraph.content)
    assert walk.reading_text(paragraph.content) == "1. {-no} \\ yes."


def test_below_the_signature_stands_what_closes_the_message() -> None:
    cable = only(f"{HEAD}\n1. One.\n\n/ GRADUS\n\nNNNN\nEND DOCKET\n")
    assert cable.signature == "GRADUS"
    assert [(mark.kind, walk.slice_of(cable, mark)) for mark in cable.marks if isinstance(mark, Mark)] == [
        ("signature", "GRADUS"),
        ("end-mark", "NNNN"),
    ]


def test_what_is_unknown_is_kept_and_told() -> None:
    cable = only(f"From box 9.\n\n{HEAD}From: again\nno label\nRoom: 9\n\n1. Cut sho")
    assert said(cable) == ["truncated", *["docket.field-unused"] * 3, "unparsed"]
    assert "From box 9." in walk.slice_of(cable, cable.sections[0])
    assert cable.envelope is not None
    assert cable.envelope.from_ == "Embassy Onhava"


def test_without_a_number_there_is_no_id() -> None:
    cable = only("DOCKET\nNumber: twelve\nEND DOCKET\n")
    assert cable.id is None
    assert said(cable) == ["no-id"]


def test_what_is_something_else_is_an_error() -> None:
    with pytest.raises(ReadError, match="expected a line that says DOCKET and nothing else"):
        list(read(b"A DOCKET is not here.\n", "docket"))
