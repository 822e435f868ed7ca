"""Writing projected documents as a volume in the manner of *Foreign Relations of the United States*."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain, islice
from typing import BinaryIO, Final

from lxml import etree

from cableconv.diagnostics import Diagnostic
from cableconv.formats import Context
from cableconv_tei.elements import ID, NAMESPACE, NS, XML
from cableconv_tei.header import publication_statement, run_date
from cableconv_tei.markup import Lines
from cableconv_tei.projection import project
from cableconv_tei.trees import indent, sub

#: The elements of a volume that hold elements only, and so may be indented.
_STRUCTURE: Final = frozenset(f"{NS}{name}" for name in ("div", "list", "quote", "opener", "closer"))

_PROJECTION: Final = (
    "Mechanical conversion of diplomatic telegrams, projected to the encoding of Foreign Relations of the United "
    "States."
)
_NOTED: Final = (
    "Printed as footnotes: the envelope of each telegram and the marks after its end; readings of damaged text. In "
    "italics: the X’s that stand for words which the publisher took out."
)
_NOT_HELD: Final = (
    "Left out: the lines of the source, the marker lines of its pages and sections, rules of dashes and the separators "
    "beside a signature; the marking of classifications, portion marks, captions, TAGS and functions, whose words "
    "stay; the link between a paragraph and its continuation; and of the header the description of the source, the "
    "correspondence, persons and organizations, and what the reader of the source had to say. The full encoding of the "
    "same telegrams, without the profile, has all of it."
)
_PLACE: Final = etree.tostring(etree.Comment("documents"))
_DECLARED: Final = f' xmlns="{NAMESPACE}"'.encode()

#: What is left out of every header, as a diagnostic names it.
_HEADER: Final = "the header's description of source and correspondence"


def write_volume(documents: Iterable[etree._Element], out: BinaryIO, ctx: Context, version: str) -> None:
    """Write documents of ours as one volume, in their order; only two of them at a time are held in memory.

    Args:
        documents: ``TEI`` elements of reading editions, one or more.
        out: Gets the volume, without an XML declaration.
        ctx: The run: title, publisher, language, date; what is left out goes to its `report`.
        version: Of cableconv.
    """
    remaining = iter(documents)
    start = list(islice(remaining, 2))
    begin, end = etree.tostring(_shell(start[0] if len(start) == 1 else None, ctx, version), encoding="utf-8").split(
        _PLACE
    )
    out.write(begin)
    for number, document in enumerate(chain(start, remaining), 1):
        made, left_out = project(document, number)
        indent(made, 0, only=_STRUCTURE)
        out.write(etree.tostring(made, encoding="utf-8").replace(_DECLARED, b"", 1) + b"\n")
        ctx.report(_name(document), _left_out(left_out))
    out.write(end)


def _shell(alone: etree._Element | None, ctx: Context, version: str) -> etree._Element:
    """Return the volume with a comment in the place of its documents; one alone gives it title and id."""
    title = alone.findtext(f".//{NS}titleStmt/{NS}title") if alone is not None else None
    # The stubs know no default namespace.
    volume = etree.Element(f"{NS}TEI", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    volume.set(ID, alone.get(ID, "volume") if alone is not None else "volume")
    volume.set(f"{XML}lang", ctx.metadata.get("language", "en"))
    header = sub(volume, "teiHeader")
    file = sub(header, "fileDesc")
    titles = sub(file, "titleStmt")
    sub(titles, "title", ctx.metadata.get("title") or title or "Diplomatic cables", type="complete")
    date = run_date(ctx)
    file.append(_element(publication_statement(ctx)))
    sub(sub(file, "sourceDesc"), "p", "The source note of each document names its source.")
    encoding = sub(header, "encodingDesc")
    sub(sub(encoding, "projectDesc"), "p", _PROJECTION)
    declaration = sub(encoding, "editorialDecl")
    sub(declaration, "p", _NOTED)
    sub(declaration, "p", _NOT_HELD)
    css = "white-space: pre; font-family: monospace;"
    sub(sub(encoding, "tagsDecl"), "rendition", css, xml_id="pre", scheme="css")
    sub(sub(header, "revisionDesc"), "change", f"Converted and projected by cableconv {version}.", when=date)
    compilation = sub(sub(sub(volume, "text"), "body"), "div", type="compilation", xml_id="comp1")
    sub(compilation, "head", titles[0].text)
    compilation.append(etree.Comment("documents"))
    indent(volume, 0)
    return volume


def _element(markup: Lines) -> etree._Element:
    """Return the one TEI element of some lines of markup."""
    (element,) = etree.fromstring(f'<TEI xmlns="{NAMESPACE}">{"".join(markup)}</TEI>')
    return element


def _left_out(counts: Counter[str]) -> Diagnostic:
    """Say what a volume leaves out of one cable."""
    text = [f"{what} ({count})" for what, count in sorted(counts.items())]
    message = f"The FRUS profile leaves out: {', '.join([*text, _HEADER])}. Without it, the encoding has them."
    return Diagnostic(code="tei.left-out", severity="info", message=message)


def _name(document: etree._Element) -> str:
    identifier = document.findtext(f".//{NS}publicationStmt/{NS}idno[@type='MRN']")
    return identifier or document.get(ID) or ""
