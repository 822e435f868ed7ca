"""The objects of a PDF file. reportlab keeps them, numbers them and writes the cross-reference table."""

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject


class NumberedObject(PDFObject):
    """An object of the file, as bytes.

    Attributes:
        number: Its number in the file.
        body: What stands between ``obj`` and ``endobj``.
    """

    number = 0

    def __init__(self, body: bytes) -> None:
        self.body = body

    def format(self, document: PDFDocument) -> bytes:
        """Return the body; reportlab calls this."""
        return self.body

    @property
    def ref(self) -> bytes:
        """The reference to it."""
        return b"%d 0 R" % self.number


class Objects(PDFDocument):
    """A PDF file that has objects, and nothing to see yet."""

    def __init__(self) -> None:
        # Without `invariant` reportlab puts the time of day into the file's ID.
        super().__init__(invariant=1, compression=1, pdfVersion=(1, 7))

    def add(self, body: bytes) -> NumberedObject:
        """Add an object; its body may still change until `write`."""
        item = NumberedObject(body)
        name = self.Reference(item).name  # type: ignore[no-untyped-call]
        item.number = self.idToObjectNumberAndVersion[name][0]
        return item

    def add_stream(self, data: bytes, entries: bytes = b"", *, compressed: bool = False) -> NumberedObject:
        """Add a stream.

        Args:
            data: Its bytes.
            entries: What its dictionary has besides ``/Length``.
            compressed: ``data`` is compressed (FlateDecode) already.
        """
        flate = b"/Filter/FlateDecode" if compressed else b""
        head = b"<</Length %d%b%b>>\nstream\n" % (len(data), flate, entries)
        # PDF/A wants a line end before `endstream`.
        return self.add(head + data + b"\nendstream")
