"""The contents of a book: entries, and the navigation document that shows them."""

from collections.abc import Iterable, Sequence

import msgspec

from cableconv_epub.xhtml import document, element, escape

#: The navigation document has this name.
CONTENTS = "contents.xhtml"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the contents.

    Attributes:
        title: What it says.
        href: Where it leads.
        below: The lines below it.
    """

    title: str
    href: str
    below: tuple["Entry", ...] = ()


class Landmark(msgspec.Struct, frozen=True, kw_only=True):
    """A place that reading systems offer by its meaning.

    Attributes:
        kind: Its ``epub:type``: ``bodymatter``.
        title: What it says.
        href: Where it leads.
    """

    kind: str
    title: str
    href: str


def navigation(entries: Sequence[Entry], landmarks: Sequence[Landmark], pages: Sequence[Entry], language: str) -> bytes:
    """Return the navigation document.

    Landmarks and pages are for reading systems, which show them in their own way: on the page they are hidden.

    Args:
        entries: At least one, in reading order.
        landmarks: At least one.
        pages: The page breaks of the telegrams.
        language: Language tag (BCP 47).
    """
    contents = element("h1", "Contents", id="contents") + _list(entries)
    parts = [element("nav", contents, epub_type="toc", role="doc-toc", aria_labelledby="contents")]
    marks = (element("a", escape(mark.title), href=mark.href, epub_type=mark.kind) for mark in landmarks)
    parts.append(_hidden("Landmarks", _items(marks), epub_type="landmarks"))
    if pages:
        parts.append(_hidden("Pages", _list(pages), epub_type="page-list", role="doc-pagelist"))
    return document("Contents", "\n".join(parts), language)


def _hidden(heading: str, content: str, **attributes: str) -> str:
    return element("nav", element("h2", heading) + content, **attributes, aria_label=heading, hidden="hidden")


def _list(entries: Iterable[Entry]) -> str:
    return _items(
        element("a", escape(entry.title), href=entry.href, class_="group") + _list(entry.below)
        if entry.below
        else element("a", escape(entry.title), href=entry.href)
        for entry in entries
    )


def _items(contents: Iterable[str]) -> str:
    return element("ol", "".join(element("li", content) + "\n" for content in contents))
