"""Paragraph numbers in copies: where ¶ has turned into the digit 1, and where a line end was lost before them.

Publishers print ``¶9.`` before paragraph 9; a conversion to ASCII made ``19.`` of it. Only some numbers of a copy are
damaged: the reading that makes them rise is right. 3, 19, 110, 16, 119, 41 reads 3, 9, 10, 16, 19, 41.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cableconv import ir
from cableconv_telegram.markings import PORTION
from cableconv_telegram.rare import rare

# What follows the number is looked for first, as it is rare; what stands before it, only there.
_AFTER_NUMBER = re.compile(r"\.[ \t]?(?=\([A-Z])")
_SENTENCE_AND_NUMBER = rare(r"[.!?:\"'”’)\]][ \t]+(?P<number>\d{1,2})$")
_BEFORE = 8


def inner_numbers(text: str) -> Iterator[ir.Span]:
    """Yield an empty span before each paragraph's number that stands within a line.

    A number between a sentence's end and a portion mark begins a paragraph whose line end was lost: ``… END SUMMARY.
    2. (C) Hallam …``
    """
    for after in _AFTER_NUMBER.finditer(text):
        before = _SENTENCE_AND_NUMBER.search(text, max(0, after.start() - _BEFORE), after.start())
        if before and PORTION.match(text, after.end()):
            yield before.start("number"), before.start("number")


def repaired_numbers(printed: Sequence[int], certain: Sequence[bool]) -> list[int]:
    """Return the numbers as they were meant.

    Args:
        printed: The numbers as printed, in the order of the text.
        certain: Whether a number is known to be whole, as its ¶ is still there.

    Returns:
        Numbers that rise, where leaving out leading ones makes them rise and the printed ones do not, or where it
        makes them count from 1 without a gap; else the printed numbers.

    >>> repaired_numbers([1, 3, 19, 110, 16, 119, 41], [True, True, False, False, False, False, False])
    [1, 3, 9, 10, 16, 19, 41]
    >>> repaired_numbers([1, 2, 13, 14], [False] * 4)
    [1, 2, 13, 14]
    """
    meant: list[int] = []
    last = 0
    for number, whole in zip(printed, certain, strict=True):
        readings = [number] if whole else sorted({number, _without_one(number)})
        reading = next((each for each in readings if each > last), number)
        meant.append(reading)
        last = reading
    changed = sum(a != b for a, b in zip(printed, meant, strict=True))
    if not changed or not _rises(meant):
        return list(printed)
    # Paragraphs taken out before publication leave gaps, too: most numbers must be damaged to read a count.
    counts = meant == list(range(1, len(meant) + 1)) and 2 * changed > len(meant)
    return meant if counts or not _rises(printed) else list(printed)


def _without_one(number: int) -> int:
    digits = str(number)
    if len(digits) > 1 and digits[0] == "1" and digits[1] != "0":
        return int(digits[1:])
    return number


def _rises(numbers: Sequence[int]) -> bool:
    return all(a < b for a, b in pairwise(numbers))
