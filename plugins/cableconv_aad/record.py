"""Where everything stands in a record.

::

    Message Text                                                                     heading
    PAGE 01        ONHAVA  00905  01 OF 02  060018Z                                  telegram
    …
    CONFIDENTIAL                                                                     banners at a page's edge
    CONFIDENTIAL
    PAGE 02        ONHAVA  00905  01 OF 02  060018Z
    …
    Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review 05 JUL 2006
    Message Attributes                                                               heading
    Document Number: 1975ONHAVA00905                                                 attributes
"""

import re
from itertools import pairwise
from typing import NamedTuple

from cableconv import ir
from cableconv_telegram import Cut, disjoint_cuts, plain_cuts

#: The headings, each on a line of its own. Blanks are taken on the same line only.
_HEADING = re.compile(r"(?:^|(?<=[\n\r]))[ \t\ufeff]*Message (?P<of>Text|Attributes):?[ \t]*(?=[\r\n]|\Z)")
_END = r"[ \t]*(?:\r\n?|\n|\Z)"
_DAY = r"\d{1,2}[ \t]+[A-Za-z]{3}[ \t]+\d{4}"
#: The stamp of the review, on a line of its own or at the end of another; the reviewers' names vary.
_STAMP = re.compile(
    r"(?:(?:Margaret P\. Grafeld|Sheryl P\. Walter)[ \t]+)?Declassified/Released[ \t]+US[ \t]+Department[ \t]+of[ \t]+"
    rf"State(?:[ \t]+EO[ \t]+Systematic[ \t]+Review)?(?:[ \t]+(?P<day>{_DAY}))?",
    re.I,
)
_LEVEL = r"UNCLASSIFIED|LIMITED OFFICIAL USE|CONFIDENTIAL|TOP SECRET|SECRET"
_BLANK = r"(?:[ \t]{0,80}(?:\r\n?|\n)){0,6}"
#: The page's level, printed at its foot and again at the head of the next.
_BANNERS = re.compile(
    rf"(?<=[\n\r])[ \t]{{0,40}}(?P<level>{_LEVEL}){_END}(?:{_BLANK}[ \t]{{0,40}}(?P=level){_END})?"
    rf"(?={_BLANK}[ \t]{{0,40}}PAGE[ \t])"
)
#: What stands for a text that is not in the database.
_NO_TEXT = re.compile(r"\s*\[?(?:n/a|TEXT ON MICROFILM|MESSAGE WITHDRAWN|WITHDRAWN)\]?\.?\s*", re.I)


class Record(NamedTuple):
    """Where the parts of one record stand.

    Attributes:
        telegram: Span of the text; empty where the database has none.
        notice: Span of what is printed in place of a text; empty where there is a text, or nothing.
        attributes: Span of the attributes; empty where the record breaks off before them.
        missing: What the record lacks, in words; empty where it is whole.
    """

    telegram: ir.Span
    notice: ir.Span
    attributes: ir.Span
    missing: str


def record_starts(text: str) -> list[int]:
    """Return where each record begins, the first at 0; nothing where there is no heading of one.

    A record has its text above its attributes. One that has no text begins with its attributes.
    """
    starts: list[int] = []
    closed = True
    for heading in _HEADING.finditer(text):
        if heading["of"] == "Text" or closed:
            starts.append(heading.start())
        closed = heading["of"] == "Attributes"
    return [0, *starts[1:]] if starts else []


def find_parts(text: str) -> Record:
    """Find the parts of one record."""
    telegram = attributes = (len(text), len(text))
    for heading in _HEADING.finditer(text):
        if heading["of"] == "Text":
            telegram = (heading.end(), len(text))
        else:
            telegram = (min(telegram[0], heading.start()), heading.start())
            attributes = (heading.end(), len(text))
    missing = []
    notice = (telegram[0], telegram[0])
    printed = text[slice(*telegram)]
    if not printed.strip():
        missing.append("the text")
    elif _NO_TEXT.fullmatch(printed):
        missing.append(f"the text, for which it prints {printed.strip()!r}")
        start = telegram[0] + printed.index(printed.strip())
        notice = (start, start + len(printed.strip()))
        telegram = (telegram[1], telegram[1])
    if attributes[0] == attributes[1]:
        missing.append("the attributes")
    return Record(telegram, notice, attributes, " and ".join(missing))


def telegram_cuts(text: str, record: Record) -> tuple[list[Cut], str | None]:
    """Return what is not the telegram's, in order, and the day of its release as the last stamp prints it."""
    start, end = record.telegram
    found = [(*match.span(), "") for pattern in (_STAMP, _BANNERS) for match in pattern.finditer(text, start, end)]
    found += [(first + start, last + start, instead) for first, last, instead in plain_cuts(text[start:end])]
    found += [(first, last, "") for first, last in pairwise((0, *record.notice, start)) if first < last]
    days = [match["day"] for match in _STAMP.finditer(text) if match["day"]]
    return disjoint_cuts([*found, (end, len(text), "")]), days[-1] if days else None
