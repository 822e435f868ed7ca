"""The canonical id of a cable, from the id under which it was published."""

import re
from typing import NamedTuple

from cableconv_telegram import canonical_station, full_year, message_id

# Year, station, number, without blanks and signs. What stands in the classification line before the station was glued
# in front of it at times: "UNCLAS SECTION 01 OF 02 MANAMA 000492" became "08ECTION01OF02MANAMA492".
_PUBLISHED = re.compile(
    r"(?P<year>(?:19|20)\d\d|\d\d)"
    r"(?:[A-Z]{0,20}?(?:ECTION|PART)\d{1,2}OF\d{1,2})?"
    r"(?P<station>[A-Z]+)"
    r"(?P<number>\d{1,9})"
)


class Identity(NamedTuple):
    """What a published id says.

    Attributes:
        year: Four digits.
        station: Canonical: ``MANAMA``.
        id: Canonical: ``08MANAMA492``.
    """

    year: int
    station: str
    id: str


def identify(published_id: str) -> Identity | None:
    """Understand a published id; return ``None`` where it is not year, station and number.

    >>> identify("08ECTION01OF02MANAMA492")
    Identity(year=2008, station='MANAMA', id='08MANAMA492')
    >>> identify("2008 SECSTATE 000123")
    Identity(year=2008, station='STATE', id='08STATE123')
    """
    match = _PUBLISHED.fullmatch(re.sub(r"[^A-Z0-9]", "", published_id.upper()))
    if match is None:
        return None
    year = full_year(match["year"])
    return Identity(year, canonical_station(match["station"]), message_id(year, match["station"], match["number"]))
