"""One layer of mark-up, undone: what a tool put into a telegram when it turned its page into text.

Nothing is changed: what is the tool's is set aside. Its line ends go first, as a tool may break a line within its own
mark-up.
"""

import re
from collections.abc import Iterator

from cableconv_cablegate.dump_lines import line_ends
from cableconv_cablegate.dump_links import DEFINITION, FENCE, LINK, TAG
from cableconv_telegram import Cut, cut_script, disjoint_cuts, plain_cuts

# ¶ by itself on its line: a tool that puts each piece between two tags on a line of its own. The line end after it, and
# the one put before it, are none of the telegram's.
_PILCROW = r"(?<=\n)\n(?=¶\n)|¶(?P<after>(?:\n|[ \t]+)(?=\(?[0-9A-Za-z]))?"
_MARKUP = re.compile(rf"{_PILCROW}|{DEFINITION}|{FENCE}|{LINK}|{TAG}", re.M)

_TAGS_LABEL = re.compile(r"^[^a-z\n]{0,80}\bTAGS?:?[ \t]*\n(?=[A-Z])", re.M)
_TERM_LINE = re.compile(r"(?:[A-Z][A-Z0-9]{1,19}|[ \t,;]+|[ \t]*\([^()\n]{1,60}\)[ \t,;]*)\n")


def markup_cuts(text: str, start: int, end: int) -> list[Cut]:
    """Return what is the tool's within a telegram, in order.

    Args:
        text: The dump.
        start: Where the telegram begins.
        end: Where it ends.
    """
    telegram = text[start:end]
    found = list(line_ends(telegram))
    lines = cut_script(telegram, found)
    for first, last, instead in [*_inserted(lines.text), *_terms(lines.text), *plain_cuts(lines.text)]:
        found += ((*span, instead) for span in lines.stretches(first, last))
    return [(first + start, last + start, instead) for first, last, instead in disjoint_cuts(found)]


def _inserted(telegram: str) -> Iterator[Cut]:
    link = 0
    for match in _MARKUP.finditer(telegram):
        if match["number"]:
            # Numbers of links rise by one from link to link; a number that does not is the telegram's.
            number = int(match["number"])
            if link and number != link + 1:
                continue
            link = number
        if match["after"]:
            # In two, so that what follows is known to stand behind a ¶.
            yield match.start(), match.start("after"), ""
            yield *match.span("after"), ""
        else:
            yield *match.span(), ""


def _terms(telegram: str) -> Iterator[Cut]:
    """Yield the line ends between TAGS terms that stand on a line each, blanks or commas on lines between them."""
    for label in _TAGS_LABEL.finditer(telegram):
        at = label.end()
        yield at - 1, at, " "
        while (line := _TERM_LINE.match(telegram, at)) and _TERM_LINE.match(telegram, line.end()):
            yield line.end() - 1, line.end(), " "
            at = line.end()
