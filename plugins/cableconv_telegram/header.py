"""The header: the first lines of the text, from the classification line to ``Classified By`` (5 FAH-2 H-300).

::

    C O N F I D E N T I A L SECTION 01 OF 02 ONHAVA 000042
    SIPDIS
    DEPT FOR EUR/NZ, ALSO FOR INR/B
    E.O. 12958: DECL: 02/04/2019
    TAGS: PREL, PGOV, ZB
    SUBJECT: ZEMBLA: GLASS FACTORY TALKS STALL OVER
    TARIFFS
    REF: A. ONHAVA 12
         B. 08 STATE 123
    Classified By: Ambassador C. Kinbote, reasons 1.4 (b) and (d).

The lines may come in another order, share a line, be misspelt, or be missing.
"""

import re
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

import msgspec

from cableconv import ir
from cableconv.walk import unwrap
from cableconv_telegram.classifier import classified_by
from cableconv_telegram.dates import first_date
from cableconv_telegram.lines import Line
from cableconv_telegram.markings import (
    CAPTION_SENTENCE,
    PORTION,
    after_captions,
    captions_in,
    classification_line,
    is_caption_line,
    level_of,
    portion_values,
    squeezed,
)
from cableconv_telegram.pages import is_page_break, page_break
from cableconv_telegram.references import read_references
from cableconv_telegram.script import Piece, Script
from cableconv_telegram.tags import read_tags

# Labels, as they are and as they are misspelt. A misspelt one needs its colon.
_ORDER = r"(?P<order>(?:E\s?\.?\s?[O0]\s?\.?|EXECUTIVE\ ORDER)\s*:?\s*(?P<number>1[1-3]\s?\d\s?\d\s?\d)\s*[:.;]?)"
_TAGS = r"(?P<tags>(?:TAGS?|TAGES|TGS|TAGS/TERMS)\s*:|TAGE?S\b|AGS\s*:)"
_SUBJECT = r"(?P<subject>SUBJECT\s*[:;.]?|SUBJ\b\s*[:;.]?|S[UBJECT]{3,8}\s*:)"
_REFERENCE = (
    r"(?P<reference>(?:REF(?:S|TELS?|ERENCES?|\(S\))?)\s*[:;]"
    r"|REFS?\.?(?=\s+(?:\(?A[.)]|[A-Z ]{3,20}\d))|REFTELS?\b(?=\s+[A-Z(]))"
)
_CLASSIFIED = (
    r"(?P<classified>(?:DERIVED\s+FROM|DECLASSIFY\s+ON|REASONS?)\s*:"
    r"|CLASSIFIED\s+BY\b|CLASSIFIED:|CLASSIFIED(?=\ (?:AMBASSADOR|CHARGE|DCM|POL|ECON)))"
)
_LABEL = re.compile(rf"{_ORDER}|{_TAGS}|{_SUBJECT}|{_REFERENCE}|{_CLASSIFIED}", re.I)
# A label in the middle of a line is one only in capitals and with its colon.
_LABEL_WITHIN = re.compile(
    r"TAG(?<=\s...)E?S(?::|(?=\s+[A-Z]{4}\b))|SUBJ(?<=\s....)(?:ECT)?:|REF(?<=\s...)S?:|E\.O\.(?<=\s....) ?1\d{4}:"
)

_NO_DIGIT = re.compile(r"\D")
_NUMBERED = re.compile(r"\d{1,3}\s?[.)](?!\d)")
_RULE = re.compile(r"[-*=_](?:[-*=_ ]*[-*=_])?$")
_BODY_WORD = re.compile(r"\(?(?:BEGIN\s+)?(?:SUMMARY|INTRODUCTION|COMMENT|ACTION\s+REQUEST(?:ED)?)\b", re.I)
# Newspapers printed the date of the message above its text: "Friday, 11 June 2009, 17:24".
_PRINTED_DATE = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{1,2} [A-Z][a-z]+ \d{4}, \d{1,2}:\d\d$")

_DECLASSIFY = re.compile(r"^(?:DECL(?:AS)?|DECLASSIFY ON)\s*[:;.]?\s*", re.I)
_NEVER_CLASSIFIED = re.compile(r"(?:N\s?/?\.?\s?A\.?|NA|NONE|DECL)?[\s.:]*", re.I)
_EXEMPT = re.compile(r"\b(?:25)?X\d{1,2}\b|\b1\.6X\d\b", re.I)
#: Whether a line right below a field goes on with it.
_CONTINUES: dict[str, Callable[[str], bool]] = {
    "order": lambda text: not is_caption_line(text),
    "tags": lambda text: text.upper() == text or "," in text or all(len(word) in (2, 4) for word in text.split()),
    "subject": lambda text: not (_RULE.match(text) or _BODY_WORD.match(text)),
    "reference": lambda text: not _RULE.match(text),
    "classified": lambda text: not _RULE.match(text),
}
# An entry of the reference line after a blank line: its letter, or the number that the line above lacks.
_REFERENCE_GOES_ON = re.compile(r"\(?(?P<letter>[B-Z])[.)]\s+(?:\([B-Z]\))?|\d{2,7}$")


def is_header_start(text: str) -> bool:
    """Tell whether a line certainly belongs to the header, so that no envelope can go on."""
    return bool(classification_line(text) or is_caption_line(text) or _PRINTED_DATE.match(text) or _label_at(text, 0))


def _label_at(text: str, start: int) -> re.Match[str] | None:
    if match := _LABEL.match(text, start):
        # "TAGS" and "Subject" may begin a sentence; a label is in capitals or has its colon.
        certain = match[0].isupper() or match[0].rstrip().endswith((":", ".", ";")) or match["classified"]
        return match if certain else None
    if portion := PORTION.match(text, start):
        # "(U) Classified by": a portion mark may stand before it.
        match = _LABEL.match(text, portion.end() + (text[portion.end() : portion.end() + 1] == " "))
        return match if match and match["classified"] else None
    return None


class _Draft:
    """The header while its lines are read."""

    def __init__(self, script: Script, year: int | None) -> None:
        self.script = script
        self.year = year
        self.pieces: list[Piece] = []
        # Those above the last line, and those that may be the body's.
        self.page_breaks: list[ir.PageBreak] = []
        self.late_page_breaks: list[ir.PageBreak] = []
        self.fields: dict[str, Any] = {}
        # Each once, in order.
        self.captions: dict[str, None] = {}
        self.tags: list[ir.Tag] = []
        self.references: list[ir.CableRef] = []
        self.passing: list[ir.Span] = []
        # The field that is open: its name, its number if it is an E.O. line, and where its value stands so far.
        self.open = ""
        self.order: str | None = None
        self.open_span = (0, 0)

    def mark(self, kind: str, start: int, end: int) -> None:
        """Mark a stretch of the text, blanks or not."""
        self.mark_all([(kind, start, end)])

    def mark_all(self, pieces: Iterable[Piece]) -> None:
        """Mark stretches of the text."""
        self.page_breaks += self.late_page_breaks
        self.late_page_breaks.clear()
        self.pieces += pieces

    def caption(self, start: int, end: int) -> list[str]:
        """Mark a stretch as captions, note each of them once, and return them."""
        found = captions_in(self.script.text[start:end])
        if found:
            self.mark("caption", start, end)
            self.captions.update(dict.fromkeys(found))
        return found


def read_header(script: Script, lines: list[Line], year: int | None) -> tuple[ir.Header | None, int]:
    """Read the header at the start of a telegram's text.

    Args:
        script: The telegram.
        lines: The lines of the text, after the envelope.
        year: The year of the message, for references.

    Returns:
        The header, or ``None`` where there is none, and the index of the first line after it.
    """
    draft = _Draft(script, year)
    last_label = _last_label(lines)
    after = 0
    for index, line in enumerate(lines):
        if not line.text:
            continue
        if is_page_break(line.text) and (draft.fields or draft.order):
            # It is the header's only if the header goes on after it.
            _close(draft)
            draft.late_page_breaks.append(page_break(script, line.start, line.end))
            continue
        gap = index > 0 and not lines[index - 1].text
        if not _read_line(draft, line, gap, index < last_label):
            break
        after = index + 1
    _close(draft)
    if not draft.pieces:
        return None, 0
    return _finish(draft), after


def _last_label(lines: list[Line]) -> int:
    """Return the index of the last line that begins with TAGS, SUBJECT or another label, before the body begins.

    What stands above it without a label is a passing instruction.
    """
    last = -1
    for index, line in enumerate(lines):
        if not line.text:
            continue
        if last < 0 and index > 80:
            break
        if _NUMBERED.match(line.text) or (last >= 0 and index > last + 12):
            break
        if _label_at(line.text, 0) or _LABEL_WITHIN.search(line.text):
            last = index
    return last


def _read_line(draft: _Draft, line: Line, gap: bool, labels_follow: bool) -> bool:
    """Read one line that is not blank; tell whether it belongs to the header."""
    text = line.text
    start, label = 0, _label_at(text, 0)
    if draft.open and not label and _goes_on(draft, text, gap, labels_follow):
        draft.open_span = (draft.open_span[0], line.end)
        return True
    if not label and (start := after_captions(text)):
        label = _label_at(text, start)
    if label:
        draft.caption(line.start, line.start + start)
        _read_labels(draft, line, start, label)
        return True
    _close(draft)
    if "classification" not in draft.fields and (match := classification_line(text)):
        _read_classification(draft, line, match)
    elif is_caption_line(text):
        draft.caption(line.start, line.end)
    elif CAPTION_SENTENCE.match(text):
        draft.mark("caption", line.start, line.end)
        known = captions_in(text) if squeezed(text) in ("NOTFORINTERNETDISTRIBUTION",) else [unwrap(text)]
        draft.captions.update(dict.fromkeys(known))
    elif _PRINTED_DATE.match(text):
        draft.mark("other", line.start, line.end)
    elif labels_follow and not _RULE.match(text) and "subject" not in draft.fields:
        _read_passing(draft, line, gap)
    elif labels_follow and not _BODY_WORD.match(text):
        draft.mark("other", line.start, line.end)
    else:
        return False
    return True


def _goes_on(draft: _Draft, text: str, gap: bool, labels_follow: bool) -> bool:
    """Tell whether a line that begins with no label goes on with the field that is open."""
    if gap and draft.open == "reference":
        match = _REFERENCE_GOES_ON.match(text)
        return match is not None and (match["letter"] is None or match["letter"] == _next_letter(draft))
    if gap and not (draft.open == "subject" and labels_follow):
        # A blank line in the subject, as the header's other lines are yet to come.
        return False
    if _NUMBERED.match(text) or is_caption_line(text) or is_page_break(text):
        return False
    return _CONTINUES[draft.open](text)


def _next_letter(draft: _Draft) -> str:
    """Return the letter of the next reference: "(C)" may be one, and may be a portion mark."""
    letters = re.findall(r"(?:^|[\s(])([A-Z])[.)]", draft.script.text[slice(*draft.open_span)])
    return chr(ord(letters[-1]) + 1) if letters else "B"


def _read_labels(draft: _Draft, line: Line, at: int, label: re.Match[str] | None) -> None:
    """Read a line from its first label on; others may follow."""
    while label:
        _close(draft)
        within = _LABEL_WITHIN.search(line.text, label.end())
        stop = within.start() if within else len(line.text)
        draft.open = label.lastgroup or ""
        if draft.open == "classified":
            # "Classified By" is a sentence: the words of its label belong to what is quoted.
            draft.mark("portion", line.start + at, line.start + label.start())
            draft.open_span = (line.start + label.start(), line.start + stop)
        else:
            draft.mark("label", line.start + label.start(), line.start + label.end())
            draft.open_span = (line.start + label.end(), line.start + stop)
        if draft.open == "order":
            draft.order = _NO_DIGIT.sub("", label["number"])
        at = stop
        label = _label_at(line.text, at)


def _read_classification(draft: _Draft, line: Line, match: re.Match[str]) -> None:
    def place(first: str, last: str) -> ir.Span:
        return line.start + match.start(first), line.start + match.end(last)

    draft.mark("classification", *place("level", "level"))
    caveats = draft.caption(*place("caveats", "caveats"))
    sections = match["sections"] or match["late_sections"]
    if sections:
        draft.fields["parts"] = int(sections)
    if match["sections"]:
        draft.mark("section", line.start + match.end("caveats"), line.start + match.end("sections"))
    if match["station"]:
        draft.mark("mrn", *place("station", "number"))
        draft.fields["mrn"] = line.text[match.start("station") : match.end("number")]
    caveats += draft.caption(*place("after", "after"))
    if match["late_sections"]:
        draft.mark("section", *place("rest", "rest"))
    draft.fields["classification"] = ir.Classification(
        raw=unwrap(match["level"]).strip(),
        level=level_of(match["level"]),
        caveats=tuple(caveats),
        span=draft.script.span(*place("level", "level")),
    )
    if match["more"]:
        more = Line(*place("more", "more"), match["more"])
        if not _read_line(draft, more, gap=False, labels_follow=True):
            draft.mark("other", more.start, more.end)


def _read_passing(draft: _Draft, line: Line, gap: bool) -> None:
    start = line.start + after_captions(line.text)
    draft.caption(line.start, start)
    draft.mark("passing", start, line.end)
    last = draft.passing[-1] if draft.passing else None
    above = draft.script.text[last[0] : last[1]] if last else ""
    if last and not gap and above.endswith((",", " AND", " FOR", " and", " for", "/", ";")):
        draft.passing[-1] = (last[0], line.end)
    else:
        draft.passing.append((start, line.end))


def _close(draft: _Draft) -> None:
    """Read the field that is open, now that its last line is known."""
    name, (start, end) = draft.open, draft.open_span
    draft.open = ""
    if not name:
        return
    _FINISH[name](draft, start, end)


def _finish_order(draft: _Draft, start: int, end: int) -> None:
    raw = unwrap(draft.script.text[start:end]).strip()
    draft.mark("declassification", start, end)
    if "declassification" in draft.fields:
        return
    exempt = _EXEMPT.search(raw)
    event = _DECLASSIFY.sub("", raw)
    nothing = _NEVER_CLASSIFIED.fullmatch(event)
    on = first_date(raw) or (None if nothing or (exempt and exempt[0] == event) else event)
    draft.fields["declassification"] = ir.Declassification(
        raw=raw,
        order=draft.order,
        on=on,
        exempt=exempt[0].upper() if exempt else None,
        span=draft.script.value_span(start, end),
    )


def _finish_tags(draft: _Draft, start: int, end: int) -> None:
    tags, pieces = read_tags(draft.script, start, end)
    draft.mark_all(pieces)
    draft.tags += tags


def _finish_subject(draft: _Draft, start: int, end: int) -> None:
    text = draft.script.text
    value = start + len(text[start:end]) - len(text[start:end].lstrip())
    portion = PORTION.match(text, value, end)
    if portion:
        level, caveats = portion_values(portion[0])
        draft.fields.setdefault(
            "subject_marking",
            ir.Marking(
                raw=draft.script.raw(*portion.span()),
                level=level,
                caveats=caveats,
                span=draft.script.span(*portion.span()),
            ),
        )
        draft.mark("portion", *portion.span())
        value = portion.end()
    draft.mark("subject", value, end)
    draft.fields.setdefault("subject", unwrap(text[value:end]).strip() or None)


def _finish_reference(draft: _Draft, start: int, end: int) -> None:
    references, pieces = read_references(draft.script, start, end, draft.year)
    draft.mark_all(pieces)
    draft.references += references


def _finish_classified(draft: _Draft, start: int, end: int) -> None:
    draft.mark("classified-by", start, end)
    read = classified_by(draft.script, start, end)
    known = draft.fields.setdefault("classified_by", read)
    if not known.reasons and read.reasons:
        # "Reason:" on a line of its own.
        draft.fields["classified_by"] = msgspec.structs.replace(known, reasons=read.reasons)


_FINISH = {
    "order": _finish_order,
    "tags": _finish_tags,
    "subject": _finish_subject,
    "reference": _finish_reference,
    "classified": _finish_classified,
}


def _finish(draft: _Draft) -> ir.Header:
    text = draft.script.text
    marks: list[ir.Mark | ir.PageBreak] = [*draft.script.all_marks(draft.pieces), *draft.page_breaks]
    marks.sort(key=attrgetter("span"))
    return ir.Header(
        span=(marks[0].span[0], marks[-1].span[1]),
        captions=tuple(draft.captions),
        passing=tuple(unwrap(text[start:end]) for start, end in draft.passing),
        tags=tuple(draft.tags),
        references=tuple(draft.references),
        marks=tuple(marks),
        **draft.fields,
    )
