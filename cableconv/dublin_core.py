"""What users say of an output (``-M term=value``), in the terms of Dublin Core."""

import re
from collections.abc import Mapping

from cableconv.errors import UsageError

#: A language tag (RFC 5646), near enough to catch a language's name: ``en``, ``es-419``, ``zh-Hant-TW``.
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

#: Terms of which the cables themselves say nothing: the user's are added as they are.
ADDED_TERMS = ("contributor", "coverage", "publisher", "relation", "rights", "source")

#: All that a user may say.
TERMS = ("title", "creator", "author", "subject", "description", "language", *ADDED_TERMS)


def language(given: Mapping[str, str]) -> str:
    """Return the language tag that the user gave, else ``en``.

    Raises:
        UsageError: It is no language tag.
    """
    tag = given.get("language") or "en"
    if not LANGUAGE_TAG.fullmatch(tag):
        raise UsageError(f"the language {tag!r} is no language tag; give one such as en or es-419")
    return tag


def creator(given: Mapping[str, str]) -> str | None:
    """Return who made it, if the user says so; ``author`` is another word for it."""
    return given.get("creator") or given.get("author")


def added(given: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return those of `ADDED_TERMS` that the user gave, with their values."""
    return [(term, given[term]) for term in ADDED_TERMS if given.get(term)]
