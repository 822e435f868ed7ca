"""Reading one ``TEI`` element of ours: its body, then its header, then what no markup says."""

import json
from typing import Any, Final

from lxml import etree

from cableconv import ir
from cableconv.errors import ReadError
from cableconv_tei.elements import NS
from cableconv_tei.reading.blocks import Manuscript
from cableconv_tei.reading.body import read_body
from cableconv_tei.reading.facts import (
    Facts,
    read_diagnostics,
    read_envelope,
    read_header,
    read_ids,
    read_published,
    read_source,
)
from cableconv_tei.reading.scroll import Scroll
from cableconv_tei.reading.vocabulary import vocabulary
from cableconv_tei.residue import apply
from cableconv_tei.transcript import NEWLINES

_NEWLINE: Final = f"{NS}fileDesc/{NS}sourceDesc//{NS}ident[@type='newline']"


def is_ours(document: etree._Element) -> bool:
    """Tell whether a ``TEI`` element was written by cableconv."""
    return document.find(f"{NS}teiHeader//{NS}application[@ident='cableconv']") is not None


def read_document(document: etree._Element, prefix: str = "") -> ir.Cable:
    """Return the cable of a ``TEI`` element of ours.

    Args:
        document: The element.
        prefix: What its ids begin with.

    Raises:
        ReadError: It is not as cableconv writes it.
    """
    header, body = document.find(f"{NS}teiHeader"), document.find(f"{NS}text/{NS}body")
    if header is None or body is None:
        raise ReadError("its TEI element has no teiHeader or no body; expected a document that cableconv wrote")
    facts = Facts(header=header)
    scroll = Scroll(NEWLINES.get(header.findtext(_NEWLINE, ""), "\n"))
    part = scroll.lay_out(body)
    m = Manuscript(text=scroll.text, vocabulary=vocabulary(document, prefix))
    body_found = read_body(m, part)
    identifier, published_id = read_ids(facts)
    signature = next(
        (mark for mark in body_found.marks if isinstance(mark, ir.Mark) and mark.kind == "signature"), None
    )
    cable = ir.Cable(
        ir=ir.IR_VERSION,
        id=identifier,
        published_id=published_id,
        envelope=read_envelope(facts, m, body_found),
        header=read_header(facts, m, body_found),
        sections=tuple(body_found.sections),
        signature=m.printed(signature.span) if signature else None,
        published=read_published(facts),
        source=read_source(facts, m.text),
        diagnostics=read_diagnostics(facts),
        extras=_extras(facts),
        marks=tuple(body_found.marks),
        span=(0, len(m.text)),
    )
    residue = facts.text("t:xenoData[@type='residue']")
    return apply(cable, residue) if residue else cable


def _extras(facts: Facts) -> dict[str, Any]:
    written = facts.text("t:xenoData[@type='extras']")
    try:
        extras = json.loads(written or "{}")
    except ValueError as error:
        raise ReadError(f"its xenoData of type extras is not JSON: {error}") from error
    if not isinstance(extras, dict):
        raise ReadError("its xenoData of type extras is not a JSON object")
    return extras
