"""How to tell a dump of a Cablegate page from other text, by what its first bytes show."""

import re

# The page's heading, the columns of its table, and its navigation, which alone may fill the first 64 KiB. Whatever a
# tool prints before them (indent, bullet, hash, star, pipe, the number of a link) stands in _LEAD.
_LEAD = rb"^(?:[ \t>|#*_\-]|\[\d{1,4}\]){0,16}"
_COLUMNS = rb"[^A-Za-z]{1,200}".join((rb"(?:\s+ID)?", b"Created", b"Released", b"Classification", b"Origin"))
# Where these words are not, nothing has to be looked for before them at every line, and no pattern compiled.
_SIGNS = tuple(
    (words, before + words + after, weight)
    for words, before, after, weight in (
        (b"Reference", b"", _COLUMNS, 0.9),
        (b"Viewing cable ", _LEAD, rb"\w{3,40}, ", 0.6),
        (b"Currently released so far", _LEAD, b"", 0.3),
        (b"Browse latest releases", _LEAD, b"", 0.3),
        (b"Browse by creation", _LEAD, b"", 0.3),
        (b"Understanding cables", _LEAD, b"", 0.3),
    )
)
# The page itself has its headings as elements; a tool's text has not.
_PAGE = re.compile(rb"\s*(?:<\?xml[^<>]*>\s*)?<(?:!doctype|html)", re.I)
_HEADING = re.compile(rb"<[Hh][1-6][ >]")


def sniff(head: bytes, name: str) -> float:
    """Tell how surely bytes are text that a tool made of a Cablegate page."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\0", b"")
    head = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n")
    if _PAGE.match(head) or _HEADING.search(head):
        return 0.0
    return min(0.95, sum(weight for words, sign, weight in _SIGNS if words in head and re.search(sign, head, re.M)))
