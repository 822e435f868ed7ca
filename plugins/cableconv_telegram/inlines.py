"""What stands inside running text: redactions, damage, mentions of other cables.

Everything is annotated as printed; nothing is repaired.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from operator import attrgetter
from string import ascii_letters

import msgspec

from cableconv import ir
from cableconv_telegram.rare import rare
from cableconv_telegram.references import Mentions
from cableconv_telegram.script import Script

# Each pattern runs over the whole text. So it begins with characters that are rare there, and looks back at what must
# stand before them: this way most of the text is passed over without trying to match.
_CROSSED_OUT = re.compile(r"[Xx](?<![A-Za-z].)[Xx]{4,}(?![A-Za-z])")
_TAKEN_OUT = re.compile(r"\[[^\[\]\n]{0,60}\b(?:REMOVED|REDACTED|DELETED|WITHHELD|EXCISED)\b[^\[\]\n]{0,40}\]", re.I)
# "government,s" for "government's": a comma printed for an apostrophe (221 of 1,295 cables); "MexicoQ,s" likewise.
_APOSTROPHE = re.compile(
    r""",(?:(?<=[A-Za-z0-9.)"”],)[sS]|(?:(?<=[nN],)|(?<=[nN]Q,))[tT]|(?P<verb>ll|re|ve|d|m)|(?P<ayn>a(?:th|is|ites?)?))\b(?!['-])""",
    re.X,
)
_PRONOUNS = frozenset("i you he she it we they who there that".split())
# "d,Etat" for "d'Etat".
_ELISION = re.compile(r",(?:(?<=(?<![A-Za-z])[dlnDLN].)|(?<=(?<![A-Za-z])[Qq]u.))[A-Z][a-z]+")
# "&Arabs8", "Q,a strong state.8": what other character sets made of quotation marks. Both marks must be there.
_OPENING_QUOTES = (re.compile(r"&(?<![A-Za-z0-9&].)(?=[A-Za-z])"), re.compile(r"Q,(?<![A-Za-z0-9&]..)(?=[A-Za-z])"))
_CLOSING_QUOTE = re.compile(r"8(?<=[A-Za-z.,!?;:]8)(?<!\b[A-Z]8)(?![A-Za-z0-9])")
_LONGEST_QUOTE = 600
# "France ) 2004" for a dash.
_DASH = re.compile(r"\)(?<=\s\))(?=\s)")
# Letters that were lost.
_LOST = (re.compile(r"#(?<=[A-Za-z].)#+(?=[A-Za-z])"), re.compile(r"Q(?<=[a-z].)(?=[a-z])"))
# Characters that no telegraph has.
_NO_TELEGRAPH = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffd]+")
_CONTROLS = [character for character in map(chr, (*range(0xA0), 0xFFFD)) if _NO_TELEGRAPH.match(character)]
# "ref A", "REF (B)", "(ref)", "reftel", "septel C"; one letter is a label only if the header has it.
_REFERENCE = re.compile(
    r"""[RrSs](?:
        (?<![A-Za-z].)(?:ef|EF)[Ss]?\.?
            (?: \s{1,3}(?:\((?P<label>[A-Z])\)|(?P<bare>[A-Z])(?![A-Za-z'’])|(?P<small>[a-z])(?=[).,;:])) | (?=\)) )
      | (?<![A-Za-z].)[Ee][FfPp][Tt][Ee][Ll][Ss]?\b
            (?: \s{1,3}(?:\((?P<tel_label>[A-Z])\)|(?P<tel_bare>[A-Z])(?![A-Za-z.'’])) )?
    )""",
    re.X,
)
#: What every such mention has after its first letter.
_REFERENCE_LETTERS = ("ef", "EF", "ep", "EP")
# "refs B and C": the further letters of a mention.
_FURTHER_LABEL = rare(
    r"\s{0,3}(?:,|/|&|-|(?:and|or|through|thru|to)\s)\s{0,3}(?:and\s)?\(?(?P<label>[A-Z])(?![A-Za-z'’])", re.I
)
# "08 STATE 123": the number is found first, as there are fewer numbers than capitals; and the blank before it.
_NUMBERS = [re.compile(rf"{blank}\d{{2,7}}(?![0-9]|[.,]?[A-Za-z0-9])") for blank in (" ", "\n", "\t", "\xa0")]
_STATION_BEFORE = re.compile(r"[A-Z](?<![A-Za-z].)[A-Za-z]{2,}(?:\s[A-Za-z]{2,}){0,2}\s{1,3}$")
_YEAR_BEFORE = re.compile(r"(?<![A-Za-z0-9])(?:19|20)?\d\d\s{1,3}$")
_LONGEST_YEAR = 7
_LONGEST_STATION = 45
_WORD = re.compile(r"\S+")
_TELEGRAM_WORD = re.compile(r"(?:ref|sep)tels?", re.I)


class Spot(msgspec.Struct, frozen=True, gc=False):
    """Something in the text that is not plain.

    Attributes:
        start: Offset in the script's text.
        end: Offset after it.
        make: Makes the node, given the source span and the printed text.
    """

    start: int
    end: int
    make: Callable[[ir.Span, str], ir.Inline]


def find_spots(text: str, start: int, end: int, mentions: Mentions) -> list[Spot]:
    """Find everything in a part of a text that is not plain, in order.

    Args:
        text: The script's text.
        start: Offset at which the body begins.
        end: Offset at which it ends.
        mentions: What the text may call a cable.
    """
    spots = [
        *_redactions(text, start, end),
        *_apostrophes(text, start, end),
        *_quoted(text, start, end),
        *_dashes(text, start, end),
        *_lost(text, start, end),
        *_references(text, start, end, mentions),
        *_messages(text, start, end, mentions),
    ]
    spots.sort(key=attrgetter("start"))
    apart: list[Spot] = []
    for spot in spots:
        if not apart or spot.start >= apart[-1].end:
            apart.append(spot)
    return apart


def _redactions(text: str, start: int, end: int) -> Iterator[Spot]:
    patterns = (_TAKEN_OUT, _CROSSED_OUT) if "xxxxx" in text.replace("X", "x") else (_TAKEN_OUT,)
    for pattern in patterns:
        for match in pattern.finditer(text, start, end):
            yield Spot(*match.span(), lambda span, raw: ir.Redaction(raw=raw, span=span))


def _apostrophes(text: str, start: int, end: int) -> Iterator[Spot]:
    for match in _APOSTROPHE.finditer(text, start, end):
        stop = match.start() - (text[match.start() - 1] == "Q")
        first = stop
        while (
            first > start and (text[first - 1].isalnum() or text[first - 1] in "-.") and stop - first < _LONGEST_STATION
        ):
            first -= 1
        word = text[first:stop]
        if match["verb"] and word.lower() not in _PRONOUNS:
            continue
        if match["ayn"] and not (len(word) > 1 and word.istitle()):
            continue
        yield Spot(first, match.end(), _damage(f"{word}'{match[0][1:]}"))
    for match in _ELISION.finditer(text, start, end):
        first = match.start() - (2 if text[match.start() - 1] == "u" else 1)
        yield Spot(first, match.end(), _damage(f"{text[first : match.start()]}'{match[0][1:]}"))


def _quoted(text: str, start: int, end: int) -> Iterator[Spot]:
    openings = sorted(match.span() for pattern in _OPENING_QUOTES for match in pattern.finditer(text, start, end))
    for opening, (following, _) in pairwise([*openings, (end, end)]):
        closing = _CLOSING_QUOTE.search(text, opening[1], min(following, opening[1] + _LONGEST_QUOTE))
        if closing:
            yield Spot(*opening, _damage('"'))
            yield Spot(*closing.span(), _damage('"'))


def _dashes(text: str, start: int, end: int) -> Iterator[Spot]:
    for match in _DASH.finditer(text, start, end):
        before = text[max(start, match.start() - _LONGEST_QUOTE) : match.start()]
        if before.count("(") <= before.count(")"):
            yield Spot(*match.span(), _damage("-"))


def _lost(text: str, start: int, end: int) -> Iterator[Spot]:
    patterns = (*_LOST, _NO_TELEGRAPH) if any(map(text.__contains__, _CONTROLS)) else _LOST
    for pattern in patterns:
        for match in pattern.finditer(text, start, end):
            yield Spot(*match.span(), _damage(None))


def _references(text: str, start: int, end: int, mentions: Mentions) -> Iterator[Spot]:
    for match in _reference_words(text, start, end):
        letter = next((group for group in match.groups() if group), None)
        if letter is None:
            only = mentions.only if match[0][0] in "Rr" else None
            yield Spot(*match.span(), _mention(only.id if only else None, only.label if only else None))
        elif letter.upper() in mentions.ids:
            yield Spot(*match.span(), _mention(None, letter.upper()))
            yield from _further_labels(text, match.end(), end, mentions)
        elif word := _TELEGRAM_WORD.match(match[0]):
            # "Reftel A" where the header has no A: only the word itself is sure.
            yield Spot(match.start(), match.start() + word.end(), _mention(None, None))


def _reference_words(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for letters in _REFERENCE_LETTERS:
        at = text.find(letters, start + 1, end)
        while at >= 0:
            if match := _REFERENCE.match(text, at - 1, end):
                yield match
            at = text.find(letters, at + 1, end)


def _further_labels(text: str, start: int, end: int, mentions: Mentions) -> Iterator[Spot]:
    match = _FURTHER_LABEL.match(text, start, end)
    while match and match["label"] in mentions.ids:
        yield Spot(*match.span("label"), _mention(None, match["label"]))
        match = _FURTHER_LABEL.match(text, match.end(), end)


def _messages(text: str, start: int, end: int, mentions: Mentions) -> Iterator[Spot]:
    for number in chain.from_iterable(pattern.finditer(text, start + 3, end) for pattern in _NUMBERS):
        at = number.start() + 1
        window = max(start, at - _LONGEST_STATION)
        before = text[window:at].rstrip()
        last_word = before[len(before.rstrip(ascii_letters)) :]
        if not last_word[:1].isupper():
            continue
        station = _STATION_BEFORE.search(text, window, at)
        if not station:
            continue
        year = _YEAR_BEFORE.search(text, max(window, station.start() - _LONGEST_YEAR), station.start())
        # "SEE ONHAVA 12": the cable's own header tells the station, so words in front of it are left out.
        for word in _WORD.finditer(text, (year or station).start(), at):
            first = word.start()
            identity = mentions.message(text[first : number.end()])
            if identity:
                yield Spot(first, number.end(), _mention(identity, None))
                break


def _damage(reading: str | None) -> Callable[[ir.Span, str], ir.Inline]:
    return lambda span, raw: ir.Damage(raw=raw, reading=reading, span=span)


def _mention(identity: str | None, label: str | None) -> Callable[[ir.Span, str], ir.Inline]:
    return lambda span, raw: ir.Reference(raw=raw, id=identity, label=label, span=span)


def running_text(script: Script, start: int, end: int, spots: Sequence[Spot]) -> Iterator[ir.Inline]:
    """Yield the inlines of a stretch of running text, parted at its spots and wherever something was set aside."""
    at = bisect_left(spots, start, key=attrgetter("start"))
    while at < len(spots) and spots[at].end <= end:
        spot = spots[at]
        at += 1
        pieces = [spot.make(span, script.line(span)) for span in script.stretches(spot.start, spot.end)]
        if len(pieces) > 1 and not isinstance(pieces[0], ir.Redaction):
            # Something was set aside within it: its pieces do not mean what the whole does, so it stays plain text.
            continue
        if spot.start > start:
            yield from _texts(script, start, spot.start, None)
        yield from pieces
        start = spot.end
    if start < end:
        yield from _texts(script, start, end, None)


def marker_text(script: Script, start: int, end: int) -> Iterator[ir.Inline]:
    """Yield words that only mark a part: ``SUMMARY:``."""
    yield from _texts(script, start, end, ir.Role.MARKER)


def _texts(script: Script, start: int, end: int, role: str | None) -> Iterator[ir.Text]:
    for span in script.stretches(start, end):
        yield ir.Text(text=script.line(span), role=role, span=span)
