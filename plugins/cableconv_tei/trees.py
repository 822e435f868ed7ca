"""Making trees of TEI elements, for what is made of a document of ours: words, elements, indentation."""

from lxml import etree

from cableconv.characters import legible
from cableconv_tei.elements import NS, XML


def sub(
    parent: etree._Element, name: str, content: str | None = None, /, **attributes: str | int | None
) -> etree._Element:
    """Append a TEI element to another.

    Args:
        parent: Gets the element as its last child.
        name: Local name.
        content: Its text.
        attributes: Those without a value are left out. ``xml_id`` is ``xml:id``.
    """
    values = {}
    for key, value in attributes.items():
        if value is not None and value != "":
            values[XML + key[4:] if key.startswith("xml_") else key] = legible(str(value))
    element = etree.SubElement(parent, NS + name, values)
    if content:
        element.text = legible(content)
    return element


def say(element: etree._Element, words: str) -> None:
    """Append text to the end of an element."""
    words = legible(words)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


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
