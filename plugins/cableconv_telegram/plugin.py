"""The plugin: raw telegrams in, and out again as they were."""

import re

from cableconv.formats import ReaderSpec, WriterSpec
from cableconv.hookspecs import hookimpl

# Lines that only telegrams have, and how much each says.
_WEIGHTS = {
    "transmission": 0.4,
    "originator": 0.4,
    "security": 0.3,
    "date": 0.4,
    "sender": 0.25,
    "addressee": 0.1,
    "classification": 0.4,
    "order": 0.4,
    "tags": 0.3,
    "subject": 0.2,
    "references": 0.1,
    "caption": 0.3,
    "extract": 0.4,
}
# With a line feed, in place of ^, a search leaps from line to line.
_SIGN = re.compile(
    rb"""\n[ \t]*(?:
        (?P<transmission> V?ZCZC[A-Z0-9]+[ \t]*$ )
      | (?P<originator> DE\ R[A-Z]{4,7}\ \#?\d )
      | (?P<security> ZN[RY]\ [A-Z]{5} )
      | (?P<date> (?:[YZOPR]{1,2}\ ){0,2}\d{6}Z\ [A-Z]{3}\ \d\d )
      | (?P<sender> FM\ [A-Z]{2} )
      | (?P<addressee> TO\ (?:R[A-Z]{3,8}/)?[A-Z]{3} )
      | (?P<classification> (?:UNCLAS(?:SIFIED)?|S\ ?E\ ?C\ ?R\ ?E\ ?T|C\ ?O\ ?N\ ?F\ ?I\ ?D\ ?E\ ?N\ ?T\ ?I\ ?A\ ?L)\b
                           [^a-z\n]{0,80}$ )
      | (?P<order> E\.?[O0]\.?\ ?1[1-3]\d\d\d )
      | (?P<tags> TAGS?:?\  )
      | (?P<subject> SUBJ(?:ECT)?: )
      | (?P<references> REF(?:S|TEL)?: )
      | (?P<caption> SIPDIS\b )
      | (?P<extract> This\ record\ is\ a\ partial\ extract\ of\ the\ original\ cable )
    )""",
    re.M | re.X,
)
_OTHER_THINGS = re.compile(rb"\A\s*(?:<[!?A-Za-z]|\{|\[\{|\"\d+\",\"|%PDF|PK\x03\x04|\x89PNG|\xff\xd8)")
# What is left of the page, or the record, that a telegram was published on: another reader's.
_PAGE = (
    re.compile(rb"Viewing cable \d\d"),
    re.compile(rb"Reference ID[^\w<>]{1,20}Created[^\w<>]{1,20}Released\b"),
    re.compile(rb"\n[ \t]*Message (?:Text|Attributes):?[ \t]*$", re.M),
)
_PAGE_CONFIDENCE = 0.3
# Rows of a table that hold telegrams. Anywhere, a line begins with the end of a quoted field; above the first line that
# only telegrams have, a line has several such ends, or begins with a number and a date, or opens a field that it does
# not close.
_FIELD_END = re.compile(rb"""\n(["'])[,;|\t]\1""")
_ROW = re.compile(
    rb"""
    ^[^\n]*?(["'])[,;|\t]\1[^\n]*?\1[,;|\t]\1
    | ^["']?\d{1,9}["']?([,;|\t])["']?\d{1,4}([-/.])\d{1,2}\3\d{1,4}[^\n]*?\2
    | ^[^\n",;|\t]*+([,;|\t])\S[^\n"]*?\4"[^"\n]*$
    """,
    re.M | re.X,
)
# Other formats wrap telegrams: whoever knows the wrapping says more than 0.95, and is surer by more than the margin.
_MOST = 0.85
_MOST_NULS = 0.05


def sniff(head: bytes, name: str) -> float:
    """Tell how surely bytes are a raw telegram, by the lines that only telegrams have."""
    head = b"\n" + _without_nuls(head.replace(b"\r", b"\n"))
    if _OTHER_THINGS.match(head):
        return 0.0
    signs = list(_SIGN.finditer(head))
    found = {sign.lastgroup for sign in signs}
    confidence = sum(weight for name, weight in _WEIGHTS.items() if name in found)
    if any(mark.search(head) for mark in _PAGE):
        return min(_PAGE_CONFIDENCE, confidence)
    if not signs or _FIELD_END.search(head) or _ROW.search(head, 0, signs[0].end()):
        return 0.0
    return min(_MOST, confidence)


def _without_nuls(head: bytes) -> bytes:
    """Leave out NULs: those of UTF-16, and those that stray in a copy. Many of them in 8-bit text mean no text."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[2:].replace(b"\0", b"")
    return b"" if head.count(b"\0") > len(head) * _MOST_NULS else head.replace(b"\0", b"")


@hookimpl
def register_readers() -> list[ReaderSpec]:
    """Return the reader `telegram`."""
    return [
        ReaderSpec(
            name="telegram",
            title="Raw telegram, one or several in a file",
            load="cableconv_telegram.reader:TelegramReader",
            extensions=(".txt", ".tel", ".cable"),
            mimetypes=("text/plain",),
            sniff=sniff,
        )
    ]


@hookimpl
def register_writers() -> list[WriterSpec]:
    """Return the writer `telegram`."""
    return [
        WriterSpec(
            name="telegram",
            title="The source text again, byte for byte",
            load="cableconv_telegram.writer:TelegramWriter",
            extensions=(".txt",),
            mimetypes=("text/plain",),
            collects=True,
        )
    ]
