"""Writing the sourceDesc: the message as a manuscript, and the digital file that it was read from."""

from urllib.parse import quote

from cableconv import ir
from cableconv_tei.edition import Edition
from cableconv_tei.elements import w3c
from cableconv_tei.markup import Lines, element, within, words
from cableconv_tei.supplied import place_of
from cableconv_tei.taxonomies import CAPTIONS, CLASSIFICATION, REASONS, TAXONOMIES, Publication, publication_of


def source_description(edition: Edition) -> Lines:
    """Return the sourceDesc."""
    return within("sourceDesc", [*_message(edition), *_digital_source(edition)])


def _message(edition: Edition) -> Lines:
    identifier = edition.register.new("src-message")
    lines = [
        *_identifier(edition.cable),
        *within("physDesc", [element("objectDesc", form="telegram")]),
        *_history(edition.cable.envelope),
        *_administration(edition),
    ]
    return within("msDesc", lines, xml_id=identifier)


def _identifier(cable: ir.Cable) -> Lines:
    envelope, header = cable.envelope, cable.header
    lines = [element("institution", "United States Department of State")]
    if envelope and envelope.from_:
        lines.append(element("repository", words(envelope.from_)))
    if cable.id:
        lines.append(element("idno", words(cable.id), type="MRN"))
    alternatives = (
        ("MRN-as-sent", header.mrn if header else None),
        ("MRN-as-published", cable.published_id),
        ("transmission", envelope.transmission_id if envelope else None),
        ("station-serial", envelope.station_serial if envelope else None),
    )
    for kind, number in alternatives:
        if number:
            lines += within("altIdentifier", [element("idno", words(number))], type=kind)
    return within("msIdentifier", lines)


def _history(envelope: ir.Envelope | None) -> Lines:
    if not envelope or not envelope.dtg:
        return []
    date = element("origDate", words(envelope.dtg.raw), when=w3c(envelope.dtg.when))
    place = place_of(envelope.from_) if envelope.from_ else None
    if not place:
        return within("history", within("origin", [date]))
    return within("history", [element("origin", f"{date} {element('origPlace', words(place))}")])


def _administration(edition: Edition) -> Lines:
    header, published = edition.cable.header, edition.cable.published
    lines = []
    if header and (header.classification or header.classified_by or header.declassification):
        lines += _restriction(edition, header)
    events = _events(published, publication_of(edition.cable)) if published else []
    if events:
        lines += within("custodialHist", events)
    return within("additional", within("adminInfo", lines)) if lines else []


def _restriction(edition: Edition, header: ir.Header) -> Lines:
    """Return the restriction that the message bore: its level, captions, authority and end."""
    register, level = edition.register, header.classification.level if header.classification else None
    reasons = header.classified_by.reasons if header.classified_by else ()
    ana = (
        register.category(CLASSIFICATION, level),
        register.categories(CAPTIONS, header.captions),
        register.categories(REASONS, reasons),
    )
    status = "free" if level == ir.Level.UNCLASSIFIED and not header.captions else "restricted"
    sentence = element("p", _restriction_in_words(edition, header))
    return within("availability", [sentence], status=status, ana=" ".join(filter(None, ana)))


def _restriction_in_words(edition: Edition, header: ir.Header) -> str:
    level = header.classification.level if header.classification else None
    authority, declassification = header.classified_by, header.declassification
    markup = ["Classified"]
    if level:
        markup.append(f" {words(TAXONOMIES[CLASSIFICATION].meanings.get(level, level))}")
    if authority and authority.name:
        markup += [" by ", element("persName", words(authority.name), ref=edition.person(authority.name))]
    if declassification and declassification.order:
        markup += [", E.O. ", element("num", words(declassification.order), type="executive-order")]
    if authority and authority.reasons:
        markup.append(f", reasons {words(', '.join(authority.reasons))}")
    if declassification and declassification.on:
        on = declassification.on
        markup += ["; declassify on ", element("date", words(on), type="declassification", when=w3c(on))]
    if declassification and declassification.exempt:
        markup += ["; exemption ", element("seg", words(declassification.exempt), type="exemption")]
    return "".join([*markup, "."])


def _events(published: ir.Published, publication: Publication | None) -> Lines:
    """Return what happened to the message, and when, by the page or record that published it."""
    told = f"{publication.medium if publication else 'record'} metadata"
    return [
        element(
            "custEvent",
            f"{kind.capitalize()} {element('date', words(printed))} ({told})",
            type=kind,
            when=w3c(printed) or w3c(f"{printed}:00"),
        )
        for kind, printed in (("created", published.created), ("released", published.released))
        if printed
    ]


def _digital_source(edition: Edition) -> Lines:
    cable, source = edition.cable, edition.cable.source
    published, publication = cable.published, publication_of(cable)
    if published and published.title:
        lines = [element("title", words(published.title), level="a")]
    else:
        lines = [element("title", words(source.name), level="a", type="file-name")]
    if publication:
        lines.append(element("title", words(publication.title), level="m"))
        lines.append(element("publisher", words(publication.publisher)))
    if source.name != "-":
        target = quote(source.name, safe="/", errors="surrogatepass")
        lines.append(element("ref", "input file", target=target))
    lines.append(element("idno", words(source.sha256), type="sha256"))
    size = element("measure", f"{source.size} bytes", unit="bytes", quantity=source.size)
    lines += within("extent", [size])
    if source.line > 1:
        lines.append(element("biblScope", f"from line {source.line}", unit="line", from_=source.line))
    lines.append(element("note", _reading(source), type="reader"))
    if published:
        lines += _page_notes(published)
    return within("bibl", lines, type="digital-source", xml_id=edition.register.new("src-file"))


def _reading(source: ir.Source) -> str:
    """Return how the source was read, in words."""
    furniture = sum(end - start for start, end in source.furniture)
    left_out = f"; {furniture} characters that are not the telegram’s left out." if furniture else "."
    facts = (("format", source.format), ("encoding", source.encoding), ("newline", source.newline))
    reader, encoding, newline = (element("ident", words(value), type=kind) for kind, value in facts)
    return f"Read by cableconv reader {reader}; encoding {encoding}, line ends {newline}{left_out}"


def _page_notes(published: ir.Published) -> Lines:
    notes: list[tuple[str, str | None]] = [("classification", published.classification), ("origin", published.origin)]
    notes += [("media", medium) for medium in published.media]
    return [element("note", words(note or ""), type=kind) for kind, note in notes if note or kind == "media"]
