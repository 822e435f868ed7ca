"""What a reader or writer has to say about one cable, and the one table of everything it may say.

A diagnostic is data: a code, a place, a sentence. Nothing is ever repaired without one.
"""

from bisect import bisect_right
from itertools import accumulate
from typing import Literal

import msgspec

Severity = Literal["info", "warning", "error"]


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One remark about one cable.

    Attributes:
        code: A key of `CODES`, or ``plugin-name.code`` for one that a plugin adds.
        severity: ``info`` (a decision that a reader may want to check), ``warning`` (something is missing or
            doubtful) or ``error`` (a part of the cable could not be converted).
        message: One sentence for a person.
        span: Character offsets into ``source.text`` (start, end), or absent when it concerns the whole cable.
    """

    code: str
    severity: Severity
    message: str
    span: tuple[int, int] | None = None


#: Every code that the core and the bundled formats use: its severity and what it means.
CODES: dict[str, tuple[Severity, str]] = {
    # decoding
    "encoding-guessed": (
        "warning",
        "The bytes are neither UTF-8 nor what a byte order mark says; they were read as cp1252.",
    ),
    # what a reader found
    "no-envelope": ("info", "The text starts without a message envelope (format lines 1 to 9)."),
    "no-id": ("warning", "The cable names no year or no message reference number; it has no canonical id."),
    "no-header": ("warning", "No classification line, E.O., TAGS or subject line was found."),
    "partial-extract": ("info", "The publisher had only a part of this cable."),
    "bad-date-time-group": ("warning", "The date-time group is not a date that exists."),
    "unparsed": ("warning", "No rule of the cable's grammar covers this text; it is kept as it stands."),
    "numbers-repaired": ("info", "Paragraph numbers print ¶ as the digit 1; the rising reading was taken."),
    "paragraph-joined": (
        "info",
        "A sentence goes on after a blank line; the two parts were read as one paragraph.",
    ),
    "damage": ("info", "The text is damaged in transmission here; it is kept as printed."),
    "markup-removed": (
        "info",
        "Marks of a Markdown converter were set aside; they are not the cable's text.",
    ),
    "truncated": ("warning", "The text stops before the cable ends."),
    "quotation-open": ("info", "A quoted text begins but its end is not marked."),
    "duplicate-text": ("info", "A part of the cable is printed twice; both are kept."),
    # what a reader of published copies found
    "id-from-publisher": ("info", "The telegram names no number; its id is the one under which it was published."),
    "published-minutes": (
        "info",
        "Created, as published, has the hour in place of the minutes; those of the date-time group are right.",
    ),
    "published-differs": ("warning", "The publisher says otherwise than the telegram; both are kept."),
    "page-incomplete": ("warning", "A part of the page is missing."),
    "id-repeated": ("warning", "The input holds more than one cable of this id; all are kept."),
    "column-names": ("info", "The input begins with a row of column names; it is kept, and is no part of the cable."),
    "row-unread": ("error", "A row of the input cannot be read; the rows around it were."),
    # what a transform did
    "redacted": ("info", "Passages were taken out of the cable; its text is no longer that of the input."),
    "classification-unknown": (
        "warning",
        "The cable's overall classification is not known: text without a mark counts as above every level.",
    ),
    "contact-doubtful": (
        "warning",
        "This may be a telephone number or an e-mail address; nothing around it makes sure, so it stays.",
    ),
    "subject-recased": ("info", "The subject is printed in capitals; which of its letters would be small is a guess."),
    # what a writer did
    "metadata-unused": ("warning", "A piece of metadata that the user gave has no place in the format."),
    "character-replaced": ("warning", "The format cannot hold a character; a visible sign stands for it."),
    # what an ingest job keeps or leaves
    "original-kept": ("warning", "The bytes of the inputs are kept as they are, with all that a transform takes out."),
    "not-validated": ("warning", "There are no checks of a format; its outputs are not validated."),
    "output-removed": ("warning", "An input that was converted before fails now; what was made of it is removed."),
    "input-unreadable": (
        "warning",
        "An input that was converted before cannot be read now; what was made of it stays.",
    ),
}


def diagnose(code: str, span: tuple[int, int] | None = None, message: str = "") -> Diagnostic:
    """Make a diagnostic of one of the known codes.

    Args:
        code: A key of `CODES`.
        span: Character offsets into ``source.text``.
        message: A sentence that says more than the table's.

    Raises:
        KeyError: The code is not in the table.
    """
    severity, meaning = CODES[code]
    return Diagnostic(code=code, severity=severity, message=message or meaning, span=span)


def line_starts(text: str) -> list[int]:
    r"""Return the offset of the first character of each line; ``\r\n``, ``\r`` and ``\n`` end one."""
    # So that one character ends each line, which is found much faster than several are. All offsets stay.
    lines = text.replace("\r\n", " \n").replace("\r", "\n").split("\n")
    return list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))


def position(starts: list[int], offset: int) -> tuple[int, int]:
    """Return (line, column), both counted from 1, of a character offset, given `line_starts` of its text."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1
