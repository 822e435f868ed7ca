"""Writing the teiHeader: what the file is, where it comes from, what it describes."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import accumulate, groupby

from cableconv import ir
from cableconv.diagnostics import Diagnostic, position
from cableconv.facts import title_of
from cableconv.formats import Context
from cableconv_tei.edition import Edition, uri
from cableconv_tei.encoding import encoding_description
from cableconv_tei.markup import Lines, element, within, words
from cableconv_tei.profile import profile_description
from cableconv_tei.provenance import source_description
from cableconv_tei.supplied import sub_title
from cableconv_tei.taxonomies import publication_of
from cableconv_tei.transcript import NEWLINES

_LICENCE = "https://creativecommons.org/publicdomain/mark/1.0/"


def header(edition: Edition, body: str, ctx: Context, version: str) -> Lines:
    """Return what the ``teiHeader`` of one cable holds, but for its last part, the `revision`.

    Args:
        edition: The cable.
        body: Its body as markup: that tells what the header declares.
        ctx: The run: publisher, language, date.
        version: Of cableconv.
    """
    file = _file(edition, ctx, version)
    profile = profile_description(edition, language=ctx.metadata.get("language", "en"))
    # After all others, as it declares what they use.
    encoding = encoding_description(edition, version, "".join([*file, *profile, body]))
    extras = edition.cable.extras
    return [*file, *encoding, *profile, *(data("extras", json.dumps(extras, sort_keys=True)) if extras else ())]


def data(kind: str, json: str) -> Lines:
    """Return the part of a header that holds what TEI has no elements for."""
    return [element("xenoData", words(json), type=kind)]


def revision(edition: Edition, ctx: Context, version: str) -> Lines:
    """Return the revisionDesc."""
    source = element("ref", "the input file", target=edition.register.target("src-file"))
    change = f"Converted from {source} by cableconv {words(version)}."
    who = edition.register.target("cableconv")
    return within("revisionDesc", [element("change", change, when=run_date(ctx), who=who)], status="unreviewed")


def run_date(ctx: Context) -> str | None:
    """Return the date of the run, or nothing when the run names none: no clock is asked."""
    return None if ctx.epoch is None else datetime.fromtimestamp(ctx.epoch, UTC).date().isoformat()


def publication_statement(ctx: Context, identifier: str | None = None) -> Lines:
    """Return the publicationStmt: who publishes this TEI file."""
    publisher = ctx.metadata.get("publisher") or "(publisher of this TEI file: set by configuration)"
    lines = [element("publisher", words(publisher))]
    date = run_date(ctx)
    if date:
        lines.append(element("date", date, when=date))
    if identifier:
        lines.append(element("idno", words(identifier), type="MRN"))
        lines.append(element("idno", words(uri(identifier)), type="URI"))
    rights = "Work of the United States Government (17 U.S.C. § 105); no rights are claimed in the encoding."
    lines += within("availability", [element("licence", rights, target=_LICENCE)], status="free")
    return within("publicationStmt", lines)


def _file(edition: Edition, ctx: Context, version: str) -> Lines:
    return within(
        "fileDesc",
        [
            *_titles(edition, version),
            *_extent(edition),
            *publication_statement(ctx, edition.cable.id),
            *_notes(edition),
            *source_description(edition),
        ],
    )


def _titles(edition: Edition, version: str) -> Lines:
    cable, register = edition.cable, edition.register
    lines = [
        element("title", words(title_of(cable)), type="main"),
        element("title", words(sub_title(cable)), type="sub"),
    ]
    if cable.envelope and cable.envelope.from_:
        sender = cable.envelope.from_
        lines += within("author", [element("orgName", words(sender), ref=edition.organization(sender))])
    publication = publication_of(cable)
    if publication:
        role = element("resp", "publication and redaction of the source copy")
        name = element("orgName", words(publication.publisher))
        lines += within("respStmt", [role, name], xml_id=register.new(publication.id))
    role = element("resp", "automatic conversion to TEI P5")
    name = element("name", f"cableconv {words(version)}", type="software")
    lines += within("respStmt", [role, name], xml_id=register.new("cableconv"))
    return within("titleStmt", lines)


def _extent(edition: Edition) -> Lines:
    measures = []
    parts = edition.cable.header.parts if edition.cable.header else None
    if parts:
        measures.append(element("measure", _counted(parts, "section"), unit="sections", quantity=parts))
    transcript = edition.transcript
    lines = len(transcript.lines) - (not transcript.text or transcript.text.endswith("\n"))
    measures.append(element("measure", _counted(lines, "line"), unit="lines", quantity=lines))
    return within("extent", measures)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _notes(edition: Edition) -> Lines:
    """Return what the reader of the source had to say; a remark that it repeats stands once, with all its places."""
    cable = edition.cable
    notes = []
    if cable.envelope and cable.envelope.partial:
        partial = "Partial extract: the publisher had only a part of this cable."
        notes.append(element("note", partial, type="message-format"))
    starts = list(accumulate((len(line) + 1 for line in edition.transcript.text.split("\n")), initial=0))
    for run in _remarks(cable.diagnostics):
        first = run[0]
        parts = [element("ident", words(first.code)), element("seg", words(first.message), type="message")]
        places = [_locus(edition, starts, each.span) for each in run if each.span]
        if places:
            parts.append(", ".join(places))
        notes.append(element("note", " ".join(parts), type="diagnostic", subtype=first.severity))
    return within("notesStmt", notes) if notes else []


def _remarks(diagnostics: Iterable[Diagnostic]) -> Iterator[list[Diagnostic]]:
    """Yield what is said at once: diagnostics that differ in their places only; one without a place stands alone."""
    for (*_, is_placed), run in groupby(diagnostics, _remark):
        alike = list(run)
        yield from [alike] if is_placed else ([each] for each in alike)


def _remark(diagnostic: Diagnostic) -> tuple[str, str, str, bool]:
    return diagnostic.severity, diagnostic.code, diagnostic.message, diagnostic.span is not None


def _locus(edition: Edition, starts: list[int], span: ir.Span) -> str:
    """Return where a remark belongs: the line in the input, and the place in the text as it is given back."""
    transcript = edition.transcript
    places = [transcript.place[offset] for offset in span]
    lines = [position(starts, place)[0] for place in places]
    if len(NEWLINES.get(edition.cable.source.newline, "\n")) > 1:
        places = [place + line - 1 for place, line in zip(places, lines, strict=True)]
    return element("locus", f"line {transcript.lines[lines[0] - 1]}", from_=places[0], to=places[1])
