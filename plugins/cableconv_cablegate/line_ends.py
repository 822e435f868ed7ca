"""How a page of Cablegate, and what text extractors make of it, ends a line."""

import re

#: How pages write a line feed.
REFERENCE = "&#x000A;"

_PLAIN = rf"{re.escape(REFERENCE)}|\r\n?|\n"
#: Every way in which a page ends a line, as a pattern.
LINE_END = rf"{_PLAIN}|<br\s?/?>(?:{_PLAIN})?"
