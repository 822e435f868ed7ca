"""Dublin Core records: what the cables of a bag are, for catalogues.

One file a shard, each a ``dcCollection`` of the Library of Congress's schema for Dublin Core in SRU, which is what its
own crosswalks make of collections: a record in it holds the fifteen elements as an ``oai_dc`` record does.
"""

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from cableconv import dublin_core
from cableconv.ingest.bag.file_formats import FileFormat
from cableconv.ingest.bag.holdings import Accession, Held
from cableconv.ingest.legible import legible

NAMESPACE = "info:srw/schema/1/dc-schema"
ELEMENTS = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA_LOCATION = f"{NAMESPACE} http://www.loc.gov/standards/sru/recordSchemas/dc-schema.xsd"


def dublin_core_records(
    accessions: Iterable[Accession], writers: Mapping[str, FileFormat], metadata: Mapping[str, str]
) -> ET.Element | None:
    """Return a record of each cable that was written; nothing where none was.

    Args:
        accessions: The inputs, with what was made of them.
        writers: The formats of derivatives, by the names of their writers.
        metadata: What the user says of all of them.

    Raises:
        UsageError: The language is no language tag.
    """
    root = ET.Element(
        "srw_dc:dcCollection",
        {
            "xmlns:srw_dc": NAMESPACE,
            "xmlns:dc": ELEMENTS,
            "xmlns:xsi": XSI,
            "xsi:schemaLocation": SCHEMA_LOCATION,
        },
    )
    for accession in accessions:
        for cable in accession.cables:
            if cable.status == "written":
                record = ET.SubElement(root, "srw_dc:dc")
                for term, value in _terms(accession, cable, writers, metadata):
                    ET.SubElement(record, f"dc:{term}").text = legible(value)
    return root if len(root) else None


def _terms(
    accession: Accession, cable: Held, writers: Mapping[str, FileFormat], metadata: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    yield "title", cable.subject or cable.id
    if creator := dublin_core.creator(metadata) or cable.origin:
        yield "creator", creator
    for tag in cable.tags:
        yield "subject", tag
    if cable.classification:
        yield "description", f"Classification: {cable.classification}"
    if cable.transmitted:
        yield "date", cable.transmitted
    yield "type", "Text"
    formats = (writers.get(derivative.format) for derivative in cable.derivatives)
    for media_type in dict.fromkeys(found.media_type for found in formats if found and found.media_type):
        yield "format", media_type
    for id_ in dict.fromkeys(filter(None, (cable.id, cable.published_id))):
        yield "identifier", id_
    yield "source", accession.original.path if accession.original else accession.location
    yield "language", dublin_core.language(metadata)
    for derivative in cable.derivatives:
        yield "relation", f"{derivative.pack.path}#{derivative.path}" if derivative.pack else derivative.path
    yield from dublin_core.added(metadata)
