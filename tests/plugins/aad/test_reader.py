"""Records: what is read of them, what is set aside, and what bad ones do."""

from pathlib import Path

import pytest

from cableconv import ReadError, ir, read, walk
from cableconv.layout import header_rows, printed_lines

STAMP = "Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review 05 JUL 2006"
TELEGRAM = """R 171530Z JAN 76
FM SECSTATE WASHDC
TO AMEMBASSY ONHAVA

UNCLAS STATE 012346

SUBJECT: LAMPS

1. LAMPS WERE SHIPPED.
"""
ATTRIBUTES = "Document Number: 1976STATE012346\nDraft Date: 17 JAN 1976\nFrom: STATE\nSubject: LAMPS\n"


def record(telegram: str = TELEGRAM, attributes: str = ATTRIBUTES) -> str:
    return f"Message Text\n\n{telegram}\n\nMessage Attributes\n\n{attributes}"


def only(text: str) -> ir.Cable:
    (cable,) = read(text.encode(), "aad")
    assert walk.check_coverage(cable) == []
    return cable


def aside(cable: ir.Cable) -> list[str]:
    return [cable.source.text[slice(*span)].strip() for span in cable.source.furniture]


def codes(cable: ir.Cable) -> set[str]:
    return {each.code for each in cable.diagnostics}


def body(cable: ir.Cable) -> list[str]:
    return [" ".join(walk.reading_text(each.content).split()) for each in walk.paragraphs(cable)]


def test_the_telegram_is_read_and_the_archive_s_words_stand_beside_it() -> None:
    cable = only(record())
    assert cable.id == "76STATE12346"
    assert cable.published_id == "1976STATE012346"
    assert cable.published == ir.Published(title="LAMPS", created="1976-01-17", origin="STATE")
    assert body(cable) == ["LAMPS WERE SHIPPED."]
    assert codes(cable) == set()


def test_attributes_are_kept_as_printed() -> None:
    cable = only(record(attributes=ATTRIBUTES + "Markings: REVIEWED\n BY A. SHADE\nTAGS: ZE\nTAGS: ETRD\nEnclosure:\n"))
    told = cable.extras["aad"]
    assert told["Markings"] == "REVIEWED BY A. SHADE"
    assert told["TAGS"] == "ZE\nETRD"
    assert told["Enclosure"] == ""


def test_stamps_are_set_aside_and_tell_the_release() -> None:
    cable = only(STAMP + "\n" + record(TELEGRAM.replace("WERE", f"WERE\n{STAMP}\n")))
    assert body(cable) == ["LAMPS WERE SHIPPED."]
    assert cable.published is not None
    assert cable.published.released == "2006-07-05"
    assert aside(cable).count(STAMP) == 1


def test_banners_at_a_page_s_edge_are_no_words_of_the_sentence() -> None:
    page = "\nSECRET\n\nSECRET\n\nPAGE 02        STATE  012346  171601Z\n\n"
    cable = only(record(TELEGRAM.replace("WERE ", f"WERE{page}")))
    assert body(cable) == ["LAMPS WERE SHIPPED."]
    assert "SECRET\n\nSECRET" in aside(cable)


def test_a_level_elsewhere_is_the_telegram_s() -> None:
    assert not any("SECRET" in each for each in aside(only(record(TELEGRAM + "\nSECRET\n\nIS A WORD.\n"))))


@pytest.mark.parametrize("printed", ["", "[TEXT ON MICROFILM]", "TEXT ON MICROFILM", "n/a"])
def test_a_record_without_text_is_a_cable_with_an_id(printed: str) -> None:
    cable = only(record(printed))
    assert cable.id == "76STATE12346"
    assert cable.sections == ()
    assert codes(cable) == {"page-incomplete", "id-from-publisher"}
    assert any(printed in each.message for each in cable.diagnostics)
    assert (cable.envelope.raw if cable.envelope else "") == printed


def test_readers_of_an_output_see_that_there_is_no_text() -> None:
    cable = only(record("[TEXT ON MICROFILM]"))
    (row,) = header_rows(cable)
    assert (row.name, printed_lines(cable.source, row)) == ("Notice", ["[TEXT ON MICROFILM]"])


def test_the_distribution_stands_in_the_envelope() -> None:
    above = f"PAGE 01        STATE  012346\n\n64\nORIGIN EUR-12\n{STAMP}\nINFO OCT-01 /013 R\nDRAFTED BY EUR:CKINBOTE\n"
    cable = only(record(f"{above}{TELEGRAM}"))
    page, distribution, *_ = header_rows(cable)
    assert (page.kind, printed_lines(cable.source, page)) == ("page-break", ["PAGE 01        STATE  012346"])
    printed = ["64", "ORIGIN EUR-12", "INFO OCT-01 /013 R", "DRAFTED BY EUR:CKINBOTE"]
    assert printed_lines(cable.source, distribution) == printed
    assert cable.envelope is not None
    assert STAMP not in cable.envelope.raw
    assert codes(cable) == set()


def test_a_page_without_a_time_is_no_word_of_the_sentence() -> None:
    cable = only(record(TELEGRAM.replace("WERE ", "WERE\nUNCLASSIFIED\n\nPAGE 02        STATE  012346\n\n")))
    assert [each.page for each in walk.walk(cable) if isinstance(each, ir.PageBreak)] == [2]


def test_an_id_that_differs_is_told() -> None:
    cable = only(record(attributes="Document Number: 1976STATE000007\n"))
    assert cable.id == "76STATE12346"
    assert "published-differs" in codes(cable)


def test_withdrawn_messages_stand_between_others(root: Path) -> None:
    cables = list(read(root / "samples" / "aad" / "three-records.txt"))
    assert [cable.id for cable in cables] == ["76STATE12345", "76STATE12346", "75ONHAVA1012"]
    assert cables[0].extras["aad"]["Film Number"] == "P760004-0815"


def test_what_is_no_record_is_an_error() -> None:
    with pytest.raises(ReadError, match=r"holds no record.*-f telegram"):
        list(read(TELEGRAM.encode(), "aad"))
