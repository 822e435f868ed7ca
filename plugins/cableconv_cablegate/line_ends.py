"""How a page of Cablegate, and what text extractors make of it, ends a line."""

import re

#: How pages write a line feed.
REFERENCE = "&#x000A;"

_PLAIN = rf"{re.escape(REFERENCE)}|\r\n?|\n"
#: A line break, with the line feed after it, as a pattern.
LINE_BREAK = rf"<br\s?/?>(?:{_PLAIN})?"
#: Every way in which a page ends a line, as a pattern.
LINE_END = rf"{_PLAIN}|{LINE_BREAK}"
