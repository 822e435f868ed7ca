"""What title pages say of a cable."""

import msgspec
import pytest

from cableconv import ir
from cableconv.facts import facts_of, iso_time, long_time


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
    facts = facts_of(msgspec.structs.replace(kitchen_sink, envelope=None, published=published))
    assert (long_time(facts), iso_time(facts)) == (words, iso)
