r"""Rows of the Cablegate CSV, one after the other, whatever the size of the file.

A row has eight fields between quotation marks: number, time, reference id, origin, classification, references joined
by ``|``, envelope, text. Fields have line breaks; the escape is the backslash, before a quotation mark or another
backslash. Python's own `csv` would give the values, but not where they stand, and one stray quotation mark would make
it swallow the rows behind it. Here a row begins where a line begins as only rows do: with a number, a time and an id.
The file was published without a row of column names; where somebody has put one above, it goes with the first row.

::

    "17","2/4/2009 14:30","09ONHAVA42","Embassy Onhava","CONFIDENTIAL","08STATE123|09ONHAVA12","O 041430Z FEB 09
    FM AMEMBASSY ONHAVA …","C O N F I D E N T I A L ONHAVA 000042 … a \"glass\" factory …"
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cableconv import ir

COLUMNS = 8

# No field can hold this: quotation marks in it are escaped.
_ROW_START = re.compile(rb'(?:\xef\xbb\xbf)?"\d{1,9}","[^"\\\r\n]{0,40}","(?P<id>[^"\\\r\n]{0,60})","')
# The same with other separators, or with quotation marks missing: as other programs write it, or a slip of the hand.
_ROW_START_DAMAGED = re.compile(
    rb"""(?:\xef\xbb\xbf)?["']?\d{1,9}["']?[,;|\t]["']?\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d["']?[,;|\t]["']?\d\d[A-Z]"""
)
# Column names: words between commas, none of which begins with a digit as a row does.
_NAME = r'[ \t]*"?[^\s0-9",;\\][^",;\\\r\n]{0,60}"?'
_NAMES = rf"(?:\ufeff)?{_NAME}(?:,{_NAME})+(?:\r?\n)+"
_TOP = re.compile(rf'(?:{_NAMES}(?=")|\ufeff|)')
_NAMES_BYTES = re.compile(_NAMES.replace(r"\ufeff", r"\xef\xbb\xbf").encode())
_FIELD = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
#: How much of a line is held at a time, in bytes.
_PIECE = 2**20


class Row(NamedTuple):
    """A row, or what stands in the place of one.

    Attributes:
        line: Line of the file at which it starts, counted from 1.
        content: Its bytes, line end included; of a row that is too long, the beginning.
        offset: Where it begins, in bytes.
        size: How many bytes it has.
    """

    line: int
    content: bytes
    offset: int
    size: int


def split_rows(stream: BinaryIO, longest: int) -> Iterator[Row]:
    """Yield the rows of a file; together they are the whole file, but for what is over the limit.

    Args:
        stream: The file.
        longest: How many bytes of a row are kept at most; one more tells that there are more.
    """
    pieces: list[bytes] = []
    kept = size = offset = 0
    line = first = 1
    at_start = True
    while piece := stream.readline(_PIECE):
        if at_start and pieces and _ROW_START.match(piece) and (offset or not _NAMES_BYTES.fullmatch(b"".join(pieces))):
            yield Row(first, b"".join(pieces), offset, size)
            pieces, kept, size, offset, first = [], 0, 0, offset + size, line
        if kept <= longest:
            pieces.append(piece[: longest + 1 - kept])
            kept += len(pieces[-1])
        size += len(piece)
        at_start = piece.endswith(b"\n")
        line += at_start
    if pieces:
        yield Row(first, b"".join(pieces), offset, size)


def reference_id(content: bytes) -> str:
    r"""Return the reference id at the beginning of a row, as it is printed; ``""`` of what is no row.

    >>> reference_id(b'"17","2/4/2009 14:30","09ONHAVA42","Embassy Onhava",\n')
    '09ONHAVA42'
    """
    names = _NAMES_BYTES.match(content)
    start = _ROW_START.match(content, names.end() if names else 0)
    return start["id"].decode("ascii", "backslashreplace") if start else ""


def sniff(head: bytes) -> float:
    """Tell how surely the beginning of a file is that of rows, with column names above them or without.

    Rows that are damaged count, too: who reads them says what is wrong with them.
    """
    names = _NAMES_BYTES.match(head)
    at = names.end() if names else 0
    if _ROW_START.match(head, at):
        return 0.95
    return 0.9 if _ROW_START_DAMAGED.match(head, at) else 0.0


def find_fields(text: str) -> tuple[list[ir.Span], int]:
    """Find the fields at the start of a row.

    Args:
        text: The row, and what else stands before the next one.

    Returns:
        Spans of what is between the quotation marks, and the offset after the last of them. They are fewer than
        `COLUMNS` in a broken row.
    """
    fields: list[ir.Span] = []
    top = _TOP.match(text)
    at = top.end() if top else 0
    while len(fields) < COLUMNS and (field := _FIELD.match(text, at)):
        fields.append(field.span(1))
        at = field.end()
        if len(fields) < COLUMNS:
            if text[at : at + 1] != ",":
                break
            at += 1
    return fields, at
