"""Writing the teiHeader: what the file is, where it comes from, what it describes."""

from datetime import UTC, datetime

from lxml import etree

from cableconv.formats import Context
from cableconv_tei.edition import Edition, uri
from cableconv_tei.elements import indent, sub
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
    if cable.envelope and cable.envelope.partial:
        notes = sub(file, "notesStmt")
        sub(notes, "note", "Partial extract: the publisher had only a part of this cable.", type="message-format")
    add_source(edition, file)


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
