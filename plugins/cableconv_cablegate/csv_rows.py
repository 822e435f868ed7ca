r"""Rows of the Cablegate CSV, one after the other, whatever the size of the file.

A row has eight fields between quotation marks: number, time, reference id, origin, classification, references joined
by ``|``, envelope, text. Fields have line breaks; the escape is the backslash, before a quotation mark or another
backslash. Python's own `csv` would give the values, but not where they stand, and one stray quotation mark would make
it swallow the rows behind it. Here a row begins where a line begins as only rows do: with a number, a time and an id.

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
_ROW_START = re.compile(rb'(?:\xef\xbb\xbf)?"\d{1,9}","[^"\\\r\n]{0,40}","[^"\\\r\n]{0,60}","')
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
        if at_start and pieces and _ROW_START.match(piece):
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


def find_fields(text: str) -> tuple[list[ir.Span], int]:
    """Find the fields at the start of a row.

    Args:
        text: The row, and what else stands before the next one.

    Returns:
        Spans of what is between the quotation marks, and the offset after the last of them. They are fewer than
        `COLUMNS` in a broken row.
    """
    fields: list[ir.Span] = []
    at = 1 if text.startswith("\ufeff") else 0
    while len(fields) < COLUMNS and (field := _FIELD.match(text, at)):
        fields.append(field.span(1))
        at = field.end()
        if len(fields) < COLUMNS:
            if text[at : at + 1] != ",":
                break
            at += 1
    return fields, at
