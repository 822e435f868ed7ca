"""A subject in capitals, written like a title."""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Mapping

import msgspec

from cableconv_subjects.words import ACRONYMS, SHORT, SMALL, TITLES

# A word with what an apostrophe (or the comma that stands for one) joins to it; a redaction or portion mark is none.
_WORD = re.compile(
    r"""(?P<other>\[[^\[\]]*\]|[A-Z]+(?:/[A-Z\d.]+)*/\d+(?:/\d+)*|\((?:TS|S|C|U|SBU|FOUO)(?:/[A-Z/ ]*)?\)|X{5,})
    |(?P<dotted>(?:[^\W\d_]\.){2,}[^\W\d_]?(?![^\W\d_]))
    |(?P<word>[^\W_]+)(?P<tail>(?:['’][^\W_]+|,S(?![^\W_]))*)""",
    re.X,
)
_ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH|S)")
_ROMAN = re.compile(r"(?=..)X{0,3}(?:IX|IV|V?I{0,3})")
_MC = re.compile(r"MC(?=[A-Z]{3})")
# Beginnings that words of many languages have. What begins otherwise is read letter by letter.
_ONSET = re.compile(
    r"""(?:[^AEIOUY]?|[BCDFGKPSTVW]R|[BCFGKPSV]L|[CGKPSTWZ]H|S[CKMNPQTVWZR]|SCH|SCR|SHR|SHT|SKR|SPL|SPR|STR|SQU|THR|TW|TS|TZ|DW|DJ|DZ|
    DH|GN|GW|KN|KW|KV|KS|MB|MK|MN|ND|NG|NJ|NK|NT|PS|PF|PT|RH|RW|WR|LL|LJ|CZ|HR|HM|BJ|FJ|CHR|PHR|ZW|ZL|DM|TCH)[AEIOUY]""",
    re.X,
)
_VOWELS = frozenset("AEIOUY")
# Where a title begins again: after a colon, a dash, an opening quotation mark.
_BEGINS = re.compile(r"""(?:^|[:;?!.]|--|\s[-–—]\s)[\s"'“„«(]*$|(?:^|\s)["'“„«]$""")
_CONTRACTED = frozenset({"S", "T", "LL", "RE", "VE", "D", "M"})
_PARTICLE = frozenset({"O", "D", "L"})
_LONGEST_UNSURE = 3
_LONGEST_ACRONYM = 5


class Readable(msgspec.Struct, frozen=True):
    """A subject to read.

    Attributes:
        text: The subject.
        unsure: The words that stay in capitals because nothing tells what they are.
    """

    text: str
    unsure: tuple[str, ...]


def is_in_capitals(subject: str) -> bool:
    """Tell whether a subject is printed in capitals; a few letters may be small ("McCAIN", "PM's")."""
    small = sum(map(str.islower, subject))
    return sum(map(str.isupper, subject)) > 6 * small


def words_in(subject: str) -> frozenset[str]:
    """Return the words of a subject that may have another form."""
    return frozenset(match["word"] for match in _WORD.finditer(subject) if match["word"])


def readable(subject: str, forms: Mapping[str, Counter[str]], acronyms: Container[str]) -> Readable:
    """Write a subject in capitals like a title.

    >>> readable("ZEMBLA'S PM: NATO TALKS TO RESUME IN U.S.", {}, ()).text
    "Zembla's PM: NATO Talks to Resume in U.S."

    Args:
        subject: The subject.
        forms: How often the cable writes which word in which form.
        acronyms: Further ones, such as the cable's TAGS.
    """
    explained = _explained(subject)
    pieces: list[str] = []
    unsure: list[str] = []
    at = 0
    matches = list(_WORD.finditer(subject))
    ends = next((match for match in matches if match["word"]), None), matches[-1] if matches else None
    for match in matches:
        pieces.append(subject[at : match.start()])
        at = match.end()
        word = match["word"]
        if not word or not word.isupper():
            pieces.append(match[0])
            continue
        if _without_accents(word) in SMALL and not match["tail"]:
            pieces.append(word.lower() if match not in ends and _is_inside(subject, match) else word.capitalize())
            continue
        form = word if word in explained or word in acronyms else _form(word, forms.get(word, Counter()))
        if form is None:
            unsure.append(word)
        pieces.append(_with_tail(form or word, match["tail"]))
    return Readable("".join([*pieces, subject[at:]]), tuple(dict.fromkeys(unsure)))


def _is_inside(subject: str, match: re.Match[str]) -> bool:
    """Tell whether a small word is written small: not where a title begins again, nor last of words with hyphens."""
    before, after = subject[: match.start()], subject[match.end() :]
    if before.endswith("-") and not after.startswith("-"):
        return False
    return not _BEGINS.search(before[-8:])


def _explained(subject: str) -> frozenset[str]:
    """Return acronyms that the subject spells out: ``ONHAVA GLASS WORKS (OGW)``."""
    found = set()
    for match in re.finditer(r"\(([A-Z]{2,8})\)", subject):
        words = re.findall(r"[^\W\d_]+", subject[: match.start()].upper())
        initials = "".join(word[0] for word in words if word not in SMALL)
        if initials.endswith(match[1]):
            found.add(match[1])
    return frozenset(found)


def _form(word: str, seen: Counter[str]) -> str | None:
    """Return how a word is written, or nothing when nothing tells."""
    if any(map(str.isdigit, word)):
        return word.lower() if _ORDINAL.fullmatch(word) else word
    if seen:
        return _seen_form(word, seen)
    if word in ACRONYMS:
        return word
    if word.endswith("S") and word[:-1] in ACRONYMS:
        return f"{word[:-1]}s"
    if word in SHORT or word in TITLES:
        return word.capitalize()
    if _MC.match(word):
        return _capitalized(word)
    letters = _without_accents(word)
    if len(word) == 1 or _ROMAN.fullmatch(word) or not _VOWELS & set(letters):
        return word
    if len(word) <= _LONGEST_ACRONYM and not _ONSET.match(letters):
        return word
    if len(word) <= _LONGEST_UNSURE:
        return None
    return _capitalized(word)


def _seen_form(word: str, seen: Counter[str]) -> str:
    """Return the form of a word that the cable writes."""
    in_capitals = seen[word]
    plain = seen[word.lower()] + seen[word.capitalize()]
    mixed = [form for form in seen if form not in (word, word.lower(), word.capitalize())]
    if in_capitals > plain or (in_capitals and word in ACRONYMS):
        # "who" does not make a word of "WHO".
        return word
    if mixed and not plain:
        return max(mixed, key=lambda form: (seen[form], form))
    return _capitalized(word)


def _without_accents(word: str) -> str:
    return "".join(filter(str.isalpha, unicodedata.normalize("NFD", word)))


def _capitalized(word: str) -> str:
    if match := _MC.match(word):
        return f"Mc{word[match.end() :].capitalize()}"
    return word.capitalize()


def _with_tail(form: str, tail: str) -> str:
    """Join a word and what follows its apostrophe: ``Zembla's``, ``O'Brien``, ``d'Etat``."""
    for mark, rest in re.findall(r"(['’,])([^\W_]+)", tail):
        if rest.upper() in _CONTRACTED:
            form += mark + rest.lower()
        elif form.upper() in _PARTICLE:
            form = (form.lower() if form == "D" else form) + mark + rest.capitalize()
        else:
            form += mark + rest.capitalize()
    return form
