"""How to tell a dump of a Cablegate page from other text, by what its first bytes show."""

import re

# The page's heading, the columns of its table, and its navigation, which alone may fill the first 64 KiB. Whatever a
# tool prints before them (indent, bullet, hash, star, pipe, the number of a link) stands in _LEAD.
_LEAD = rb"^(?:[ \t>|#*_\-]|\[\d{1,4}\]){0,16}"
_COLUMNS = rb"[^A-Za-z]{1,200}".join((rb"Reference(?:\s+ID)?", b"Created", b"Released", b"Classification", b"Origin"))
_SIGNS = (
    (re.compile(_COLUMNS), 0.9),
    (re.compile(_LEAD + rb"Viewing cable \w{3,40}, ", re.M), 0.6),
    (re.compile(_LEAD + rb"Currently released so far", re.M), 0.3),
    (re.compile(_LEAD + rb"Browse latest releases", re.M), 0.3),
    (re.compile(_LEAD + rb"Browse by creation", re.M), 0.3),
    (re.compile(_LEAD + rb"Understanding cables", re.M), 0.3),
)
# The page itself has its headings as elements; a tool's text has not.
_PAGE = re.compile(rb"\A\s*(?:<\?xml[^<>]*>\s*)?<(?:!doctype|html)|<h[1-6][ >]", re.I)


def sniff(head: bytes, name: str) -> float:
    """Tell how surely bytes are text that a tool made of a Cablegate page."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\0", b"")
    head = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n")
    if _PAGE.search(head):
        return 0.0
    return min(0.95, sum(weight for sign, weight in _SIGNS if sign.search(head)))
