"""Embeds the faces that a document uses, as subsets.

reportlab chooses the glyphs and cuts the font files. The font objects are written here, because its own name one
ToUnicode block for up to 256 characters where the format allows 100, and because most documents need the very same
subset, which need not be cut and compressed again for each.
"""

import zlib
from functools import lru_cache
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from cableconv_pdf.objects import Objects

#: Font flag "symbolic" (ISO 32000-1, table 123): codes go to glyphs by the font's own table, not by their names.
_SYMBOLIC = 4
_FLAGS_KEPT = 0b1000011  # fixed pitch, serif, italic


class _Subset(NamedTuple):
    """The parts of an embedded subset; the streams are compressed."""

    font_file: bytes
    length: int
    to_unicode: bytes
    widths: bytes


def encode(face: TTFont, text: str, document: Objects) -> list[tuple[str, str]]:
    """Return a text as (name of the font resource, PDF string) pairs, one for each subset that it needs."""
    if text.isascii():
        # All of ASCII is in the first subset, under its own codes.
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return [(face.getSubsetInternalName(0, document), f"({escaped})")]
    return [
        (face.getSubsetInternalName(subset, document), f"<{codes.hex()}>")
        for subset, codes in face.splitString(text, document)
    ]


def embed_fonts(document: Objects) -> None:
    """Add the fonts that were used to the document."""
    resources: dict[str, bytes] = document.idToObject["BasicFonts"].dict  # type: ignore[attr-defined]
    for face in document.delayedFonts:
        for number, codes in enumerate(face.state[document].subsets):
            name = face.getSubsetInternalName(number, document)[1:]
            resources[name] = _embed(document, face, number, tuple(codes))


def _embed(document: Objects, face: TTFont, number: int, codes: tuple[int, ...]) -> bytes:
    subset = _cut(face, codes)
    program = document.add_stream(subset.font_file, b"/Length1 %d" % subset.length, compressed=True)
    to_unicode = document.add_stream(subset.to_unicode, compressed=True)
    about = face.face
    name = SUBSETN(number) + b"+" + bytes(about.name)
    descriptor = document.add(
        b"<</Type/FontDescriptor/FontName/%b/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %.2f/Ascent %d/Descent %d"
        b"/CapHeight %d/StemV %d/MissingWidth %d/FontFile2 %b>>"
        % (
            name,
            about.flags & _FLAGS_KEPT | _SYMBOLIC,
            *about.bbox,
            about.italicAngle,
            about.ascent,
            about.descent,
            about.capHeight,
            about.stemV,
            about.defaultWidth,
            program.ref,
        )
    )
    return document.add(
        b"<</Type/Font/Subtype/TrueType/BaseFont/%b/FirstChar 0/LastChar %d/Widths[%b]/FontDescriptor %b/ToUnicode %b>>"
        % (name, len(codes) - 1, subset.widths, descriptor.ref, to_unicode.ref)
    ).ref


@lru_cache(maxsize=64)
def _cut(face: TTFont, codes: tuple[int, ...]) -> _Subset:
    """Cut a subset; ``codes`` are the characters in the order of their codes in the PDF."""
    program = face.face.makeSubset(list(codes))
    widths = b" ".join(b"%d" % round(face.face.charWidths.get(code, face.face.defaultWidth)) for code in codes)
    return _Subset(zlib.compress(program), len(program), zlib.compress(_to_unicode(codes)), widths)


def _to_unicode(codes: tuple[int, ...]) -> bytes:
    """Return the CMap from codes in the PDF to characters."""
    pairs = [(n, code) for n, code in enumerate(codes) if code]
    parts = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    blocks = [
        b"%d beginbfchar\n%b\nendbfchar" % (len(block), b"\n".join(b"<%02X> <%04X>" % pair for pair in block))
        for block in parts
    ]
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n%b\n"
        b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend" % b"\n".join(blocks)
    )
