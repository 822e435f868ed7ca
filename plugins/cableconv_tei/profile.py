"""Writing the profileDesc: date, language, persons and organizations, classification, correspondence."""

import re

from lxml import etree

from cableconv import ir
from cableconv_tei.edition import (
    Edition,
    Received,
    is_collective,
    mrn,
    received,
    tag_name,
    uri,
)
from cableconv_tei.elements import ncname, sub, w3c
from cableconv_tei.supplied import place_of
from cableconv_tei.taxonomies import CAPTIONS, CLASSIFICATION, PRECEDENCE, REASONS, TAG_TYPES

_LANGUAGES = {"en": "English"}


def add_profile(edition: Edition, header: etree._Element, *, language: str) -> None:
    """Add the profileDesc."""
    profile = sub(header, "profileDesc")
    envelope = edition.cable.envelope
    if envelope and envelope.dtg:
        sub(sub(profile, "creation"), "date", envelope.dtg.raw, when=w3c(envelope.dtg.when))
    sub(sub(profile, "langUsage"), "language", _LANGUAGES.get(language), ident=language)
    _add_participants(edition, profile)
    _add_classes(edition, profile)
    _add_correspondence(edition, profile)


def _add_participants(edition: Edition, profile: etree._Element) -> None:
    people, bodies = edition.persons, edition.organizations
    if not people and not bodies:
        return
    participants = sub(profile, "particDesc")
    if people:
        listed = sub(participants, "listPerson")
        for identifier, (name, role) in people.items():
            person = sub(listed, "person", xml_id=edition.register.new(identifier), role=role)
            sub(person, "persName", name)
    if bodies:
        listed = sub(participants, "listOrg")
        for identifier, (name, routing) in bodies.items():
            org = sub(listed, "org", xml_id=edition.register.new(identifier))
            sub(org, "orgName", name)
            _add_number(org, "routing-indicator", routing)


def _add_classes(edition: Edition, profile: etree._Element) -> None:
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
    tags = header.tags if header else ()
    if not tags and not any(target for _, target in targets):
        return
    classes = sub(profile, "textClass")
    for taxonomy, target in targets:
        if target:
            sub(classes, "catRef", scheme=register.target(taxonomy), target=target)
    if tags:
        keywords = sub(classes, "keywords", scheme=register.target("TAGS"))
        for name, tag in {tag_name(tag): tag for tag in reversed(tags)}.items():
            kind = TAG_TYPES.get(tag.kind, ncname(tag.kind))
            keywords.insert(0, sub(keywords, "term", tag.term, xml_id=register.new(name), type=kind))


def _add_correspondence(edition: Edition, profile: etree._Element) -> None:
    cable, envelope, register = edition.cable, edition.cable.envelope, edition.register
    references = cable.header.references if cable.header else ()
    description = sub(
        profile,
        "correspDesc",
        xml_id=register.new("corresp"),
        ref=uri(cable.id) if cable.id else None,
        source=register.target("src-message"),
    )
    if envelope is not None:
        _add_sent(edition, description, envelope)
        _add_transmitted(description, envelope)
        for number, action in enumerate(received(envelope), 1):
            _add_received(edition, description, action, number)
    if references:
        context = sub(description, "correspContext")
        for reference in references:
            _add_reference(edition, context, reference)
    if not len(description):
        profile.remove(description)


def _add_sent(edition: Edition, description: etree._Element, envelope: ir.Envelope) -> None:
    if not envelope.from_ and not envelope.dtg:
        return
    ana = edition.register.categories(PRECEDENCE, envelope.precedence)
    sent = sub(description, "correspAction", type="sent", ana=ana)
    if envelope.from_:
        _add_organization(edition, sent, envelope.from_)
    if envelope.dtg:
        sub(sent, "date", envelope.dtg.raw, when=w3c(envelope.dtg.when))


def _add_transmitted(description: etree._Element, envelope: ir.Envelope) -> None:
    if not envelope.originator and not envelope.routing and not envelope.security:
        return
    transmitted = sub(description, "correspAction", type="transmitted")
    _add_number(transmitted, "routing-indicator", envelope.originator, subtype="originator")
    for indicator in envelope.routing:
        _add_number(transmitted, "routing-indicator", indicator, subtype="called")
    _add_number(transmitted, "security-prosign", envelope.security)


def _add_received(edition: Edition, description: etree._Element, entry: Received, number: int) -> None:
    addressee = entry.addressee
    action = sub(
        description,
        "correspAction",
        type="received",
        subtype=entry.subtype,
        n=number,
        xml_id=edition.register.new(entry.name),
        ana=edition.register.category(PRECEDENCE, addressee.precedence),
    )
    _add_organization(edition, action, addressee.name)
    _add_number(action, "routing-indicator", addressee.routing)
    _add_number(action, "continuity-number", addressee.mcn)
    if addressee.exempt:
        note = sub(action, "note", "XMT ", type="exempted")
        for index, name in enumerate(addressee.exempt):
            organization = sub(note, "orgName", name)
            organization.tail = "; " if index < len(addressee.exempt) - 1 else None


def _add_organization(edition: Edition, action: etree._Element, name: str) -> None:
    if is_collective(name):
        sub(action, "orgName", name, type="collective")
        return
    sub(action, "orgName", name, ref=edition.organization(name))
    place = place_of(name)
    if place:
        sub(action, "placeName", place)


def _add_number(parent: etree._Element, kind: str, number: str | None, subtype: str | None = None) -> None:
    if number:
        sub(parent, "idno", number, type=kind, subtype=subtype)


def _add_reference(edition: Edition, context: etree._Element, reference: ir.CableRef) -> None:
    """Add a reference; a year that it does not print was inferred, which `cert` and `resp` say."""
    inferred = reference.id is not None and not _prints_year(reference.raw, reference.id[:2])
    sub(
        context,
        "ref",
        reference.raw,
        type="reference",
        subtype=ncname(reference.kind),
        n=reference.label,
        target=mrn(reference.id) if reference.id else None,
        cert="medium" if inferred else None,
        resp=edition.register.target("cableconv") if inferred else None,
    )


def _prints_year(raw: str, year: str) -> bool:
    return any(number in (year, f"19{year}", f"20{year}") for number in re.findall(r"\d+", raw))
