"""Line ends that are not the telegram's, and words broken by them.

Some tools break a line that is longer than the screen wherever it ends, in the middle of a word::

    ¶1. The following are highlights of political activity in Onhava and in Nova Zem
    bla during the month of June.

The line end after a line as wide as the screen then reads as nothing. Where blanks fall upon the edge the next line
begins with them, or the line is one or two narrower and its end reads as a blank. A line of the telegram itself that is
just as wide is mistaken for a broken one if another follows it at once.

Other tools let the page's line ends stand as it writes them, ``&#x000A;``, and fill their own lines with words: their
line ends then read as blanks, or as nothing after a hyphen, where such tools break a word.
"""

import re
from collections.abc import Iterator

from cableconv_cablegate.line_ends import LINE_END, REFERENCE
from cableconv_telegram import Cut

_LINE_END = re.compile(LINE_END)
_BLANK_LINE = re.compile(r"[ \t]*(?:[\r\n]|\Z)")
_HYPHEN = re.compile(r"[^\s/-][/-]$")

#: The screen of which tools think when nobody tells them another.
_USUAL_SCREEN = 80
#: Telegrams have lines of up to 69 characters (ACP 127); a screen is wider than that.
_NARROWEST_SCREEN = 72
#: A screen of another width is known by this many lines that fill it.
_FULL_LINES = 3
#: Lines end this close to the edge, but not at it, where a tool breaks lines between words: in such a text more than
#: one line in twenty, and more than there are at the edge.
_NEAR = 10
_MOST = 0.05
#: Blanks that are dropped where they fall upon the edge: one, or two after a sentence.
_DROPPED = 2


def line_ends(telegram: str) -> Iterator[Cut]:
    """Yield every line end that reads otherwise than it is written, in order."""
    if REFERENCE in telegram:
        yield from _written_line_ends(telegram)
        return
    screen = _screen_width(telegram)
    start = 0
    for match in _LINE_END.finditer(telegram):
        reads = "\n"
        if not _BLANK_LINE.match(telegram, match.end()):
            reads = _at_edge(match.start() - start, screen, telegram[match.end() : match.end() + 1])
        if reads != match[0]:
            yield *match.span(), reads
        start = match.end()


def _at_edge(length: int, screen: int, following: str) -> str:
    """Return what the end of a line reads as that another line follows."""
    if length == screen:
        return ""
    if not 0 < screen - length <= _DROPPED:
        return "\n"
    # A character of several bytes needs as many columns with some tools, so that it did not fit on the line.
    return "" if following > "\x7f" and following != "¶" else " "


def _written_line_ends(telegram: str) -> Iterator[Cut]:
    above_is_blank = False
    for match in _LINE_END.finditer(telegram):
        if match[0][0] in "&<":
            yield *match.span(), "\n"
            continue
        blank = _BLANK_LINE.match(telegram, match.end()) is not None
        if not (blank or above_is_blank):
            yield *match.span(), "" if _HYPHEN.search(telegram, match.start() - 2, match.start()) else " "
        elif match[0] != "\n":
            yield *match.span(), "\n"
        above_is_blank = blank


def _screen_width(telegram: str) -> int:
    """Return the width at which lines are broken, or -1 if they are not, or only between words."""
    lines = _LINE_END.split(telegram)
    width = max(map(len, lines), default=0)
    full = sum(len(line) == width for line in lines)
    if width < _NARROWEST_SCREEN or (full < _FULL_LINES and width != _USUAL_SCREEN):
        return -1
    short = sum(width - _NEAR < len(line) < width - _DROPPED for line in lines)
    return width if short <= max(full, _MOST * len(lines)) else -1
