"""The end of a telegram: the signer's name, a last classification, end of message.

The drafter does not sign: the chief of mission's surname stands alone on the last line (5 FAH-2 H-330), at times
glued to the last sentence or after a slash.
"""

import re

import msgspec

from cableconv import ir
from cableconv_telegram.kinds import line_kind
from cableconv_telegram.lines import Line
from cableconv_telegram.markings import is_caption_line, is_level
from cableconv_telegram.pages import is_page_break
from cableconv_telegram.script import Script
from cableconv_telegram.sentences import goes_on


class Closing(msgspec.Struct, frozen=True):
    """What closes a telegram.

    Attributes:
        signature: The signer as printed.
        marks: ``signature``, ``separator``, ``classification``, ``end-mark`` and ``stamp`` (what a newspaper printed
            below the signature), in order.
        body: The lines before it.
    """

    signature: str | None
    marks: tuple[ir.Mark, ...]
    body: list[Line]


#: Format lines 13, 15 and 16 of ACP 127, and what archives print in their place.
END_MARK = re.compile(
    r"(?:BT|\#\d{4}|NNNN|END OF (?:DOCUMENT|MESSAGE|CABLE)|MINIMIZE CONSIDERED|#+|ZCZC|--END--|[\x00\x03\x04\x1a]+)$",
    re.I,
)

_NAME = r"(?:(?:MC|MAC|O'|D'|VAN |VON |DE |DE LA |DEL |LA |ST\. )?[A-Z][A-Z'\-]{1,}(?: [A-Z][A-Z'\-]+)?)"
_CAPITALS = re.compile(rf"{_NAME}$")
# A name in lower case, or nearly so, is one only where a sentence has ended above.
_MIXED = re.compile(
    r"(?:(?:[Dd]e|[Dd]el|[Dd]e la|[Vv]an|[Vv]an der|[Vv]on|[Ll]a|[Dd]i) )?(?:[A-Z][a-z]*[A-Z]?[a-z'\-]+|[a-z]{3,})$"
)
_GLUED = re.compile(
    r"(?:(?<=[.!?\"')>])\s+|\s+(?P<slash>/)\s*)(?P<name>[A-Z][A-Z'\-]{2,})(?:\s+(?P<stamp>\d{4}-\d\d-\d\d))?$"
)
# A web address is a sentence's end too: "Visit Onhava's website at http://…"
_SENTENCE_END = re.compile(r"[.!?:\"')\]>”’]$|[-=*]{3}$|\bhttps?://\S+(?: \S+)?$")
#: Words in capitals that may stand last and are nobody's name.
_NO_NAME = frozenset(
    "END SUMMARY COMMENT NOTE TEXT SENSITIVE UNCLAS UNCLASSIFIED CONFIDENTIAL SECRET NATO QUOTE UNQUOTE NNNN"
    " SINCERELY REGARDS THANKS BEST CHEERS ATTACHMENT ATTACHMENTS ENCLOSURE".split()
)
#: How many lines of a newspaper's stamp may follow the signature.
_STAMP_LINES = 4


def read_closing(script: Script, lines: list[Line]) -> Closing:
    """Read the end of a telegram.

    Args:
        script: The telegram.
        lines: The lines after the header.
    """
    stop = len(lines)
    ends: list[ir.Mark] = []
    while stop and (not lines[stop - 1].text or END_MARK.match(lines[stop - 1].text) or is_level(lines[stop - 1].text)):
        line = lines[stop - 1]
        kind = "end-mark" if END_MARK.match(line.text) else "classification"
        ends[:0] = script.marks(kind, line.start, line.end)
        stop -= 1
    signed = _signature_line(lines, stop)
    if signed is not None:
        line = lines[signed]
        # "/ BASSETT"
        slash = len(line.text) - len(line.text.lstrip("/ "))
        marks = [
            *script.marks("separator", line.start, line.start + slash),
            *script.marks("signature", line.start + slash, line.end),
        ]
        for each in lines[signed + 1 : stop]:
            marks += script.marks("stamp", each.start, each.end)
        return Closing(line.text[slash:], (*marks, *ends), lines[:signed])
    if stop and (match := _GLUED.search(lines[stop - 1].text, max(0, len(lines[stop - 1].text) - 40))):
        return _glued(script, lines[:stop], match, ends)
    return Closing(None, tuple(ends), lines[:stop])


def _signature_line(lines: list[Line], stop: int) -> int | None:
    """Return the index of the line that holds the signature alone."""
    at = stop - 1
    passed = 0
    while at >= 0 and passed <= _STAMP_LINES:
        if lines[at].text:
            if _is_signature(lines, at, last=passed == 0):
                return at
            if line_kind(lines[at].text)[0] != "text":
                # A numbered paragraph, a bullet or a rule is no stamp.
                return None
            passed += 1
        at -= 1
    return None


def _is_signature(lines: list[Line], at: int, last: bool) -> bool:
    text = lines[at].text.lstrip("/ ")
    if len(text) > 30 or is_caption_line(text) or any(word in _NO_NAME for word in text.upper().split()):
        return False
    alone = at > 0 and not lines[at - 1].text
    above = next((line.text for line in lines[at - 1 :: -1] if line.text), "") if at else ""
    if not above:
        return False
    stopped = is_page_break(above) or _SENTENCE_END.search(above) is not None or len(above.split()) < 3
    ended = stopped or (alone and not text[0].islower() and not goes_on(above, text, across_page=False))
    if _CAPITALS.match(text):
        # In a telegram all in capitals a last word may be prose.
        stands_apart = at + 1 == len(lines) or not lines[at + 1].text
        return (ended or above.upper() != above) if last else ended and stands_apart
    return last and ended and _MIXED.match(text) is not None


def _glued(script: Script, lines: list[Line], match: re.Match[str], ends: list[ir.Mark]) -> Closing:
    *before, line = lines
    if match["name"] in _NO_NAME or line.text.upper() == line.text:
        return Closing(None, tuple(ends), lines)
    marks = script.marks("signature", line.start + match.start("name"), line.start + match.end("name"))
    marks += script.marks("stamp", line.start + match.end("name"), line.end)
    cut = match.start("slash") if match["slash"] else match.start("name")
    if match["slash"]:
        marks[:0] = script.marks("separator", line.start + cut, line.start + cut + 1)
    text = line.text[:cut].rstrip()
    return Closing(match["name"], (*marks, *ends), [*before, Line(line.start, line.start + len(text), text)])
