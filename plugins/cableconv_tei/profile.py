"""Writing the profileDesc: date, language, persons and organizations, classification, correspondence."""

import re

from cableconv import ir
from cableconv_tei.edition import (
    Edition,
    Received,
    is_collective,
    mrn,
    tag_name,
    uri,
)
from cableconv_tei.elements import ncname, w3c
from cableconv_tei.markup import Lines, element, within, words
from cableconv_tei.supplied import place_of
from cableconv_tei.taxonomies import CAPTIONS, CLASSIFICATION, PRECEDENCE, REASONS, TAG_TYPES

_LANGUAGES = {"en": "English"}


def profile_description(edition: Edition, *, language: str) -> Lines:
    """Return the profileDesc."""
    envelope = edition.cable.envelope
    lines = []
    if envelope and envelope.dtg:
        lines += within("creation", _date(envelope.dtg))
    used = element("language", words(_LANGUAGES.get(language, "")), ident=language)
    lines += within("langUsage", [used])
    lines += _participants(edition)
    lines += _classes(edition)
    lines += _correspondence(edition)
    return within("profileDesc", lines)


def _date(dtg: ir.DateTimeGroup) -> Lines:
    return [element("date", words(dtg.raw), when=w3c(dtg.when))]


def _participants(edition: Edition) -> Lines:
    register = edition.register
    people, bodies = [], []
    for name, person in edition.persons.items():
        printed = element("persName", words(person[0]))
        people += within("person", [printed], xml_id=register.new(name), role=person[1])
    for name, (printed, routing) in edition.organizations.items():
        lines = [element("orgName", words(printed)), *_number("routing-indicator", routing)]
        bodies += within("org", lines, xml_id=register.new(name))
    listed = [
        *(within("listPerson", people) if people else ()),
        *(within("listOrg", bodies) if bodies else ()),
    ]
    return within("particDesc", listed) if listed else []


def _classes(edition: Edition) -> Lines:
    header, envelope, register = edition.cable.header, edition.cable.envelope, edition.register
    level = header.classification.level if header and header.classification else None
    captions = header.captions if header else ()
    reasons = header.classified_by.reasons if header and header.classified_by else ()
    targets = (
        (CLASSIFICATION, register.category(CLASSIFICATION, level)),
        (CAPTIONS, register.categories(CAPTIONS, captions)),
        (PRECEDENCE, register.categories(PRECEDENCE, envelope.precedence if envelope else ())),
        (REASONS, register.categories(REASONS, reasons)),
    )
    lines = [
        element("catRef", scheme=register.target(taxonomy), target=target) for taxonomy, target in targets if target
    ]
    tags = header.tags if header else ()
    if tags:
        lines += within("keywords", _terms(edition, tags), scheme=register.target("TAGS"))
    return within("textClass", lines) if lines else []


def _terms(edition: Edition, tags: tuple[ir.Tag, ...]) -> Lines:
    """Return the TAGS, each once."""
    once = {tag_name(tag): tag for tag in reversed(tags)}
    return [
        element(
            "term",
            words(tag.term),
            xml_id=edition.register.new(name),
            type=TAG_TYPES.get(tag.kind, ncname(tag.kind)),
        )
        for name, tag in reversed(once.items())
    ]


def _correspondence(edition: Edition) -> Lines:
    cable, envelope, register = edition.cable, edition.cable.envelope, edition.register
    identifier = register.new("corresp")
    lines = []
    if envelope is not None:
        lines += _sent(edition, envelope)
        lines += _transmitted(envelope)
        for number, action in enumerate(edition.actions, 1):
            lines += _received(edition, action, number)
    references = cable.header.references if cable.header else ()
    if references:
        lines += within("correspContext", [_reference(edition, reference) for reference in references])
    if not lines:
        return []
    ref = uri(cable.id) if cable.id else None
    return within("correspDesc", lines, xml_id=identifier, ref=ref, source=register.target("src-message"))


def _sent(edition: Edition, envelope: ir.Envelope) -> Lines:
    if not envelope.from_ and not envelope.dtg:
        return []
    ana = edition.register.categories(PRECEDENCE, envelope.precedence)
    lines = [
        *(_organization(edition, envelope.from_) if envelope.from_ else ()),
        *(_date(envelope.dtg) if envelope.dtg else ()),
    ]
    return within("correspAction", lines, type="sent", ana=ana)


def _transmitted(envelope: ir.Envelope) -> Lines:
    lines = _number("routing-indicator", envelope.originator, subtype="originator")
    for indicator in envelope.routing:
        lines += _number("routing-indicator", indicator, subtype="called")
    lines += _number("security-prosign", envelope.security)
    return within("correspAction", lines, type="transmitted") if lines else []


def _received(edition: Edition, entry: Received, number: int) -> Lines:
    addressee, register = entry.addressee, edition.register
    lines = [
        *_organization(edition, addressee.name),
        *_number("routing-indicator", addressee.routing),
        *_number("continuity-number", addressee.mcn),
    ]
    if addressee.exempt:
        names = "; ".join(element("orgName", words(name)) for name in addressee.exempt)
        lines.append(element("note", f"XMT {names}", type="exempted"))
    return within(
        "correspAction",
        lines,
        type="received",
        subtype=entry.subtype,
        n=number,
        xml_id=register.new(entry.name),
        ana=register.category(PRECEDENCE, addressee.precedence),
    )


def _organization(edition: Edition, name: str) -> Lines:
    if is_collective(name):
        return [element("orgName", words(name), type="collective")]
    lines = [element("orgName", words(name), ref=edition.organization(name))]
    place = place_of(name)
    if place:
        lines.append(element("placeName", words(place)))
    return lines


def _number(kind: str, number: str | None, subtype: str | None = None) -> Lines:
    return [element("idno", words(number), type=kind, subtype=subtype)] if number else []


def _reference(edition: Edition, reference: ir.CableRef) -> str:
    """Return a reference; a year that it does not print was inferred, which `cert` and `resp` say."""
    inferred = reference.id is not None and not _prints_year(reference.raw, reference.id[:2])
    return element(
        "ref",
        words(reference.raw),
        type="reference",
        subtype=ncname(reference.kind),
        n=reference.label,
        target=mrn(reference.id) if reference.id else None,
        cert="medium" if inferred else None,
        resp=edition.register.target("cableconv") if inferred else None,
    )


def _prints_year(raw: str, year: str) -> bool:
    return any(number in (year, f"19{year}", f"20{year}") for number in re.findall(r"\d+", raw))
