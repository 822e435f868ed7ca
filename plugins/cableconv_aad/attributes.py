"""What the attributes of a record say: the sixty-odd lines ``Key: value`` below its text."""

import re
from typing import NamedTuple

from cableconv import ir
from cableconv.facts import MONTHS
from cableconv_telegram import canonical_station, message_id

_KEY = re.compile(r"[ \t]*(?P<key>[A-Z][A-Za-z0-9 /()'\-]{0,40}?):(?:[ \t]+(?P<value>.*))?$")
_NUMBER = re.compile(r"(?P<year>19\d\d)(?P<station>[A-Z]+)(?P<number>\d{1,9})")
_DAY = re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3})\s+(?P<year>\d{4})")
_MONTHS = [name[:3].upper() for name in MONTHS]


class Identity(NamedTuple):
    """What a document number says: year of four digits, and canonical id."""

    year: int
    id: str


def read_attributes(text: str, span: ir.Span) -> dict[str, str]:
    """Return the attributes by their keys, as printed; a value goes on in lines that have no key.

    Values of a key that is printed twice stand one below the other.
    """
    found: dict[str, str] = {}
    key = None
    for line in text[slice(*span)].splitlines():
        if match := _KEY.match(line):
            key = match["key"]
            value = (match["value"] or "").strip()
            found[key] = f"{found[key]}\n{value}" if key in found else value
        elif key and line.strip():
            found[key] = f"{found[key]} {line.strip()}".strip()
    return found


def identify(number: str) -> Identity | None:
    """Understand a document number; return ``None`` where it is not year, station and number.

    >>> identify("1975STATE012345")
    Identity(year=1975, id='75STATE12345')
    """
    match = _NUMBER.fullmatch(number)
    if match is None:
        return None
    year = int(match["year"])
    return Identity(year, message_id(year, canonical_station(match["station"]), match["number"]))


def published(attributes: dict[str, str], released: str | None) -> ir.Published:
    """Return what the archive says of a telegram.

    Args:
        attributes: The attributes.
        released: The day of the release stamp, as printed.
    """

    def told(key: str) -> str | None:
        value = attributes.get(key, "")
        return None if value.casefold() in ("", "n/a") else value

    return ir.Published(
        title=told("Subject"),
        created=_date(told("Draft Date")),
        released=_date(released),
        classification=told("Original Classification"),
        origin=told("From"),
    )


def _date(printed: str | None) -> str | None:
    """Return a day as ``YYYY-MM-DD``; what is no day of the calendar's form stays as printed.

    >>> _date("05 MAR 1975")
    '1975-03-05'
    """
    match = _DAY.fullmatch(printed or "")
    if match is None or match["month"].upper() not in _MONTHS:
        return printed
    return f"{match['year']}-{_MONTHS.index(match['month'].upper()) + 1:02}-{int(match['day']):02}"
