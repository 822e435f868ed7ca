"""One telegram, from its text to the IR: envelope, header, body, closing."""

import re
from collections.abc import Sequence

import msgspec

from cableconv import ir
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.walk import leaves
from cableconv_telegram.body import read_body
from cableconv_telegram.classifier import classified_in_paragraph
from cableconv_telegram.closing import Closing, read_closing
from cableconv_telegram.distribution import distributed, read_distribution
from cableconv_telegram.envelope import read_envelope
from cableconv_telegram.header import is_header_start, read_header
from cableconv_telegram.lines import Line, split_lines
from cableconv_telegram.numbering import inner_numbers
from cableconv_telegram.pages import page_markers
from cableconv_telegram.references import Mentions
from cableconv_telegram.script import Script, furniture
from cableconv_telegram.stations import canonical_station, message_id

_MRN = re.compile(r"(?P<station>\D+?)\s*(?P<number>\d+)$")
_POST = re.compile(r"(?:AMEMBASSY|AMCONSUL|USMISSION|USINT|EMBASSY|CONSUL|SECSTATE)\b.*")


def parse_telegram(
    script: Script, source: ir.Source, diagnostics: Sequence[Diagnostic] = (), year: int | None = None
) -> ir.Cable:
    """Parse one telegram.

    Args:
        script: Its text and the way back to the source.
        source: The source, whose ``text`` is ``script.source``; its ``furniture`` and ``line_ends`` are filled in.
        diagnostics: What there is to say so far.
        year: The year of the message where its publisher tells it; the telegram's own date-time group comes first.

    Returns:
        The cable; `cableconv.walk.check_coverage` finds nothing in it.
    """
    said = list(diagnostics)
    lines = split_lines(script.text, sorted([*page_markers(script.text), *inner_numbers(script.text)]))
    preface = _preface(lines)
    distribution = read_distribution(script, lines[:preface])
    envelope, after = read_envelope(script, lines[preface:], is_header_start, said)
    after += preface
    top = after
    if envelope and envelope.dtg and envelope.dtg.when:
        year = int(envelope.dtg.when[:4])
    header, length = read_header(script, lines[after:], year)
    header_lines = frozenset(line.text for line in lines[after : after + length])
    after += length
    if header and not header.classified_by and (classifier := classified_in_paragraph(script, lines[after:])):
        header = msgspec.structs.replace(header, classified_by=classifier)
    closing = read_closing(script, lines[after:]) if header or envelope else Closing(None, (), lines[after:])
    mentions = Mentions(header.references if header else (), _stations(envelope, header), year)
    sections = [
        *_unparsed(script, [] if distribution else lines[:preface], said),
        *read_body(script, closing.body, header_lines, mentions, said),
    ]
    said += [diagnose("unparsed", mark.span) for mark in closing.marks if mark.kind == "stamp"][:1]
    identity = _identity(header, year, said)
    _say_what_is_missing(envelope, header, said)
    if distribution:
        envelope = distributed(script, lines[:top], distribution, envelope)
    if cut_off := _cut_off(lines):
        said.append(diagnose("truncated", script.span(cut_off.end - 3, cut_off.end)))
    cable = ir.Cable(
        ir=ir.IR_VERSION,
        id=identity,
        envelope=envelope,
        header=header,
        sections=tuple(sections),
        signature=closing.signature,
        source=source,
        diagnostics=tuple(said),
        marks=closing.marks,
        span=(0, max(len(script.source), 1)),
    )
    if script.cuts or script.line_ends:
        aside = furniture(script, [leaf.span for leaf in leaves(cable)])
        source = msgspec.structs.replace(source, furniture=aside, line_ends=tuple(script.line_ends))
        cable = msgspec.structs.replace(cable, source=source)
    return cable


def _preface(lines: list[Line]) -> int:
    """Return how many lines stand above the telegram: a clerk's note, a page heading."""
    for at, line in enumerate(lines[:40]):
        if line.text and is_telegram_start(line.text):
            return at
    return 0


_ENVELOPE_START = re.compile(
    r"V?ZCZC\S*$|[YZOPR]{1,2} +R[A-Z]{4,7}\b|DE R[A-Z]{4}|(?:[YZOPR]{1,2} +){1,2}\d{6}Z |FM |This record is a"
)


def is_telegram_start(text: str) -> bool:
    """Tell whether a line, without blanks around it, is one that an envelope or a header begins with."""
    return _ENVELOPE_START.match(text) is not None or is_header_start(text)


def _unparsed(script: Script, lines: list[Line], said: list[Diagnostic]) -> list[ir.Section]:
    kept = [line for line in lines if line.text]
    if not kept:
        return []
    spans = script.stretches(kept[0].start, kept[-1].end)
    whole = (spans[0][0], spans[-1][1])
    said.append(diagnose("unparsed", whole))
    blocks = tuple(ir.Unparsed(text=script.printed(span), span=span) for span in spans)
    return [ir.Section(blocks=blocks, span=whole)]


def _stations(envelope: ir.Envelope | None, header: ir.Header | None) -> set[str]:
    """Return the stations that the cable itself names."""
    names = {"STATE"}
    if header and header.mrn and (match := _MRN.match(header.mrn)):
        names.add(canonical_station(match["station"]))
    if envelope:
        everyone = [envelope.from_ or "", *(each.name for each in (*envelope.to, *envelope.info))]
        names |= {canonical_station(name) for name in everyone if _POST.match(name)}
    return names


def _identity(header: ir.Header | None, year: int | None, said: list[Diagnostic]) -> str | None:
    """Return the canonical id: year of the date-time group, station and number of the text.

    The envelope's station serial number is no help: it has only the last four digits of the number.
    """
    if year is not None and header and header.mrn and (match := _MRN.match(header.mrn)):
        return message_id(year, match["station"], match["number"])
    said.append(diagnose("no-id"))
    return None


def _say_what_is_missing(envelope: ir.Envelope | None, header: ir.Header | None, said: list[Diagnostic]) -> None:
    if envelope is None:
        said.append(diagnose("no-envelope"))
    if header is None:
        said.append(diagnose("no-header"))


def _cut_off(lines: list[Line]) -> Line | None:
    """Return the last line of a text that was cut short with three dots."""
    last = next((line for line in reversed(lines) if line.text), None)
    return last if last and last.text.endswith("...") and last.text[-4:-3] != "." else None
