"""Words broken at the edge of the screen.

Some tools break a line that is longer than the screen wherever it ends, in the middle of a word, and drop a blank that
falls upon the edge::

    ¶1. The following are highlights of political activity in Onhava and in Nova Zem
    bla during the month of June.

A line end after a line that is as wide as the screen is then none of the telegram's: it reads as nothing. Nor is that
after a line one narrower, where the blank was dropped, but it reads as the blank.
"""

import re
from collections.abc import Iterator

from cableconv_telegram import Cut

#: Telegrams have lines of up to 69 characters (ACP 127); a screen is wider than that.
_NARROWEST = 72
#: Lines that end this close to the edge tell how a tool breaks lines.
_NEAR = 10
#: How many of those have to be as wide as the screen, or one or two blanks narrower.
_MOST = 0.8
_LINE = re.compile(r"[^\r\n]*")


def broken_words(text: str) -> Iterator[Cut]:
    """Yield the line ends that break a word, if the tool broke lines without regard to words."""
    width = _screen_width(text)
    if not width:
        return
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if len(line) == width and end < len(text) and text[end + 1 : end + 2].strip("\r\n"):
            yield end, end + 1, ""
        start = end + 1


def _screen_width(text: str) -> int:
    """Return the width at which lines are broken, or 0 if they are not or only between words."""
    lines = text.split("\n")
    width = max(map(len, lines))
    if width < _NARROWEST:
        return 0
    # The last line of a paragraph may end anywhere.
    near = [len(line) for line, after in zip(lines, lines[1:], strict=False) if after.strip() and len(line) > width - _NEAR]
    at_edge = sum(length >= width - 2 for length in near)
    return width if near and at_edge >= _MOST * len(near) and width in near else 0
