"""Page and section markers, which a relay prints anywhere in the text.

::

    ONHAVA 00000042  002 OF 002
    ONHAVA 00000042  001.2 OF 004
    PAGE 02 CAPE T 00097 01 OF 03 182017Z
    PAGE 02        STATE  012346                                 alone on its line only
    C O N F I D E N T I A L SECTION 02 OF 02 ONHAVA 000042       in copies of the 1990s

Station names are cut after ten characters. A marker may be glued to other text on its line.
"""

import re
from collections.abc import Iterator

from cableconv import ir
from cableconv_telegram.markings import classification_line
from cableconv_telegram.rare import rare
from cableconv_telegram.script import Script

# The name before the number is found backwards from here: a pattern that began with it would try every capital.
_COUNT = rare(
    r"(?P<serial>\d(?<=[ \t].)\d{4,7})[ \t]{1,9}(?P<page>\d{3})(?:\.\d{1,2})?[ \t]{1,9}"
    r"(?:OF|of)[ \t]{1,9}(?P<pages>\d{3})\b"
)
# Part of every count; where there is none this is seen sooner.
_COUNT_SIGNS = (re.compile(r"OF[ \t]{1,9}\d{3}\b"), re.compile(r"of[ \t]{1,9}\d{3}\b"))
_OF_NUMBER = re.compile(r"[Oo][Ff]\s+\d")
_NAME = re.compile(r"[A-Z][A-Z.'\-]*(?: [A-Z.'\-]+){0,3}$|[A-Z][a-z]+(?: [A-Za-z.'\-]+){0,2}$")
#: How far before the number the name may begin, in characters.
_NAME_LENGTH = 20
_RELAY_PAGE = rare(
    r"PAGE(?<!\w....)[ \t]{1,9}(?P<page>\d{1,3})[ \t]{1,9}[A-Z][A-Z .'\-]{1,14}?[ \t]{1,9}\d{4,6}"
    r"(?:[ \t]{1,9}(?P<section>\d\d)[ \t]{1,9}OF[ \t]{1,9}(?P<sections>\d\d))?[ \t]{1,9}\d{6}Z\b"
)
# Without a time, it could be a reference to a page of another telegram: what tells it is the width of its columns.
_BARE_PAGE = rare(r"PAGE[ \t]{1,9}(?P<page>\d\d)[ \t]{2,9}[A-Z][A-Z .'\-]{1,14}?[ \t]{1,9}\d{4,6}")


def page_markers(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every page marker in a text."""
    if any(sign.search(text) for sign in _COUNT_SIGNS):
        for match in _COUNT.finditer(text):
            name = _name_before(text, match.start())
            if name is not None:
                yield name, match.end()
    if "PAGE " in text:
        for match in _RELAY_PAGE.finditer(text):
            yield match.span()


def _name_before(text: str, end: int) -> int | None:
    """Return where the station's name before a serial number begins, on the same line."""
    start = max(0, end - _NAME_LENGTH)
    before = text[start:end]
    line = before.rfind("\n") + 1
    name = _NAME.search(before.rstrip(" \t"), line)
    return start + name.start() if name else None


def is_page_break(line: str) -> bool:
    """Tell whether a line is a page marker and nothing else."""
    return _numbers(line)[0] is not None


def page_break(script: Script, start: int, end: int) -> ir.PageBreak:
    """Return the page break of a line for which `is_page_break` holds."""
    page, pages = _numbers(script.text[start:end])
    return ir.PageBreak(raw=script.raw(start, end), page=page, pages=pages, span=script.span(start, end))


def _numbers(line: str) -> tuple[int | None, int | None]:
    if line.startswith("PAGE") and (match := _RELAY_PAGE.fullmatch(line) or _BARE_PAGE.fullmatch(line)):
        return int(match["page"]), None
    if not _OF_NUMBER.search(line):
        return None, None
    if match := _COUNT.search(line):
        if match.end() == len(line) and _name_before(line, match.start()) == 0:
            return int(match["page"]), int(match["pages"])
    elif (match := classification_line(line)) and match["section"] and not match["more"]:
        return int(match["section"]), int(match["sections"])
    return None, None
