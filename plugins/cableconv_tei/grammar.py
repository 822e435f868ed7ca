"""A RELAX NG schema as patterns, and what is left of a pattern once a part of a document was read.

libxml2 tells whether a document is valid; what it says of one that is not helps nobody. So for those, this finds what
was expected at each place, by the derivatives of J. Clark ("An algorithm for RELAX NG validation", 2002). It knows as
much of RELAX NG as trang makes of our schemas.
"""

from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import cache
from typing import Any, Final

import msgspec
from lxml import etree

from cableconv_tei.elements import NS, XML

RNG: Final = "{http://relaxng.org/ns/structure/1.0}"

#: A pattern: its kind, then patterns, or the name and number of an element or attribute.
Pattern = tuple[Any, ...]

EMPTY: Final[Pattern] = ("empty",)
NOTHING: Final[Pattern] = ("nothing",)
TEXT: Final[Pattern] = ("text",)


class Grammar(msgspec.Struct, kw_only=True, eq=False):
    """A schema; there is one of each, so that it can be a key.

    Attributes:
        start: Pattern of a document.
        contents: Pattern of what is in each element, by its number.
        values: For each attribute, by its number, what it may be, as RELAX NG.
    """

    start: Pattern = NOTHING
    contents: list[Pattern] = []
    values: list[list[etree._Element]] = []


def load(schema: etree._Element) -> Grammar:
    """Read a schema in XML syntax."""
    grammar, loader = Grammar(), _Loader(schema)
    grammar.start = loader.group_of(schema.iterfind(f"{RNG}start/*"))
    for element in loader.elements:  # grows while it is gone through
        grammar.contents.append(loader.group_of(element))
    grammar.values = [list(loader.resolved(attribute)) for attribute in loader.attributes]
    return grammar


class _Loader:
    def __init__(self, schema: etree._Element) -> None:
        self._defines = {define.get("name"): list(define) for define in schema.iterfind(f"{RNG}define")}
        self.elements: list[etree._Element] = []
        self.attributes: list[etree._Element] = []

    def group_of(self, elements: Iterable[etree._Element]) -> Pattern:
        found = EMPTY
        for element in elements:
            found = group(found, self._pattern(element))
        return found

    def resolved(self, element: etree._Element) -> etree._Element:
        """Return a copy of an element in which groups stand for the references."""
        copy = deepcopy(element)
        for ref in copy.iter(f"{RNG}ref"):
            ref.extend(self.resolved(each) for each in self._defines[str(ref.attrib.pop("name"))])
            ref.tag = f"{RNG}group"
        return copy

    def _pattern(self, element: etree._Element) -> Pattern:
        name = element.get("name", "")
        match str(element.tag).removeprefix(RNG):
            case "element":
                return "element", f"{NS}{name}", _number(self.elements, element)
            case "attribute":
                return "attribute", name.replace("xml:", XML), _number(self.attributes, element)
            case "ref":
                return self.group_of(self._defines[name])
            case "choice":
                return choice(map(self._pattern, element))
            case "interleave":
                return interleave(map(self._pattern, element))
            case "optional":
                return choice((self.group_of(element), EMPTY))
            case "oneOrMore":
                return more(self.group_of(element))
            case "zeroOrMore":
                return choice((more(self.group_of(element)), EMPTY))
            case "group":
                return self.group_of(element)
            case "text":
                return TEXT
        return EMPTY  # empty, comments


def _number(known: list[etree._Element], element: etree._Element) -> int:
    if element not in known:
        known.append(element)
    return known.index(element)


# Making patterns; the simplest that says the same


def choice(patterns: Iterable[Pattern]) -> Pattern:
    """Return what either of some patterns matches."""
    found: set[Pattern] = set()
    for pattern in patterns:
        found |= set(pattern[1]) if pattern[0] == "choice" else {pattern}
    found.discard(NOTHING)
    if len(found) < 2:
        return found.pop() if found else NOTHING
    return "choice", frozenset(found)


def group(first: Pattern, second: Pattern) -> Pattern:
    """Return what matches one pattern after another."""
    if NOTHING in (first, second):
        return NOTHING
    if first == EMPTY:
        return second
    return first if second == EMPTY else ("group", first, second)


def interleave(patterns: Iterable[Pattern]) -> Pattern:
    """Return what matches patterns in any order."""
    found = EMPTY
    for pattern in patterns:
        if NOTHING in (found, pattern):
            return NOTHING
        if found == EMPTY or pattern == EMPTY:
            found = pattern if found == EMPTY else found
        else:
            found = ("interleave", found, pattern)
    return found


def more(pattern: Pattern) -> Pattern:
    """Return what matches a pattern once or several times."""
    return pattern if pattern in (NOTHING, EMPTY) else ("more", pattern)


def after(inside: Pattern, outside: Pattern) -> Pattern:
    """Return what matches the rest of an element, and what may follow the element."""
    return NOTHING if NOTHING in (inside, outside) else ("after", inside, outside)


@cache
def nullable(pattern: Pattern) -> bool:
    """Tell whether nothing has to follow."""
    match pattern[0]:
        case "empty" | "text":
            return True
        case "choice":
            return any(map(nullable, pattern[1]))
        case "group" | "interleave":
            return nullable(pattern[1]) and nullable(pattern[2])
        case "more":
            return nullable(pattern[1])
    return False


# What is left of a pattern


@cache
def begin(grammar: Grammar, pattern: Pattern, name: str) -> Pattern:
    """Return what is left once an element of a name has begun: an ``after``, or several to choose from."""
    if pattern[0] == "element":
        return after(grammar.contents[pattern[2]], EMPTY) if pattern[1] == name else NOTHING
    if pattern[0] == "after":
        return _inside(begin(grammar, pattern[1], name), lambda rest: after(rest, pattern[2]))
    return _left(pattern, lambda each: begin(grammar, each, name))


def attribute(pattern: Pattern, name: str, fits: Callable[[int], bool]) -> Pattern:
    """Return what is left once an attribute was read.

    Args:
        pattern: What is expected in the element, and after it.
        name: Of the attribute.
        fits: Tells whether its value is one of those of the attribute with a number.
    """
    if pattern[0] == "attribute":
        return EMPTY if pattern[1] == name and fits(pattern[2]) else NOTHING
    if pattern[0] == "after":
        return after(attribute(pattern[1], name, fits), pattern[2])
    return _left(pattern, lambda each: attribute(each, name, fits), ordered=False)


def no_more_attributes(pattern: Pattern, instead: Pattern = NOTHING) -> Pattern:
    """Return what is left once the last attribute was read; ``instead`` stands for those that are still expected."""
    match pattern[0]:
        case "attribute":
            return instead
        case "choice":
            return choice(no_more_attributes(each, instead) for each in pattern[1])
        case "group":
            return group(no_more_attributes(pattern[1], instead), no_more_attributes(pattern[2], instead))
        case "interleave":
            return interleave(no_more_attributes(each, instead) for each in pattern[1:])
        case "more":
            return more(no_more_attributes(pattern[1], instead))
        case "after":
            return after(no_more_attributes(pattern[1], instead), pattern[2])
    return pattern


def characters(pattern: Pattern) -> Pattern:
    """Return what is left once text was read."""
    if pattern == TEXT:
        return TEXT
    if pattern[0] == "after":
        return after(characters(pattern[1]), pattern[2])
    return _left(pattern, characters)


def end(pattern: Pattern, *, complete: bool = True) -> Pattern:
    """Return what is left once the element has ended.

    Args:
        pattern: What is expected in the element, and after it.
        complete: Nothing more may be expected in the element; else that is passed over.
    """
    if pattern[0] == "choice":
        return choice(end(each, complete=complete) for each in pattern[1])
    if pattern[0] != "after" or (complete and not nullable(pattern[1])):
        return NOTHING
    outside: Pattern = pattern[2]
    return outside


def expected(pattern: Pattern, kind: str) -> list[tuple[str, int]]:
    """Return the elements or attributes that may come next, name and number of each, in order."""
    found: set[tuple[str, int]] = set()
    waiting = [pattern]
    while waiting:
        each = waiting.pop()
        if each[0] == kind:
            found.add((each[1], each[2]))
        elif each[0] == "choice":
            waiting += each[1]
        elif each[0] in ("more", "after"):
            waiting.append(each[1])
        elif each[0] in ("group", "interleave"):
            waiting.append(each[1])
            if kind == "attribute" or each[0] == "interleave" or nullable(each[1]):
                waiting.append(each[2])
    return sorted(found)


def required(pattern: Pattern) -> frozenset[str]:
    """Return the names of the attributes that an element cannot do without."""
    match pattern[0]:
        case "attribute":
            return frozenset({pattern[1]})
        case "choice":
            return frozenset.intersection(*map(required, pattern[1]))
        case "group" | "interleave":
            return required(pattern[1]) | required(pattern[2])
        case "more" | "after":
            return required(pattern[1])
    return frozenset()


def _left(pattern: Pattern, take: Callable[[Pattern], Pattern], *, ordered: bool = True) -> Pattern:
    """Return what is left of a pattern that is made of others, one of which takes what was read."""
    match pattern[0]:
        case "choice":
            return choice(map(take, pattern[1]))
        case "group" | "interleave":
            one, two = pattern[1:]
            join = group if pattern[0] == "group" else lambda first, second: interleave((first, second))
            found = _inside(take(one), lambda rest: join(rest, two))
            if ordered and pattern[0] == "group":
                return choice((found, take(two))) if nullable(one) else found
            return choice((found, _inside(take(two), lambda rest: join(one, rest))))
        case "more":
            again = choice((pattern, EMPTY))
            return _inside(take(pattern[1]), lambda rest: group(rest, again))
    return NOTHING


def _inside(pattern: Pattern, change: Callable[[Pattern], Pattern]) -> Pattern:
    """Change what follows the element that was begun, or the pattern itself when none was."""
    if pattern == NOTHING:
        return NOTHING
    if pattern[0] == "after":
        return after(pattern[1], change(pattern[2]))
    if pattern[0] == "choice" and any(each[0] == "after" for each in pattern[1]):
        return choice(_inside(each, change) for each in pattern[1])
    return change(pattern)
