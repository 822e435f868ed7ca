"""XML as text: characters, tags, elements, and the lines of a header.

Markup is text that is ready for the document. Words come from a cable; `words` makes markup of them.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from cableconv.characters import legible

#: Lines of markup, without the blanks that indent them in the document.
Lines = list[str]

#: What an attribute may be given as; absent and ``""`` leave it out.
Attribute = str | int | None

#: How characters are written in an attribute that would end it there, or be read as a blank.
_IN_ATTRIBUTES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def escape(text: str) -> str:
    """Return text as markup; it has no character that XML cannot hold."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def words(text: str) -> str:
    """Return text as markup, with a visible sign in the place of each character that XML cannot hold.

    For titles, names and attributes only: the telegram's own text has ``g`` elements there.
    """
    return escape(legible(text))


@lru_cache(maxsize=4096)
def start_tag(name: str, /, **attributes: Attribute) -> str:
    """Return a start tag. The same few come again and again, in all cables.

    Args:
        name: Of the element.
        attributes: Those without a value are left out. ``xml_id`` is ``xml:id``; ``from_`` is ``from``.
    """
    given = [(keyword, value) for keyword, value in attributes.items() if value is not None and value != ""]
    return "".join([f"<{name}", *(f' {_name(keyword)}="{_value(str(value))}"' for keyword, value in given), ">"])


def _name(keyword: str) -> str:
    return f"xml:{keyword[4:]}" if keyword.startswith("xml_") else keyword.rstrip("_")


def _value(value: str) -> str:
    return legible(value).translate(_IN_ATTRIBUTES)


def empty_tag(start: str) -> str:
    """Return the tag of an empty element, made of its start tag."""
    return f"{start[:-1]}/>"


def element(name: str, content: str = "", /, **attributes: Attribute) -> str:
    """Return an element.

    Args:
        name: Its name.
        content: Its content, as markup.
        attributes: As in `start_tag`.
    """
    start = start_tag(name, **attributes)
    return f"{start}{content}</{name}>" if content else empty_tag(start)


def within(name: str, lines: Iterable[str], /, **attributes: Attribute) -> Lines:
    """Return lines as the content of an element, which has lines of its own before and after them."""
    start = start_tag(name, **attributes)
    inner = [f"  {line}" for line in lines]
    return [start, *inner, f"</{name}>"] if inner else [empty_tag(start)]
