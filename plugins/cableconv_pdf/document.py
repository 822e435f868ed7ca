"""The PDF file: pages, structure tree, outline, links and what PDF/A asks for.

reportlab has no interface for tags or PDF/A, and formatting its nested dictionaries takes longer than setting a cable.
So objects are written here as bytes: each is one line of PDF that can be read beside ISO 32000-1.
"""

import zlib
from collections.abc import Sequence
from typing import BinaryIO, NamedTuple

from cableconv_pdf.blocks import Bookmark
from cableconv_pdf.embed import embed_fonts
from cableconv_pdf.icc import srgb_profile
from cableconv_pdf.metadata import Metadata, legible
from cableconv_pdf.objects import NumberedObject, Objects
from cableconv_pdf.outline import Entry, nest
from cableconv_pdf.tags import Element, LinkObject, MarkedContent
from cableconv_pdf.xmp import PRODUCER, xmp_packet

_PROFILE = zlib.compress(srgb_profile())


class _Link(NamedTuple):
    """A link whose target may not be there yet."""

    page: int
    rect: tuple[float, float, float, float]
    target: str
    element: Element


class Document(Objects):
    """A PDF file that is being made. Page indexes are counted from 0 in the order of `add_page`."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.box = b"[0 0 %.2f %.2f]" % (width, height)
        self.root = Element("Document")
        self.pages: list[NumberedObject] = []
        self.contents: list[NumberedObject] = []
        self.page_elements: list[list[Element]] = []
        self.bookmarks: list[tuple[Bookmark, int, float]] = []
        self.links: list[_Link] = []
        self._page_tree = self.add(b"")
        self._destinations: dict[str, bytes] = {}

    def add_page(self, code: str, elements: list[Element]) -> int:
        """Add a page.

        Args:
            code: Its content stream.
            elements: The element of each marked content on it, by number.

        Returns:
            Its index.
        """
        data = code.encode("latin-1")
        # The file's ID comes from what is in it.
        self.updateSignature(data)
        self.contents.append(self.add_stream(zlib.compress(data), compressed=True))
        self.pages.append(self.add(b""))
        self.page_elements.append(elements)
        return len(self.pages) - 1

    def add_bookmark(self, bookmark: Bookmark, page: int, y: float) -> None:
        """Add an entry of the outline that leads to a height on a page."""
        self.bookmarks.append((bookmark, page, y))
        if bookmark.id:
            self.add_destination(bookmark.id, page, y)

    def add_destination(self, name: str, page: int, y: float) -> None:
        """Give a place a name that links may lead to; the first place of a name counts."""
        self._destinations.setdefault(name, self._destination(page, y))

    def add_link(self, page: int, rect: tuple[float, float, float, float], target: str, element: Element) -> None:
        """Add a link to a named place; there is none if no place gets that name."""
        self.links.append(_Link(page, rect, target, element))

    def write(self, out: BinaryIO, metadata: Metadata, front: int) -> None:
        """Write the file.

        Args:
            out: The stream.
            metadata: What the file says of itself.
            front: How many pages, the last that were added, stand before all others.
        """
        annotations, link_elements = self._write_links()
        structure = self._write_structure(link_elements)
        self._write_pages(annotations, front)
        profile = self.add_stream(_PROFILE, b"/N 3", compressed=True)
        intent = b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile %b>>"
        # Readers of metadata search the file for the packet, so it is not compressed.
        xmp = self.add_stream(xmp_packet(metadata), b"/Type/Metadata/Subtype/XML")
        outline = self._write_outline()
        labels = b"/PageLabels<</Nums[0<</S/r>>%d<</S/D>>]>>" % front if front else b""
        self.Catalog = self.add(
            b"<</Type/Catalog/Pages %b/Lang%b/MarkInfo<</Marked true>>/StructTreeRoot %b/Metadata %b/OutputIntents[%b]"
            b"/ViewerPreferences<</DisplayDocTitle true>>%b%b>>"
            % (
                self._page_tree.ref,
                text_string(metadata.language),
                structure.ref,
                xmp.ref,
                intent % profile.ref,
                labels,
                outline,
            )
        )
        self.info = self.add(self._info(metadata))  # type: ignore[assignment]
        embed_fonts(self)
        out.write(self.format())

    def _destination(self, page: int, y: float) -> bytes:
        return b"[%b/XYZ 0 %.2f null]" % (self.pages[page].ref, y)

    def _info(self, metadata: Metadata) -> bytes:
        entries = {
            b"Title": metadata.title,
            b"Author": metadata.creator,
            b"Subject": metadata.description,
            b"Keywords": "; ".join(metadata.subjects),
            b"Creator": "cableconv",
            b"Producer": PRODUCER,
            b"CreationDate": f"D:{metadata.date:%Y%m%d%H%M%S}+00'00'" if metadata.date else "",
        }
        return b"<<%b>>" % b"".join(b"/%b%b" % (key, text_string(value)) for key, value in entries.items() if value)

    def _write_pages(self, annotations: dict[int, list[bytes]], front: int) -> None:
        for index, page in enumerate(self.pages):
            links = b"/Annots[%b]" % b" ".join(annotations[index]) if index in annotations else b""
            # /Tabs /S: the tab key goes through links in the order of the structure.
            page.body = (
                b"<</Type/Page/Parent %b/MediaBox%b/Resources<</Font 1 0 R>>/Contents %b/StructParents %d/Tabs/S%b>>"
                % (
                    self._page_tree.ref,
                    self.box,
                    self.contents[index].ref,
                    index,
                    links,
                )
            )
        split = len(self.pages) - front
        order = self.pages[split:] + self.pages[:split]
        kids = b" ".join(page.ref for page in order)
        self._page_tree.body = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(order), kids)

    def _write_links(self) -> tuple[dict[int, list[bytes]], list[Element]]:
        """Write the links that have a target.

        Returns:
            The references of the annotations by page, and the elements they belong to, in the order of their
            ``StructParent`` numbers, which follow those of the pages.
        """
        annotations: dict[int, list[bytes]] = {}
        elements: list[Element] = []
        for page, rect, target, element in self.links:
            destination = self._destinations.get(target)
            if destination is None:
                continue
            # /F 4: PDF/A wants annotations to be printed; /Contents says where it leads.
            link = self.add(
                b"<</Type/Annot/Subtype/Link/Rect[%.2f %.2f %.2f %.2f]/Border[0 0 0]/F 4/Dest%b/Contents%b"
                b"/StructParent %d>>" % (*rect, destination, text_string(target), len(self.pages) + len(elements))
            )
            annotations.setdefault(page, []).append(link.ref)
            element.tag = "Link"
            element.add(LinkObject(page, link.number))
            elements.append(element)
        return annotations, elements

    def _write_structure(self, link_elements: list[Element]) -> NumberedObject:
        root = self.add(b"")
        objects = {self.root: self.add(b"")}
        elements = [self.root]
        for element in elements:  # the list grows while it is read: breadth first
            for kid in element.kids:
                if isinstance(kid, Element):
                    objects[kid] = self.add(b"")
                    elements.append(kid)
        for element in elements:
            parent = objects[element.parent].ref if element.parent else root.ref
            objects[element].body = self._element(element, parent, objects)
        parents = [
            b"%d[%b]" % (page, b" ".join(objects[element].ref for element in on_page))
            for page, on_page in enumerate(self.page_elements)
        ]
        parents += [b"%d %b" % (len(self.pages) + n, objects[element].ref) for n, element in enumerate(link_elements)]
        tree = self.add(b"<</Nums[%b]>>" % b" ".join(parents))
        root.body = b"<</Type/StructTreeRoot/K %b/ParentTree %b/ParentTreeNextKey %d>>" % (
            objects[self.root].ref,
            tree.ref,
            len(parents),
        )
        return root

    def _element(self, element: Element, parent: bytes, objects: dict[Element, NumberedObject]) -> bytes:
        home = next((kid.page for kid in element.kids if isinstance(kid, MarkedContent)), None)
        kids: list[bytes] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(objects[kid].ref)
            elif isinstance(kid, LinkObject):
                kids.append(b"<</Type/OBJR/Pg %b/Obj %d 0 R>>" % (self.pages[kid.page].ref, kid.object))
            elif kid.page == home:
                kids.append(b"%d" % kid.id)
            else:
                kids.append(b"<</Type/MCR/Pg %b/MCID %d>>" % (self.pages[kid.page].ref, kid.id))
        page = b"/Pg %b" % self.pages[home].ref if home is not None else b""
        return b"<</Type/StructElem/S/%b/P %b%b/K[%b]>>" % (element.tag.encode(), parent, page, b" ".join(kids))

    def _write_outline(self) -> bytes:
        """Write the outline; return its entry in the catalog."""
        if not self.bookmarks:
            return b""
        entries = nest([bookmark for bookmark, _, _ in self.bookmarks])
        root = self.add(b"")
        objects = [self.add(b"") for _ in entries]
        for (bookmark, page, y), entry, item in zip(self.bookmarks, entries, objects, strict=True):
            parent = root if entry.parent is None else objects[entry.parent]
            item.body = b"<</Title%b/Parent %b/Dest%b%b>>" % (
                text_string(bookmark.title),
                parent.ref,
                self._destination(page, y),
                _outline_links(entry, objects),
            )
        tops = [n for n, entry in enumerate(entries) if entry.parent is None]
        root.body = b"<</Type/Outlines/Count %d/First %b/Last %b>>" % (
            len(tops),
            objects[tops[0]].ref,
            objects[tops[-1]].ref,
        )
        return b"/PageMode/UseOutlines/Outlines %b" % root.ref


def text_string(text: str) -> bytes:
    """Return a PDF text string (ISO 32000-1, 7.9.2.2): UTF-16, in hexadecimal, so that nothing needs an escape."""
    return b"<feff%b>" % legible(text).encode("utf-16-be").hex().encode()


def _outline_links(entry: Entry, objects: Sequence[NumberedObject]) -> bytes:
    links = {b"Prev": entry.previous, b"Next": entry.next, b"First": entry.first, b"Last": entry.last}
    written = b"".join(b"/%b %b" % (key, objects[n].ref) for key, n in links.items() if n is not None)
    # A negative count: closed, until a reader opens it.
    return written + (b"/Count -%d" % entry.count if entry.count else b"")
