"""Chapters to ebooklib's EpubBook: documents, contents, landmarks. `metadata` describes the book.

ebooklib 0.20 wants care; each of these is held by a test:

- It parses documents as HTML and writes them again: text before the first element and a bare ``<FNU>`` do not
  survive. A `Document` hands over its bytes as they are; the navigation document is one, too.
- An entry of the NCX without a link is invalid; and an NCX there must be, as the spine names one in any case.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from ebooklib import epub  # type: ignore[import-untyped]

from cableconv import ir
from cableconv.characters import legible
from cableconv_epub import collection
from cableconv_epub.chapter import chapter, headings
from cableconv_epub.collection import COVER, INDEX, MANY, ORIGINS, Chapter
from cableconv_epub.contents import CONTENTS, Entry, Landmark, navigation
from cableconv_epub.leaves import page_label
from cableconv_epub.links import anchor, links
from cableconv_epub.metadata import describe
from cableconv_epub.xhtml import STYLESHEET, document

STYLE = files("cableconv_epub").joinpath(STYLESHEET).read_bytes()


class Document(epub.EpubHtml):  # type: ignore[misc]
    """A document that goes into the book byte for byte."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(uid=name.partition(".")[0], file_name=name, media_type="application/xhtml+xml")
        self.content = content

    def get_content(self, default: bytes | None = None) -> bytes:
        """Return the bytes, where ebooklib would parse and rewrite them."""
        return self.content


def make_book(cables: Iterable[ir.Cable], options: Mapping[str, Any], metadata: Mapping[str, str]) -> epub.EpubBook:
    """Return the book of one or many cables.

    Args:
        cables: At least one.
        options: ``cover`` and ``toc``: whether a collection has these pages.
        metadata: What the user sets, see `cableconv_epub.metadata.describe`.

    Raises:
        UsageError: ``language`` is no language tag.
    """
    chapters = collection.by_date(cables)
    book = epub.EpubBook()
    describe(book, chapters, metadata)
    book.add_item(epub.EpubItem(uid="style", file_name=STYLESHEET, media_type="text/css", content=STYLE))
    documents = _chapter_documents(chapters, book.language)
    if len(chapters) == 1:
        _bind_single(book, chapters[0], documents)
    else:
        _bind_collection(book, chapters, documents, options)
    book.add_item(epub.EpubNcx())
    return book


def _chapter_documents(chapters: Sequence[Chapter], language: str) -> list[Document]:
    # Of several copies of one cable, references lead to the first.
    by_id = {each.cable.id: each.file for each in reversed(chapters) if each.cable.id}
    return [
        Document(
            each.file,
            document(each.facts.title, chapter(each.cable, each.facts, links(each.cable, by_id)), language),
        )
        for each in chapters
    ]


def _bind_single(book: epub.EpubBook, only: Chapter, documents: Sequence[Document]) -> None:
    below = tuple(Entry(title=heading, href=f"{only.file}#{id_}") for id_, heading in headings(only.cable))
    entry = Entry(title=only.facts.title, href=only.file, below=below)
    landmark = Landmark(kind="bodymatter", title=only.facts.title, href=only.file)
    contents = _contents(book, [only], [entry], [landmark])
    _bind(book, documents, [entry], [*documents, contents])


def _bind_collection(
    book: epub.EpubBook, chapters: Sequence[Chapter], documents: Sequence[Document], options: Mapping[str, Any]
) -> None:
    entries = collection.entries(chapters)
    landmarks = [
        Landmark(kind="bodymatter", title="First cable", href=chapters[0].file),
        Landmark(kind="index", title="Index", href=INDEX),
    ]
    front: list[Document] = []
    back: list[Document] = []
    if options["cover"]:
        front.append(_page(book, COVER, book.title, collection.cover(book.title, chapters)))
    if options["toc"] and len(chapters) >= MANY:
        origins = collection.by_origin(chapters)
        back.append(_page(book, ORIGINS, "By origin and year", collection.origins_page(origins)))
        below = tuple(collection.origin_entries(origins))
        entries.append(Entry(title="By origin and year", href=ORIGINS, below=below))
    back.append(_page(book, INDEX, "Index", collection.index(chapters)))
    entries.append(Entry(title="Index", href=INDEX))
    if options["toc"]:
        landmarks.insert(0, Landmark(kind="toc", title="Contents", href=CONTENTS))
    contents = _contents(book, chapters, entries, landmarks)
    pages = [*front, *([contents] if options["toc"] else []), *documents, *back]
    # Reading systems need the contents in any case; those who want no such page do not come across it.
    _bind(book, pages, entries, [contents, *(page for page in pages if page is not contents)])


def _page(book: epub.EpubBook, name: str, title: str, body: str) -> Document:
    return Document(name, document(title, body, book.language))


def _contents(
    book: epub.EpubBook, chapters: Sequence[Chapter], entries: Sequence[Entry], landmarks: Sequence[Landmark]
) -> Document:
    """Return the navigation document."""
    pages = []
    for each in chapters:
        # In a collection, a page number alone would not say of which cable.
        whose = f"{each.facts.id or each.facts.title}, " if len(chapters) > 1 else ""
        pages += [
            Entry(title=whose + page_label(found), href=f"{each.file}#{anchor('page', found.span)}")
            for found in each.page_breaks
        ]
    contents = Document(CONTENTS, navigation(entries, landmarks, pages, book.language))
    contents.properties = ["nav"]
    return contents


def _bind(book: epub.EpubBook, pages: Sequence[Document], entries: Sequence[Entry], items: Sequence[Document]) -> None:
    """Put documents into a book, the pages among them in their order.

    Args:
        book: The book.
        pages: What is read from first to last.
        entries: The contents.
        items: All documents, the pages among them.
    """
    book.spine = list(pages)
    book.toc = [_ncx_entry(entry, str(n)) for n, entry in enumerate(entries, start=1)]
    for item in items:
        book.add_item(item)


def _ncx_entry(entry: Entry, number: str) -> epub.Link | tuple[epub.Section, list[Any]]:
    """Return an entry as ebooklib wants it for the NCX, the contents of EPUB 2."""
    title = legible(entry.title)
    if not entry.below:
        return epub.Link(entry.href, title, uid=f"entry-{number}")
    below = [_ncx_entry(each, f"{number}-{n}") for n, each in enumerate(entry.below, start=1)]
    return epub.Section(title, entry.href), below
