"""Who classified a cable, and why (E.O. 12958, section 1.6; 5 FAH-2 H-341).

``Classified By: Ambassador C. Kinbote for reasons 1.4 (b) and (d).``, as a line of the header or in paragraph 1.
"""

import re
from collections.abc import Sequence

from cableconv import ir
from cableconv.walk import unwrap
from cableconv_telegram.lines import Line
from cableconv_telegram.rare import rare
from cableconv_telegram.script import Script

# "1.4 (b) and (d)", "1.5 (B), (D)", "1.4 (B/D)": a section of the executive order and letters of its paragraphs.
_REASONS = rare(r"\b(?P<section>1\.[45])\b(?P<letters>(?:\s{0,9}(?:and|,|/|&)?\s{0,9}\(?\s?[a-h]\b\s?\)?)+)\.?", re.I)
_LETTER = re.compile(r"\b[a-h]\b", re.I)
_CLASSIFIER = rare(
    r"(?:classified(?:\s+by)?\s*:?\s*)+(.*?)\s*(?:,|;|\.|-|\bfor\b|\()*\s*(?:\bfor\s+)?(?:\breasons?\b|\breas\b|\bE\.?O\b|\b1\.[45]|$)",
    re.I | re.S,
)

#: Within how many characters the classifier's name stands.
_LONGEST_NAME = 300


def classified_by(script: Script, start: int, end: int) -> ir.ClassifiedBy:
    """Read who classified a cable, and for which reasons."""
    raw = unwrap(script.text[start:end]).strip()
    match = _CLASSIFIER.match(" ".join(raw[:_LONGEST_NAME].split()))
    reasons = _REASONS.search(raw)
    return ir.ClassifiedBy(
        raw=raw,
        name=(match[1].strip(" ,.:;") or None) if match else None,
        reasons=tuple(f"{reasons['section']}({letter.lower()})" for letter in _LETTER.findall(reasons["letters"]))
        if reasons
        else (),
        span=script.value_span(start, end),
    )


# "1. (C) Classified By: …" in place of a line of its own.
_IN_PARAGRAPH = re.compile(r"1\s?[.)]\s*(?:\([A-Z/]{1,6}\)\s*)?(?=classified\s+by\b)", re.I)


def classified_in_paragraph(script: Script, lines: Sequence[Line]) -> ir.ClassifiedBy | None:
    """Read who classified a cable from its first paragraph, where there is no line for it.

    Args:
        script: The telegram.
        lines: The lines after the header.
    """
    first = next((at for at, line in enumerate(lines[:12]) if _IN_PARAGRAPH.match(line.text)), None)
    if first is None:
        return None
    last = first
    while last + 1 < len(lines) and lines[last + 1].text and last - first < 4:
        last += 1
    label = _IN_PARAGRAPH.match(lines[first].text)
    start = lines[first].start + (label.end() if label else 0)
    reasons = _REASONS.search(script.text, start, lines[last].end)
    return classified_by(script, start, reasons.end() if reasons else lines[last].end)
