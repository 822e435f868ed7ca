"""E-mail addresses and telephone numbers in running text."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cableconv_redact import telephones
from cableconv_redact.passages import WORDS

_WORD = r"[A-Za-z0-9](?:[A-Za-z0-9_%+'-]{0,62}[A-Za-z0-9_])?"
_LOCAL = rf"(?<![\w.@%+'-]){_WORD}(?:\.{_WORD}){{0,5}}"
_TOP = r"(?:gov|com|org|net|edu|mil|int|info)"
# A line may end after "@" and before the last label, where nothing else can follow.
_DOMAIN = rf"[A-Za-z0-9-]{{1,63}}(?:\.(?:\n(?={_TOP}\b))?[A-Za-z0-9-]{{1,63}}){{0,6}}"
# "kinbote@state.gov", "kinbote@onhava".
_PLAIN = re.compile(rf"{_LOCAL}@\n?(?=[A-Za-z0-9.-]{{0,63}}[A-Za-z]){_DOMAIN}(?![\w@])", re.I)
# "kinbote @ state.gov".
_APART = re.compile(
    rf"{_LOCAL}[ \n]?@[ \n]?[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,5}}\.[A-Za-z]{{2,10}}\b", re.I
)
# "kinbote at state dot gov", "kinbote(at)state.gov", "charles dot kinbote [at] state [dot] gov".
_AT = r"(?:[ \n]?[(\[<{]at[)\]>}][ \n]?|[ \n]at[ \n])"
_DOT = r"(?:[ \n]?[(\[<{]dot[)\]>}][ \n]?|[ \n]dot[ \n])"
_JOIN = rf"(?:{_DOT}|[ \n](?:underscore|dash|hyphen)[ \n])"
_SPELLED = (
    re.compile(rf"{_LOCAL}(?:{_JOIN}{_WORD}){{0,4}}{_AT}{_WORD}(?:(?:{_DOT}|\.){_WORD}){{0,5}}{_DOT}{_WORD}", re.I),
    re.compile(rf"{_LOCAL}(?:{_JOIN}{_WORD}){{0,4}}[ \n]?[(\[<{{]at[)\]>}}][ \n]?{_DOMAIN}", re.I),
)
# "kinbotec at state.gov" may also be "offices at state.gov": an address where the word before is none of the language,
# or "e-mail" stands before it.
_AT_DOMAIN = rf"[ \n]at[ \n](?!www\.)[A-Za-z0-9-]{{2,63}}(?:\.[A-Za-z0-9-]{{2,63}}){{0,4}}\.{_TOP}\b"
_WITH_WORD = re.compile(rf"\be-?mail(?:[ \n]address)?(?:[ \n]is)?[:.]?[ \n]?(?P<address>{_LOCAL}{_AT_DOMAIN})", re.I)
_NO_WORD = re.compile(rf"(?=[\w+-]*(?:[_\d]|\.\w)){_LOCAL}{_AT_DOMAIN}", re.I)
_DOUBTFUL = re.compile(rf"{_LOCAL}{_AT_DOMAIN}", re.I)

# Without one of these a text has none of the above, or no number.
_SIGN_OF_ADDRESS = re.compile(rf"@|[(\[<{{]at[)\]>}}]|\bdot\b|\.{_TOP}\b", re.I)
_LONGEST_ADDRESS = 200
_SIGN_OF_NUMBER = re.compile(r"\d(?:\W{0,3}\d){2}")


class Contact(NamedTuple):
    """An address or number in a text.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        kind: A key of `cableconv_redact.passages.WORDS`.
    """

    start: int
    end: int
    kind: str


def find_contacts(text: str) -> list[Contact]:
    """Return the addresses and numbers in a text that are surely such, in order, none within another."""
    found = list(find_addresses(text))
    if _SIGN_OF_NUMBER.search(text):
        found += [Contact(*span, "telephone") for span in telephones.find_numbers(text)]
    return _apart(found)


def find_addresses(text: str) -> Iterator[Contact]:
    """Yield the e-mail addresses in a text, in no order; they may overlap."""
    for start, end in _near_signs(text):
        for match in _WITH_WORD.finditer(text, start, end):
            yield Contact(*match.span("address"), "e-mail")
        for pattern in (_PLAIN, _APART, *_SPELLED, _NO_WORD):
            for match in pattern.finditer(text, start, end):
                yield Contact(*match.span(), "e-mail")


def find_doubtful(text: str) -> list[tuple[int, int]]:
    """Return where addresses or numbers stand that may be such, and may be something else, in order."""
    doubtful = [match.span() for near in _near_signs(text) for match in _DOUBTFUL.finditer(text, *near)]
    doubtful += telephones.find_doubtful(text) if _SIGN_OF_NUMBER.search(text) else []
    sure = find_contacts(text) if doubtful else []
    taken = [(each.start, each.end) for each in sure]
    found = []
    for start, end in sorted(doubtful, key=lambda span: (span[0], -span[1])):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            found.append((start, end))
            taken.append((start, end))
    return found


def _near_signs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text in which an address can be: in most texts there are none, and searching costs."""
    start = end = 0
    for sign in _SIGN_OF_ADDRESS.finditer(text):
        if sign.start() - _LONGEST_ADDRESS > end:
            if end:
                yield start, end
            start = sign.start() - _LONGEST_ADDRESS
        end = sign.end() + _LONGEST_ADDRESS
    if end:
        yield max(0, start), end


def masked(text: str) -> str:
    """Return a text with `WORDS` in place of the addresses and numbers in it."""
    for start, end, kind in reversed(find_contacts(text)):
        text = text[:start] + WORDS[kind] + text[end:]
    return text


def _apart(found: Iterable[Contact]) -> list[Contact]:
    """Join what overlaps; the first says what it is, an address before a number."""
    apart: list[Contact] = []
    for contact in sorted(found):
        if apart and contact.start < apart[-1].end:
            last = apart.pop()
            contact = Contact(last.start, max(last.end, contact.end), min(last.kind, contact.kind))
        apart.append(contact)
    return apart
