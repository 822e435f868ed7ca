"""Making TEI elements: names, attributes, characters that XML cannot hold, indentation."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

from lxml import etree

NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"
NS: Final = f"{{{NAMESPACE}}}"
XML: Final = "{http://www.w3.org/XML/1998/namespace}"

#: A character that XML 1.0 cannot hold (XML 1.0, production 2).
ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

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


def sub(
    parent: etree._Element, name: str, content: str | None = None, /, **attributes: str | int | None
) -> etree._Element:
    """Append a TEI element to another.

    Args:
        parent: Gets the element as its last child.
        name: Local name.
        content: Its text.
        attributes: Those without a value are left out. ``xml_id`` is ``xml:id``; ``from_`` is ``from``.
    """
    values = {}
    for key, value in attributes.items():
        if value is not None and value != "":
            words = value if isinstance(value, str) else str(value)
            values[_ATTRIBUTES[key]] = words if words.isprintable() else visible(words)
    element = etree.SubElement(parent, NS + name, values)
    if content:
        element.text = visible(content)
    return element


def say(element: etree._Element, words: str) -> None:
    """Append text to the end of an element."""
    words = visible(words)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


class _Attributes(dict[str, str]):
    """What an attribute is called in XML, by its keyword; found out once each."""

    def __missing__(self, keyword: str) -> str:
        name = XML + keyword[4:] if keyword.startswith("xml_") else keyword.rstrip("_")
        self[keyword] = name
        return name


_ATTRIBUTES: Final = _Attributes()


def visible(text: str) -> str:
    """Put a visible sign in the place of each character that XML cannot hold.

    For titles, names and attributes only: the telegram's own text has ``g`` elements there.
    """
    return text if text.isprintable() else ILLEGAL.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


@lru_cache(maxsize=4096)
def ncname(text: str) -> str:
    """Make a name that can be a part of an ``xml:id``; two different texts never make one name.

    >>> ncname("OVIP (GORDON)")
    'OVIP_.28.GORDON.29.'
    """
    return _NOT_IN_NAMES.sub(lambda match: "_" if match[0] == " " else f".{ord(match[0]):X}.", text)


def indent(element: etree._Element, depth: int, *, only: frozenset[str] | None = None) -> None:
    """Indent an element's children, and theirs, where that changes no text.

    Args:
        element: Its own place is left to whoever holds it.
        depth: How deep it stands.
        only: The elements that may be indented; else all that hold neither text of their own nor text after a child.
    """
    if not len(element):
        return
    if only is not None and element.tag not in only:
        for child in element.iterchildren(*only):
            indent(child, depth + 1, only=only)
        return
    children = list(element)
    if only is None and (element.text or any(child.tail for child in children)):
        return
    inner = "\n" + "  " * (depth + 1)
    element.text = inner
    for child in children:
        indent(child, depth + 1, only=only)
        child.tail = inner
    children[-1].tail = inner[:-2]
