"""What a book says of itself in its package document: Dublin Core, identifier, accessibility.

ebooklib 0.20 gives a book a random identifier unless told one, and leaves out a value that XML cannot hold with no
more than a log entry: hence an identifier made of the cables, and `legible` for every value.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from ebooklib import epub  # type: ignore[import-untyped]

from cableconv import dublin_core
from cableconv.characters import legible
from cableconv.facts import collection_title, iso_time
from cableconv_epub.collection import Chapter

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
        metadata: The user's: ``title``, ``language`` and ``creator`` (or ``author``) replace what the cables say,
            ``subject``, ``description`` and the terms of `cableconv.dublin_core.ADDED_TERMS` are added.

    Raises:
        UsageError: ``language`` is no language tag (RFC 5646).
    """
    book.set_identifier(_identifier(chapters))
    book.set_language(dublin_core.language(metadata))
    book.set_title(legible(metadata.get("title") or _title(chapters)))
    if len(chapters) == 1:
        _describe_single(book, chapters[0])
    creator = dublin_core.creator(metadata)
    _add(book, "creator", [creator] if creator else [each.facts.origin for each in chapters])
    _add(book, "subject", [metadata.get("subject"), *(tag for each in chapters for tag in each.facts.tags)])
    _add(book, "description", [metadata.get("description")])
    for term, value in dublin_core.added(metadata):
        _add(book, term, [value])
    paged = any(each.page_breaks for each in chapters)
    for name, value in ACCESSIBILITY + (PAGE_ACCESSIBILITY if paged else ()):
        book.add_metadata("OPF", name, value, {"property": name})


def _describe_single(book: epub.EpubBook, only: Chapter) -> None:
    _add(book, "identifier", [only.cable.id, only.cable.published_id])
    _add(book, "date", [iso_time(only.facts)])


def _add(book: epub.EpubBook, term: str, values: Iterable[str | None]) -> None:
    """Add values of one term of Dublin Core, each once, in order, the empty ones left out."""
    for value in dict.fromkeys(values):
        if value and value.strip():
            book.add_metadata("DC", term, legible(value))


def _identifier(chapters: Sequence[Chapter]) -> str:
    """Return a URN that the same cables always get."""
    names = "\n".join(f"{each.cable.id} {each.cable.source.sha256}" for each in chapters)
    return uuid.uuid5(uuid.NAMESPACE_OID, legible(f"cableconv\n{names}")).urn


def _title(chapters: Sequence[Chapter]) -> str:
    return chapters[0].facts.title if len(chapters) == 1 else collection_title(each.facts for each in chapters)
