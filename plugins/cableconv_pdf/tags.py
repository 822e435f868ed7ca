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

    It joins the tree when something is put into it: so elements stand in the order of the pages, and none is empty.

    Attributes:
        tag: Standard structure type: ``P``, ``H1``, ``LI``.
        parent: The element above; ``None`` for the root of the document.
        kids: Elements and content in reading order.
    """

    __slots__ = ("_joined", "kids", "parent", "tag")

    def __init__(self, tag: str, parent: "Element | None" = None) -> None:
        self.tag = tag
        self.parent = parent
        self.kids: list[Element | MarkedContent | LinkObject] = []
        self._joined = False

    def child(self, tag: str) -> "Element":
        """Return a new element below this one."""
        return Element(tag, self)

    def add(self, content: MarkedContent | LinkObject) -> None:
        """Put content into the element, and the element into the tree."""
        self.kids.append(content)
        element = self
        while element.parent and not element._joined:
            element._joined = True
            element.parent.kids.append(element)
            element = element.parent
