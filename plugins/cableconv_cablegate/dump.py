"""The reader `cablegate-dump`: text that some tool made of a page on which a cable was published.

Whatever the tool, three things are found: the page's table, which gives ``published``; the telegram below it; and what
the tool put into the telegram. All that is not the telegram is set aside as furniture.
"""

from collections.abc import Iterator

from cableconv import ir
from cableconv.diagnostics import diagnose
from cableconv.errors import ReadError
from cableconv.formats import Context, Input
from cableconv.source import parts
from cableconv_cablegate.dump_layout import Dump, find_parts, page_starts
from cableconv_cablegate.dump_markup import markup_cuts
from cableconv_cablegate.versions import read_versions
from cableconv_telegram import Cut


class DumpReader:
    """Reads text made of Cablegate pages, of one or of several."""

    def read(self, source: Input, ctx: Context) -> Iterator[ir.Cable]:
        """Yield the cables of a dump in order.

        Raises:
            ReadError: There is no cable in it, or it cannot be read.
        """
        whole = source.source("cablegate-dump")
        for page in parts(whole, page_starts(whole.text)):
            dump = find_parts(page.text)
            if dump is None:
                raise ReadError(
                    "holds no cable: it has neither the heading 'Viewing cable ID, TITLE' nor the table 'Reference ID, "
                    "Created, Released, Classification, Origin'; a telegram alone is -f telegram",
                    where=source.name,
                    line=page.line,
                )
            yield from _read_page(page, dump)


def _read_page(page: ir.Source, dump: Dump) -> Iterator[ir.Cable]:
    said = []
    if dump.missing:
        missing = ", ".join(dump.missing)
        said.append(diagnose("page-incomplete", message=f"The page is incomplete: it lacks {missing}."))
    yield from read_versions(page, _cuts(page.text, dump.telegram), dump.publication, said)


def _cuts(text: str, telegram: ir.Span | None) -> list[Cut]:
    start, end = telegram or (len(text), len(text))
    cuts = [(0, start, ""), *markup_cuts(text, start, end), (end, len(text), "")]
    return [cut for cut in cuts if cut[0] < cut[1]]
