"""The distribution: what the Department's relay printed above the telegram in its own copies, until about 1980.

::

    PAGE 01        ONHAVA  00905  01 OF 02  060018Z      page, section, time of receipt
    64
    ACTION EUR-12                                         who acts, and how many copies go there; or ORIGIN
    INFO  OCT-01 ISO-00 SSO-00 NSCE-00 CIAE-00 INR-07     who is informed
          DODE-00 /027 W                                  copies in all
    DRAFTED BY EUR/NE:CKINBOTE:JS                         of telegrams that the Department sent
    APPROVED BY EUR:JSHADE
    EUR/NE:ASHWORTH
                        --------------------- 034512      number of the relay

It stands above format line 1 of ACP 127 and was not transmitted.
"""

from collections.abc import Sequence

import msgspec

from cableconv import ir
from cableconv_telegram.lines import Line
from cableconv_telegram.pages import is_page_break, page_break
from cableconv_telegram.rare import rare
from cableconv_telegram.script import Script

_OFFICES = r"[A-Z]{1,5}(?:/[A-Z]{1,5}){0,3}-\d\d"
_TOTAL = r"/\d{2,3}(?: ?[A-Z])?"
_WHO = rare(rf"(?:ACTION|ORIGIN|INFO) +{_OFFICES}")
_LINE = rare(
    rf"(?:(?:ACTION|ORIGIN|INFO) +)?{_OFFICES}(?: +{_OFFICES}){{0,20}}(?: +{_TOTAL})?|{_TOTAL}|\d{{1,3}}"
    r"|(?:DRAFTED|APPROVED|CLEARED)(?: BY)?[ :].*"
    r"|[A-Z]{1,5}(?:/[A-Z]{1,5}){0,3} ?[:-] ?[A-Z][A-Z0-9 .,'&()/:-]*"
    r"|-{5,}.{0,40}"
)


def read_distribution(script: Script, lines: Sequence[Line]) -> ir.Marks:
    """Return what the lines above a telegram are, if they are its distribution; else nothing.

    Args:
        script: The telegram.
        lines: All that stands above it.
    """
    printed = [line for line in lines if line.text]
    breaks = [line for line in printed if is_page_break(line.text)]
    others = [line for line in printed if line not in breaks]
    if not any(_WHO.match(line.text) for line in others) or not all(_LINE.fullmatch(line.text) for line in others):
        return ()
    marks = [mark for line in others for mark in script.marks("distribution", line.start, line.end)]
    pages = [page_break(script, line.start, line.end) for line in breaks]
    return tuple(sorted([*marks, *pages], key=lambda mark: mark.span))


def distributed(script: Script, lines: Sequence[Line], marks: ir.Marks, envelope: ir.Envelope | None) -> ir.Envelope:
    """Return an envelope with the distribution above it.

    Args:
        script: The telegram.
        lines: All of the distribution and of the envelope.
        marks: Those of the distribution; there are some.
        envelope: What stands below it, if anything does.
    """
    below = envelope or ir.Envelope(span=marks[-1].span)
    printed = [line for line in lines if line.text]
    return msgspec.structs.replace(
        below,
        raw=script.text[printed[0].start : printed[-1].end],
        marks=(*marks, *below.marks),
        span=(marks[0].span[0], below.span[1]),
    )
