"""One layer of mark-up, undone: what a tool put into a telegram when it turned its page into text.

Nothing is changed: what is the tool's is set aside, and a line end that is no word's end reads as nothing.
"""

import re
from collections.abc import Iterator

from cableconv_cablegate.dump_links import LINK, TAG, URL
from cableconv_cablegate.dump_wrap import broken_words
from cableconv_telegram import Cut, plain_cuts

#: How pages write a line end; some tools let it stand.
_REFERENCE = "&#x000A;"
# ¶ by itself on its line: a tool that writes each piece between two tags on a line of its own. The line end after it,
# and the one it put before it, are none of the telegram's.
_PILCROW_LINE = r"(?<=\n)\n(?=¶\n)|¶\n(?=\(?[0-9A-Za-z])|¶"
# Lines that only fence a block of code in.
_FENCE = r"^[ \t]*(?:`[` \t]*|\[/?code\]|\#\+(?:begin|end)_example)[ \t]*$"
# "  [556]: /tag/PREL_0.html", its target and title perhaps on lines of their own.
_DEFINITION = (
    rf"^[ \t]*\[[^\[\]\n]{{1,120}}\]:[ \t]*\n?[ \t]*(?:{URL})(?:[ \t\n]+(?:\"[^\"\n]*\"|\([^()\n]*\)))?[ \t]*$"
)
_MARKUP = re.compile(rf"{_PILCROW_LINE}|{_FENCE}|{_DEFINITION}|{LINK}|{TAG}", re.M)

_TAGS_LABEL = re.compile(r"^[ \t]*TAGS?:?[ \t]*\n(?=[A-Z])", re.M)
_TERM_LINE = re.compile(r"(?:[A-Z][A-Z0-9]{1,19}|[ \t,;]+|[ \t]*\([^()\n]{1,60}\)[ \t,;]*)\n")
_LINE_END = re.compile(r"\r\n?|\n")


def markup_cuts(text: str, start: int, end: int) -> list[Cut]:
    """Return what is the tool's within a telegram, in order.

    Args:
        text: The dump.
        start: Where the telegram begins.
        end: Where it ends.
    """
    telegram = text[start:end]
    found = [
        *(broken_words(telegram) if _REFERENCE not in telegram else _references(telegram)),
        *_links(telegram),
        *_terms(telegram),
        *plain_cuts(telegram),
    ]
    return [(first + start, last + start, instead) for first, last, instead in _apart(found)]


def _references(telegram: str) -> Iterator[Cut]:
    """Yield line ends that are written as references; those in the text are then a tool's, and read as blanks."""
    for match in re.finditer(rf"{_REFERENCE}|\r\n?|\n", telegram):
        yield *match.span(), "\n" if match[0] == _REFERENCE else " "


def _links(telegram: str) -> Iterator[Cut]:
    last = None
    for match in _MARKUP.finditer(telegram):
        if match["number"]:
            # Numbers of links rise by one from link to link; a number that does not is the telegram's.
            number = int(match["number"])
            if last is not None and number != last + 1:
                continue
            last = number
        if match[0] == "¶\n":
            # In two, so that what follows is known to stand behind a ¶.
            yield match.start(), match.start() + 1, ""
            yield match.end() - 1, match.end(), ""
        else:
            yield *match.span(), ""


def _terms(telegram: str) -> Iterator[Cut]:
    """Yield the line ends between TAGS terms that stand on a line each, with a line of blanks or commas between them."""
    for label in _TAGS_LABEL.finditer(telegram):
        at = label.end()
        yield at - 1, at, " "
        while (line := _TERM_LINE.match(telegram, at)) and _TERM_LINE.match(telegram, line.end()):
            yield line.end() - 1, line.end(), " "
            at = line.end()


def _apart(found: list[Cut]) -> Iterator[Cut]:
    """Yield cuts in order, each but where another begins before it and covers it."""
    at = 0
    for cut in sorted(found, key=lambda cut: (cut[0], -cut[1])):
        if cut[0] >= at:
            yield cut
            at = cut[1]
