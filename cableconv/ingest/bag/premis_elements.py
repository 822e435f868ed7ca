"""The elements that PREMIS records are made of."""

import uuid
from xml.etree import ElementTree as ET

NAMESPACE = "http://www.loc.gov/premis/v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA_LOCATION = f"{NAMESPACE} https://www.loc.gov/standards/premis/premis.xsd"

#: Of the Library of Congress.
_VOCABULARIES = "http://id.loc.gov/vocabulary/preservation/"

#: The identifiers of terms; of the others, the vocabulary alone is named.
_TERM_IDS = {
    ("agentType", "software"): "sof",
    ("cryptographicHashFunctions", "SHA-256"): "sha256",
    ("eventType", "fixity check"): "fix",
    ("eventType", "ingestion"): "ing",
    ("eventType", "message digest calculation"): "mes",
    ("eventType", "migration"): "mig",
    ("eventType", "validation"): "val",
}

#: Identifiers are made of what they stand for: the same for the same job, different in different bags.
_UUIDS = uuid.uuid5(uuid.NAMESPACE_OID, "cableconv.ingest.bag.premis")


def root() -> ET.Element:
    """Return the root of a record."""
    return ET.Element(
        "premis",
        {"xmlns": NAMESPACE, "xmlns:xsi": XSI, "xsi:schemaLocation": SCHEMA_LOCATION, "version": "3.0"},
    )


def add(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    """Add an element to another one and return it."""
    child = ET.SubElement(parent, tag)
    child.text = text
    return child


def add_term(parent: ET.Element, tag: str, vocabulary: str, term: str) -> None:
    """Add a term of a vocabulary."""
    element = add(parent, tag, term)
    element.set("authority", vocabulary)
    if id_ := _TERM_IDS.get((vocabulary, term)):
        element.set("valueURI", f"{_VOCABULARIES}{vocabulary}/{id_}")
    else:
        element.set("authorityURI", _VOCABULARIES + vocabulary)


def add_identifier(parent: ET.Element, what: str, value: str) -> ET.Element:
    """Add an identifier, or a pointer to one, and return its element."""
    identifier = add(parent, f"{what}Identifier")
    add(identifier, f"{what}IdentifierType", "UUID")
    add(identifier, f"{what}IdentifierValue", value)
    return identifier


def identify(*parts: str) -> str:
    """Return the identifier of what these words stand for."""
    return str(uuid.uuid5(_UUIDS, "\n".join(parts)))
