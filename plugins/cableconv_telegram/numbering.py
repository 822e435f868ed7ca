"""Paragraph numbers in copies where ¶ has turned into the digit 1.

Publishers print ``¶9.`` before paragraph 9; a conversion to ASCII made ``19.`` of it. Only some numbers of a copy are
damaged: the reading that makes them rise is right. 3, 19, 110, 16, 119, 41 reads 3, 9, 10, 16, 19, 41.
"""

from collections.abc import Sequence
from itertools import pairwise


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
