"""Labels of paragraphs and items: numbers, letters, Roman numerals, bullets."""

from cableconv_telegram.kinds import BodyLine

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def label_number(label: str) -> int:
    """Return the number that a paragraph's label prints; of two, the first.

    >>> label_number("12."), label_number("1. 1.")
    (12, 1)
    """
    digits = ""
    for char in label:
        if char.isdecimal():
            digits += char
        elif digits:
            break
    return int(digits)


def label_style(line: BodyLine) -> str:
    """Return what kind of marker an item has: ``A.``, ``(a)``, ``(i)``, ``1)``, ``--``."""
    label = line.line.text[: line.label].strip()
    letters = label.strip("().")
    if letters.isdecimal():
        return label.replace(letters, "1")
    if line.kind == "bullet":
        return label
    if letters.lower() in _ROMAN:
        return label.replace(letters, "i")
    return label.replace(letters, "A" if letters.isupper() else "a")


def is_first(label: str) -> bool:
    """Tell whether a label begins a count."""
    return label in ("A", "a", "i", "I", "1")


def next_label(label: str) -> str:
    """Return the label that follows, in lower case.

    >>> next_label("A"), next_label("iii"), next_label("9")
    ('b', 'iv', '10')
    """
    lower = label.lower()
    if label.isdecimal():
        return str(int(label) + 1)
    if lower in _ROMAN[:-1]:
        return _ROMAN[_ROMAN.index(lower) + 1]
    return chr(ord(lower[0]) + 1)
