"""What a file says of itself: title, creator, subjects, language, date, in the terms of Dublin Core."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from cableconv import characters, dublin_core
from cableconv.facts import Facts, collection_title

_BLANKS = re.compile("[\t-\r\x1c-\x1f]")


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """The metadata of one file; empty where nothing is known.

    Attributes:
        title: Shown in the window's title.
        creator: Who sent the cable.
        description: What it is.
        subjects: TAGS terms.
        identifier: Id of the cable.
        language: BCP 47 tag.
        date: In UTC, of the cable or SOURCE_DATE_EPOCH.
        added: Terms of `cableconv.dublin_core.ADDED_TERMS` with their values.
    """

    title: str
    creator: str = ""
    description: str = ""
    subjects: tuple[str, ...] = ()
    identifier: str = ""
    language: str = "en"
    date: datetime | None = None
    added: tuple[tuple[str, str], ...] = ()


def legible(text: str) -> str:
    """Put a blank for each control that is one, and a visible sign for what neither XML nor a PDF string can hold."""
    return text if text.isprintable() else characters.legible(_BLANKS.sub(" ", text))


def cable_metadata(facts: Facts, given: Mapping[str, str], epoch: int | None) -> Metadata:
    """Return the metadata of a file with one cable.

    Args:
        facts: Of the cable.
        given: The user's metadata, see `cableconv.dublin_core`.
        epoch: SOURCE_DATE_EPOCH, for a cable without a date.
    """
    return _metadata(
        given,
        Metadata(
            title=facts.title,
            creator=facts.origin,
            description=f"Diplomatic cable {facts.id}" if facts.id else "Diplomatic cable",
            subjects=facts.tags,
            identifier=facts.id,
            date=facts.when or _epoch_date(epoch),
        ),
    )


def collection_metadata(all_facts: Sequence[Facts], given: Mapping[str, str], epoch: int | None) -> Metadata:
    """Return the metadata of a file with many cables.

    Args:
        all_facts: Of the cables.
        given: The user's metadata, see `cableconv.dublin_core`.
        epoch: SOURCE_DATE_EPOCH, for cables without a date.
    """
    dates = [facts.when for facts in all_facts if facts.when]
    date = max(dates) if dates else _epoch_date(epoch)
    title = collection_title(all_facts)
    return _metadata(given, Metadata(title=title, description=f"{len(all_facts):,} diplomatic cables", date=date))


def _metadata(given: Mapping[str, str], own: Metadata) -> Metadata:
    """Return metadata with what the user gave: in place of the cables' own, but a subject goes before the TAGS."""
    subject = given.get("subject")
    return msgspec.structs.replace(
        own,
        title=legible(given.get("title") or own.title),
        creator=legible(dublin_core.creator(given) or own.creator),
        description=legible(given.get("description") or own.description),
        subjects=tuple(map(legible, ([subject] if subject else []) + list(own.subjects))),
        identifier=legible(own.identifier),
        language=dublin_core.language(given),
        added=tuple((term, legible(value)) for term, value in dublin_core.added(given)),
    )


def _epoch_date(epoch: int | None) -> datetime | None:
    return datetime.fromtimestamp(epoch, UTC) if epoch is not None else None
