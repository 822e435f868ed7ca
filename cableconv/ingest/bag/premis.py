"""PREMIS 3 records: what the files of a bag are, where they come from and what has been done to them.

One record a shard, not one a cable: 250,000 cables are some 250 files, each read and checked on its own, where a file
for every cable would double the files of the bag. An archive or a pack that several shards share is told in each of
their records, under the same identifier. What happened to all files of a shard alike (ingestion, fixity check) is one
event of many objects; a migration is an event of its own for each cable. Only the shard at hand is in memory.
"""

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

import msgspec

from cableconv.archive_names import SEPARATOR
from cableconv.ingest.bag import file_formats
from cableconv.ingest.bag.file_formats import FileFormat
from cableconv.ingest.bag.holdings import Accession, Derivative, Held, is_part
from cableconv.ingest.bag.inventory import File
from cableconv.ingest.bag.premis_elements import add, add_identifier, add_term, identify, root
from cableconv.ingest.legible import legible

INGESTION = "ingestion"
FIXITY_CHECK = "fixity check"
DIGEST_CALCULATION = "message digest calculation"
MIGRATION = "migration"
VALIDATION = "validation"

#: What was done in the events that are the same for all objects.
_DETAILS = {
    INGESTION: "copied into the bag",
    FIXITY_CHECK: "SHA-256 of the bytes as they were copied, compared with that of when they were converted",
    DIGEST_CALCULATION: "SHA-256 made of the bytes as they were copied",
    VALIDATION: "checked with the checks of its format, as cableconv validate does, before it was stored",
}


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
        shared: For each kind of event that is the same for all objects: the objects, and when it happened to each.
        validators: Distributions and versions of those whose checks the outputs have stood.
    """

    circumstances: Circumstances
    objects: dict[str, ET.Element] = {}
    events: dict[str, ET.Element] = {}
    agents: dict[str, ET.Element] = {}
    shared: dict[str, dict[str, str]] = {}
    validators: dict[str, None] = {}


def premis(accessions: Iterable[Accession], circumstances: Circumstances) -> ET.Element | None:
    """Return the record of some inputs and all that was made of them; nothing where there are none."""
    record = Record(circumstances, shared={kind: {} for kind in _DETAILS})
    for accession in accessions:
        source = _original(record, accession)
        _ingestion(record, accession, source)
        if accession.status == "failed" and not accession.cables:
            _failure(record, accession, source, accession.reason)
        for cable in accession.cables:
            if cable.status == "failed":
                _failure(record, accession, source, f"cable {cable.place}: {cable.reason}")
            if cable.derivatives:
                _migration(record, accession, cable, source)
    for kind, objects in record.shared.items():
        if objects:
            _shared_event(record, kind, objects, record.validators if kind == VALIDATION else ())
    if not record.objects:
        return None
    made = root()
    made.extend([*record.objects.values(), *record.events.values(), *record.agents.values()])
    return made


# Objects


def _original(record: Record, accession: Accession) -> str:
    """Describe an input, and the file that it lies in; return the identifier of its object."""
    file, access = accession.original, accession.access
    name = legible(accession.location)
    if file is None:
        return _object(record, "representation", identify("unread", accession.location), name=name)
    format_ = record.circumstances.readers.get(accession.reader, file_formats.UNKNOWN)
    whole = _whole(file)
    if not is_part(access):
        return _object(record, "file", whole, file, format_, name=name)
    _object(record, "file", whole, file, file_formats.of_container(file.path), name=legible(access.path))
    # A member of an archive is a file of its own, a row of a table is a part of one.
    if access.offset is None:
        kind, inside = "file", f"member {accession.location.removeprefix(access.path + SEPARATOR)}"
    else:
        kind, inside, name = "bitstream", f"bytes from {access.offset}", ""
    part = File(f"{file.path} {inside}", accession.size or 0, accession.sha256 or "")
    return _object(record, kind, identify("part", part.path, part.sha256), part, format_, name=name, inside=whole)


def _whole(file: File) -> str:
    return identify("original", file.path, file.sha256)


def _derivative(record: Record, accession: Accession, derivative: Derivative, source: str, event: str) -> str:
    """Describe an output, and the pack that it lies in; return the identifier of its object."""
    format_ = record.circumstances.writers.get(derivative.format, file_formats.UNKNOWN)
    path, inside = derivative.path, None
    if derivative.pack is not None:
        path = f"{derivative.pack.path} member {derivative.path}"
        inside = identify("pack", derivative.pack.path, derivative.pack.sha256)
        _object(record, "file", inside, derivative.pack, file_formats.ZIP)
    file = File(path, derivative.size, derivative.sha256)
    id_ = identify("derivative", file.path, file.sha256)
    if derivative.validated:
        record.shared[VALIDATION][id_] = accession.when
        record.validators[derivative.agent] = None
    return _object(record, "file", id_, file, format_, inside=inside, derived=(source, event))


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
    add_identifier(made, "object", id_)
    if file is not None:
        _characteristics(made, file, format_)
    if name:
        add(made, "originalName", name)
    if file is not None:
        location = add(add(made, "storage"), "contentLocation")
        add(location, "contentLocationType", "path in the bag")
        add(location, "contentLocationValue", legible(file.path))
    if inside is not None:
        _relationship(made, "structural", "is part of", inside)
    if derived is not None:
        source, event = derived
        add_identifier(_relationship(made, "derivation", "has source", source), "relatedEvent", event)
    return id_


def _characteristics(parent: ET.Element, file: File, format_: FileFormat) -> None:
    characteristics = add(parent, "objectCharacteristics")
    add(characteristics, "compositionLevel", "0")
    if file.sha256:
        fixity = add(characteristics, "fixity")
        add_term(fixity, "messageDigestAlgorithm", "cryptographicHashFunctions", "SHA-256")
        add(fixity, "messageDigest", file.sha256)
    add(characteristics, "size", str(file.size))
    format_element = add(characteristics, "format")
    add(add(format_element, "formatDesignation"), "formatName", format_.name)
    if pronom := file_formats.PRONOM.get(format_.media_type):
        registry = add(format_element, "formatRegistry")
        add(registry, "formatRegistryName", "PRONOM")
        add(registry, "formatRegistryKey", pronom)
    if format_.media_type:
        add(format_element, "formatNote", f"media type: {format_.media_type}")


def _relationship(parent: ET.Element, kind: str, sub_type: str, other: str) -> ET.Element:
    relationship = add(parent, "relationship")
    add_term(relationship, "relationshipType", "relationshipType", kind)
    add_term(relationship, "relationshipSubType", "relationshipSubType", sub_type)
    add_identifier(relationship, "relatedObject", other)
    return relationship


# Events


def _ingestion(record: Record, accession: Accession, source: str) -> None:
    """Tell how an input came into the bag, and why it was not converted where it was not."""
    file = accession.original
    notes = [f"cable {cable.place}: {cable.reason}" for cable in accession.cables if _is_set_aside(cable)]
    if not notes and accession.status != "converted":
        notes = [f"{accession.status}: {accession.reason}"]
    if file and not notes:
        record.shared[INGESTION][source] = file.copied
    else:
        when, outcome = (file.copied, "success") if file else (accession.when, "fail")
        id_ = identify(INGESTION, source)
        _event(record, INGESTION, id_, when, outcome, detail=_DETAILS[INGESTION], notes=notes, sources=[source])
    if file and is_part(accession.access):
        record.shared[DIGEST_CALCULATION][_whole(file)] = file.copied
    elif file and accession.sha256:
        record.shared[FIXITY_CHECK][source] = file.copied


def _is_set_aside(cable: Held) -> bool:
    return cable.status in ("duplicate", "left-out")


def _shared_event(record: Record, kind: str, objects: Mapping[str, str], agents: Iterable[str]) -> None:
    first, last = min(objects.values()), max(objects.values())
    # An interval of EDTF.
    when = first if first == last else f"{first}/{last}"
    id_ = identify(kind, *objects)
    _event(record, kind, id_, when, "success", detail=_DETAILS[kind], sources=objects, agents=agents)


def _failure(record: Record, accession: Accession, source: str, reason: str) -> None:
    id_ = identify("failure", source, reason)
    _event(record, MIGRATION, id_, accession.when, "fail", notes=[reason], sources=[source])


def _migration(record: Record, accession: Accession, cable: Held, source: str) -> None:
    """Tell what a cable was converted into, and what of it was validated."""
    made = cable.derivatives
    event = identify(MIGRATION, source, str(cable.place), *(derivative.sha256 for derivative in made))
    detail = f"cable {cable.place} ({cable.id}) read as {accession.reader}"
    detail += f", written as {', '.join(derivative.format for derivative in made)}"
    if record.circumstances.transforms:
        detail += f"; in between: {record.circumstances.transforms}"
    _event(
        record,
        MIGRATION,
        event,
        accession.when,
        "success",
        detail=detail,
        sources=[source],
        outcomes=[_derivative(record, accession, derivative, source, event) for derivative in made],
        agents=dict.fromkeys((record.circumstances.agent, *(derivative.agent for derivative in made))),
    )


def _event(
    record: Record,
    kind: str,
    id_: str,
    when: str,
    outcome: str,
    *,
    sources: Iterable[str],
    outcomes: Iterable[str] = (),
    detail: str = "",
    notes: Iterable[str] = (),
    agents: Iterable[str] = (),
) -> None:
    """Describe an event.

    Args:
        record: Where to.
        kind: A term of the vocabulary eventType.
        id_: Its identifier.
        when: ISO 8601, UTC.
        outcome: ``success`` or ``fail``.
        sources: The objects that it happened to.
        outcomes: The objects that came of it.
        detail: What was done.
        notes: What is to be said of the outcome.
        agents: Distributions and versions of who did it; else who made the bag.
    """
    event = record.events[id_] = ET.Element("event")
    add_identifier(event, "event", id_)
    add_term(event, "eventType", "eventType", kind)
    add(event, "eventDateTime", record.circumstances.when or when)
    if detail:
        add(add(event, "eventDetailInformation"), "eventDetail", legible(detail))
    information = add(event, "eventOutcomeInformation")
    add_term(information, "eventOutcome", "eventOutcome", outcome)
    for note in notes:
        add(add(information, "eventOutcomeDetail"), "eventOutcomeDetailNote", legible(note))
    for agent in agents or (record.circumstances.agent,):
        linking = add_identifier(event, "linkingAgent", _agent(record, agent))
        add_term(linking, "linkingAgentRole", "eventRelatedAgentRole", "executing program")
    for role, objects in (("source", sources), ("outcome", outcomes)):
        for each in objects:
            linking = add_identifier(event, "linkingObject", each)
            add_term(linking, "linkingObjectRole", "eventRelatedObjectRole", role)


def _agent(record: Record, agent: str) -> str:
    """Describe a program, given as distribution and version; return its identifier."""
    id_ = identify("agent", agent)
    if id_ not in record.agents:
        name, _, version = agent.rpartition(" ")
        made = record.agents[id_] = ET.Element("agent")
        add_identifier(made, "agent", id_)
        add(made, "agentName", name)
        add_term(made, "agentType", "agentType", "software")
        add(made, "agentVersion", version)
    return id_
