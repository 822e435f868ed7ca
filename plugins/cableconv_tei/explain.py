"""Saying what is wrong with a document that a schema does not allow: what was found, where, what was expected."""

from collections.abc import Generator, Iterable, Iterator
from functools import cache
from typing import Final

import msgspec
from lxml import etree

from cableconv_tei.elements import NS, XML
from cableconv_tei.grammar import (
    EMPTY,
    NOTHING,
    RNG,
    Grammar,
    Pattern,
    attribute,
    begin,
    characters,
    end,
    expected,
    no_more_attributes,
    required,
)

#: What a value has to be, by its datatype (XML Schema, part 2).
_DATATYPES: Final = {
    "ID": "an id, which begins with a letter",
    "anyURI": "a pointer without blanks",
    "date": "a date like 2009-03-20",
    "dateTime": "a time like 2009-03-20T22:39:00Z",
    "integer": "a whole number",
    "nonNegativeInteger": "a whole number, 0 or more",
    "positiveInteger": "a whole number, 1 or more",
    "token": "a word without blanks",
}

#: The most names that a sentence lists, and the most characters that it quotes.
_LISTED: Final = 12
_QUOTED: Final = 40


class Fault(msgspec.Struct, frozen=True):
    """Something that is wrong with an element.

    Attributes:
        element: The element.
        message: What was found, and what was expected.
    """

    element: etree._Element
    message: str


#: Yields what is wrong with a part of a document, and returns the pattern of what may follow it.
Reading = Generator[Fault, None, Pattern]


def explain(document: etree._Element, grammar: Grammar) -> Iterator[Fault]:
    """Yield what keeps a document from being valid, in document order.

    Args:
        document: The root element.
        grammar: The schema.
    """
    yield from _read(grammar, grammar.start, document)


def _read(grammar: Grammar, pattern: Pattern, element: etree._Element) -> Reading:
    inside = begin(grammar, pattern, str(element.tag))
    if inside == NOTHING:
        inside = yield from _begin_unexpected(grammar, pattern, element)
    if inside == NOTHING:
        return pattern  # as if the element were not there
    inside = yield from _read_attributes(grammar, inside, element)
    inside = yield from _read_text(inside, element, element.text)
    for child in element:
        if isinstance(child.tag, str):
            inside = yield from _read(grammar, inside, child)
        inside = yield from _read_text(inside, element, child.tail)
    outside = end(inside)
    if outside == NOTHING:
        yield Fault(element, f"{_called(element)} ends too early; expected in it: {_names(inside)}")
        outside = end(inside, complete=False)
    return outside


def _begin_unexpected(grammar: Grammar, pattern: Pattern, element: etree._Element) -> Reading:
    """Begin an element that is not expected yet, if only one other is missing before it."""
    for name, _ in expected(pattern, "element"):
        missing = no_more_attributes(begin(grammar, pattern, name), EMPTY)
        inside = begin(grammar, end(missing, complete=False), str(element.tag))
        if inside != NOTHING:
            yield Fault(element, f"{_called(element)} comes too early; expected before it: {_tag(name)}")
            return inside
    parent = element.getparent()
    place = "be the root of the document" if parent is None else f"stand in {_called(parent)} at this place"
    yield Fault(element, f"{_called(element)} may not {place}; expected: {_names(pattern)}")
    return NOTHING


def _read_text(pattern: Pattern, element: etree._Element, text: str | None) -> Reading:
    if not text or not text.strip():
        return pattern
    rest = characters(pattern)
    if rest == NOTHING:
        message = f"{_called(element)} holds the text {_quoted(text)}, which may not stand there"
        yield Fault(element, f"{message}; expected: {_names(pattern)}")
        return pattern
    return rest


# Attributes


def _read_attributes(grammar: Grammar, pattern: Pattern, element: etree._Element) -> Reading:
    complete = True
    for name, value in element.attrib.items():
        key, written = str(name), str(value)
        rest = attribute(pattern, key, lambda number, written=written: _fits(grammar, number, written))  # type: ignore[misc]
        if rest == NOTHING:
            yield Fault(element, _wrong_attribute(grammar, pattern, element, key, written))
            complete = False
        else:
            pattern = rest
    rest = no_more_attributes(pattern)
    if rest != NOTHING:
        return rest
    if complete:
        lacking = " and ".join(map(_attribute, sorted(required(pattern)))) or "an attribute that others of it call for"
        yield Fault(element, f"{_called(element)} lacks {lacking}")
    return no_more_attributes(pattern, EMPTY)


def _wrong_attribute(grammar: Grammar, pattern: Pattern, element: etree._Element, name: str, value: str) -> str:
    known = expected(pattern, "attribute")
    values = [_told(each) for key, number in known if key == name for each in grammar.values[number]]
    if values:
        told = " or ".join(dict.fromkeys(values))
        return f"{_attribute(name)} of {_called(element)} is {_quoted(value)}; expected: {told}"
    others = ", ".join(dict.fromkeys(_attribute(key) for key, _ in known)) or "none"
    return f"{_called(element)} has {_attribute(name)}, which is not used there; expected: {others}"


def _fits(grammar: Grammar, number: int, value: str) -> bool:
    return bool(_schema_of(grammar, number).validate(etree.Element("value", {"value": value})))


@cache
def _schema_of(grammar: Grammar, number: int) -> etree.RelaxNG:
    """Return a schema for the value of one attribute."""
    types = "http://www.w3.org/2001/XMLSchema-datatypes"
    element = etree.Element(f"{RNG}element", {"name": "value", "datatypeLibrary": types})
    holder = etree.SubElement(element, f"{RNG}attribute", {"name": "value"})
    holder.extend(grammar.values[number])
    return etree.RelaxNG(element)


def _told(value: etree._Element) -> str:
    """Say in words what a value may be."""
    match str(value.tag).removeprefix(RNG):
        case "value":
            return value.text or ""
        case "data":
            return _DATATYPES.get(value.get("type", ""), value.get("type", ""))
        case "list":
            return f"{' '.join(map(_told, value))}, or several with blanks between"
        case "choice":
            return " or ".join(map(_told, value))
    return " ".join(map(_told, value))


# Names


def _called(element: etree._Element) -> str:
    return _tag(str(element.tag))


def _tag(name: str) -> str:
    local = name.removeprefix(NS)
    if not local.startswith("{"):
        return f"<{local}>" if name.startswith(NS) else f"<{local}> of no namespace"
    return f"<{local.rpartition('}')[2]}> of the namespace {local[1:].rpartition('}')[0]}"


def _attribute(name: str) -> str:
    return f"@{name.replace(XML, 'xml:')}"


def _names(pattern: Pattern) -> str:
    """List the elements that may stand at a place, and say whether text may, or the end of the element."""
    names: Iterable[str] = dict.fromkeys(_tag(name) for name, _ in expected(pattern, "element"))
    listed = list(names)
    if len(listed) > _LISTED:
        listed = [*listed[:_LISTED], f"{len(listed) - _LISTED} others"]
    if characters(pattern) != NOTHING:
        listed.append("text")
    return ", ".join(listed) or "nothing more"


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line if len(line) <= _QUOTED else line[:_QUOTED] + "…"}"'
