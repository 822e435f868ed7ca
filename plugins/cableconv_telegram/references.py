"""The reference line, and what the text calls a cable.

``REF: A. ONHAVA 12``, ``A) 08 STATE 123``, ``(A)``, ``A. (A)``; one to a line or run together with ``;`` ``,`` ``AND``;
the year before or after the number, else the cable's own (5 FAH-2 H-321).
"""

import re
from collections.abc import Iterator

from cableconv import ir
from cableconv.walk import unwrap
from cableconv_telegram.dates import MONTHS
from cableconv_telegram.rare import rare
from cableconv_telegram.script import Piece, Script
from cableconv_telegram.stations import canonical_station, full_year, message_id

# "A.", "(A)", "A)", "A:", and the publisher's "A. (A)".
_LABEL = rare(
    r"""(?: (?<=\s) | (?<![^\s;,:]) )
        (?: REF\s+ )?
        (?: \(([A-Z])\) | ([A-Z])[.):](?=\s|\() ) \s*
        (?: \(\s?([A-Z])\s?\) | ([A-Z])[.)](?=\s) )?""",
    re.I | re.X,
)

# A message: [year] STATION number [year]. The station is in capitals or in title case.
_STATION = r"[A-Za-z][A-Za-z.]+(?:[ \t\n]+(?!AND\b|and\b)[A-Za-z][A-Za-z.]*){0,4}?"
_MESSAGE = re.compile(
    rf"""(?: '?(?P<before>\d{{4}}|\d\d) [ \t\n]* )?
        (?P<station>{_STATION}) [ \t\n]* (?: [-#]|NO\.?(?=[ \t]) )? [ \t]*
        (?: (?P<between>\d{{4}}|\d\d) [ \t\n]+ (?=\d{{3,}}\b) )?
        (?P<number>\d{{1,7}})\b
        (?: [ \t\n]*
            (?: \((?P<after>\d{{4}}|\d\d)\)
              | OF[ \t\n]+(?P<of>\d{{4}})\b
              | /(?P<slash>\d\d)\b
              | ,[ \t\n]*(?P<comma>19\d\d|20\d\d)\b ) )?""",
    re.X,
)
# A further number of the station just named: "STATE 123, 124 AND 125"; a year is none.
_FURTHER = rare(rf"(?!(?:19|20)\d\d\b)\d{{1,7}}\b(?!\s*(?:{'|'.join(MONTHS)})|[/.\-:])", re.I)

#: What parts entries that have no labels.
_BETWEEN = rare(r"\s*(?:;|,|:|/(?=\s)|\bAND\b|&)\s*(?:\bAND\b\s*)?", re.I)

_REMARK = rare(r"\(?(?:AND\s+)?(?:PREVIOUS|SUBSEQUENT|NOTAL)\b", re.I)
_PARTED = re.compile(r"[;:]\s+(?=\S)")
#: How far after a number the next entry may begin, in characters: "(NOTAL)" or "AND PREVIOUS" may stand between.
_LONGEST_REMARK = 40
# What may stand before the next label.
_TAIL = rare(r"(?:[\s;,.]+|[\s,;]AND\b)+$", re.I)

_NO_STATION = frozenset(
    """
    IIR TD TDX DIA CIA CRITIC ICA PARA PARAS PARAGRAPH DTG E-MAIL EMAIL MAIL TELCON PHONECON TEL FAX NO NUMBER NOTE MEMO
    LETTER OF DATED REPORT DAILY FROM SIPRNET CA EO EO. E.O. UNSCR RESOLUTION ARTICLE SECTION CIRCULAR AIRGRAM FOR ON
    INSTRUCTION SECTIONS AND OR THE IN
    JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST SEPTEMBER SEPT OCTOBER NOVEMBER DECEMBER
    """.split()
) | frozenset(MONTHS)

_KINDS = (
    (ir.RefKind.EMAIL, rare(r"\bE-?MAILS?\b", re.I)),
    (
        ir.RefKind.TELEPHONE,
        rare(r"\b(?:TELCONS?|PHONECONS?|TELEPHONE|PHONE|(?:TELE|PHONE)\s?CALLS?|CALLS?)\b", re.I),
    ),
    (ir.RefKind.REPORT, rare(r"\b(?:IIR|TDX?|TD-\d|REPORTS?|MEMO(?:RANDUM)?|AIRGRAM)\b", re.I)),
)


def read_references(script: Script, start: int, end: int, year: int | None) -> tuple[list[ir.CableRef], list[Piece]]:
    """Read the entries of a reference line, after its label.

    Args:
        script: The telegram.
        start: Offset of the first character after the label.
        end: Offset after the last line of the field.
        year: The cable's own year, for entries that name none.

    Returns:
        The entries, and what there is to mark.
    """
    references: list[ir.CableRef] = []
    marks: list[Piece] = []
    labels = list(_labels(script.text, start, end))
    head = labels[0][0] if labels else end
    for entry in _entries(script, start, head, None, year):
        _add(entry, references, marks)
    for at, (first, last, label) in enumerate(labels):
        marks.append(("reference-label", first, last))
        stop = labels[at + 1][0] if at + 1 < len(labels) else end
        for entry in _entries(script, last, stop, label, year):
            _add(entry, references, marks)
    return references, marks


def _add(entry: tuple[int, int, ir.CableRef | None], references: list[ir.CableRef], marks: list[Piece]) -> None:
    start, end, reference = entry
    if reference is None:
        marks.append(("separator", start, end))
    else:
        references.append(reference)
        marks.append(("reference", start, end))


def _labels(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, letter) of the labels: letters that rise from A, one after the other."""
    expected = "A"
    for match in _LABEL.finditer(text, start, end):
        letter = next(group for group in match.groups() if group).upper()
        again = next((group for group in match.groups()[2:] if group), letter).upper()
        # "A. B. PARIS 1" is no label "A. B."
        stop = match.end() if again == letter else match.end(1 if match[1] else 2) + 1
        if letter == expected:
            yield match.start(), stop, letter
            expected = chr(ord(expected) + 1)


def _entries(
    script: Script, start: int, end: int, label: str | None, year: int | None
) -> Iterator[tuple[int, int, ir.CableRef | None]]:
    """Yield (start, end, entry) of the text after one label; the entry is ``None`` for what only stands between."""
    text = script.text
    start, end = _trimmed(text, start, end)
    while start < end and text[start] in ".:-)":
        yield start, start + 1, None
        start, end = _trimmed(text, start + 1, end)
    if tail := _TAIL.search(text, max(start, end - 10), end):
        yield tail.start(), end, None
        start, end = _trimmed(text, start, tail.start())
    station = None
    while start < end:
        stop, after = _entry_end(text, start, end)
        reference = _reference(script, start, stop, label, year, station)
        if reference.id:
            station = reference.id[2:].rstrip("0123456789")
        yield start, stop, reference
        if after > stop:
            yield stop, after, None
        start = after


def _entry_end(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the entry that begins at ``start`` ends, and where the next one begins.

    Only what names a cable on both sides is parted: a comma or an "and" in free text is part of it.
    """
    first = _MESSAGE.match(text, start, end) or _FURTHER.match(text, start, end)
    if first:
        between = _BETWEEN.search(text, first.end(), end)
        while between:
            if between.start() - first.end() > _LONGEST_REMARK:
                break
            if _is_message(_MESSAGE.match(text, between.end(), end)) or _FURTHER.match(text, between.end(), end):
                return between.start(), between.end()
            between = _BETWEEN.search(text, between.end(), end)
        # One to a line without labels.
        line = text.find("\n", first.end(), end)
        if line >= 0 and _is_message(first) and not text[first.end() : line].strip(" \t(NOTALnotal).,"):
            following = line + len(text[line:end]) - len(text[line:end].lstrip())
            if _is_message(_MESSAGE.match(text, following, end)):
                return line, following
    for parted in _PARTED.finditer(text, start, end):
        semicolon = text[parted.start()] == ";" and not _REMARK.match(text, parted.end(), end)
        if semicolon or _is_message(_MESSAGE.match(text, parted.end(), end)):
            return parted.span()
    return end, end


def _trimmed(text: str, start: int, end: int) -> ir.Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _is_message(match: re.Match[str] | None) -> bool:
    """Tell whether a match names a station, and not a document of another kind or a date."""
    if not match:
        return False
    if "station" not in match.re.groupindex:
        return True
    words = match["station"].upper().split()
    # "RIO DE JAN" is a station, "JAN 12" is a date: a month counts only as the first word.
    return not any(word in _NO_STATION and (at == 0 or word not in MONTHS) for at, word in enumerate(words))


def _reference(
    script: Script, start: int, end: int, label: str | None, year: int | None, station: str | None
) -> ir.CableRef:
    text = script.text
    start, end = _trimmed(text, start, end)
    raw = unwrap(text[start:end])
    identity = _identity(raw, year, station)
    if identity or _is_message(_MESSAGE.match(raw)):
        kind: str = ir.RefKind.CABLE
    else:
        kind = next((kind for kind, rule in _KINDS if rule.search(raw)), ir.RefKind.OTHER)
    return ir.CableRef(raw=raw, label=label, id=identity, kind=kind, span=script.span(start, end))


def _identity(raw: str, year: int | None, station: str | None) -> str | None:
    match = _MESSAGE.match(raw)
    if match and _is_message(match):
        digits = next(
            (match[name] for name in ("before", "between", "after", "of", "slash", "comma") if match[name]), None
        )
        when = full_year(digits) if digits else year
        return message_id(when, match["station"], match["number"]) if when is not None else None
    further = _FURTHER.match(raw)
    if further and station and year is not None:
        return message_id(year, station, further[0])
    return None


#: How many years back a message may lie that the text names and the header does not.
_OLDEST = 10


class Mentions:
    """What the text may call a cable: the labels and stations that the header names."""

    def __init__(self, references: tuple[ir.CableRef, ...], stations: set[str], year: int | None) -> None:
        self.ids = {reference.label: reference.id for reference in references if reference.label}
        self.only = references[0] if len(references) == 1 else None
        self.stations = stations | {reference.id[2:].rstrip("0123456789") for reference in references if reference.id}
        self.year = year

    def message(self, raw: str) -> str | None:
        """Return the canonical id of a station and a number, or ``None`` when they are no message.

        They are one only where the cable itself names the station, so that ``20 JULY 2004`` or ``ROOM 101`` are none.
        """
        match = _MESSAGE.fullmatch(raw)
        if not match or not _is_message(match):
            return None
        if canonical_station(match["station"]) not in self.stations and not self._is_dated(match):
            return None
        return _identity(raw, self.year, None)

    def _is_dated(self, match: re.Match[str]) -> bool:
        """Tell whether a year of the last ten stands before a station in capitals: proof enough."""
        if not match["before"] or self.year is None or not match["station"].isupper():
            return False
        return self.year - _OLDEST <= full_year(match["before"]) <= self.year
