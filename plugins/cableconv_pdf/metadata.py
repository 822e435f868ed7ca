"""What a file says of itself: title, author, subject, keywords, language, date."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from cableconv import ir


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """The metadata of one file; empty where nothing is known.

    Attributes:
        title: Shown in the window's title.
        author: Who sent the cable.
        subject: What it is.
        keywords: TAGS terms.
        publisher: As the user gave it.
        identifier: Id of the cable.
        language: BCP 47 tag.
        date: In UTC, of the cable or SOURCE_DATE_EPOCH.
    """

    title: str
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    publisher: str = ""
    identifier: str = ""
    language: str = "en"
    date: datetime | None = None


def legible(text: str) -> str:
    """Replace the characters that neither XML nor a PDF string can hold by visible signs."""
    return text if text.isprintable() else "".join(map(_legible_character, text))


def _legible_character(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return " " if char.isspace() else chr(0x2400 + code)
    if unicodedata.category(char) == "Cs" or code & 0xFFFE == 0xFFFE:
        return "\ufffd"
    return char


def cable_title(cable: ir.Cable) -> str:
    """Return what a cable is called: its subject, else its title on the page, else its id."""
    subject = cable.header.subject if cable.header else None
    title = cable.published.title if cable.published else None
    return subject or title or cable.id or cable.published_id or "Untitled cable"


def cable_origin(cable: ir.Cable) -> str:
    """Return who sent a cable, or ``""``."""
    sender = cable.envelope.from_ if cable.envelope else None
    return sender or (cable.published.origin if cable.published else None) or ""


def cable_date(cable: ir.Cable) -> datetime | None:
    """Return when a cable was sent, in UTC, or ``None`` when there is no such date."""
    dtg = cable.envelope.dtg if cable.envelope else None
    try:
        return datetime.fromisoformat(dtg.when).astimezone(UTC) if dtg and dtg.when else None
    except (ValueError, OverflowError):
        return None


def cable_metadata(cable: ir.Cable, given: Mapping[str, str], epoch: int | None) -> Metadata:
    """Return the metadata of a file with one cable.

    Args:
        cable: The cable.
        given: What the user gave: ``title``, ``author``, ``publisher``, ``language``.
        epoch: SOURCE_DATE_EPOCH, for a cable without a date.
    """
    return _metadata(
        given,
        title=cable_title(cable),
        author=cable_origin(cable),
        subject=f"Diplomatic cable {cable.id}" if cable.id else "Diplomatic cable",
        keywords=tuple(tag.term for tag in cable.header.tags) if cable.header else (),
        identifier=cable.id or cable.published_id or "",
        date=cable_date(cable) or _epoch_date(epoch),
    )


def collection_metadata(count: int, latest: datetime | None, given: Mapping[str, str], epoch: int | None) -> Metadata:
    """Return the metadata of a file with many cables.

    Args:
        count: How many there are.
        latest: When the latest was sent.
        given: What the user gave: ``title``, ``author``, ``publisher``, ``language``.
        epoch: SOURCE_DATE_EPOCH, for cables without a date.
    """
    return _metadata(
        given,
        title=f"{count} cables",
        author="",
        subject="Diplomatic cables",
        keywords=(),
        identifier="",
        date=latest or _epoch_date(epoch),
    )


def _metadata(
    given: Mapping[str, str],
    *,
    title: str,
    author: str,
    subject: str,
    keywords: tuple[str, ...],
    identifier: str,
    date: datetime | None,
) -> Metadata:
    return Metadata(
        title=legible(given.get("title", title)),
        author=legible(given.get("author", author)),
        subject=legible(given.get("subject", subject)),
        keywords=tuple(map(legible, keywords)),
        publisher=legible(given.get("publisher", "")),
        identifier=legible(identifier),
        language=legible(given.get("language", "en")),
        date=date,
    )


def _epoch_date(epoch: int | None) -> datetime | None:
    return datetime.fromtimestamp(epoch, UTC) if epoch is not None else None
