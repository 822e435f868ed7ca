"""The check of dockets: each begins and ends with its line, and nothing stands between two of them."""

import re
from collections.abc import Iterator

from cableconv import Input
from cableconv.diagnostics import line_starts, position
from cableconv.formats import Finding

from cableconv_docket import grammar


def check(source: Input) -> Iterator[Finding]:
    """Yield what is wrong with a file of dockets.

    Raises:
        ReadError: It cannot be read.
    """
    text = source.source("docket").text
    starts = line_starts(text)
    at, is_open = int(text.startswith("\ufeff")), False
    for line in sorted([*grammar.BEGIN.finditer(text), *grammar.END.finditer(text)], key=re.Match.start):
        first, last = grammar.words(text, (at, line.start()))
        if first < last and not is_open:
            message = "stands outside of a docket; expected DOCKET above it"
            yield Finding(message=message, line=position(starts, first)[0])
        begins = line[0] == "DOCKET"
        if begins == is_open:
            missing = "END DOCKET" if begins else "DOCKET"
            message = f"{line[0]} again; expected {missing} above it"
            yield Finding(message=message, line=position(starts, line.start())[0])
        at, is_open = line.end(), begins
    if is_open or text[at:].strip() or not text.strip():
        expected = "END DOCKET" if is_open else "DOCKET, then END DOCKET"
        yield Finding(message=f"ends without its last line; expected {expected}", line=len(starts))
