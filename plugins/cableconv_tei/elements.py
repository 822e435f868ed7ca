"""What elements of TEI are called, and how names and dates are written in them."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"
NS: Final = f"{{{NAMESPACE}}}"
XML: Final = "{http://www.w3.org/XML/1998/namespace}"

#: The attribute ``xml:id`` as lxml calls it.
ID: Final = f"{XML}id"

_NOT_IN_NAMES: Final = re.compile("[^A-Za-z0-9-]")

_W3C: Final = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z?)?")

#: In the body, the elements that hold elements only. Their own text nodes are indentation.
STRUCTURE: Final = frozenset({"body", "div", "list", "quote"})

#: `STRUCTURE` as lxml calls them.
STRUCTURE_TAGS: Final = frozenset(NS + name for name in STRUCTURE)

#: Children of a division after which an opener may still stand, and no closer yet.
TOP: Final = frozenset({"head", "opener", "pb", "milestone", "fw"})


def w3c(when: str | None) -> str | None:
    """Return a date or a time that is one, and is written as TEI wants it; else nothing."""
    if when is None or not _W3C.fullmatch(when):
        return None
    try:
        datetime.fromisoformat(when)
    except ValueError:
        return None
    return when


@lru_cache(maxsize=4096)
def ncname(text: str) -> str:
    """Make a name that can be a part of an ``xml:id``; two different texts never make one name.

    >>> ncname("OVIP (GORDON)")
    'OVIP_.28.GORDON.29.'
    """
    return _NOT_IN_NAMES.sub(lambda match: "_" if match[0] == " " else f".{ord(match[0]):X}.", text)
