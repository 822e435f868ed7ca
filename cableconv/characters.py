"""Characters that a text cannot show or hold as they are, and the visible sign that stands in the place of each.

Where a text goes decides which these are: XML forbids some, a browser drops others without a trace, a terminal obeys
them. Each place keeps its own set, in a pattern; what stands for them is the same everywhere.
"""

import re
from typing import Final

#: A character that XML 1.0 cannot hold, escaped or not (its production 2, ``Char``).
NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def sign(character: str) -> str:
    r"""Return the visible sign for one character.

    A control of ASCII has its control picture (U+2400 and after); for a character without one, such as half of a
    surrogate pair, stands the replacement character, U+FFFD.

    >>> sign("\x07"), sign("\x7f"), sign("\uffff") == "\ufffd"
    ('␇', '␡', True)
    """
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def with_signs(text: str, hidden: re.Pattern[str]) -> str:
    r"""Put its sign in the place of each character that a pattern finds.

    >>> with_signs("bell\x07\n", re.compile("[\x00-\x09]"))
    'bell␇\n'
    """
    return hidden.sub(lambda found: sign(found[0]), text)


def is_xml(text: str) -> bool:
    """Tell whether XML can hold all characters of a text."""
    # What can be printed it can hold, and telling so is many times faster than the search.
    in_one_line = text.replace("\n", "").replace("\r", "").replace("\t", "")
    return in_one_line.isprintable() or not NOT_IN_XML.search(text)


def legible(text: str) -> str:
    r"""Put its sign in the place of each character that XML cannot hold.

    >>> legible("bell\x07")
    'bell␇'
    """
    return text if text.isprintable() or is_xml(text) else with_signs(text, NOT_IN_XML)
