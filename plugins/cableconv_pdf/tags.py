"""The structure tree: what each mark on the page is, for readers who do not see the page.

Only the tree; `cableconv_pdf.document` writes it. The tags are the standard structure types of ISO 32000-1, 14.8.4.
"""

from typing import NamedTuple


class MarkedContent(NamedTuple):
    """Content on one page that belongs to an element.

    Attributes:
        page: Index of the page in the file.
        id: Its number on the page.
    """

    page: int
    id: int


class LinkObject(NamedTuple):
    """A link annotation that belongs to an element.

    Attributes:
        page: Index of the page in the file.
        object: Number of the annotation's object.
    """

    page: int
    object: int


class Element:
    """An element of the structure tree.

    Attributes:
        tag: Standard structure type: ``P``, ``H1``, ``LI``.
        parent: The element above; ``None`` for the root of the document.
        kids: Elements and content in reading order.
    """

    __slots__ = ("kids", "parent", "tag")

    def __init__(self, tag: str, parent: "Element | None" = None) -> None:
        self.tag = tag
        self.parent = parent
        self.kids: list[Element | MarkedContent | LinkObject] = []

    def child(self, tag: str) -> "Element":
        """Append an element and return it."""
        element = Element(tag, self)
        self.kids.append(element)
        return element
