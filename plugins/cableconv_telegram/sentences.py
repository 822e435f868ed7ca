"""Where a sentence ends, and whether one goes on in the next line."""

import re

from cableconv_telegram.rare import rare

_END = re.compile(
    r"""[.!?:;]["')\]”’]*$
      | ["')\]”’][.!?:;]?$
      | -{2,}[- ]*$
      | X{5,}$                  # a redaction ends a sentence as likely as not
    """,
    re.X,
)
#: What stands last where a sentence ends; most lines are told by this alone.
_LAST = frozenset(".!?:;\"')]”’- X")
# Words after which no sentence can stop, whatever the next word is.
_FUNCTION_WORDS = frozenset(
    """
    a an the of for and or but to in on at by with from into as that which who whose its their his her our this these
    those is are was were be been has have had will would should could may must not than between during under over
    through about against toward towards within without upon
    """.split()
)
_LAST_WORD = re.compile(r"\w+$")
_LOWER_START = rare(r"[\"'(“‘]?[a-z]|\d[\d,.]*%?\s+[a-z]")

#: How many characters at a line's end tell how it ends.
_TAIL = 14

#: By how many characters a line must fall short of the margin, the next word included, to have been ended on purpose.
SHORT = 15


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as sentences and headings of lists do."""
    return line[-1:] in _LAST and _END.search(line, max(0, len(line) - _TAIL)) is not None


def goes_on(above: str, below: str, across_page: bool) -> bool:
    """Tell whether a sentence goes on from one line to another that a blank line or a page marker parts.

    Args:
        above: The last line of running text.
        below: The next one.
        across_page: A page marker stands between: then an open sentence is enough. Without one (the marker may have
            been lost), the line below must begin in lower case, or the one above end in a word that opens more.
    """
    if not above or not below or (below.isupper() and len(below) > 3 and not above.isupper()):
        return False
    open_sentence = not ends_sentence(above)
    lower = below[0].islower() or _LOWER_START.match(below) is not None
    if across_page:
        return open_sentence or (lower and not above.endswith((":", ";")))
    return open_sentence and (lower or _wants_more(above))


def _wants_more(line: str) -> bool:
    """Tell whether a line ends in a function word, a comma or a hyphen."""
    word = _LAST_WORD.search(line, max(0, len(line) - _TAIL))
    return line.endswith((",", "-")) or (word is not None and word[0].lower() in _FUNCTION_WORDS)


def ended_early(above: str, below: str, margin: int) -> bool:
    """Tell whether a line was ended on purpose: the first word of the next would have fitted on it with room to spare.

    Args:
        above: The line.
        below: The next one.
        margin: Column at which the text wraps.
    """
    word, _, _ = below.partition(" ")
    return len(above) + 1 + len(word) <= margin - SHORT
