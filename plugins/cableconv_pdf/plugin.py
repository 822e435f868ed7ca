"""Registers the PDF writer."""

from cableconv import dublin_core
from cableconv.formats import Option, WriterSpec
from cableconv.hookspecs import hookimpl

WRITER = WriterSpec(
    name="pdf",
    title="PDF/A-2b, tagged, set for reading",
    load="cableconv_pdf.writer:PdfWriter",
    validate="cableconv_pdf.validate:validate",
    extensions=(".pdf",),
    mimetypes=("application/pdf",),
    binary=True,
    collects=True,
    metadata=dublin_core.TERMS,
    options=(
        Option(name="page-size", type=str, default="a4", help="Size of the paper", choices=("a4", "letter")),
        Option(
            name="font-size",
            type=float,
            default=10.5,
            minimum=6,
            maximum=24,
            help="Size of the running text in points",
        ),
        Option(name="cover", type=bool, default=True, help="A cover page before a collection of cables"),
        Option(name="toc", type=bool, default=True, help="A contents page before a collection of cables"),
    ),
)


@hookimpl
def register_writers() -> list[WriterSpec]:
    """Return the PDF writer."""
    return [WRITER]
