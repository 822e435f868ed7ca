"""Dates as telegrams write them."""

import re
from datetime import UTC, date, datetime

from cableconv_telegram.stations import full_year

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

#: The date-time group came in with the Combined Communications Board in 1943 (ACP 121); older years are damage.
_FIRST_YEAR = 1940

#: ``041430Z FEB 09``: day, hour, minute, zone, month, year (ACP 121, chapter 3).
DATE_TIME_GROUP = re.compile(
    rf"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)Z?\ *(?P<month>{'|'.join(MONTHS)})[A-Z]*\ *(?P<year>\d{{4}}|\d\d)\b"
)


def date_time_group(match: re.Match[str]) -> str | None:
    """Return the ISO 8601 time in UTC of a `DATE_TIME_GROUP` match, or ``None`` when there is no such time."""
    year = full_year(match["year"])
    if year < _FIRST_YEAR:
        return None
    try:
        when = datetime(
            year,
            MONTHS.index(match["month"]) + 1,
            int(match["day"]),
            int(match["hour"]),
            int(match["minute"]),
            tzinfo=UTC,
        )
    except ValueError:
        return None
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


_MONTH_FIRST = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})\b")
_YEAR_FIRST = re.compile(r"\b(\d{4})[/-](\d{1,2})[/-](\d{1,2})\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})\s*({'|'.join(MONTHS)})[A-Z]*\.?,?\s*(\d{{4}})\b", re.I)
_MONTH_DAY = re.compile(rf"\b({'|'.join(MONTHS)})[A-Z]*\.?\s+(\d{{1,2}}),?\s+(\d{{4}})\b", re.I)


def first_date(text: str) -> str | None:
    """Return the first calendar date in a text as ISO 8601: 02/04/2019, 2019/02/04, 4 FEB 2019, February 4, 2019.

    American order, as the State Department writes it. An impossible date is none.
    """
    if match := _YEAR_FIRST.search(text):
        year, month, day = match.groups()
    elif match := _MONTH_FIRST.search(text):
        month, day, year = match.groups()
    elif match := _DAY_MONTH.search(text):
        day, name, year = match.groups()
        month = str(MONTHS.index(name[:3].upper()) + 1)
    elif match := _MONTH_DAY.search(text):
        name, day, year = match.groups()
        month = str(MONTHS.index(name[:3].upper()) + 1)
    else:
        return None
    try:
        return date(full_declassification_year(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def full_declassification_year(digits: str) -> int:
    """Return the year of a declassification date.

    It lies ahead of the message, so two digits mean the 21st century, except those from 70 on.
    """
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= 70 else 2000)
