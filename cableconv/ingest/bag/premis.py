"""PREMIS 3 records: what the files of a bag are, where they come from and what has been done to them.

One record a shard, not one a cable: 250,000 cables are some 250 files, each read and checked on its own, where a file
for every cable would double the files of the bag. An archive or a pack that several shards share is told in each of
their records, under the same identifier. Only the shard at hand is in memory.

Terms are those of the Library of Congress's preservation vocabularies (id.loc.gov/vocabulary/preservation).
"""

import uuid
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

import msgspec

from cableconv.ingest.bag import file_formats
from cableconv.ingest.bag.file_formats import FileFormat
from cableconv.ingest.bag.holdings import Accession, Derivative, Held, is_part
from cableconv.ingest.bag.inventory import File
from cableconv.ingest.legible import legible

NAMESPACE = "http://www.loc.gov/premis/v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA_LOCATION = f"{NAMESPACE} https://www.loc.gov/standards/premis/premis.xsd"

_VOCABULARIES = "http://id.loc.gov/vocabulary/preservation/"

#: The identifiers of terms; of the others, the vocabulary alone is named.
_TERM_IDS = {
    ("agentType", "software"): "sof",
    ("cryptographicHashFunctions", "SHA-256"): "sha256",
    ("eventType", "fixity check"): "fix",
    ("eventType", "ingestion"): "ing",
    ("eventType", "message digest calculation"): "mes",
    ("eventType", "migration"): "mig",
}

#: Identifiers are made of what they stand for: the same for the same job, different in different bags.
_UUIDS = uuid.uuid5(uuid.NAMESPACE_OID, "cableconv.ingest.bag.premis")


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all records of a bag.

    Attributes:
        agent: Distribution and version of who made the bag: ``cableconv 0.1.0``.
        readers: The formats of originals, by the names of their readers.
        writers: The formats of derivatives, by the names of their writers.
        transforms: What was done between reading and writing, for a person; ``""`` for nothing.
        when: The time of all events, ISO 8601, in place of that in the ledger; absent for that in the ledger.
    """

    agent: str
    readers: Mapping[str, FileFormat]
    writers: Mapping[str, FileFormat]
    transforms: str = ""
    when: str | None = None


class Record(msgspec.Struct):
    """A record while it is made; by identifier, so that nothing is told twice.

    Attributes:
        circumstances: What holds for all records.
        objects: ``object`` elements.
        events: ``event`` elements.
        agents: ``agent`` elements.
    """

    circumstances: Circumstances
    objects: dict[str, ET.Element] = {}
    events: dict[str, ET.Element] = {}
    agents: dict[str, ET.Element] = {}


def premis(accessions: Iterable[Accession], circumstances: Circumstances) -> ET.Element | None:
    """Return the record of some inputs and all that was made of them; nothing where there are none."""
    record = Record(circumstances)
    for accession in accessions:
        source = _original(record, accession)
        _ingestion(record, accession, source)
        if accession.status == "failed" and not accession.cables:
            _failure(record, accession, source, accession.reason, accession.id)
        for cable in accession.cables:
            if cable.status == "failed":
                _failure(record, accession, source, cable.reason, accession.id, cable.place)
            for derivative in cable.derivatives:
                _derivation(record, accession, cable, derivative, source)
    if not record.objects:
        return None
    root = ET.Element(
        "premis",
        {"xmlns": NAMESPACE, "xmlns:xsi": XSI, "xsi:schemaLocation": SCHEMA_LOCATION, "version": "3.0"},
    )
    root.extend([*record.objects.values(), *record.events.values(), *record.agents.values()])
    return root


# Objects


def _original(record: Record, accession: Accession) -> str:
    """Describe an input, and the file that it lies in; return the identifier of its object."""
    file = accession.original
    name = legible(accession.location)
    if file is None:
        return _object(record, "representation", _id("unread", accession.location), name=name)
    format_ = record.circumstances.readers.get(accession.reader, file_formats.UNKNOWN)
    if not is_part(accession.access):
        id_ = _id("original", file.path, file.sha256)
        return _object(record, "file", id_, file, format_, name=name)
    container = _id("original", file.path, file.sha256)
    _object(record, "file", container, file, file_formats.of_container(file.path), name=legible(accession.access.path))
    # A member of an archive is a file of its own, a row of a table is a part of one.
    if accession.access.offset is None:
        kind, inside = "file", f"member {accession.location.removeprefix(accession.access.path + '!/')}"
    else:
        kind, inside = "bitstream", f"bytes from {accession.access.offset}"
    part = File(f"{file.path} {inside}", accession.size or 0, accession.sha256 or "")
    id_ = _id("part", part.path, part.sha256)
    return _object(record, kind, id_, part, format_, name="" if kind == "bitstream" else name, inside=container)


def _derivative(record: Record, derivative: Derivative, source: str, event: str) -> str:
    format_ = record.circumstances.writers.get(derivative.format, file_formats.UNKNOWN)
    file = File(derivative.path, derivative.size, derivative.sha256)
    pack = None
    if derivative.pack is not None:
        pack = _id("pack", derivative.pack.path, derivative.pack.sha256)
        _object(record, "file", pack, derivative.pack, file_formats.ZIP)
        file = File(f"{derivative.pack.path} member {derivative.path}", file.size, file.sha256)
    id_ = _id("derivative", file.path, file.sha256)
    return _object(record, "file", id_, file, format_, inside=pack, derived=(source, event))


def _object(
    record: Record,
    kind: str,
    id_: str,
    file: File | None = None,
    format_: FileFormat = file_formats.UNKNOWN,
    *,
    name: str = "",
    inside: str | None = None,
    derived: tuple[str, str] | None = None,
) -> str:
    """Describe an object; return its identifier.

    Args:
        record: Where to.
        kind: ``file``, ``bitstream`` or ``representation``.
        id_: Its identifier.
        file: Where its bytes are, if they are here.
        format_: What they are.
        name: What it was called where it came from.
        inside: The object that holds it.
        derived: The object that it was made of, and the event.
    """
    if id_ in record.objects:
        return id_
    made = record.objects[id_] = ET.Element("object", {"xsi:type": kind})
    _identifier(made, "object", id_)
    if file is not None:
        _characteristics(made, file, format_)
    if name:
        _add(made, "originalName", name)
    if file is not None:
        location = _add(_add(made, "storage"), "contentLocation")
        _add(location, "contentLocationType", "path in the bag")
        _add(location, "contentLocationValue", legible(file.path))
    if inside is not None:
        _relationship(made, "structural", "is part of", inside)
    if derived is not None:
        relationship = _relationship(made, "derivation", "has source", derived[0])
        _identifier(relationship, "relatedEvent", derived[1])
    return id_


def _characteristics(parent: ET.Element, file: File, format_: FileFormat) -> None:
    characteristics = _add(parent, "objectCharacteristics")
    _add(characteristics, "compositionLevel", "0")
    if file.sha256:
        fixity = _add(characteristics, "fixity")
        _term(fixity, "messageDigestAlgorithm", "cryptographicHashFunctions", "SHA-256")
        _add(fixity, "messageDigest", file.sha256)
    _add(characteristics, "size", str(file.size))
    format_element = _add(characteristics, "format")
    _add(_add(format_element, "formatDesignation"), "formatName", format_.name)
    if pronom := file_formats.PRONOM.get(format_.media_type):
        registry = _add(format_element, "formatRegistry")
        _add(registry, "formatRegistryName", "PRONOM")
        _add(registry, "formatRegistryKey", pronom)
    if format_.media_type:
        _add(format_element, "formatNote", f"media type: {format_.media_type}")


def _relationship(parent: ET.Element, kind: str, sub_type: str, other: str) -> ET.Element:
    relationship = _add(parent, "relationship")
    _term(relationship, "relationshipType", "relationshipType", kind)
    _term(relationship, "relationshipSubType", "relationshipSubType", sub_type)
    _identifier(relationship, "relatedObject", other)
    return relationship


# Events


def _ingestion(record: Record, accession: Accession, source: str) -> None:
    """Tell how an input came into the bag, and why it was not converted where it was not."""
    file = accession.original
    when = file.copied if file else accession.when
    notes = [f"cable {cable.place}: {cable.reason}" for cable in accession.cables if _is_set_aside(cable)]
    if accession.status != "converted" and not notes:
        notes = [f"{accession.status}: {accession.reason}"]
    outcome = "success" if file else "fail"
    _event(record, "ingestion", _id("ingestion", source), when, outcome, notes=notes, source=source)
    if file is None:
        return
    digest = {"when": file.copied, "outcome": "success"}
    if is_part(accession.access):
        container = _id("original", file.path, file.sha256)
        detail = "SHA-256 made of the bytes as they were copied into the bag"
        event = _id("message digest calculation", container)
        _event(record, "message digest calculation", event, **digest, detail=detail, source=container)
    elif accession.sha256:
        detail = "SHA-256 of the bytes as they were copied into the bag, compared with that of when they were converted"
        _event(record, "fixity check", _id("fixity check", source), **digest, detail=detail, source=source)


def _is_set_aside(cable: Held) -> bool:
    return cable.status in ("duplicate", "left-out")


def _failure(record: Record, accession: Accession, source: str, reason: str, *place: int) -> None:
    id_ = _id("failure", source, *map(str, place))
    _event(record, "migration", id_, accession.when, "fail", notes=[reason], source=source)


def _derivation(record: Record, accession: Accession, cable: Held, derivative: Derivative, source: str) -> None:
    """Tell how a cable was converted into one format."""
    event = _id("migration", source, str(cable.place), derivative.format, derivative.sha256)
    made = _derivative(record, derivative, source, event)
    detail = f"cable {cable.place} ({cable.id}) read as {accession.reader}, written as {derivative.format}"
    if record.circumstances.transforms:
        detail += f"; in between: {record.circumstances.transforms}"
    agents = dict.fromkeys((record.circumstances.agent, derivative.agent))
    _event(
        record, "migration", event, accession.when, "success", detail=detail, source=source, made=made, agents=agents
    )


def _event(
    record: Record,
    kind: str,
    id_: str,
    when: str,
    outcome: str,
    *,
    source: str,
    detail: str = "",
    notes: Iterable[str] = (),
    made: str = "",
    agents: Iterable[str] = (),
) -> None:
    """Describe an event.

    Args:
        record: Where to.
        kind: A term of the vocabulary eventType.
        id_: Its identifier.
        when: ISO 8601, UTC.
        outcome: ``success`` or ``fail``.
        source: The object that it happened to.
        detail: What was done.
        notes: What is to be said of the outcome.
        made: The object that came of it.
        agents: Distributions and versions of who did it; else who made the bag.
    """
    if id_ in record.events:
        return
    event = record.events[id_] = ET.Element("event")
    _identifier(event, "event", id_)
    _term(event, "eventType", "eventType", kind)
    _add(event, "eventDateTime", record.circumstances.when or when)
    if detail:
        _add(_add(event, "eventDetailInformation"), "eventDetail", legible(detail))
    information = _add(event, "eventOutcomeInformation")
    _term(information, "eventOutcome", "eventOutcome", outcome)
    for note in notes:
        _add(_add(information, "eventOutcomeDetail"), "eventOutcomeDetailNote", legible(note))
    for agent in agents or (record.circumstances.agent,):
        linking = _identifier(event, "linkingAgent", _agent(record, agent))
        _term(linking, "linkingAgentRole", "eventRelatedAgentRole", "executing program")
    linking = _identifier(event, "linkingObject", source)
    _term(linking, "linkingObjectRole", "eventRelatedObjectRole", "source")
    if made:
        linking = _identifier(event, "linkingObject", made)
        _term(linking, "linkingObjectRole", "eventRelatedObjectRole", "outcome")


def _agent(record: Record, agent: str) -> str:
    """Describe a program, given as distribution and version; return its identifier."""
    id_ = _id("agent", agent)
    if id_ not in record.agents:
        name, _, version = agent.rpartition(" ")
        made = record.agents[id_] = ET.Element("agent")
        _identifier(made, "agent", id_)
        _add(made, "agentName", name)
        _term(made, "agentType", "agentType", "software")
        _add(made, "agentVersion", version)
    return id_


# Elements


def _id(*parts: str) -> str:
    return str(uuid.uuid5(_UUIDS, "\n".join(parts)))


def _identifier(parent: ET.Element, what: str, value: str) -> ET.Element:
    identifier = _add(parent, f"{what}Identifier")
    _add(identifier, f"{what}IdentifierType", "UUID")
    _add(identifier, f"{what}IdentifierValue", value)
    return identifier


def _term(parent: ET.Element, tag: str, vocabulary: str, term: str) -> None:
    """Add a term of one of the Library of Congress's vocabularies."""
    authority = {"authority": vocabulary, "authorityURI": _VOCABULARIES + vocabulary}
    if id_ := _TERM_IDS.get((vocabulary, term)):
        authority["valueURI"] = f"{_VOCABULARIES}{vocabulary}/{id_}"
    _add(parent, tag, term).attrib.update(authority)


def _add(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, tag)
    child.text = text
    return child
