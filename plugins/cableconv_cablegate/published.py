"""What the publisher says of a cable, put beside what the telegram says itself.

Both are kept. Where they disagree a diagnostic says so; the telegram's own date-time group and number go first.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from cableconv import ir
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.source import encoding_guess
from cableconv_cablegate.identity import Identity, identify
from cableconv_telegram import Script, canonical_station, parse_telegram

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d)")
#: Levels as publishers print them, by their first words.
_LEVELS = {
    "TOP SECRET": ir.Level.TOP_SECRET,
    "SECRET": ir.Level.SECRET,
    "CONFIDENTIAL": ir.Level.CONFIDENTIAL,
    "UNCLASSIFIED": ir.Level.UNCLASSIFIED,
}
#: Levels of the telegram that publishers print as UNCLASSIFIED.
_UNCLASSIFIED = {ir.Level.SENSITIVE, ir.Level.LIMITED_OFFICIAL_USE}


class Publication(NamedTuple):
    """What the publisher says of a cable.

    Attributes:
        id: The id under which it was published, as printed.
        about: Title, times, classification, origin, media.
    """

    id: str | None
    about: ir.Published


def printed_time(text: str) -> str | None:
    """Return a time as `ir.Published` has it; what is no date and time stays as it is printed.

    >>> printed_time("2009-02-04 14:30")
    '2009-02-04T14:30'
    """
    match = _TIME.fullmatch(text.strip())
    return f"{match[1]}T{match[2]}" if match else text.strip() or None


def read_published(
    script: Script, source: ir.Source, publication: Publication, diagnostics: Sequence[Diagnostic] = ()
) -> ir.Cable:
    """Parse a telegram and put what its publisher says beside it.

    Args:
        script: The telegram, without what is the publisher's.
        source: The source, whose ``text`` is ``script.source``.
        publication: What the publisher says.
        diagnostics: What there is to say so far.
    """
    identity = identify(publication.id or "")
    guess = encoding_guess(source)
    cable = parse_telegram(
        script, source, [*([guess] if guess else []), *diagnostics], _year(identity, publication.about)
    )
    said = list(cable.diagnostics)
    if identity and not (cable.header and cable.header.mrn and cable.id):
        # The envelope's serial number has but the last four digits of the number; the published id has them all.
        said = [each for each in said if each.code != "no-id"]
        said.append(diagnose("id-from-publisher"))
        cable = msgspec.structs.replace(cable, id=identity.id)
    said += _differences(cable, publication, identity)
    return msgspec.structs.replace(
        cable, published_id=publication.id, published=publication.about, diagnostics=tuple(said)
    )


def _year(identity: Identity | None, about: ir.Published) -> int | None:
    if identity:
        return identity.year
    return int(about.created[:4]) if about.created and _TIME.fullmatch(about.created) else None


def _differences(cable: ir.Cable, publication: Publication, identity: Identity | None) -> Iterator[Diagnostic]:
    if publication.id and identity is None:
        yield diagnose(
            "published-differs", message=f"The published id {publication.id!r} names no year, station, number."
        )
    if identity and cable.id and identity.id != cable.id:
        yield diagnose(
            "published-differs", message=f"Published as {publication.id}, the telegram calls itself {cable.id}."
        )
    yield from _time_differs(cable, publication.about.created)
    yield from _classification_differs(cable, publication.about.classification)
    yield from _origin_differs(cable, publication.about.origin, identity)


def _time_differs(cable: ir.Cable, created: str | None) -> Iterator[Diagnostic]:
    dtg = cable.envelope.dtg if cable.envelope else None
    if not created or not dtg or not dtg.when or created == dtg.when[:16]:
        return
    # In the releases before April 2011 the publisher printed the hour, counted to twelve, for the minutes.
    if created == f"{dtg.when[:13]}:{int(dtg.when[11:13]) % 12 or 12:02}":
        yield diagnose("published-minutes", dtg.span)
    else:
        yield _differs("Created", created, "the date-time group", dtg.when[:16], dtg.span)


def _classification_differs(cable: ir.Cable, printed: str | None) -> Iterator[Diagnostic]:
    own = cable.header.classification if cable.header else None
    if not printed or not own or not own.level:
        return
    level = next((level for words, level in _LEVELS.items() if printed.upper().startswith(words)), None)
    if level != (ir.Level.UNCLASSIFIED if own.level in _UNCLASSIFIED else own.level):
        yield _differs("Classification", printed, "the classification line", own.raw, own.span)


def _origin_differs(cable: ir.Cable, origin: str | None, identity: Identity | None) -> Iterator[Diagnostic]:
    sender = cable.envelope.from_ if cable.envelope else None
    if not origin or not sender:
        return
    station = canonical_station(origin)
    if station != canonical_station(sender) and not (identity and station == identity.station):
        yield _differs("Origin", origin, "the originator", sender, None)


def _differs(column: str, printed: str, whose: str, own: str, span: ir.Span | None) -> Diagnostic:
    return diagnose(
        "published-differs",
        span,
        f"{column} as published is {printed!r}, {whose} of the telegram {own!r}; both are kept.",
    )
