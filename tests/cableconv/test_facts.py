"""What title pages say of a cable, and cover pages of many."""

import msgspec
import pytest

from cableconv import ir
from cableconv.facts import collection_rows, collection_title, facts_of, iso_time, long_time

PUBLISHED = ir.Published(title="GLASS TALKS STALL", classification="SECRET", origin="Embassy Onhava")


def of(cable: ir.Cable, **changes: object) -> ir.Cable:
    return msgspec.structs.replace(cable, **changes)


@pytest.mark.parametrize(
    ("created", "words", "iso"),
    [
        ("1975-03-05", "5 March 1975", "1975-03-05"),
        ("2009-02-04T14:14", "4 February 2009, 14:14 UTC", "2009-02-04T14:14:00Z"),
        ("2009-02-04 00:00", "4 February 2009, 00:00 UTC", "2009-02-04T00:00:00Z"),
        ("some day", "", ""),
        (None, "", ""),
    ],
)
def test_a_day_is_given_no_time(created: str | None, words: str, iso: str, kitchen_sink: ir.Cable) -> None:
    published = ir.Published(created=created)
    facts = facts_of(of(kitchen_sink, envelope=None, published=published))
    assert (long_time(facts), iso_time(facts)) == (words, iso)


def test_the_cable_goes_before_its_publisher(kitchen_sink: ir.Cable) -> None:
    facts = facts_of(of(kitchen_sink, published=PUBLISHED))
    assert facts.id == "09ONHAVA42"
    assert facts.title.startswith("ZEMBLA: GLASS FACTORY TALKS STALL")
    assert (facts.origin, facts.classification) == ("AMEMBASSY ONHAVA", "CONFIDENTIAL//NOFORN")
    assert long_time(facts) == "4 February 2009, 14:30 UTC"
    assert facts.tags == ("PREL", "ZB")


def test_the_publisher_is_asked_where_the_cable_says_nothing(kitchen_sink: ir.Cable) -> None:
    facts = facts_of(of(kitchen_sink, id=None, published_id="09X", envelope=None, header=None, published=PUBLISHED))
    assert (facts.id, facts.title) == ("09X", "GLASS TALKS STALL")
    assert (facts.origin, facts.classification) == ("Embassy Onhava", "SECRET")


def test_a_cable_of_which_nothing_is_known_has_a_title(kitchen_sink: ir.Cable) -> None:
    bare = of(kitchen_sink, published_id=None, envelope=None, header=None, published=None)
    assert facts_of(bare).title == "09ONHAVA42"
    facts = facts_of(of(bare, id=None))
    assert (facts.title, facts.id, facts.origin, facts.when) == ("Cable without a subject", "", "", None)


def test_a_level_that_nobody_knows_is_given_as_printed(kitchen_sink: ir.Cable) -> None:
    line = ir.Classification(raw="Z E C R E T", caveats=("NOFORN",), span=(0, 1))
    header = ir.Header(classification=line, span=(0, 1))
    assert facts_of(of(kitchen_sink, header=header)).classification == "Z E C R E T//NOFORN"


def test_a_collection_is_told_by_its_years(kitchen_sink: ir.Cable) -> None:
    first = facts_of(kitchen_sink)
    last = facts_of(of(kitchen_sink, envelope=None, published=ir.Published(created="2010-12-31")))
    undated = facts_of(of(kitchen_sink, envelope=None, published=None))
    assert collection_title([last, undated, first]) == "Diplomatic cables, 2009–2010"
    assert collection_title([first, first]) == "Diplomatic cables, 2009"
    assert collection_title([undated]) == "Diplomatic cables"
    assert collection_rows([last, undated, first]) == [
        ("Cables", ["3"]),
        ("Dates", ["4 February 2009–31 December 2010"]),
        ("From", ["AMEMBASSY ONHAVA (1)"]),
        ("Classification", ["CONFIDENTIAL//NOFORN (3)"]),
    ]
