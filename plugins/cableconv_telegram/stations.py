"""Names of stations, and the canonical id of a message: year, station, number.

The State Department's message reference number (MRN) is the two-digit year, the station and a number counted from 1
each January (5 FAH-2 H-320): ``09 ONHAVA 000042``, canonical ``09ONHAVA42``.
"""

import re

# The kind of post says who is meant only in an address; the MRN leaves it out.
_POST_KIND = re.compile(
    r"(?:(?:US|AM)?(?:EMBASSY|CONSULATE|CONSUL|CONGEN)(?:GENERAL)?|USINT|(?:US)?MISSION|USOFFICE|USDEL|USLO)(?=[A-Z]{3})"
)

#: Other ways to write a station. Source: the spellings of the same post in the reference lines of 1,300 cables, and in
#: the column "Origin" of the pages on which they were published.
ALIASES = {
    "SECSTATE": "STATE",
    "SECSTATEWASHDC": "STATE",
    "STATEWASHDC": "STATE",
    "DEPTSTATE": "STATE",
    "SECRETARYOFSTATE": "STATE",
    "AMERICANINSTITUTETAIWANTAIPEI": "AITTAIPEI",
    "USUN": "USUNNEWYORK",
    "NEWYORK": "USUNNEWYORK",
    "USEU": "USEUBRUSSELS",
    "USECBRUSSELS": "USEUBRUSSELS",
    "UNVIE": "UNVIEVIENNA",
    "VIENNAUNVIE": "UNVIEVIENNA",
    "HCMC": "HOCHIMINHCITY",
    "HCMCITY": "HOCHIMINHCITY",
    "RIO": "RIODEJANEIRO",
    "RIODEJAN": "RIODEJANEIRO",
    "KIEV": "KYIV",
    "MEXICOCITY": "MEXICO",
    "MEXICODF": "MEXICO",
    "NICOSA": "NICOSIA",
    "STPETERSBUR": "STPETERSBURG",
}

_NO_LETTER = re.compile(r"[^A-Z0-9]")


def canonical_station(name: str) -> str:
    """Return a station in capitals without blanks, by its usual name.

    >>> canonical_station("Rio de Janeiro"), canonical_station("SECSTATE"), canonical_station("Embassy Onhava")
    ('RIODEJANEIRO', 'STATE', 'ONHAVA')
    """
    letters = _NO_LETTER.sub("", name.upper())
    kind = _POST_KIND.match(letters)
    station = letters[kind.end() :] if kind else letters
    return ALIASES.get(station, station)


def full_year(digits: str) -> int:
    """Return the year of two or four digits; two-digit years from 45 on are of the 20th century.

    State Department telegrams are numbered by post and year since 1945; the latest published are of 2010.
    """
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= 45 else 2000)


def message_id(year: int, station: str, number: str) -> str:
    """Return the canonical id of a message.

    >>> message_id(2009, "ONHAVA", "000042")
    '09ONHAVA42'
    """
    return f"{year % 100:02d}{canonical_station(station)}{int(number)}"
