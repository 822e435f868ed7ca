"""What one document refers to by ``xml:id``: each id once, each category that is used declared."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from cableconv_tei.elements import ncname
from cableconv_tei.taxonomies import TAXONOMIES


class Register:
    """Hands out the ids of one document and remembers the categories in use.

    Attributes:
        prefix: What every id begins with: empty in a document of its own, the cable's in a corpus, where the ids of
            all cables share one space.
        is_clear: Every category that was asked for stands for one value, and no value was the empty string, for which
            there is none.
    """

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.is_clear = True
        self._taken: set[str] = set()
        self._times: dict[str, int] = {}
        self._series: dict[str, int] = {}
        self._used: dict[str, dict[str, str]] = {name: {} for name in TAXONOMIES}

    def new(self, name: str) -> str:
        """Return a fresh id: the name, or ``name.2`` when it is taken."""
        fresh, times = name, self._times.get(name, 1)
        while fresh in self._taken:
            times += 1
            fresh = f"{name}.{times}"
        self._taken.add(fresh)
        self._times[name] = times
        return f"{self.prefix}{fresh}"

    def next(self, name: str) -> str:
        """Return a fresh id of a series: ``name-1``, then ``name-2``."""
        number = self._series[name] = self._series.get(name, 0) + 1
        return self.new(f"{name}-{number}")

    def target(self, name: str) -> str:
        """Return a pointer to an id by the name it was made of."""
        return f"#{self.prefix}{name}"

    def category(self, taxonomy: str, value: str | None) -> str | None:
        """Return a pointer to the category for a value of the IR, and see to its being declared."""
        if not value:
            self.is_clear = self.is_clear and value is None
            return None
        name = category_name(taxonomy, value)
        if self._used[taxonomy].setdefault(name, value) != value:
            self.is_clear = False
        return self.target(name)

    def categories(self, taxonomy: str, values: Iterable[str | None]) -> str | None:
        """Return pointers to several categories, as an attribute holds them."""
        return " ".join(filter(None, (self.category(taxonomy, value) for value in values))) or None

    def used(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield each taxonomy in use, with (name, value) of its categories: the known ones in their order first."""
        for taxonomy, categories in self._used.items():
            if categories:
                ranks = {value: rank for rank, value in enumerate(TAXONOMIES[taxonomy].codes)}
                yield taxonomy, sorted(categories.items(), key=lambda pair: ranks.get(pair[1], len(ranks)))


#: What may stand around a caption; no part of the name of its category.
_QUOTATION_MARK: Final = '"'


@lru_cache(maxsize=4096)
def category_name(taxonomy: str, value: str) -> str:
    """Return the ``xml:id`` of a category, without the document's prefix: ``cls-c``."""
    known = TAXONOMIES[taxonomy]
    return f"{known.prefix}-{known.codes.get(value) or ncname(value.lower().strip(_QUOTATION_MARK))}"
