"""The plugin: raw telegrams in, and out again as they were."""

import re

from cableconv.formats import ReaderSpec, WriterSpec
from cableconv.hookspecs import hookimpl

# What only telegrams have, and how much each says.
_SIGNS = (
    (re.compile(rb"^[ \t]*V?ZCZC[A-Z0-9]+[ \t]*\r?$", re.M), 0.4),
    (re.compile(rb"^[ \t]*DE R[A-Z]{4,7} #?\d", re.M), 0.4),
    (re.compile(rb"^[ \t]*ZN[RY] [A-Z]{5}", re.M), 0.3),
    (re.compile(rb"^[ \t]*(?:[YZOPR]{1,2} ){0,2}\d{6}Z [A-Z]{3} \d\d", re.M), 0.4),
    (re.compile(rb"^[ \t]*FM [A-Z]{2}", re.M), 0.25),
    (re.compile(rb"^[ \t]*TO (?:R[A-Z]{3,8}/)?[A-Z]{3}", re.M), 0.1),
    (
        re.compile(
            rb"^[ \t]*(?:UNCLAS(?:SIFIED)?|S ?E ?C ?R ?E ?T|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L)\b[^a-z\n]{0,80}\r?$",
            re.M,
        ),
        0.4,
    ),
    (re.compile(rb"^[ \t]*E\.?[O0]\.? ?1[1-3]\d\d\d", re.M), 0.4),
    (re.compile(rb"^[ \t]*TAGS?:? ", re.M), 0.3),
    (re.compile(rb"^[ \t]*SUBJ(?:ECT)?:", re.M), 0.2),
    (re.compile(rb"^[ \t]*REF(?:S|TEL)?:", re.M), 0.1),
    (re.compile(rb"^[ \t]*SIPDIS\b", re.M), 0.3),
    (re.compile(rb"^This record is a partial extract of the original cable", re.M), 0.4),
)
_OTHER_THINGS = re.compile(rb"\A\s*(?:<[!?A-Za-z]|\{|\[\{|\"\d+\",\"|%PDF|PK\x03\x04|\x89PNG|\xff\xd8)")
# What is left of the page, or the record, that a telegram was published on: another reader's.
_PAGE = re.compile(
    rb"\bViewing cable \d\d|\bReference ID[^\w<>]{1,20}Created[^\w<>]{1,20}Released\b"
    rb"|^[ \t]*Message (?:Text|Attributes):?[ \t]*$",
    re.M,
)
_PAGE_CONFIDENCE = 0.3
# Rows of a table that hold telegrams. Anywhere, a line begins with the end of a quoted field; above the first line that
# only telegrams have, a line has several such ends, or begins with a number and a date, or opens a field that it does
# not close.
_FIELD_END = re.compile(rb"""^(["'])[,;|\t]\1""", re.M)
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
    head = _without_nuls(head.replace(b"\r", b"\n"))
    if _OTHER_THINGS.match(head):
        return 0.0
    found = [(match.end(), weight) for sign, weight in _SIGNS if (match := sign.search(head))]
    if not found or _FIELD_END.search(head) or _ROW.search(head, 0, min(found)[0]):
        return 0.0
    most = _PAGE_CONFIDENCE if _PAGE.search(head) else _MOST
    return min(most, sum(weight for _, weight in found))


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
