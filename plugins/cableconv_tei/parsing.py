"""XML that may come from anyone: what is not read of it, and why a document cannot be parsed."""

import re
from typing import Any, Final

from lxml import etree

#: How any document is parsed: nothing is fetched, and no file but the input is opened.
SAFELY: Final[dict[str, Any]] = {"resolve_entities": False, "no_network": True, "load_dtd": False}

_ENTITIES: Final = (
    "declares entities of its own, which are not read from files that may come from anyone; write their text instead"
)

#: What libxml2 says, as a pattern, and what it means for who wrote the document.
_SAID: Final = {
    "entity amplification|[Ee]ntity reference loop": _ENTITIES,
    "Excessive depth": "has more than 256 elements within each other; expected fewer",
    "XML_PARSE_HUGE": "has more than 10,000,000 characters without a tag between them; expected fewer",
}


def unparsed(message: str) -> str:
    """Return in our words why a document cannot be parsed.

    Args:
        message: What libxml2 says.
    """
    known = (meaning for said, meaning in _SAID.items() if re.search(said, message))
    return next(known, f"is not well-formed XML: {message}")


def own_entities(root: etree._Element) -> str | None:
    """Return what is wrong with a document that declares entities; nothing with others.

    Args:
        root: Its first element, which may not be read to its end yet.
    """
    declared: Any = root.getroottree().docinfo.internalDTD
    return _ENTITIES if declared is not None and any(True for _ in declared.iterentities()) else None


def unknown_entity(element: etree._Element) -> tuple[str, int] | None:
    """Return what is wrong with an element in which an entity stands that nothing declares, and its line."""
    entity = next(element.iter(etree.Entity), None)
    if entity is None:
        return None
    line: Any = entity.sourceline
    return f"uses the entity {entity.text}, which no text stands for; write its text", line or 0
