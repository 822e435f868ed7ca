"""Cables as EPUB 3 books: one cable a book, or many cables in one.

::

    xhtml       strings to well-formed XHTML; every character passes `xhtml.escape`
    links       where the references of a cable lead inside the book
    leaves      marks and inlines  -> XHTML
    blocks      sections, blocks   -> XHTML
    chapter     a cable            -> the body of its chapter
    contents    entries            -> the navigation document
    collection  many cables        -> cover page, contents, cables by origin, index
    metadata    many cables        -> what the book says of itself
    book        chapters           -> ebooklib's EpubBook, with contents and landmarks
    package     EpubBook           -> the same bytes every time

ebooklib is AGPL; `metadata`, `book` and `package` are the only modules that import it.
"""
