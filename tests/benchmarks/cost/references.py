"""What the machine can do at best, and what other programs take: the measure of our own figures.

Bare libraries do the least of a job with nothing around it. Other programs do something like it for documents of any
kind; those that are not installed are told of, and left out.
"""

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Any

import msgspec
from lxml import etree, html

from cableconv import ir, walk
from cost import inputs
from cost.inputs import Folders
from cost.laps import Round

#: Other programs: is it there, and where it comes from.
_PROGRAMS: dict[str, tuple[Callable[[], bool], str]] = {
    "pandoc": (lambda: shutil.which("pandoc") is not None, "the Debian package pandoc"),
    "typst": (lambda: find_spec("typst") is not None, "the Python package typst"),
    "fpdf2": (lambda: find_spec("fpdf") is not None, "the Python package fpdf2"),
}


def missing() -> dict[str, str]:
    """Return the other programs that are not installed, and where each comes from."""
    return {name: origin for name, (is_there, origin) in _PROGRAMS.items() if not is_there()}


def each(work: Callable[[Any], object], things: Sequence[Any]) -> Round:
    """Return a round that does something to each thing."""

    def round_() -> int:
        for thing in things:
            work(thing)
        return len(things)

    return round_


# Bare libraries


def decode(where: Folders, reader: str) -> Round:
    """Do what no reader of text can do without: checksum, decoding, lines."""

    def work(content: bytes) -> None:
        hashlib.sha256(content).hexdigest()
        content.decode(errors="replace").splitlines()

    return each(work, inputs.OF_READER[reader](where))


def parse_html(where: Folders) -> Round:
    """Let lxml parse the pages."""
    return each(html.document_fromstring, inputs.pages(where))


def parse_xml(where: Folders) -> Round:
    """Let lxml parse the TEI."""
    return each(etree.fromstring, inputs.as_tei(where))


def parse_csv(where: Folders) -> Round:
    """Let Python's csv read the rows."""

    def work(content: bytes) -> None:
        list(csv.reader(io.StringIO(content.decode(), newline=""), escapechar="\\", doublequote=False))

    return each(work, inputs.table_rows(where))


def decode_json(where: Folders) -> Round:
    """Let msgspec make structs of the JSON."""
    return each(msgspec.json.Decoder(ir.Cable).decode, inputs.as_json(where))


def encode_json(where: Folders) -> Round:
    """Let msgspec make JSON of the structs."""
    return each(msgspec.json.Encoder().encode, inputs.cables(where))


def encode_text(where: Folders) -> Round:
    """Encode the text of each cable."""
    return each(lambda cable: cable.source.text.encode(), inputs.cables(where))


def join_leaves(where: Folders) -> Round:
    """Do what no writer of text can do without: go through the leaves, join their text, encode it."""

    def work(cable: ir.Cable) -> None:
        text = cable.source.text
        "\n".join([text[slice(*leaf.span)] for leaf in walk.leaves(cable)]).encode()

    return each(work, inputs.cables(where))


Outline = tuple[Any, dict[Any, Any], str | None, str | None, list[Any]]


def build_xml(where: Folders, name: str, options: dict[str, str]) -> Round:
    """Let lxml make the elements that a writer makes, and write them."""
    documents = [inputs.written(cable, name, options) for cable in inputs.cables(where)]
    return each(_rebuild, [_outline(etree.fromstring(document)) for document in documents])


def _outline(element: etree._Element) -> Outline:
    """Return all that an element is made of."""
    return (
        element.tag,
        dict[Any, Any](element.items()),
        element.text,
        element.tail,
        [_outline(child) for child in element],
    )


def _rebuild(document: Outline) -> bytes:
    return etree.tostring(_grow(document, None), encoding="utf-8")


def _grow(part: Outline, parent: etree._Element | None) -> etree._Element:
    tag, attributes, text, tail, below = part
    made = etree.Element(tag, attributes) if parent is None else etree.SubElement(parent, tag, attributes)
    made.text, made.tail = text, tail
    for child in below:
        _grow(child, made)
    return made


def zip_members(where: Folders) -> Round:
    """Let Python's zipfile pack what is in the books."""
    books = [zipfile.ZipFile(io.BytesIO(inputs.written(cable, "epub", {}))) for cable in inputs.cables(where)]
    return each(_pack, [[(info, book.read(info)) for info in book.infolist()] for book in books])


def _pack(members: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    with zipfile.ZipFile(io.BytesIO(), "w") as book:
        for info, content in members:
            book.writestr(info.filename, content, info.compress_type)


# Other programs


_PICTURE = re.compile(rb"<(?:img|link|script)\b[^>]*>")


def pandoc(where: Folders, to: str) -> Round:
    """Let pandoc convert the pages, one a run, as a user does."""
    # Without pictures, which are not there; pandoc would look for them, and in its sandbox it makes no EPUB.
    return each(partial(_pandoc, to), [_PICTURE.sub(b"", page) for page in inputs.pages(where)])


def pandoc_nothing(where: Folders, to: str) -> Round:
    """Let pandoc convert an empty page as often as there are pages: what it takes to start it."""
    return each(partial(_pandoc, to), [b"<p></p>" for _ in inputs.pages(where)])


def _pandoc(to: str, page: bytes) -> None:
    command = ["pandoc", "--quiet", "--standalone", "-f", "html", "-t", to, "-o", "-"]
    subprocess.run(command, input=page, check=True, capture_output=True)


def typst(where: Folders) -> Round:
    """Let typst set subject and paragraphs as a tagged PDF/A-2b."""
    import typst

    return each(
        partial(typst.compile, pdf_standards=["a-2b"]), [_typst_source(_texts(cable)) for cable in inputs.cables(where)]
    )


def _typst_source(texts: list[str]) -> bytes:
    """Return texts as strings, so that nothing in them is markup."""
    title, *paragraphs = (json.dumps("".join(filter(str.isprintable, text)), ensure_ascii=False) for text in texts)
    lines = [
        f"#set document(title: {title}, date: datetime(year: 2009, month: 2, day: 4))",
        f"#heading({title})",
        *(f"#par({text})" for text in paragraphs),
    ]
    return "\n\n".join(lines).encode()


def fpdf2(where: Folders) -> Round:
    """Let fpdf2 set subject and paragraphs, in the font of our own PDF, neither tagged nor PDF/A."""
    from fpdf import FPDF

    font = _font()

    def work(texts: list[str]) -> None:
        document = FPDF()
        document.add_font("serif", fname=font)
        document.set_font("serif", size=11)
        document.add_page()
        for text in texts:
            document.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
            document.ln(2)
        document.output()

    return each(work, [_texts(cable) for cable in inputs.cables(where)])


def _font() -> str:
    from importlib.metadata import files

    (font,) = (file for file in files("fontpkg-ibm-plex-serif") or () if file.name == "IBMPlexSerif-Regular.ttf")
    return str(font.locate())


def _texts(cable: ir.Cable) -> list[str]:
    subject = cable.header.subject if cable.header else None
    return [subject or "Cable", *(walk.reading_text(paragraph.content) for paragraph in walk.paragraphs(cable))]
