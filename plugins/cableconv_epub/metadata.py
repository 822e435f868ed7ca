"""What a book says of itself in its package document: Dublin Core, identifier, accessibility.

ebooklib 0.20 gives a book a random identifier unless told one, and leaves out a value that XML cannot hold with no
more than a log entry: hence an identifier made of the cables, and `legible` for every value.
"""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from ebooklib import epub  # type: ignore[import-untyped]

from cableconv import ir
from cableconv.errors import UsageError
from cableconv_epub import collection, facts
from cableconv_epub.collection import Chapter
from cableconv_epub.xhtml import legible

#: Terms of Dublin Core that the user's metadata add as they are.
DUBLIN_CORE = ("contributor", "coverage", "description", "publisher", "relation", "rights", "source")

#: A language tag (RFC 5646), near enough to catch a language's name: ``en``, ``es-419``, ``zh-Hant-TW``.
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

#: What every book offers to readers with disabilities (schema.org, EPUB Accessibility 1.1).
ACCESSIBILITY = (
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityHazard", "none"),
    ("schema:accessibilitySummary", "Text only, with headings, a table of contents and named landmarks."),
)

#: What a book with page breaks says besides: they are those of the telegram as transmitted.
PAGE_ACCESSIBILITY = (
    ("schema:accessibilityFeature", "pageBreakMarkers"),
    ("schema:accessibilityFeature", "pageNavigation"),
    ("pageBreakSource", "The telegram as transmitted"),
)


def describe(book: epub.EpubBook, chapters: Sequence[Chapter], metadata: Mapping[str, str]) -> None:
    """Fill in the metadata of a book.

    Args:
        book: The book.
        chapters: At least one.
        metadata: The user's: ``title``, ``language`` and ``creator`` replace what the cables say, the terms of
            `DUBLIN_CORE` are added; all others are for other formats.

    Raises:
        UsageError: ``language`` is no language tag (RFC 5646).
    """
    cables = [each.cable for each in chapters]
    book.set_identifier(_identifier(cables))
    book.set_language(_language(metadata))
    book.set_title(legible(metadata.get("title") or _title(cables)))
    if len(cables) == 1:
        _describe_single(book, cables[0])
    creators = [metadata["creator"]] if "creator" in metadata else map(facts.origin, cables)
    terms = (tag.term for cable in cables for tag in (cable.header.tags if cable.header else ()))
    _add(book, "creator", creators)
    _add(book, "subject", terms)
    for term in DUBLIN_CORE:
        _add(book, term, [metadata.get(term)])
    paged = any(each.page_breaks for each in chapters)
    for name, value in ACCESSIBILITY + (PAGE_ACCESSIBILITY if paged else ()):
        book.add_metadata("OPF", name, value, {"property": name})


def _language(metadata: Mapping[str, str]) -> str:
    language = metadata.get("language", "en")
    if not LANGUAGE_TAG.fullmatch(language):
        raise UsageError(f"The language {language!r} is no language tag; give one such as en or es-419.")
    return language


def _describe_single(book: epub.EpubBook, cable: ir.Cable) -> None:
    instant = facts.when(cable)
    _add(book, "identifier", [cable.id, cable.published_id])
    _add(book, "date", [f"{instant:%Y-%m-%dT%H:%M:%SZ}" if instant else None])


def _add(book: epub.EpubBook, term: str, values: Iterable[str | None]) -> None:
    """Add values of one term of Dublin Core, each once, in order, the empty ones left out."""
    for value in dict.fromkeys(values):
        if value and value.strip():
            book.add_metadata("DC", term, legible(value))


def modified(cables: Sequence[ir.Cable], epoch: int | None) -> datetime:
    """Return when a book was last modified: the date of its last cable, else the epoch given, else 1970.

    Args:
        cables: What is in it.
        epoch: Seconds since 1970 UTC.
    """
    dates = [instant for instant in map(facts.when, cables) if instant]
    return max(dates) if dates else datetime.fromtimestamp(epoch or 0, UTC)


def _identifier(cables: Sequence[ir.Cable]) -> str:
    """Return a URN that the same cables always get."""
    names = "\n".join(f"{cable.id} {cable.source.sha256}" for cable in cables)
    return uuid.uuid5(uuid.NAMESPACE_OID, legible(f"cableconv\n{names}")).urn


def _title(cables: Sequence[ir.Cable]) -> str:
    return facts.title(cables[0]) if len(cables) == 1 else collection.title(cables)
