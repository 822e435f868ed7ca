r"""What a docket looks like, in one place for the reader and the writer.

::

    DOCKET
    Date: 04/03/1966 14:30
    From: Embassy Onhava
    To: Department of State
        Consulate Nova Zembla
    Number: ONHAVA 12/66
    Grade: CONFIDENTIAL
    Subject: Glass talks stall

    1. (C) The Minister said that {?th government|the government} had
    signed nothing, as {@reported before|66ONHAVA9}.

    A paragraph without a number goes on with the one above.

    = Comment

    2. (S) {-XXXXXXXXXXXX} signed it. A backslash takes its meaning from
    the sign behind it: \{, \\.

        GLASS      12.5
        MIRRORS     7.0

    / KINBOTE
    END DOCKET

Fields have labels; a line that is indented goes on with the field above. After a blank line comes the text, in blocks
that blank lines part. A block that is indented is a table, kept as it stands. Below the signature, the last block
with its sign, may stand what closes the message. Braces hold words that are not plain text, each kind with its sign
(see `SIGNS`).

The signs themselves are not the message's words: the reader sets them aside as furniture.
"""

import re
from collections.abc import Iterator

from cableconv import Level, ir

# Lines

#: They begin and end a docket, each on a line of its own.
BEGIN = re.compile(r"(?<![^\r\n\ufeff])DOCKET(?=[ \t]*(?![^\r\n]))")
END = re.compile(r"(?<![^\r\n])END DOCKET(?=[ \t]*(?![^\r\n]))")

#: Labels of the fields, with the kind of mark that their values are.
ENVELOPE = {"Date:": "date-time-group", "From:": "originator-name", "To:": "addressee"}
HEADER = {"Number:": "mrn", "Grade:": "classification", "Subject:": "subject"}
FIELDS = ENVELOPE | HEADER

#: ``Subject:``, but not the hour of ``09:05``.
LABEL = re.compile(r"[^\s:][^:\r\n]*:(?!\S)")

#: ``04/03/1966 14:30``, in UTC; a time of day need not be there.
DATE = re.compile(r"(\d\d?)/(\d\d?)/([12]\d{3})(?: (\d\d):(\d\d))?")

#: ``ONHAVA 12/66``: station, number, year; and the canonical id that says the same: ``66ONHAVA12``.
NUMBER = re.compile(r"(?P<station>[A-Z]+(?: [A-Z]+)*) 0*(?P<number>\d{1,7})/(?P<year>\d\d)")
ID = re.compile(r"(?P<year>\d\d)(?P<station>[A-Z]+)(?P<number>\d{1,7})")

# Blocks

#: ``12.``
PARAGRAPH = re.compile(r"[0-9]{1,4}\.")

#: How a block begins that is more than plain text: ``= Comment``, ``/ KINBOTE``, ``12. ``
SIGN = re.compile(rf"(?:(?P<heading>=)|(?P<signature>/)|(?P<label>{PARAGRAPH.pattern}))[ \t]+(?=\S)")

#: ``(C)``, at the beginning of a text.
PORTION = re.compile(r"\((U|LOU|SBU|C|S|TS)\)(?!\S)")

LEVELS = {
    "U": Level.UNCLASSIFIED,
    "LOU": Level.LIMITED_OFFICIAL_USE,
    "SBU": Level.SENSITIVE,
    "C": Level.CONFIDENTIAL,
    "S": Level.SECRET,
    "TS": Level.TOP_SECRET,
}

#: What each line of a table, and each further line of a field, begins with.
INDENT = "    "

# Words

#: ``{?th government|the government}``, or a backslash with the sign behind it.
INLINE = re.compile(
    r"\\(?P<escaped>\S)|\{(?P<sign>[-?@/!])(?P<words>[^\s{}|\\][^{}|\\]*)(?:\|(?P<detail>[^{}|\\]*))?\}"
)

#: What words in braces are. Behind a bar stands what damage reads, or the label or id that a reference points at.
SIGNS: dict[str, type[ir.Redaction | ir.Damage | ir.Reference | ir.PageBreak | ir.Stray]] = {
    "-": ir.Redaction,
    "?": ir.Damage,
    "@": ir.Reference,
    "/": ir.PageBreak,
    "!": ir.Stray,
}

#: What cannot stand in braces, and needs a backslash elsewhere.
SPECIAL = re.compile(r"[{}|\\]")


# Where things are

_LINE = re.compile(r"[^\r\n]+")
_LINE_END = re.compile(r"\r\n?|\n")


def lines(text: str, span: ir.Span) -> Iterator[ir.Span]:
    """Yield where the lines of a passage are, without blank ones and without blanks at their ends."""
    for match in _LINE.finditer(text, *span):
        if length := len(match[0].rstrip()):
            yield match.start(), match.start() + length


def blocks(text: str, span: ir.Span) -> Iterator[ir.Span]:
    """Yield where the blocks of a passage are: lines that no blank line parts."""
    block: ir.Span | None = None
    for start, end in lines(text, span):
        if block and len(_LINE_END.findall(text, block[1], start)) > 1:
            yield block
            block = None
        block = (block[0] if block else start), end
    if block:
        yield block


def words(text: str, span: ir.Span) -> ir.Span:
    """Return a passage without the blanks at its edges."""
    start, end = span
    passage = text[start:end]
    return start + len(passage) - len(passage.lstrip()), end - len(passage) + len(passage.rstrip())
