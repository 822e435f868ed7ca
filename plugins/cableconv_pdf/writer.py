"""Writes cables as one PDF/A-2b file: one cable, or a collection with a contents page."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO

from cableconv import ir
from cableconv.diagnostics import diagnose
from cableconv.errors import OptionError
from cableconv.formats import Context
from cableconv_pdf import fonts
from cableconv_pdf.content import cable_blocks
from cableconv_pdf.contents_page import Title, contents_blocks, page_name, roman
from cableconv_pdf.document import Document
from cableconv_pdf.furniture import cable_furniture, contents_furniture
from cableconv_pdf.lines import BLANKS
from cableconv_pdf.metadata import cable_date, cable_metadata, cable_title, collection_metadata
from cableconv_pdf.pages import make_pages
from cableconv_pdf.paint import paint
from cableconv_pdf.sheet import Sheet, make_sheet

FONT_SIZES = (6.0, 24.0)


class PdfWriter:
    """The writer of format ``pdf``."""

    def write(self, cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
        """Write cables as one PDF file.

        Options: ``page-size`` (``a4``, ``letter``), ``font-size`` (points), ``toc`` (contents page of a collection).

        Args:
            cables: One cable or many.
            out: Takes the bytes.
            ctx: Options, the user's metadata, where diagnostics go.

        Raises:
            OptionError: The font size is none that can be read.
        """
        sheet = make_sheet(ctx.options["page-size"], _font_size(ctx))
        document = Document(sheet.width, sheet.height)
        first = list(islice(iterator := iter(cables), 2))
        if len(first) == 1:
            _write_cable(first[0], document, sheet, ctx, collected=False)
            document.write(out, cable_metadata(first[0], ctx.metadata, ctx.epoch), front=0)
        else:
            _write_collection(chain(first, iterator), document, sheet, ctx, out)


def _font_size(ctx: Context) -> float:
    size = float(ctx.options["font-size"])
    smallest, largest = FONT_SIZES
    if not smallest <= size <= largest:
        raise OptionError(f"font-size is {size:g}; expected {smallest:g} to {largest:g} points, as in font-size=11")
    return size


def _write_collection(
    cables: Iterator[ir.Cable], document: Document, sheet: Sheet, ctx: Context, out: BinaryIO
) -> None:
    titles: list[Title] = []
    for cable in cables:
        folio = len(document.pages) + 1
        titles.append(Title(cable.id or cable.published_id or "", cable_title(cable), cable_date(cable), folio))
        _write_cable(cable, document, sheet, ctx, collected=True)
        document.add_destination(page_name(folio), folio - 1, sheet.height)
    latest = max((title.date for title in titles if title.date), default=None)
    metadata = collection_metadata(len(titles), latest, ctx.metadata, ctx.epoch)
    front = 0
    if ctx.options["toc"] or not titles:
        # Set last, when the page numbers are known, and put before all else; hence its Roman numbers.
        pages = make_pages(contents_blocks(metadata.title, titles, sheet, document.root), sheet)
        for number, page in enumerate(pages, start=1):
            paint(page, contents_furniture(metadata.title if number > 1 else "", roman(number), sheet), document)
        document.root.kids.insert(0, document.root.kids.pop())
        front = len(pages)
    document.write(out, metadata, front)


def _write_cable(cable: ir.Cable, document: Document, sheet: Sheet, ctx: Context, *, collected: bool) -> None:
    root = document.root.child("Sect") if collected else document.root
    pages = make_pages(cable_blocks(cable, sheet, root, linked=collected), sheet)
    before = len(document.pages)
    for number, page in enumerate(pages, start=1):
        folio = str(before + number) if collected else ""
        paint(page, cable_furniture(cable, number, len(pages), folio, sheet), document)
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
