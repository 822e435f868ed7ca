"""The envelope: format lines 1 to 11 of ACP 127.

::

    VZCZCXRO0042                                     1  transmission identification
    OO RUEHAG RUEHROV                                2  precedence, routing indicators called
    DE RUEHZB #0042/01 0351430                       3  station calling, serial number, filing time
    ZNY CCCCC ZZH                                    4  transmission instructions: security
    O 041430Z FEB 09                                 5  precedence, date-time group
    FM AMEMBASSY ONHAVA                              6  originator
    TO RUEHC/SECSTATE WASHDC IMMEDIATE 5713          7  action addressees
    INFO RUEHZL/EUROPEAN POLITICAL COLLECTIVE        8  information addressees
    XMT AMCONSUL NOVA ZEMBLA                         9  exempted from the collective above
    GR 120                                          10  group count
    BT                                              11  break
"""

import re
from collections.abc import Callable

import msgspec

from cableconv import ir
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv_telegram.dates import DATE_TIME_GROUP, date_time_group
from cableconv_telegram.lines import Line
from cableconv_telegram.script import Piece, Script

#: Prosigns of ACP 127 and the words for them.
PRECEDENCES = {
    "Y": ir.Precedence.FLASH,
    "Z": ir.Precedence.FLASH,
    "O": ir.Precedence.IMMEDIATE,
    "P": ir.Precedence.PRIORITY,
    "R": ir.Precedence.ROUTINE,
}

_INDICATOR = r"[RUYZ][A-Z]{3,8}"
_TRANSMISSION = re.compile(r"V?ZCZC\S*$")
_ROUTING = re.compile(rf"(?:([YZOPR])\1?\ +)?{_INDICATOR}(?:\ +{_INDICATOR})*$")
_WORD = re.compile(r"\S+")
_STATION = re.compile(rf"DE\ +({_INDICATOR})\b\ *(\#?.*)$")
_SECURITY = re.compile(r"ZN[RY]\b.*$")
_DATE = re.compile(rf"(?:([YZOPR])(?:\1)?(?:\ +([YZOPR])(?:\2)?)?\ +)?(?:{DATE_TIME_GROUP.pattern})\ *(.*)$")
_FROM = re.compile(r"(FM|FROM:?)\ +(\S.*)$")
_TO = re.compile(r"(TO|INFO|XMT)(?:\ +(\S.*))?$")
_GROUP_COUNT = re.compile(r"(?:GR\ ?\d+|BT)$")
#: What ends a list of addressees, or begins another.
_NO_ADDRESSEE = re.compile(rf"{_TO.pattern}|{_GROUP_COUNT.pattern}")
# The notice that stands for the envelope of a cable of which the publisher had only a part; it may be wrapped.
_NOTICE = re.compile(r"This record is a partial extract\b|.{0,80}\boriginal cable is not available\.?$")

_PRECEDENCE_WORD = r"NIACT\ IMMEDIATE|FLASH|IMMEDIATE|PRIORITY|ROUTINE"
#: ``[RI/]PLAD [precedence] [message continuity number]``; the last two change places at times.
_ADDRESSEE = re.compile(
    rf"(?:({_INDICATOR})\ ?(/)\ *)?([^\ ]+(?:\ +[^\ ]+)*?)"
    rf"(?:\ +({_PRECEDENCE_WORD}))?(?:\ +(\d{{3,5}}))?(?:\ +({_PRECEDENCE_WORD}))?$"
)
_NAMED_INDICATOR = re.compile(rf"{_INDICATOR} ?/")


class _Draft:
    """The envelope while its lines are read."""

    def __init__(self, script: Script, diagnostics: list[Diagnostic]) -> None:
        self.script = script
        self.diagnostics = diagnostics
        self.pieces: list[Piece] = []
        self.fields: dict[str, object] = {}
        self.called: list[str] = []
        self.transmitted: tuple[str, ...] = ()
        self.lists: dict[str, list[ir.Addressee]] = {"TO": [], "INFO": []}
        self.exempt: dict[tuple[str, int], list[str]] = {}
        self.list_open = ""
        self.last: tuple[str, int] | None = None
        self.collective: tuple[str, int] | None = None
        self.routing_open = False

    def mark(self, kind: str, line: Line, start: int, end: int) -> None:
        """Mark a stretch of a line; offsets are within the line."""
        self.pieces.append((kind, line.start + start, line.start + end))

    def group(self, kind: str, line: Line, match: re.Match[str], group: int) -> str | None:
        """Mark a group of a match and return its text."""
        if match[group] is None:
            return None
        self.mark(kind, line, match.start(group), match.end(group))
        return match[group].strip()


def read_envelope(
    script: Script, lines: list[Line], ends: Callable[[str], bool], diagnostics: list[Diagnostic]
) -> tuple[ir.Envelope | None, int]:
    """Read the envelope at the start of a telegram.

    Args:
        script: The telegram.
        lines: Its lines.
        ends: Tells whether a line is certainly the text's and not the envelope's.
        diagnostics: What there is to say is added here.

    Returns:
        The envelope, or ``None`` where there is none, and the index of the first line after it.
    """
    draft = _Draft(script, diagnostics)
    after = first = 0
    for index, line in enumerate(lines):
        if not line.text:
            draft.routing_open = False
            continue
        if draft.list_open and _NAMED_INDICATOR.match(line.text):
            # Nothing but an addressee begins so.
            _read_addressee(draft, line, 0)
        elif ends(line.text) or not _read_line(draft, line, gap=index > after and bool(draft.pieces)):
            break
        if not after:
            first = index
        after = index + 1
    if not draft.pieces:
        return None, 0
    return _finish(draft, script.text[lines[first].start : lines[after - 1].end]), after


def _read_line(draft: _Draft, line: Line, gap: bool) -> bool:
    """Read one line that is not blank; tell whether it belongs to the envelope."""
    if draft.list_open and not _NO_ADDRESSEE.match(line.text):
        if gap:
            return False
        _read_addressee(draft, line, 0)
        return True
    read = _BY_FIRST_WORD.get(line.text.partition(" ")[0])
    return (read is not None and read(draft, line)) or any(read(draft, line) for read in _BY_LOOKS)


def _read_notice(draft: _Draft, line: Line) -> bool:
    if not _NOTICE.match(line.text):
        return False
    draft.mark("notice", line, 0, len(line.text))
    draft.fields["partial"] = True
    return True


def _read_transmission(draft: _Draft, line: Line) -> bool:
    if draft.pieces or not _TRANSMISSION.match(line.text):
        return False
    draft.mark("transmission-id", line, 0, len(line.text))
    draft.fields["transmission_id"] = line.text
    return True


def _read_routing(draft: _Draft, line: Line) -> bool:
    match = _ROUTING.match(line.text)
    if not match or "originator" in draft.fields or not (match[1] or draft.routing_open):
        return False
    for word in _WORD.finditer(line.text):
        if len(word[0]) > 2:
            draft.called.append(word[0])
            draft.mark("routing-indicator", line, *word.span())
        else:
            draft.transmitted = (PRECEDENCES[word[0][0]],)
            draft.mark("precedence", line, *word.span())
    draft.routing_open = True
    return True


def _read_station(draft: _Draft, line: Line) -> bool:
    match = _STATION.match(line.text)
    if not match:
        return False
    draft.mark("label", line, 0, 2)
    draft.fields["originator"] = draft.group("originator", line, match, 1)
    draft.fields["station_serial"] = draft.group("station-serial", line, match, 2) or None
    return True


def _read_security(draft: _Draft, line: Line) -> bool:
    if not _SECURITY.match(line.text):
        return False
    draft.mark("security", line, 0, len(line.text))
    draft.fields["security"] = line.text
    return True


def _read_date(draft: _Draft, line: Line) -> bool:
    match = _DATE.match(line.text)
    if not match or "dtg" in draft.fields:
        return False
    words = [draft.group("precedence", line, match, group) for group in (1, 2)]
    start, end = match.start("day"), match.end("year")
    draft.mark("date-time-group", line, start, end)
    draft.mark("operating-signal", line, end, len(line.text))
    span = draft.script.span(line.start + start, line.start + end)
    when = date_time_group(match)
    if when is None:
        draft.diagnostics.append(diagnose("bad-date-time-group", span))
    draft.fields["dtg"] = ir.DateTimeGroup(raw=line.text[start:end], when=when, span=span)
    draft.fields["precedence"] = tuple(PRECEDENCES[word] for word in words if word)
    return True


def _read_from(draft: _Draft, line: Line) -> bool:
    match = _FROM.match(line.text)
    if not match or "from_" in draft.fields:
        return False
    draft.group("label", line, match, 1)
    draft.fields["from_"] = draft.group("originator-name", line, match, 2)
    return True


def _read_to(draft: _Draft, line: Line) -> bool:
    match = _TO.match(line.text)
    if not match or not (draft.list_open or "from_" in draft.fields or "dtg" in draft.fields):
        return False
    draft.list_open = match[1]
    draft.group("label", line, match, 1)
    if match[2]:
        _read_addressee(draft, line, match.start(2))
    return True


def _read_group_count(draft: _Draft, line: Line) -> bool:
    if not draft.pieces or not _GROUP_COUNT.match(line.text):
        return False
    draft.mark("group-count", line, 0, len(line.text))
    draft.list_open = ""
    return True


#: Format lines that begin with a word of their own.
_BY_FIRST_WORD = {
    "DE": _read_station,
    "FM": _read_from,
    "FROM": _read_from,
    "FROM:": _read_from,
    "TO": _read_to,
    "INFO": _read_to,
    "XMT": _read_to,
}
_BY_LOOKS = (_read_date, _read_routing, _read_security, _read_transmission, _read_group_count, _read_notice)


def _read_addressee(draft: _Draft, line: Line, start: int) -> None:
    if draft.list_open == "XMT" and _NAMED_INDICATOR.match(line.text, start):
        # Exempted stations have no routing indicator: the list above goes on.
        draft.list_open = draft.last[0] if draft.last else "INFO"
    if draft.list_open == "XMT":
        # Exempted from the collective above, which is the last addressee if none is called so.
        draft.mark("exempted", line, start, len(line.text))
        above = draft.collective or draft.last
        if above:
            draft.exempt.setdefault(above, []).append(line.text[start:].strip())
        return
    match = _ADDRESSEE.match(line.text, start)
    assert match, "the addressee pattern matches any text that is not blank"  # noqa: S101
    routing, _, name, precedence, number, precedence_after = match.groups()
    if routing:
        draft.mark("routing-indicator", line, *match.span(1))
        draft.mark("separator", line, *match.span(2))
    draft.mark("addressee", line, *match.span(3))
    if precedence:
        draft.mark("precedence", line, *match.span(4))
    if number:
        draft.mark("continuity-number", line, *match.span(5))
    if precedence_after:
        draft.mark("precedence", line, *match.span(6))
    draft.last = (draft.list_open, len(draft.lists[draft.list_open]))
    if "COLLECTIVE" in name:
        draft.collective = draft.last
    draft.lists[draft.list_open].append(
        ir.Addressee(
            name=name.strip(),
            routing=routing,
            precedence=precedence_after or precedence,
            mcn=number,
            span=draft.script.span(line.start + start, line.end),
        )
    )


def _addressees(draft: _Draft, name: str) -> tuple[ir.Addressee, ...]:
    return tuple(
        msgspec.structs.replace(addressee, exempt=tuple(draft.exempt[name, at]))
        if (name, at) in draft.exempt
        else addressee
        for at, addressee in enumerate(draft.lists[name])
    )


def _finish(draft: _Draft, raw: str) -> ir.Envelope:
    fields = draft.fields
    fields["precedence"] = fields.get("precedence") or draft.transmitted
    marks = draft.script.all_marks(draft.pieces)
    if fields.get("partial"):
        draft.diagnostics.append(diagnose("partial-extract", marks[0].span))
    return ir.Envelope(
        span=(marks[0].span[0], marks[-1].span[1]),
        routing=tuple(draft.called),
        to=_addressees(draft, "TO"),
        info=_addressees(draft, "INFO"),
        raw=raw,
        marks=tuple(marks),
        **fields,  # type: ignore[arg-type]
    )
