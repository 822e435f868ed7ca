"""Writing the leaves of the IR: inlines, marks and page breaks."""

from typing import Final

from cableconv import ir
from cableconv.characters import is_xml
from cableconv_tei.edition import Edition, mrn, tag_name
from cableconv_tei.elements import ncname
from cableconv_tei.markup import words
from cableconv_tei.taxonomies import CAPTIONS, CLASSIFICATION, PRECEDENCE, PRINTED_PRECEDENCES

#: Marks that are ``idno``, with their ``@type``.
NUMBERS: Final = {
    "transmission-id": "transmission",
    "routing-indicator": "routing-indicator",
    "originator": "routing-indicator",
    "station-serial": "station-serial",
    "continuity-number": "continuity-number",
    "mrn": "MRN-as-sent",
}

#: Marks that are ``seg`` with another ``@type`` than their kind.
SEGMENTS: Final = {"security": "security-prosign"}

#: Marks whose text stands in the block as it is.
_PLAIN: Final = frozenset({"heading", "subject"})


def write_inline(edition: Edition, leaf: ir.Inline) -> None:
    """Write one inline into the block that is open."""
    pen = edition.pen
    start, end = leaf.span
    match leaf:
        case ir.Text(role=None):
            pen.text_to(end)
        case ir.Text(role=role):
            pen.write("seg", leaf.span, type=ncname(role or ""))
        case ir.PageBreak():
            write_page_break(edition, pen.level, leaf)
        case ir.Redaction():
            _write_redaction(edition, leaf)
        case ir.Reference():
            _write_reference(edition, leaf)
        case ir.Damage(reading=None):
            pen.write("unclear", leaf.span, reason="transmission")
        case ir.Damage(reading=reading):
            pen.enter("choice", start)
            pen.write("sic", leaf.span)
            pen.add("corr", words(reading or ""), resp=edition.register.target("cableconv"))
            pen.leave(end)
        case ir.Stray(raw=raw):
            pen.write("seg", leaf.span, type="caption", subtype="stray", ana=_caption(edition, raw))


def write_mark(edition: Edition, mark: ir.Mark | ir.PageBreak) -> None:
    """Write one mark into the block that is open."""
    if isinstance(mark, ir.PageBreak):
        write_page_break(edition, edition.pen.level, mark)
        return
    pen, kind = edition.pen, mark.kind
    if kind in _PLAIN:
        pen.to(mark.span[1])
    elif kind in NUMBERS:
        name = "seg" if _wraps(edition, mark) else "idno"
        pen.write(name, mark.span, type=NUMBERS[kind], subtype="originator" if kind == "originator" else None)
    elif kind == "label":
        pen.write("label", mark.span)
    elif kind == "separator" and not _wraps(edition, mark):
        pen.write("pc", mark.span)
    elif kind == "tag":
        tag = edition.tags.get(mark.span)
        pen.write("term", mark.span, ref=edition.register.target(tag_name(tag)) if tag else None)
    else:
        pen.write(
            "seg",
            mark.span,
            type=SEGMENTS.get(kind) or ncname(kind),
            part=edition.passing.get(mark.span) if kind == "passing" else None,
            ana=_analysis(edition, mark),
        )


def write_portion(edition: Edition, mark: ir.Mark, marking: ir.Marking | None) -> None:
    """Write a portion mark, with what it means."""
    ana = None
    if marking is not None:
        level = edition.register.category(CLASSIFICATION, marking.level)
        ana = " ".join(filter(None, (level, edition.register.categories(CAPTIONS, marking.caveats))))
    edition.pen.write("seg", mark.span, type="portion", ana=ana)


def write_page_break(edition: Edition, parent: int, page_break: ir.PageBreak) -> None:
    """Write a page or section marker: where it is, and the line that a relay printed there.

    Args:
        edition: The cable being written.
        parent: The level of the block that is open, or of the element in which blocks stand.
        page_break: The marker.
    """
    pen, header = edition.pen, edition.cable.header
    start, end = page_break.span
    in_text = pen.is_in_text(parent)
    pen.approach(parent, start)
    # A telegram of several sections prints the section's number; "PAGE 02" is a page in any.
    in_sections = header is not None and header.parts is not None and page_break.pages == header.parts
    unit = "section" if in_sections and not page_break.raw.upper().startswith("PAGE") else "page"
    identifier = edition.register.new(f"{unit}-{page_break.page}") if page_break.page is not None else None
    if unit == "section":
        pen.add("milestone", unit="section", n=page_break.page, xml_id=identifier)
    else:
        pen.add("pb", n=page_break.page, xml_id=identifier)
    pen.open(parent, "fw", start, type=f"{unit}-header")
    pen.to(end)
    if in_text:
        pen.back_to(parent)


def _printed(edition: Edition, mark: ir.Mark) -> str:
    """Return the text of a mark, its words one blank apart."""
    start, end = mark.span
    return " ".join(edition.cable.source.text[start:end].split())


def _wraps(edition: Edition, leaf: ir.Node) -> bool:
    """Tell whether a leaf holds a line end: neither idno, pc nor desc holds lb, but seg does."""
    place = edition.transcript.place
    return "\n" in edition.transcript.text[place[leaf.span[0]] : place[leaf.span[1]]]


def _write_redaction(edition: Edition, redaction: ir.Redaction) -> None:
    pen = edition.pen
    start, end = redaction.span
    pen.enter("gap", start, reason="redacted", resp=edition.redactor, unit="chars", quantity=len(redaction.raw))
    pen.enter("desc", start)
    if _wraps(edition, redaction) or not is_xml(redaction.raw):
        # desc itself holds neither lb nor g.
        pen.write("mentioned", redaction.span)
    pen.leave(end)
    pen.leave(end)


def _write_reference(edition: Edition, reference: ir.Reference) -> None:
    """Write a mention; it points at the entry of the reference line, at the cable, or at both."""
    entry = edition.references.get(reference.label) if reference.label else None
    targets = (entry, mrn(reference.id) if reference.id else None)
    label = None if entry else reference.label
    edition.pen.write("ref", reference.span, type="mention", n=label, target=" ".join(filter(None, targets)))


def _analysis(edition: Edition, mark: ir.Mark) -> str | None:
    header = edition.cable.header
    match mark.kind:
        case "precedence":
            precedence = PRINTED_PRECEDENCES.get(_printed(edition, mark).upper())
            return edition.register.category(PRECEDENCE, precedence)
        case "classification" if header and header.classification and header.classification.span == mark.span:
            level = edition.register.category(CLASSIFICATION, header.classification.level)
            caveats = edition.register.categories(CAPTIONS, header.classification.caveats)
            return " ".join(filter(None, (level, caveats)))
        case "caption":
            return _caption(edition, _printed(edition, mark))
    return None


def _caption(edition: Edition, printed: str) -> str | None:
    """Return a pointer to the caption that is printed, where the header knows it; it may be spaced out."""
    header = edition.cable.header
    closed = "".join(printed.upper().split())
    caption = next((c for c in header.captions if "".join(c.split()) == closed), None) if header else None
    return edition.register.category(CAPTIONS, caption)
