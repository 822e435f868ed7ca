"""Writer ``cmif``: the Correspondence Metadata Interchange Format of correspSearch, one entry for each cable.

CMIF (https://encoding-correspondence.bbaw.de/v1/CMIF.html) is a TEI header that lists letters: who sent what to whom,
when, and where it can be read. It holds no text.
"""

from collections.abc import Iterable
from itertools import chain
from typing import BinaryIO, Final

from cableconv import ir
from cableconv.errors import WriteError
from cableconv.facts import title_of
from cableconv.formats import Context
from cableconv_tei.edition import is_collective, received, uri
from cableconv_tei.elements import NAMESPACE, w3c
from cableconv_tei.header import publication_statement
from cableconv_tei.markup import Lines, element, start_tag, within, words
from cableconv_tei.register import Register
from cableconv_tei.supplied import place_of

_SOURCE: Final = "cables"


class CMIFWriter:
    """Writes CMIF."""

    def write(self, cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
        """Write one entry for each cable; only one cable at a time is held in memory.

        Raises:
            WriteError: There is no cable to write.
        """
        remaining = iter(cables)
        first = next(remaining, None)
        if first is None:
            raise WriteError("there is no cable to write, and a CMIF file lists at least one")
        register = Register()
        description = "\n".join(_file_description(ctx))
        out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write(f"{start_tag('TEI', xmlns=NAMESPACE)}<teiHeader>\n{description}\n<profileDesc>".encode())
        for cable in chain((first,), remaining):
            entry = "\n".join(_entry(cable, register))
            out.write(f"\n{entry}".encode())
        out.write(b"</profileDesc></teiHeader><text><body><p></p></body></text></TEI>\n")


def _file_description(ctx: Context) -> Lines:
    title = element("title", words(ctx.metadata.get("title", "Diplomatic cables")))
    editor = words(ctx.metadata.get("editor") or "(editor of this file: set by configuration)")
    source = within("bibl", [title], type="online", xml_id=_SOURCE)
    return within(
        "fileDesc",
        [
            *within("titleStmt", [title, element("editor", editor)]),
            *publication_statement(ctx),
            *within("sourceDesc", source),
        ],
    )


def _entry(cable: ir.Cable, register: Register) -> Lines:
    """Return what CMIF says of one cable: sender, addressees for action and for information, date."""
    envelope = cable.envelope
    sent = _station(envelope.from_ if envelope else None)
    if envelope and envelope.dtg:
        sent.append(element("date", when=w3c(envelope.dtg.when)))
    lines = within("correspAction", sent, type="sent")
    for action in received(envelope):
        lines += within("correspAction", _station(action.addressee.name), type="received", subtype=action.subtype)
    lines.append(element("note", words(title_of(cable)), type="subject"))
    return within(
        "correspDesc",
        lines,
        key=cable.id,
        ref=uri(cable.id) if cable.id else None,
        source=f"#{_SOURCE}",
        xml_id=register.next("cable"),
    )


def _station(name: str | None) -> Lines:
    kind = "collective" if name and is_collective(name) else None
    place = place_of(name) if name else None
    return [
        element("orgName", words(name or "(not known)"), type=kind),
        *([element("placeName", words(place))] if place else ()),
    ]
