"""The checks of TEI outputs: our RELAX NG schema, our Schematron rules, and what the reader makes of the document."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from lxml import etree
from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

from cableconv.errors import ReadError
from cableconv.formats import Finding, Input

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def validate(source: Input) -> Iterator[Finding]:
    """Yield what is wrong with a document or corpus of ours.

    Raises:
        ReadError: The file cannot be read.
    """
    try:
        with source.stream() as stream:
            content = stream.read()
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", where=source.name) from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        document = etree.parse(BytesIO(content), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        yield Finding(message=f"is not well-formed XML: {error.msg}", line=line or 1, column=column or 1)
        return
    schema = relaxng()
    if not schema.validate(document):
        for entry in schema.error_log:
            yield Finding(message=entry.message, line=entry.line)
        return
    yield from _rules(document)


@cache
def relaxng() -> etree.RelaxNG:
    """Return our schema; it loads in some milliseconds."""
    return etree.RelaxNG(etree.fromstring(_schema("cableconv.rng")))


@cache
def schematron() -> Schematron:
    """Return our rules."""
    return Schematron(etree.fromstring(_schema("cableconv.sch")), store_report=True)


def _schema(name: str) -> bytes:
    return (files("cableconv_tei") / "schemas" / name).read_bytes()


def _rules(document: etree._ElementTree) -> Iterator[Finding]:
    rules = schematron()
    if rules.validate(document):
        return
    for failed in rules.validation_report.iter(f"{_SVRL}failed-assert"):
        found: Any = document.xpath(failed.get("location"))
        line = found[0].sourceline if found else 0
        yield Finding(message=" ".join("".join(failed.itertext()).split()), line=line or 0)
