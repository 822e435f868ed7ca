"""Writes cables as one PDF/A-2b file: one cable, or a collection with a contents page."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO

from cableconv import ir
from cableconv.diagnostics import diagnose
from cableconv.errors import WriteError
from cableconv.facts import Facts, facts_of
from cableconv.formats import Context
from cableconv_pdf import fonts
from cableconv_pdf.content import cable_blocks
from cableconv_pdf.document import Document
from cableconv_pdf.front import Title, contents_blocks, cover_blocks, page_name, roman
from cableconv_pdf.furniture import cable_furniture, front_furniture
from cableconv_pdf.lines import BLANKS
from cableconv_pdf.metadata import cable_metadata, collection_metadata
from cableconv_pdf.pages import make_pages
from cableconv_pdf.paint import paint
from cableconv_pdf.sheet import Sheet, make_sheet


class PdfWriter:
    """The writer of format ``pdf``."""

    def write(self, cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
        """Write cables as one PDF file.

        Options: ``page-size`` (``a4``, ``letter``), ``font-size`` (points), ``cover`` and ``toc`` (whether a collection
        begins with these pages).

        Args:
            cables: One cable or many.
            out: Takes the bytes.
            ctx: Options, the user's metadata, where diagnostics go.

        Raises:
            UsageError: The metadata's ``language`` is no language tag.
            WriteError: A cable is nested hundreds deep.
        """
        sheet = make_sheet(ctx.options["page-size"], float(ctx.options["font-size"]))
        document = Document(sheet.width, sheet.height)
        first = list(islice(iterator := iter(cables), 2))
        if len(first) == 1:
            facts = facts_of(first[0])
            metadata = cable_metadata(facts, ctx.metadata, ctx.epoch)
            _write_cable(first[0], facts, document, sheet, ctx, collected=False)
            document.write(out, metadata, front=0)
        else:
            _write_collection(chain(first, iterator), document, sheet, ctx, out)


def _write_collection(
    cables: Iterator[ir.Cable], document: Document, sheet: Sheet, ctx: Context, out: BinaryIO
) -> None:
    titles: list[Title] = []
    for cable in cables:
        title = Title(facts_of(cable), folio=len(document.pages) + 1)
        titles.append(title)
        _write_cable(cable, title.facts, document, sheet, ctx, collected=True)
        document.add_destination(page_name(title.folio), title.folio - 1, sheet.height)
    metadata = collection_metadata([title.facts for title in titles], ctx.metadata, ctx.epoch)
    front = _write_front(titles, metadata.title, document, sheet, ctx)
    document.write(out, metadata, front)


def _write_front(titles: Sequence[Title], heading: str, document: Document, sheet: Sheet, ctx: Context) -> int:
    """Set what stands before the cables; return how many pages that is.

    It is set last, when the page numbers are known; hence its Roman numbers.
    """
    parts = []
    # A file must have a page, even one of no cables.
    if ctx.options["cover"] or not titles:
        parts.append((cover_blocks(heading, [title.facts for title in titles], sheet, document.root), False))
    if ctx.options["toc"] and titles:
        parts.append((contents_blocks(titles, sheet, document.root), True))
    before, sections = len(document.pages), len(document.root.kids)
    for blocks, is_numbered in parts:
        for page in make_pages(blocks, sheet):
            folio = roman(len(document.pages) - before + 1) if is_numbered else ""
            paint(page, front_furniture(heading if is_numbered else "", folio, sheet), document)
    document.root.kids = document.root.kids[sections:] + document.root.kids[:sections]
    return len(document.pages) - before


def _write_cable(
    cable: ir.Cable, facts: Facts, document: Document, sheet: Sheet, ctx: Context, *, collected: bool
) -> None:
    root = document.root.child("Sect") if collected else document.root
    try:
        pages = make_pages(cable_blocks(cable, facts, sheet, root, linked=collected), sheet)
    except RecursionError as error:
        raise WriteError(
            "lists or quotations are nested deeper than a page can show, some hundred levels; "
            "check what the input holds, or say -t json, which keeps any depth",
            where=facts.id or cable.source.name,
        ) from error
    before = len(document.pages)
    for number, page in enumerate(pages, start=1):
        folio = str(before + number) if collected else ""
        paint(page, cable_furniture(facts, number, len(pages), folio, sheet), document)
    _report_replaced(cable, ctx)


def _report_replaced(cable: ir.Cable, ctx: Context) -> None:
    """Report each character that no face has, once, where it stands first."""
    for char in sorted(set(cable.source.text)):
        at = None if char in BLANKS or fonts.SERIF.find(char) else _first_place(cable, char)
        if at is None:
            continue
        message = f"No font of the PDF has U+{ord(char):04X}; {fonts.substitute(char)} stands for it on the page."
        ctx.report(cable.id or cable.source.name, diagnose("character-replaced", (at, at + 1), message))


def _first_place(cable: ir.Cable, char: str) -> int | None:
    """Return the offset at which a character first stands in the cable itself, not in its furniture."""
    at = cable.source.text.find(char)
    while at >= 0 and (end := next((end for start, end in cable.source.furniture if start <= at < end), None)):
        at = cable.source.text.find(char, end)
    return at if at >= 0 else None
