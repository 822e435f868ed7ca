"""Writer ``cmif``: the Correspondence Metadata Interchange Format of correspSearch, one entry for each cable.

CMIF (https://encoding-correspondence.bbaw.de/v1/CMIF.html) is a TEI header that lists letters: who sent what to whom,
when, and where it can be read. It holds no text.
"""

from collections.abc import Iterable
from itertools import chain
from typing import BinaryIO, Final

from lxml import etree

from cableconv import ir
from cableconv.errors import WriteError
from cableconv.formats import Context
from cableconv_tei.edition import is_collective, received, uri
from cableconv_tei.elements import NAMESPACE, NS, XML, sub, w3c
from cableconv_tei.header import add_publication, run_date
from cableconv_tei.register import Register
from cableconv_tei.supplied import main_title, place_of

_NAMESPACES: Final[dict[str, str]] = {None: NAMESPACE}  # type: ignore[dict-item]
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
        out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
        with etree.xmlfile(out, encoding="utf-8") as file, file.element(f"{NS}TEI", nsmap=_NAMESPACES):
            with file.element(f"{NS}teiHeader"):
                file.write("\n", _file_description(ctx), "\n")
                with file.element(f"{NS}profileDesc"):
                    for cable in chain((first,), remaining):
                        file.write("\n", _entry(cable, register))
            with file.element(f"{NS}text"), file.element(f"{NS}body"), file.element(f"{NS}p"):
                pass
        out.write(b"\n")


def _file_description(ctx: Context) -> etree._Element:
    description = etree.Element(f"{NS}fileDesc", nsmap=_NAMESPACES)
    titles = sub(description, "titleStmt")
    sub(titles, "title", ctx.metadata.get("title", "Diplomatic cables"))
    sub(titles, "editor", ctx.metadata.get("editor") or "(editor of this file: set by configuration)")
    add_publication(description, ctx, identifier=None, date=run_date(ctx))
    bibl = sub(sub(description, "sourceDesc"), "bibl", type="online", xml_id=_SOURCE)
    sub(bibl, "title", ctx.metadata.get("title", "Diplomatic cables"))
    return description


def _entry(cable: ir.Cable, register: Register) -> etree._Element:
    """Return what CMIF says of one cable: sender, addressees for action and for information, date."""
    entry = etree.Element(f"{NS}correspDesc", nsmap=_NAMESPACES)
    if cable.id:
        entry.set("key", cable.id)
        entry.set("ref", uri(cable.id))
    entry.set("source", f"#{_SOURCE}")
    entry.set(f"{XML}id", register.next("cable"))
    envelope = cable.envelope
    sent = sub(entry, "correspAction", type="sent")
    _add_station(sent, envelope.from_ if envelope else None)
    if envelope and envelope.dtg:
        sub(sent, "date", when=w3c(envelope.dtg.when))
    for action in received(envelope):
        _add_station(sub(entry, "correspAction", type="received", subtype=action.subtype), action.addressee.name)
    sub(entry, "note", main_title(cable), type="subject")
    return entry


def _add_station(action: etree._Element, name: str | None) -> None:
    kind = "collective" if name and is_collective(name) else None
    sub(action, "orgName", name or "(not known)", type=kind)
    place = place_of(name) if name else None
    if place:
        sub(action, "placeName", place)
