"""Writing the opener: the envelope's format lines (ACP 127), the classification line and the captions."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from cableconv import ir
from cableconv_tei.edition import Edition, Mark, Received, is_collective
from cableconv_tei.elements import TOP, w3c
from cableconv_tei.leaves import write_mark


def write_opener(edition: Edition, div: int, marks: Sequence[Mark]) -> None:
    """Write the marks that belong to no line of their own."""
    pen = edition.pen
    start = marks[0].span[0]
    # TEI has openers at the top only; what stands between the later lines goes into ab.
    at_top = pen.children(div) <= TOP
    if at_top:
        pen.open(div, "opener", start, xml_space="preserve")
    else:
        pen.open(div, "ab", start, type="message-header")
    actions = sorted(edition.actions, key=lambda action: action.addressee.span)
    spans = [action.addressee.span for action in actions]
    for index, group in groupby(marks, lambda mark: _action_of(mark, spans)):
        if index is None:
            for mark in group:
                _write_opener_mark(edition, mark, at_top)
        else:
            _write_addressee(edition, actions[index], list(group))


def _action_of(mark: Mark, spans: Sequence[ir.Span]) -> int | None:
    """Return which of the addressees, whose spans are in source order, a mark belongs to."""
    start, end = mark.span
    index = bisect_left(spans, (start + 1,)) - 1
    return index if index >= 0 and end <= spans[index][1] else None


def _write_addressee(edition: Edition, action: Received, marks: Sequence[Mark]) -> None:
    pen = edition.pen
    corresp = edition.register.target(action.name)
    pen.enter("seg", marks[0].span[0], type="addressee", subtype=action.subtype, corresp=corresp)
    for mark in marks:
        if isinstance(mark, ir.Mark) and mark.kind == "addressee":
            name = action.addressee.name
            kind, ref = ("collective", None) if is_collective(name) else (None, edition.organization(name))
            pen.write("orgName", mark.span, type=kind, ref=ref)
        else:
            _write_opener_mark(edition, mark, at_top=False)
    pen.leave(marks[-1].span[1])


def _write_opener_mark(edition: Edition, mark: Mark, at_top: bool) -> None:
    pen, envelope, header = edition.pen, edition.cable.envelope, edition.cable.header
    start, end = mark.span
    kind = mark.kind if isinstance(mark, ir.Mark) else ""
    if kind in ("label", "separator"):
        pen.to(end)
    elif kind == "date-time-group":
        when = w3c(envelope.dtg.when) if envelope and envelope.dtg else None
        if at_top:
            pen.enter("dateline", start)
            pen.write("date", mark.span, when=when)
            pen.leave(end)
        else:
            pen.write("date", mark.span, when=when)
    elif kind == "originator-name":
        sender = envelope.from_ if envelope else None
        pen.write("orgName", mark.span, type="from", ref=edition.organization(sender) if sender else None)
    elif kind == "exempted":
        pen.enter("seg", start, type="exempted", corresp=_exempting(edition))
        pen.write("orgName", mark.span)
        pen.leave(end)
    else:
        if kind == "classification" and header and header.parts:
            pen.to(start)
            pen.add("milestone", unit="section", n=1)
        write_mark(edition, mark)


def _exempting(edition: Edition) -> str | None:
    """Return a pointer to the action of the collective that names are taken out of."""
    exempting = [action.name for action in edition.actions if action.addressee.exempt]
    return " ".join(map(edition.register.target, exempting)) or None
