"""Writing the teiHeader: what the file is, where it comes from, what it describes."""

import json
from datetime import UTC, datetime

from lxml import etree

from cableconv.formats import Context
from cableconv_tei.edition import Edition, uri
from cableconv_tei.elements import indent, say, sub
from cableconv_tei.encoding import write_encoding
from cableconv_tei.profile import add_profile
from cableconv_tei.provenance import add_source
from cableconv_tei.supplied import main_title, sub_title
from cableconv_tei.taxonomies import publication_of

_LICENCE = "https://creativecommons.org/publicdomain/mark/1.0/"


def write_header(edition: Edition, header: etree._Element, ctx: Context, version: str) -> None:
    """Write the header of one cable. The body has to be written before: it tells what the header declares.

    Args:
        edition: The cable, its body written.
        header: The ``teiHeader``.
        ctx: The run: publisher, language, date.
        version: Of cableconv.
    """
    date = run_date(ctx)
    _add_file(edition, sub(header, "fileDesc"), ctx, version, date)
    encoding = sub(header, "encodingDesc")
    add_profile(edition, header, language=ctx.metadata.get("language", "en"))
    if edition.cable.extras:
        sub(header, "xenoData", json.dumps(edition.cable.extras, sort_keys=True), type="extras")
    _add_revision(edition, header, version, date)
    # Last, as it declares the categories that all other parts use.
    write_encoding(edition, encoding, version)
    indent(header, 1)


def run_date(ctx: Context) -> str | None:
    """Return the date of the run, or nothing when the run names none: no clock is asked."""
    return None if ctx.epoch is None else datetime.fromtimestamp(ctx.epoch, UTC).date().isoformat()


def add_publication(parent: etree._Element, ctx: Context, identifier: str | None, date: str | None) -> None:
    """Add the publicationStmt: who publishes this TEI file."""
    statement = sub(parent, "publicationStmt")
    sub(statement, "publisher", ctx.metadata.get("publisher") or "(publisher of this TEI file: set by configuration)")
    if date:
        sub(statement, "date", date, when=date)
    if identifier:
        sub(statement, "idno", identifier, type="MRN")
        sub(statement, "idno", uri(identifier), type="URI")
    availability = sub(statement, "availability", status="free")
    sub(
        availability,
        "licence",
        "Work of the United States Government (17 U.S.C. § 105); no rights are claimed in the encoding.",
        target=_LICENCE,
    )


def _add_file(edition: Edition, file: etree._Element, ctx: Context, version: str, date: str | None) -> None:
    cable, register = edition.cable, edition.register
    titles = sub(file, "titleStmt")
    sub(titles, "title", main_title(cable), type="main")
    sub(titles, "title", sub_title(cable), type="sub")
    if cable.envelope and cable.envelope.from_:
        sender = cable.envelope.from_
        sub(sub(titles, "author"), "orgName", sender, ref=edition.organization(sender))
    publication = publication_of(cable)
    if publication:
        responsible = sub(titles, "respStmt", xml_id=register.new(publication.id))
        sub(responsible, "resp", "publication and redaction of the source copy")
        sub(responsible, "orgName", publication.publisher)
    converter = sub(titles, "respStmt", xml_id=register.new("cableconv"))
    sub(converter, "resp", "automatic conversion to TEI P5")
    sub(converter, "name", f"cableconv {version}", type="software")
    _add_extent(edition, file)
    add_publication(file, ctx, cable.id, date)
    _add_notes(edition, file)
    add_source(edition, file)


def _add_notes(edition: Edition, file: etree._Element) -> None:
    """Add what the reader of the source had to say, each remark with its line and its place in the text."""
    cable, transcript = edition.cable, edition.transcript
    partial = cable.envelope is not None and cable.envelope.partial
    if not partial and not cable.diagnostics:
        return
    notes = sub(file, "notesStmt")
    if partial:
        sub(notes, "note", "Partial extract: the publisher had only a part of this cable.", type="message-format")
    for diagnostic in cable.diagnostics:
        note = sub(notes, "note", type="diagnostic", subtype=diagnostic.severity)
        sub(note, "ident", diagnostic.code)
        if diagnostic.span:
            start, end = (transcript.place(offset) for offset in diagnostic.span)
            line = transcript.lines[transcript.text.count("\n", 0, start)]
            say(note, " ")
            sub(note, "locus", f"line {line}", from_=str(edition.given_back(start)), to=str(edition.given_back(end)))
        say(note, " ")
        sub(note, "seg", diagnostic.message, type="message")


def add_json(header: etree._Element, kind: str, json: str) -> None:
    """Add to a ``teiHeader`` what TEI has no elements for."""
    revision = header[-1]
    data = sub(header, "xenoData", json, type=kind)
    data.tail = header[0].tail
    revision.addprevious(data)


def _add_extent(edition: Edition, file: etree._Element) -> None:
    extent = sub(file, "extent")
    parts = edition.cable.header.parts if edition.cable.header else None
    if parts:
        sub(extent, "measure", _counted(parts, "section"), unit="sections", quantity=parts)
    transcript = edition.transcript
    lines = len(transcript.lines) - (not transcript.text or transcript.text.endswith("\n"))
    sub(extent, "measure", _counted(lines, "line"), unit="lines", quantity=lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _add_revision(edition: Edition, header: etree._Element, version: str, date: str | None) -> None:
    revision = sub(header, "revisionDesc", status="unreviewed")
    change = sub(revision, "change", "Converted from ", when=date, who=edition.register.target("cableconv"))
    source = sub(change, "ref", "the input file", target=edition.register.target("src-file"))
    source.tail = f" by cableconv {version}."
