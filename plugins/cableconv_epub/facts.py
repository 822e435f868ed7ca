"""What a title page says of a cable: title, origin, date, classification. Plain text, not yet escaped."""

from datetime import UTC, datetime

from cableconv import ir

#: English names, so that the reader's locale does not change the book.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def title(cable: ir.Cable) -> str:
    """Return the subject, else the title under which the cable was published, else its number."""
    subject = cable.header.subject if cable.header else None
    published = cable.published.title if cable.published else None
    return subject or published or cable.id or "Cable without a subject"


def origin(cable: ir.Cable) -> str | None:
    """Return who sent it, as the envelope or else the publisher names them."""
    sender = cable.envelope.from_ if cable.envelope else None
    return sender or (cable.published.origin if cable.published else None)


def when(cable: ir.Cable) -> datetime | None:
    """Return the time of the date-time group, else of creation as published; UTC."""
    dtg = cable.envelope.dtg if cable.envelope else None
    return _instant(dtg.when if dtg else None) or _instant(cable.published.created if cable.published else None)


def _instant(iso: str | None) -> datetime | None:
    try:
        instant = datetime.fromisoformat(iso) if iso else None
    except ValueError:
        # Published times are kept as they are printed, dates or not.
        return None
    if instant is None:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def long_date(instant: datetime) -> str:
    """Return a date as people write it: ``4 February 2009``."""
    return f"{instant.day} {MONTHS[instant.month - 1]} {instant.year}"


def long_time(instant: datetime) -> str:
    """Return a date with its time of day: ``4 February 2009, 14:30 UTC``."""
    return f"{long_date(instant)}, {instant:%H:%M} UTC"


def classification(cable: ir.Cable) -> str | None:
    """Return level and caveats of the classification line: ``CONFIDENTIAL//NOFORN``."""
    line = cable.header.classification if cable.header else None
    if line is None:
        return cable.published.classification if cable.published else None
    level = line.level.replace("-", " ").upper() if line.level else line.raw
    return "//".join([level, *line.caveats])


def entry(cable: ir.Cable) -> str:
    """Return how a list of many cables names this one: its date, who sent it, its title."""
    instant = when(cable)
    named = (long_date(instant) if instant else None, origin(cable), title(cable))
    return " · ".join(fact for fact in named if fact)
