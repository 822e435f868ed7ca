"""What a title page says of a cable, and what a cover page says of many. Plain text.

Writers for people share this, so that a cable is called the same in every format.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

import msgspec

from cableconv import ir

#: English names, so that the reader's locale does not change an output.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one cable; ``""`` where one is not known.

    Attributes:
        id: Its canonical id, else the one under which it was published.
        title: Its subject, else the title under which it was published, else its id; never empty.
        origin: Who sent it, as the envelope or else the publisher names them.
        when: Its date-time group, else when it was created as published; in UTC.
        day_only: Of ``when``, the time of day is not known.
        classification: Level and caveats: ``CONFIDENTIAL//NOFORN``.
        tags: Its TAGS terms.
    """

    id: str
    title: str
    origin: str
    when: datetime | None
    day_only: bool
    classification: str
    tags: tuple[str, ...]


def facts_of(cable: ir.Cable) -> Facts:
    """Return the facts of a cable."""
    published = cable.published or ir.Published()
    envelope, header = cable.envelope, cable.header
    dtg = envelope.dtg if envelope else None
    told = next((each for each in (dtg.when if dtg else None, published.created) if _instant(each)), None)
    return Facts(
        id=_id_of(cable),
        title=title_of(cable),
        origin=(envelope.from_ if envelope else None) or published.origin or "",
        when=_instant(told),
        day_only=told is not None and not {"T", " "} & set(told),
        classification=_classification(header) or published.classification or "",
        tags=tuple(tag.term for tag in header.tags) if header else (),
    )


def title_of(cable: ir.Cable) -> str:
    """Return what a cable is called, never nothing: its subject, else the title it was published under, else its id."""
    subject = cable.header.subject if cable.header else None
    published = cable.published.title if cable.published else None
    return subject or published or _id_of(cable) or "Cable without a subject"


def _id_of(cable: ir.Cable) -> str:
    return cable.id or cable.published_id or ""


def _classification(header: ir.Header | None) -> str:
    line = header.classification if header else None
    if line is None:
        return ""
    level = line.level.replace("-", " ").upper() if line.level else line.raw
    return "//".join([level, *line.caveats])


def _instant(iso: str | None) -> datetime | None:
    try:
        instant = datetime.fromisoformat(iso) if iso else None
        if instant is None:
            return None
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        # Times are kept as they are printed, dates or not.
        return None


def long_date(instant: date) -> str:
    """Return a date as people write it: ``4 February 2009``."""
    return f"{instant.day} {MONTHS[instant.month - 1]} {instant.year}"


def long_time(facts: Facts) -> str:
    """Return when a cable is from, as people write it: ``4 February 2009, 14:30 UTC``, or the day; or nothing."""
    if facts.when is None:
        return ""
    return long_date(facts.when) if facts.day_only else f"{long_date(facts.when)}, {facts.when:%H:%M} UTC"


def iso_time(facts: Facts) -> str:
    """Return when a cable is from, in ISO 8601: ``2009-02-04T14:30:00Z``, or the day; or nothing."""
    if facts.when is None:
        return ""
    return f"{facts.when:%Y-%m-%d}" if facts.day_only else f"{facts.when:%Y-%m-%dT%H:%M:%SZ}"


def collection_title(all_facts: Iterable[Facts]) -> str:
    """Return the title of a collection: ``Diplomatic cables, 1966–2010``."""
    return years_title(sorted(str(facts.when.year) for facts in all_facts if facts.when))


def years_title(ordered: Sequence[str]) -> str:
    """Return the title of a collection, given the years of its cables from the first to the last, or none."""
    return ", ".join(filter(None, ["Diplomatic cables", _first_and_last(ordered)]))


def collection_rows(all_facts: Sequence[Facts]) -> list[tuple[str, list[str]]]:
    """Return what there is to say of a collection, as rows of a name and one line or more."""
    dates = [long_date(instant) for instant in sorted(facts.when for facts in all_facts if facts.when)]
    rows = [
        ("Cables", [f"{len(all_facts):,}"]),
        ("Dates", [_first_and_last(dates)] if dates else []),
        ("From", _counted(facts.origin for facts in all_facts)),
        ("Classification", _counted(facts.classification for facts in all_facts)),
    ]
    return [(name, lines) for name, lines in rows if lines]


def _first_and_last(ordered: Sequence[str]) -> str:
    """Join the first and the last of some words, which may be the same: ``1966–2010``."""
    return "–".join(dict.fromkeys([ordered[0], ordered[-1]])) if ordered else ""


def _counted(names: Iterable[str]) -> list[str]:
    """Return each name once, in alphabetical order, with how often it occurs."""
    counts = Counter(filter(None, names))
    return [f"{name} ({counts[name]})" for name in sorted(counts)]
