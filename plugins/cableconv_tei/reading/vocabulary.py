"""What a document declares: its ids, and the categories that its pointers point at."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

import msgspec
from lxml import etree

from cableconv_tei.elements import ID, NS
from cableconv_tei.register import category_name
from cableconv_tei.taxonomies import TAG_TYPES, TAXONOMIES

#: The value of the IR for each category that the profile knows, by its name.
VALUES: Final = {
    category_name(name, value): value
    for name, taxonomy in TAXONOMIES.items()
    for value in (*taxonomy.codes, *taxonomy.meanings)
}

_KINDS: Final = {tei: kind for kind, tei in TAG_TYPES.items()}


class Vocabulary(msgspec.Struct, kw_only=True):
    """The ids of one document.

    Attributes:
        prefix: What every id begins with in a corpus.
        ids: Each element that has an id, by the id without the prefix.
    """

    prefix: str
    ids: dict[str, etree._Element]

    def name(self, pointer: str) -> str:
        """Return the name that a pointer points at: ``para-3`` for ``#para-3``."""
        return pointer.removeprefix("#").removeprefix(self.prefix)

    def element(self, pointer: str) -> etree._Element | None:
        """Return what a pointer points at, if it is in this document."""
        return self.ids.get(self.name(pointer))

    def categories(self, pointers: str, taxonomy: str) -> Iterator[str]:
        """Yield the values of the IR for those of several pointers that point into one taxonomy."""
        stem = f"{TAXONOMIES[taxonomy].prefix}-"
        for pointer in pointers.split():
            name = self.name(pointer)
            if name.startswith(stem):
                yield VALUES.get(name) or self._described(name, stem)

    def category(self, pointers: str, taxonomy: str) -> str | None:
        """Return the first of `categories`."""
        return next(self.categories(pointers, taxonomy), None)

    def _described(self, name: str, stem: str) -> str:
        category = self.ids.get(name)
        words = category.findtext(f"{NS}catDesc") if category is not None else None
        return words or name.removeprefix(stem)


def vocabulary(document: etree._Element, prefix: str) -> Vocabulary:
    """Return the vocabulary of a ``TEI`` element whose ids begin with a prefix."""
    return Vocabulary(
        prefix=prefix,
        ids={element.get(ID, "").removeprefix(prefix): element for element in document.iter() if element.get(ID)},
    )


def tag_kind(tei_type: str) -> str:
    """Return the kind of a TAGS term by its ``@type``."""
    return _KINDS.get(tei_type, tei_type)


def cable_id(pointers: str) -> str | None:
    """Return the canonical id of the cable that one of several pointers points at."""
    found = next((pointer for pointer in pointers.split() if pointer.startswith("mrn:")), None)
    return unquote(found.removeprefix("mrn:"), errors="surrogatepass") if found else None
