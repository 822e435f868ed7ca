"""Several telegrams in one file: where one ends and the next begins."""

import re
from collections.abc import Iterator

from cableconv_telegram.rare import rare

# A telegram begins with format line 1, or with a date-time group above its originator.
# It begins with a line feed, which is found faster than the start of a line is; the next letter rules out most lines.
_START = re.compile(
    r"\n[ \t]*(?=[VYZOPRT\d])(?:(?P<first>V?ZCZC[A-Z0-9]+)[ \t]*$"
    r"|(?:[YZOPR]{1,2}[ \t]+){0,2}\d{6}Z[ \t]+[A-Z]{3}[ \t]+\d\d(?:\d\d)?\b[^\n]{0,40}\n\s{0,3}(?P<from>FM)[ \t]"
    r"|(?P<notice>This record is a partial extract of the original cable))",
    re.M,
)
# After one of these a new message may begin without an envelope, at its classification line.
_END = re.compile(r"\n[ \t]*(?:NNNN|END OF (?:DOCUMENT|MESSAGE|CABLE))[ \t]*(?=\n(?P<rest>\s*)\S)", re.I)
_TEXT_START = rare(r"[ \t]*(?:UNCLAS|[SCTU](?: ?[A-Z]){5,}|LIMITED OFFICIAL|V?ZCZC|[YZOPR]{1,2} |ACTION )", re.I)
_TELEGRAM = rare(r"^[ \t]*(?:FM|TO|TAGS:?|SUBJ(?:ECT)?:|E\.?O\.?:? ?1\d{4}|UNCLAS|1\.)[ \t:]", re.M)
#: How far below format line 1 the originator may stand, in characters: routing lines can be long.
_ENVELOPE_LENGTH = 6000
_ORIGINATOR = re.compile(r"^[ \t]*(?:FM[ \t]|[YZOPR][ \t].{0,6}\d{6}Z)", re.M)


def split_messages(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each telegram in a text; together they are the whole text."""
    # A line feed before each line, the first one's too; other line ends become line feeds without moving any character.
    lines = "\n" + text.replace("\r\n", " \n").replace("\r", "\n")
    starts = {0}
    envelope_open_until = -1
    for match in _START.finditer(lines):
        if match["first"]:
            if not _ORIGINATOR.search(lines, match.end(), match.end() + _ENVELOPE_LENGTH):
                continue
            envelope_open_until = match.end() + _ENVELOPE_LENGTH
            starts.add(match.start())
        elif match["notice"]:
            starts.add(match.start())
        elif match.start() < envelope_open_until:
            # This is the date line of an envelope that began with format line 1.
            envelope_open_until = -1
        else:
            starts.add(match.start())
    for match in _END.finditer(lines):
        if _TEXT_START.match(lines, match.end("rest")):
            starts.add(match.end("rest") - 1)
    edges = sorted(starts)
    # What stands above the first telegram and is none belongs to it: a clerk's note, a site's navigation.
    if len(edges) > 1 and not _TELEGRAM.search(lines, 0, edges[1]):
        edges.pop(1)
    yield from zip(edges, [*edges[1:], len(text)], strict=True)
