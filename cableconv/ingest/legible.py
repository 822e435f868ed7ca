"""Text that XML can hold and that browsers show."""

import re

#: Characters that XML 1.0 forbids, and those that browsers drop without a trace; blanks and line ends are kept.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> str:
    """Return text with a picture (U+2400 and on) for each control, and U+FFFD for what is no character."""
    return _HIDDEN.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    return "␡" if code == 0x7F else chr(0x2400 + code) if code < 0x20 else "\ufffd"
