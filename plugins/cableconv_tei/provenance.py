"""Writing the sourceDesc: the message as a manuscript, and the digital file that it was read from."""

from urllib.parse import quote

from lxml import etree

from cableconv import ir
from cableconv_tei.edition import Edition
from cableconv_tei.elements import say, sub, w3c
from cableconv_tei.supplied import place_of
from cableconv_tei.taxonomies import CAPTIONS, CLASSIFICATION, REASONS, TAXONOMIES, publication_of


def add_source(edition: Edition, file: etree._Element) -> None:
    """Add the sourceDesc."""
    description = sub(file, "sourceDesc")
    _add_message(edition, description)
    _add_digital_source(edition, description)


def _add_message(edition: Edition, description: etree._Element) -> None:
    cable, envelope, header = edition.cable, edition.cable.envelope, edition.cable.header
    message = sub(description, "msDesc", xml_id=edition.register.new("src-message"))
    identifier = sub(message, "msIdentifier")
    sub(identifier, "institution", "United States Department of State")
    if envelope and envelope.from_:
        sub(identifier, "repository", envelope.from_)
    if cable.id:
        sub(identifier, "idno", cable.id, type="MRN")
    alternatives = (
        ("MRN-as-sent", header.mrn if header else None),
        ("MRN-as-published", cable.published_id),
        ("transmission", envelope.transmission_id if envelope else None),
        ("station-serial", envelope.station_serial if envelope else None),
    )
    for kind, number in alternatives:
        if number:
            sub(sub(identifier, "altIdentifier", type=kind), "idno", number)
    sub(sub(message, "physDesc"), "objectDesc", form="telegram")
    if envelope and envelope.dtg:
        origin = sub(sub(message, "history"), "origin")
        sub(origin, "origDate", envelope.dtg.raw, when=w3c(envelope.dtg.when))
        place = place_of(envelope.from_) if envelope.from_ else None
        if place:
            say(origin, " ")
            sub(origin, "origPlace", place)
    _add_administration(edition, message)


def _add_administration(edition: Edition, message: etree._Element) -> None:
    header, published = edition.cable.header, edition.cable.published
    events = _page_events(published) if published else []
    restricted = header and (header.classification or header.classified_by or header.declassification)
    if not events and not restricted:
        return
    administration = sub(sub(message, "additional"), "adminInfo")
    if header and restricted:
        _add_classification(edition, administration, header)
    if events:
        history = sub(administration, "custodialHist")
        for kind, printed in events:
            when = w3c(f"{printed}:00")
            event = sub(history, "custEvent", f"{kind.capitalize()} ", type=kind, when=when)
            sub(event, "date", printed)
            say(event, " (web page metadata)")


def _add_classification(edition: Edition, administration: etree._Element, header: ir.Header) -> None:
    """Add the restriction that the message bore: its level, captions, authority and end."""
    register, level = edition.register, header.classification.level if header.classification else None
    reasons = header.classified_by.reasons if header.classified_by else ()
    ana = (
        register.category(CLASSIFICATION, level),
        register.categories(CAPTIONS, header.captions),
        register.categories(REASONS, reasons),
    )
    open_ = level == ir.Level.UNCLASSIFIED and not header.captions
    availability = sub(
        administration,
        "availability",
        status="free" if open_ else "restricted",
        ana=" ".join(pointer for pointer in ana if pointer),
    )
    _describe_classification(edition, sub(availability, "p"), header)


def _describe_classification(edition: Edition, sentence: etree._Element, header: ir.Header) -> None:
    level = header.classification.level if header.classification else None
    say(sentence, f"Classified {TAXONOMIES[CLASSIFICATION].meanings.get(level, level)}" if level else "Classified")
    authority, declassification = header.classified_by, header.declassification
    if authority and authority.name:
        say(sentence, " by ")
        sub(sentence, "persName", authority.name, ref=edition.person(authority.name))
    if declassification and declassification.order:
        say(sentence, ", E.O. ")
        sub(sentence, "num", declassification.order, type="executive-order")
    if authority and authority.reasons:
        say(sentence, f", reasons {', '.join(authority.reasons)}")
    if declassification and declassification.on:
        say(sentence, "; declassify on ")
        sub(sentence, "date", declassification.on, type="declassification", when=w3c(declassification.on))
    if declassification and declassification.exempt:
        say(sentence, "; exemption ")
        sub(sentence, "seg", declassification.exempt, type="exemption")
    say(sentence, ".")


def _page_events(published: ir.Published) -> list[tuple[str, str]]:
    """Return what the page says happened to the message, and when."""
    events = (("created", published.created), ("released", published.released))
    return [(kind, printed) for kind, printed in events if printed]


def _add_digital_source(edition: Edition, description: etree._Element) -> None:
    cable, source = edition.cable, edition.cable.source
    published, publication = cable.published, publication_of(cable)
    bibl = sub(description, "bibl", type="digital-source", xml_id=edition.register.new("src-file"))
    if published and published.title:
        sub(bibl, "title", published.title, level="a")
    else:
        sub(bibl, "title", source.name, level="a", type="file-name")
    if publication:
        sub(bibl, "title", publication.title, level="m")
        sub(bibl, "publisher", publication.publisher)
    if source.name != "-":
        sub(bibl, "ref", "input file", target=quote(source.name, safe="/", errors="surrogatepass"))
    sub(bibl, "idno", source.sha256, type="sha256")
    sub(sub(bibl, "extent"), "measure", f"{source.size} bytes", unit="bytes", quantity=source.size)
    if source.line > 1:
        sub(bibl, "biblScope", f"from line {source.line}", unit="line", from_=source.line)
    _describe_reading(sub(bibl, "note", type="reader"), source)
    if published:
        _add_page_notes(bibl, published)


def _describe_reading(sentence: etree._Element, source: ir.Source) -> None:
    say(sentence, "Read by cableconv reader ")
    sub(sentence, "ident", source.format, type="format")
    say(sentence, "; encoding ")
    sub(sentence, "ident", source.encoding, type="encoding")
    say(sentence, ", line ends ")
    sub(sentence, "ident", source.newline, type="newline")
    furniture = sum(end - start for start, end in source.furniture)
    say(sentence, f"; {furniture} characters that are not the telegram’s left out." if furniture else ".")


def _add_page_notes(bibl: etree._Element, published: ir.Published) -> None:
    if published.classification:
        sub(bibl, "note", published.classification, type="classification")
    if published.origin:
        sub(bibl, "note", published.origin, type="origin")
    for medium in published.media:
        sub(bibl, "note", medium, type="media")
