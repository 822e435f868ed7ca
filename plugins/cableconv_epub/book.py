"""Chapters to ebooklib's EpubBook: documents, contents, landmarks. `metadata` describes the book.

ebooklib 0.20 wants care; each of these is held by a test:

- It parses documents as HTML and writes them again: text before the first element and a bare ``<FNU>`` do not
  survive. A `Document` hands over its bytes as they are.
- It lists as a page whatever has an id and an ``epub:type``. A `Document` names its page breaks.
- A list of contents without entries, at any level, is invalid; so is an entry of the NCX without a link; and an NCX
  there must be, as the spine names one in any case.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from itertools import groupby

from ebooklib import epub  # type: ignore[import-untyped]

from cableconv import ir
from cableconv_epub import collection, facts
from cableconv_epub.chapter import chapter, headings
from cableconv_epub.collection import Chapter
from cableconv_epub.leaves import page_label
from cableconv_epub.links import anchor, links
from cableconv_epub.metadata import describe
from cableconv_epub.xhtml import STYLESHEET, document, element, legible

#: From this many cables on, the contents are nested by year.
MANY = 20

STYLE = files("cableconv_epub").joinpath(STYLESHEET).read_bytes()


class Document(epub.EpubHtml):  # type: ignore[misc]
    """A document that goes into the book byte for byte.

    Attributes:
        page_breaks: (id, label) of each page break in it.
    """

    def __init__(self, name: str, title: str, content: bytes, page_breaks: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(uid=name, file_name=f"{name}.xhtml", media_type="application/xhtml+xml", title=legible(title))
        self.content = content
        self.page_breaks = page_breaks

    def get_content(self, default: bytes | None = None) -> bytes:
        """Return the bytes, where ebooklib would parse and rewrite them."""
        return self.content

    def get_body_content(self) -> bytes:
        """Return the page breaks alone, as ebooklib asks for the body only to list them."""
        breaks = (element("span", id=id_, epub_type="pagebreak", aria_label=label) for id_, label in self.page_breaks)
        return element("body", "".join(breaks)).encode()


def make_book(cables: Iterable[ir.Cable], metadata: Mapping[str, str]) -> epub.EpubBook:
    """Return the book of one or many cables.

    Args:
        cables: At least one.
        metadata: What the user sets, see `cableconv_epub.metadata.describe`.

    Raises:
        UsageError: ``language`` is no language tag.
    """
    chapters = collection.by_date(cables)
    book = epub.EpubBook()
    describe(book, chapters, metadata)
    documents = _chapter_documents(chapters, book.language)
    book.add_item(epub.EpubItem(uid="style", file_name=STYLESHEET, media_type="text/css", content=STYLE))
    contents = epub.EpubNav(title="Contents")
    contents.add_link(href=STYLESHEET)
    if len(chapters) == 1:
        _bind_single(book, contents, chapters[0], documents[0])
    else:
        _bind_collection(book, contents, chapters, documents)
    book.add_item(epub.EpubNcx())
    return book


def _chapter_documents(chapters: Sequence[Chapter], language: str) -> list[Document]:
    # Of several copies of one cable, references lead to the first.
    by_id = {each.cable.id: f"{each.name}.xhtml" for each in reversed(chapters) if each.cable.id}
    documents = []
    for each in chapters:
        cable = each.cable
        title = facts.title(cable)
        # In a collection, a page number alone would not say of which cable.
        whose = f"{cable.id or title}, " if len(chapters) > 1 else ""
        pages = [(anchor("page", found.span), whose + page_label(found)) for found in each.page_breaks]
        content = document(title, chapter(cable, links(cable, by_id)), language)
        documents.append(Document(each.name, title, content, pages))
    return documents


def _bind_single(book: epub.EpubBook, contents: epub.EpubNav, only: Chapter, shown: Document) -> None:
    below = [epub.Link(f"{shown.file_name}#{id_}", legible(heading), uid=id_) for id_, heading in headings(only.cable)]
    book.toc = [(shown, below)] if below else [shown]
    book.guide = [{"type": "bodymatter", "title": shown.title, "href": shown.file_name}]
    book.spine = [shown]
    for item in (shown, contents):
        book.add_item(item)


def _bind_collection(
    book: epub.EpubBook, contents: epub.EpubNav, chapters: Sequence[Chapter], shown: Sequence[Document]
) -> None:
    facts_of_all = collection.cover(book.title, [each.cable for each in chapters])
    cover = Document("cover", book.title, document(book.title, facts_of_all, book.language))
    index = Document("index", "Index", document("Index", collection.index(chapters), book.language))
    entries = [
        (each.cable, epub.Link(made.file_name, legible(facts.entry(each.cable)), uid=each.name))
        for each, made in zip(chapters, shown, strict=True)
    ]
    book.toc = [*_entries(entries), index]
    book.guide = [
        {"type": "toc", "title": "Contents", "href": contents.file_name},
        {"type": "bodymatter", "title": "First cable", "href": shown[0].file_name},
        {"type": "index", "title": "Index", "href": index.file_name},
    ]
    book.spine = [cover, contents, *shown, index]
    for item in book.spine:
        book.add_item(item)


def _entries(entries: Sequence[tuple[ir.Cable, epub.Link]]) -> list[epub.Link | tuple[epub.Section, list[epub.Link]]]:
    """Nest entries by year where they are many. EPUB wants the contents in reading order, hence by nothing else."""
    if len(entries) < MANY:
        return [link for _, link in entries]
    nested = []
    for year, group in groupby(entries, key=lambda entry: _year(entry[0])):
        below = [link for _, link in group]
        nested.append((epub.Section(year, below[0].href), below))
    return nested


def _year(cable: ir.Cable) -> str:
    instant = facts.when(cable)
    return str(instant.year) if instant else "Without a date"
