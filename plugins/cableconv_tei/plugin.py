"""What this plugin offers: the writer ``tei``."""

from cableconv.formats import Option, WriterSpec
from cableconv.hookspecs import hookimpl

WRITER = WriterSpec(
    name="tei",
    title="TEI P5, a documentary edition of the cable",
    load="cableconv_tei.writer:TEIWriter",
    extensions=(".xml", ".tei"),
    mimetypes=("application/tei+xml",),
    collects=True,
    options=(
        Option(
            name="lines",
            type=bool,
            default=True,
            help="mark every line of the source with lb; no gives a reading edition",
        ),
    ),
)


@hookimpl
def register_writers() -> list[WriterSpec]:
    """Return the writer."""
    return [WRITER]
