"""Text that XML can hold and that browsers show."""

import re

from cableconv.characters import NOT_IN_XML, with_signs

#: What XML forbids, and what browsers drop without a trace; blanks and line ends are kept.
_HIDDEN = re.compile(f"{NOT_IN_XML.pattern}|\x7f")


def legible(text: str) -> str:
    """Put a visible sign in the place of each character that would be lost."""
    return with_signs(text, _HIDDEN)
