"""What stands inside running text: redactions, damage, mentions of other cables.

Everything is annotated as printed; nothing is repaired.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cableconv import ir
from cableconv.walk import unwrap
from cableconv_telegram.references import Mentions
from cableconv_telegram.script import Script

_SPOT = re.compile(
    r"""
    (?P<redaction> (?<![A-Za-z])(?:X{5,}|x{5,})(?![A-Za-z])
      | \[[^\[\]\n]{0,60}\b(?:REMOVED|REDACTED|DELETED|WITHHELD|EXCISED)\b[^\[\]\n]{0,40}\] )
    # "government,s" for "government's": a comma printed for an apostrophe (221 of 1,295 cables); "MexicoQ,s" likewise
  | (?P<apostrophe> (?<=[A-Za-z])Q?,(?:s|S|ll|re|ve)\b(?![,'-]) | (?<=[nN])Q?,[tT]\b(?![,'-]) )
    # "&Arabs8" for a word in quotation marks
  | (?P<quoted> (?<![A-Za-z0-9&])&[A-Za-z](?:[A-Za-z ,.'\-]{0,58}[A-Za-z.,!?])?8(?![A-Za-z0-9]) )
    # letters that were lost, and characters that no telegraph has
  | (?P<lost> (?<=[A-Za-z])\#{2,}(?=[A-Za-z]) | [\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffd]+ )
  | (?P<reference> \b(?:[Rr]ef|REF)[Ss]?\.?\s{1,3}(?:\((?P<label>[A-Z])\)|(?P<bare_label>[A-Za-z])(?![A-Za-z'’]))
      | \b(?:[Rr][Ee][Ff]|[Ss][Ee][Pp])[Tt][Ee][Ll][Ss]?\b(?:\s{1,3}(?:\((?P<tel_label>[A-Z])\)|(?P<bare_tel_label>[A-Z])(?![A-Za-z.'’])))? )
  | (?P<message> (?<![A-Za-z0-9])(?:(?:(?:19|20)?\d\d)\s{1,3})?[A-Z][A-Za-z]{2,}(?:\s[A-Za-z]{2,}){0,2}\s{1,3}\d{2,7}(?![A-Za-z0-9,.]\d|\d|[A-Za-z]) )
    """,
    re.X,
)


_TELEGRAM_WORD = re.compile(r"(?:ref|sep)tels?", re.I)


class Spot(NamedTuple):
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
    spots = []
    for match in _SPOT.finditer(text, start, end):
        spot = _SPOTS[match.lastgroup if match.lastgroup in _SPOTS else "reference"](text, match, mentions)
        if spot and (not spots or spot.start >= spots[-1].end):
            spots.append(spot)
    return spots


def _redaction(text: str, match: re.Match[str], mentions: Mentions) -> Spot:
    return Spot(*match.span(), lambda span, raw: ir.Redaction(raw=raw, span=span))


def _apostrophe(text: str, match: re.Match[str], mentions: Mentions) -> Spot:
    start = match.start()
    while start and text[start - 1].isalpha() and match.start() - start < 40:
        start -= 1
    reading = text[start : match.start()] + "'" + match[0].lstrip("Q,")
    return Spot(start, match.end(), lambda span, raw: ir.Damage(raw=raw, reading=reading, span=span))


def _quoted(text: str, match: re.Match[str], mentions: Mentions) -> Spot:
    reading = f'"{match[0][1:-1]}"'
    return Spot(*match.span(), lambda span, raw: ir.Damage(raw=raw, reading=reading, span=span))


def _lost(text: str, match: re.Match[str], mentions: Mentions) -> Spot:
    return Spot(*match.span(), lambda span, raw: ir.Damage(raw=raw, span=span))


def _reference(text: str, match: re.Match[str], mentions: Mentions) -> Spot | None:
    bare = match["bare_label"]
    letter = match["label"] or bare or match["tel_label"] or match["bare_tel_label"]
    identity, label = None, None
    if letter:
        resolved = mentions.resolve(match[0], letter.upper())
        if resolved is None:
            # "ref a draft", "Reftel A" where there is no A: only the word itself is sure.
            word = _TELEGRAM_WORD.match(match[0])
            return Spot(match.start(), match.start() + word.end(), _mention(None, None)) if word else None
        identity, label = resolved
    elif match[0][:3].lower() == "ref" and mentions.only:
        identity, label = mentions.only.id, mentions.only.label
    return Spot(*match.span(), _mention(identity, label))


def _message(text: str, match: re.Match[str], mentions: Mentions) -> Spot | None:
    # "SEE ONHAVA 12": the station is told by the cable's own header, so words in front of it are left out.
    words = list(re.finditer(r"\S+", match[0]))
    for word in words[:-1]:
        resolved = mentions.resolve(match[0][word.start() :], None)
        if resolved:
            return Spot(match.start() + word.start(), match.end(), _mention(*resolved))
    return None


def _mention(identity: str | None, label: str | None) -> Callable[[ir.Span, str], ir.Inline]:
    return lambda span, raw: ir.Reference(raw=raw, id=identity, label=label, span=span)


_SPOTS: dict[str, Callable[[str, re.Match[str], Mentions], Spot | None]] = {
    "redaction": _redaction,
    "apostrophe": _apostrophe,
    "quoted": _quoted,
    "lost": _lost,
    "reference": _reference,
    "message": _message,
}


def running_text(script: Script, start: int, end: int, spots: Sequence[Spot]) -> Iterator[ir.Inline]:
    """Yield the inlines of a stretch of running text, parted at its spots and wherever something was set aside."""
    at = bisect_left(spots, start, key=lambda spot: spot.start)
    while at < len(spots) and spots[at].end <= end:
        spot = spots[at]
        at += 1
        if spot.start > start:
            yield from _texts(script, start, spot.start, None)
        yield spot.make(script.span(spot.start, spot.end), script.raw(spot.start, spot.end))
        start = spot.end
    if start < end:
        yield from _texts(script, start, end, None)


def marker_text(script: Script, start: int, end: int) -> Iterator[ir.Inline]:
    """Yield words that only mark a part: ``SUMMARY:``."""
    yield from _texts(script, start, end, ir.Role.MARKER)


def _texts(script: Script, start: int, end: int, role: str | None) -> Iterator[ir.Text]:
    for first, last in script.stretches(start, end):
        yield ir.Text(text=unwrap(script.source[first:last]), role=role, span=(first, last))
