"""Writing cables as TEI: one as a ``TEI`` document, many as a ``teiCorpus``."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO, Final

import msgspec
from lxml import etree

from cableconv import __version__, ir
from cableconv.diagnostics import diagnose
from cableconv.errors import WriteError
from cableconv.formats import Context
from cableconv_tei.body import write_body
from cableconv_tei.carried import carried
from cableconv_tei.edition import edition_of
from cableconv_tei.elements import NAMESPACE, ncname
from cableconv_tei.header import data, header, publication_statement, revision
from cableconv_tei.markup import Lines, element, start_tag, within, words
from cableconv_tei.reading.document import read_document
from cableconv_tei.register import Register
from cableconv_tei.residue import differences
from cableconv_tei.telling.cable import speaks_for_itself
from cableconv_tei.volume import write_volume

#: Version of the TEI Guidelines.
TEI_VERSION: Final = "4.12.0"

# Only TEI's own schemas have an address that any editor can load; schemas/cableconv.odd tells how to use ours.
_SCHEMA: Final = f"https://www.tei-c.org/Vault/P5/{TEI_VERSION}/xml/tei/custom/schema/relaxng/tei_all.rng"
_PROLOG: Final = "".join(
    f'<?xml-model href="{_SCHEMA}" type="application/xml" schematypens="{kind}"?>\n'
    for kind in ("http://relaxng.org/ns/structure/1.0", "http://purl.oclc.org/dsdl/schematron")
)


class TEIWriter:
    """Writes TEI P5."""

    def write(self, cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
        """Write one cable as a document, more than one as a corpus; only one at a time is held in memory.

        Raises:
            WriteError: There is no cable to write.
        """
        remaining = iter(cables)
        start = list(islice(remaining, 2))
        if not start:
            raise WriteError("there is no cable to write, and a TEI document holds at least one")
        out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write(_PROLOG.encode())
        if ctx.options.get("profile") == "frus":
            _write_volume(chain(start, remaining), out, ctx)
        elif len(start) == 1:
            out.write(tei_markup(start[0], ctx).encode())
        else:
            _write_corpus(chain(start, remaining), out, ctx)
        out.write(b"\n")


def tei_markup(cable: ir.Cable, ctx: Context, prefix: str = "") -> str:
    """Return one cable as the markup of a ``TEI`` element.

    Args:
        cable: The cable.
        ctx: The run; what cannot be written goes to its `report`.
        prefix: What the ids in the document begin with.
    """
    lines = bool(ctx.options.get("lines", True))
    edition = edition_of(cable, prefix, lines=lines)
    transcript = edition.transcript
    body = write_body(edition)
    described = header(edition, body, ctx, __version__)
    revised = revision(edition, ctx, __version__)
    start = start_tag(
        "TEI",
        xmlns=NAMESPACE,
        version=TEI_VERSION,
        xml_id=prefix.removesuffix(".") or document_name(cable),
        xml_lang=ctx.metadata.get("language", "en"),
    )
    document = _document(start, [*described, *revised], body)
    if lines and not speaks_for_itself(edition):
        residue = differences(read_document(_parsed(document), prefix), carried(cable))
        if residue:
            document = _document(start, [*described, *data("residue", residue), *revised], body)
    for character in transcript.illegal:
        message = f"XML cannot hold the character U+{ord(character):04X}; a g element stands for it."
        ctx.report(cable.id or cable.source.name, diagnose("character-replaced", message=message))
    return document


def _document(start: str, header: Lines, body: str) -> str:
    described = "\n  ".join(within("teiHeader", header))
    return f"{start}\n  {described}\n  <text>{body}\n  </text>\n</TEI>"


def tei_document(cable: ir.Cable, ctx: Context) -> etree._Element:
    """Return one cable as a ``TEI`` element; arguments as in `tei_markup`."""
    return _parsed(tei_markup(cable, ctx))


def _parsed(markup: str) -> etree._Element:
    return etree.fromstring(markup, etree.XMLParser(huge_tree=True))


def document_name(cable: ir.Cable) -> str:
    """Return the ``xml:id`` of a cable's document, the same for ever: made of its id, else of its bytes."""
    return f"cable-{ncname(cable.id)}" if cable.id else f"cable-sha256-{cable.source.sha256[:16]}"


def _write_corpus(cables: Iterator[ir.Cable], out: BinaryIO, ctx: Context) -> None:
    names = Register()
    start = start_tag("teiCorpus", xmlns=NAMESPACE, version=TEI_VERSION)
    header = "\n".join(within("teiHeader", _corpus_header(ctx)))
    out.write(f"{start}\n{header}\n".encode())
    for cable in cables:
        name = names.new(document_name(cable))
        out.write(f"{tei_markup(cable, ctx, prefix=f'{name}.')}\n".encode())
    out.write(b"</teiCorpus>")


def _write_volume(cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
    """Write a volume in the manner of FRUS, which is a reading edition whatever the option `lines` says."""
    reading = msgspec.structs.replace(ctx, options={**ctx.options, "lines": False})
    documents = (tei_document(cable, reading) for cable in cables)
    write_volume(documents, out, ctx, __version__)


def _corpus_header(ctx: Context) -> Lines:
    title = element("title", words(ctx.metadata.get("title", "Diplomatic cables")))
    source = element("p", "Each cable names its source in its own header.")
    lines = [*within("titleStmt", [title]), *publication_statement(ctx), *within("sourceDesc", [source])]
    return within("fileDesc", lines)
