"""Page and section markers, which a relay prints anywhere in the text.

::

    ONHAVA 00000042  002 OF 002
    ONHAVA 00000042  001.2 OF 004
    PAGE 02 CAPE T 00097 01 OF 03 182017Z
    C O N F I D E N T I A L SECTION 02 OF 02 ONHAVA 000042       in copies of the 1990s

Station names are cut after ten characters. A marker may be glued to other text on its line.
"""

import re
from collections.abc import Iterator

from cableconv import ir
from cableconv_telegram.markings import CLASSIFICATION_LINE
from cableconv_telegram.script import Script

# The name before the number is found backwards from here: a pattern that began with it would try every capital.
_COUNT = re.compile(r"[ \t]+(?P<serial>\d{5,8})[ \t]+(?P<page>\d{3})(?:\.\d{1,2})?[ \t]+OF[ \t]+(?P<pages>\d{3})\b")
_NAME = re.compile(r"[A-Z][A-Z.'\-]*(?: [A-Z.'\-]+){0,3}$")
_NAME_LENGTH = 14
_RELAY_PAGE = re.compile(
    r"\bPAGE[ \t]+(?P<page>\d{1,3})[ \t]+[A-Z][A-Z .'\-]{1,14}?[ \t]+\d{4,6}"
    r"(?:[ \t]+(?P<section>\d\d)[ \t]+OF[ \t]+(?P<sections>\d\d))?[ \t]+\d{6}Z\b"
)


def page_markers(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every page marker in a text."""
    if " OF " in text:
        for match in _COUNT.finditer(text):
            name = _NAME.search(
                text, max(text.rfind("\n", 0, match.start()) + 1, match.start() - _NAME_LENGTH), match.start()
            )
            if name:
                yield name.start(), match.end()
    if "PAGE " in text:
        for match in _RELAY_PAGE.finditer(text):
            yield match.span()


def is_page_break(line: str) -> bool:
    """Tell whether a line is a page marker and nothing else."""
    return _numbers(line)[0] is not None


def page_break(script: Script, start: int, end: int) -> ir.PageBreak:
    """Return the page break of a line for which `is_page_break` holds."""
    page, pages = _numbers(script.text[start:end])
    return ir.PageBreak(raw=script.raw(start, end), page=page, pages=pages, span=script.span(start, end))


def _numbers(line: str) -> tuple[int | None, int | None]:
    if match := _COUNT.search(line):
        if match.end() == len(line) and _NAME.match(line[: match.start()]):
            return int(match["page"]), int(match["pages"])
    elif match := _RELAY_PAGE.fullmatch(line):
        return int(match["page"]), None
    elif (match := CLASSIFICATION_LINE.match(line)) and match["sections"] and match["section"]:
        return int(match["section"]), int(match["sections"])
    return None, None
