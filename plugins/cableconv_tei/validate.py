"""The checks of TEI outputs: our RELAX NG schema, our Schematron rules, and what the reader makes of the document."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lxml import etree
from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

from cableconv.errors import ReadError
from cableconv.formats import Finding, Input
from cableconv_tei.elements import NS
from cableconv_tei.explain import Fault, explain
from cableconv_tei.grammar import Grammar, load
from cableconv_tei.parsing import SAFELY, own_entities, unknown_entity, unparsed
from cableconv_tei.reading.document import is_ours

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def validate(source: Input) -> Iterator[Finding]:
    """Yield what is wrong with a document or corpus of ours, or with a volume in the manner of FRUS.

    Raises:
        TooLarge: The file is over the size limit.
        ReadError: It cannot be read.
    """
    content = source.content()
    try:
        document = etree.parse(BytesIO(content), etree.XMLParser(**SAFELY))
    except etree.XMLSyntaxError as error:
        yield _unread(error)
        return
    # What the reader refuses, no schema makes good.
    if refused := own_entities(document.getroot()):
        yield Finding(message=refused)
        return
    if unknown := unknown_entity(document.getroot()):
        message, line = unknown
        yield Finding(message=message, line=line)
        return
    if _is_volume(document.getroot()):
        yield from _placed(_unlike(document, "cableconv-frus.rng"), document, content)
        return
    faults = list(_unlike(document, "cableconv.rng"))
    yield from _placed(faults or _rules(document), document, content)


def _unread(error: etree.XMLSyntaxError) -> Finding:
    """Say why a document cannot be parsed."""
    line, column = error.position
    message = str(error.msg).rpartition(", line ")[0] or str(error.msg)
    if found := re.fullmatch("ID (.+) already defined", message):
        message = f'two elements have the id "{found[1]}"; expected another one here'
    else:
        message = unparsed(message)
    return Finding(message=message, line=line or 1, column=column or 1)


def _is_volume(root: etree._Element) -> bool:
    """Tell whether a document is a volume in the manner of FRUS, as the reader does."""
    return root.tag == f"{NS}TEI" and not is_ours(root) and root.find(f".//{NS}div[@type='document']") is not None


def _unlike(document: etree._ElementTree, name: str) -> Iterator[Fault]:
    """Yield what a schema does not allow."""
    schema = relaxng(name)
    if schema.validate(document):
        return
    faults = list(explain(document.getroot(), _grammar(name)))
    # What our own look does not see, such as two elements with one id.
    yield from faults or (Fault(document.getroot(), entry.message) for entry in schema.error_log)


@cache
def relaxng(name: str = "cableconv.rng") -> etree.RelaxNG:
    """Return one of our schemas; it loads in some milliseconds."""
    return etree.RelaxNG(etree.fromstring(_schema(name)))


@cache
def _grammar(name: str) -> Grammar:
    return load(etree.fromstring(_schema(name)))


@cache
def schematron() -> Schematron:
    """Return our rules."""
    return Schematron(etree.fromstring(_schema("cableconv.sch")), store_report=True)


def _schema(name: str) -> bytes:
    """Return the content of a schema, which lies inside an installed cableconv, or at the top of a checkout.

    Raises:
        ReadError: It is in neither place.
    """
    package = Path(__file__).parent
    for folder in (package / "schemas", package.parents[1] / "schemas"):
        if folder.is_dir():
            return (folder / name).read_bytes()
    raise ReadError("is missing, though cableconv comes with it; install cableconv again", where=str(folder / name))


def _rules(document: etree._ElementTree) -> Iterator[Fault]:
    """Yield what breaks our rules."""
    rules = schematron()
    if rules.validate(document):
        return
    for failed in rules.validation_report.iter(f"{_SVRL}failed-assert"):
        found: Any = document.xpath(failed.get("location"))
        yield Fault(found[0] if found else document.getroot(), " ".join("".join(failed.itertext()).split()))


def _placed(faults: Iterable[Fault], document: etree._ElementTree, content: bytes) -> Iterator[Finding]:
    """Give faults their line and column, for which lxml keeps no columns: the document is read once more."""
    found = list(faults)
    if not found:
        return
    elements = [element for element in document.iter() if isinstance(element.tag, str)]
    starts = _starts(content)
    # An encoding that expat does not know leaves the lines.
    places = dict(zip(elements, starts, strict=True)) if len(starts) == len(elements) else {}
    for fault in found:
        line, column = places.get(fault.element, (_line(fault.element), 0))
        yield Finding(message=fault.message, line=line, column=column)


def _line(element: etree._Element) -> int:
    line: Any = element.sourceline
    return line or 0


def _starts(content: bytes) -> list[tuple[int, int]]:
    """Return line and column of each element's start tag."""
    found: list[tuple[int, int]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda *_: found.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))
    parser.DefaultHandler = lambda _: None  # entities stay as they are
    with suppress(expat.ExpatError):
        parser.Parse(content, True)
    return found
