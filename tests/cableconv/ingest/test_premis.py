import hashlib
import sqlite3
from collections import Counter
from contextlib import closing
from importlib import metadata
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from cableconv.errors import UsageError
from cableconv.ingest.bag import make_bag

SCHEMAS = Path(__file__).parent / "schemas"
PREMIS = {"p": "http://www.loc.gov/premis/v3"}
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
DC = {"dc": "http://purl.org/dc/elements/1.1/", "srw": "info:srw/schema/1/dc-schema"}
VOCABULARY = "http://id.loc.gov/vocabulary/preservation/"


@pytest.fixture
def records(job, settings):
    """Make the bag of the job; return its records of one kind, by shard."""

    def make(kind: str, **changes) -> dict[str, etree._Element]:
        make_bag(job.dest, job.connection, msgspec.structs.replace(settings, **changes))
        files = sorted((job.dest / "data/metadata" / kind).iterdir())
        return {file.stem: etree.parse(file).getroot() for file in files}

    return make


def texts(node, path: str) -> list[str]:
    return [found.text for found in node.iterfind(path, PREMIS)]


def objects(record) -> dict[str, etree._Element]:
    """Return objects by where they lie."""
    return {texts(found, ".//p:contentLocationValue")[0]: found for found in record.iterfind("p:object", PREMIS)}


def identifier(found, what: str = "object") -> str:
    return texts(found, f"p:{what}Identifier/p:{what}IdentifierValue")[0]


def events(record, object_) -> list[etree._Element]:
    """Return the events that happened to an object."""
    return [
        event
        for event in record.iterfind("p:event", PREMIS)
        if identifier(object_) in texts(event, "p:linkingObjectIdentifier/p:linkingObjectIdentifierValue")
    ]


def test_records_are_valid(records):
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "premis-v3-0.xsd"))
    found = records("premis")
    assert list(found) == ["000001", "000002"]
    for record in found.values():
        schema.assertValid(record)
        assert record.get("version") == "3.0"


def test_schema_catches_what_is_wrong(records):
    """The test above would fail."""
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "premis-v3-0.xsd"))
    record = records("premis")["000001"]
    record.find("p:object/p:objectIdentifier", PREMIS).tag = f"{{{PREMIS['p']}}}event"
    assert not schema.validate(record)


def test_identifiers_are_unique_and_pointers_lead_somewhere(records):
    for record in records("premis").values():
        for what in ("object", "event", "agent"):
            ids = [identifier(found, what) for found in record.iterfind(f"p:{what}", PREMIS)]
            assert len(ids) == len(set(ids))
            pointers = set(texts(record, f".//p:linking{what.capitalize()}IdentifierValue"))
            assert pointers | set(texts(record, f".//p:related{what.capitalize()}IdentifierValue")) <= set(ids)


def test_original_file(records, job):
    record = records("premis")["000001"]
    original = objects(record)["data/originals/a/telegram.txt"]
    assert original.get(XSI_TYPE) == "file"
    assert texts(original, ".//p:messageDigestAlgorithm") == ["SHA-256"]
    assert texts(original, ".//p:messageDigest") == [hashlib.sha256(b"the cable").hexdigest()]
    assert texts(original, ".//p:size") == ["9"]
    assert texts(original, ".//p:formatName") == ["Raw telegram, one or several in a file"]
    assert texts(original, ".//p:formatRegistryKey") == ["x-fmt/111"]
    assert texts(original, "p:originalName") == [str(job.sources / "a/telegram.txt")]
    assert Counter(texts(event, "p:eventType")[0] for event in events(record, original)) == {
        "ingestion": 1,
        "fixity check": 1,
        "migration": 1,
    }


def test_outputs_that_stood_their_checks_are_told_of_in_one_event(records):
    record = records("premis")["000001"]
    [event] = [each for each in record.iterfind("p:event", PREMIS) if texts(each, "p:eventType") == ["validation"]]
    assert event.find("p:eventType", PREMIS).get("valueURI") == f"{VOCABULARY}eventType/val"
    assert texts(event, "p:eventDateTime") == ["2026-03-04T05:06:07Z"]
    assert texts(event, ".//p:eventOutcome") == ["success"]
    made = objects(record)["data/2009/02/09ONHAVA42.tei"]
    assert texts(event, "p:linkingObjectIdentifier/p:linkingObjectIdentifierValue") == [identifier(made)]
    agents = {identifier(each, "agent"): texts(each, "p:agentName") for each in record.iterfind("p:agent", PREMIS)}
    assert [agents[id_] for id_ in texts(event, ".//p:linkingAgentIdentifierValue")] == [["cableconv-zembla"]]


def test_derivative_says_what_it_was_made_of_when_and_by_whom(records):
    record = records("premis")["000001"]
    original = objects(record)["data/originals/a/telegram.txt"]
    made = objects(record)["data/2009/02/09ONHAVA42.tei"]
    assert texts(made, ".//p:messageDigest") == [hashlib.sha256(b"<TEI/>").hexdigest()]
    assert texts(made, ".//p:formatRegistryKey") == ["fmt/101"]
    assert texts(made, "p:relationship/p:relationshipType") == ["derivation"]
    assert texts(made, "p:relationship/p:relationshipSubType") == ["has source"]
    assert texts(made, ".//p:relatedObjectIdentifierValue") == [identifier(original)]
    [id_] = texts(made, ".//p:relatedEventIdentifierValue")
    [event] = [found for found in record.iterfind("p:event", PREMIS) if identifier(found, "event") == id_]
    assert texts(event, "p:eventType") == ["migration"]
    assert event.find("p:eventType", PREMIS).get("valueURI") == f"{VOCABULARY}eventType/mig"
    assert texts(event, "p:eventDateTime") == ["2026-03-04T05:06:07Z"]
    assert texts(event, ".//p:eventDetail") == ["cable 1 (09ONHAVA42) read as telegram, written as json, tei"]
    assert texts(event, ".//p:eventOutcome") == ["success"]
    assert texts(event, ".//p:linkingObjectIdentifierValue") == [
        identifier(original),
        identifier(objects(record)["data/2009/02/09ONHAVA42.json"]),
        identifier(made),
    ]
    assert texts(event, ".//p:linkingObjectRole") == ["source", "outcome", "outcome"]
    by_id = {
        identifier(agent, "agent"): texts(agent, "p:agentName") + texts(agent, "p:agentVersion")
        for agent in record.iterfind("p:agent", PREMIS)
    }
    assert [by_id[agent] for agent in texts(event, ".//p:linkingAgentIdentifierValue")] == [
        ["cableconv", metadata.version("cableconv")],
        ["cableconv-zembla", "2.1"],
    ]


def test_transforms_are_told(records):
    record = records("premis", transforms={"redact": {"level": "secret"}})["000001"]
    details = [text for text in texts(record, ".//p:eventDetail") if "written as" in text]
    assert all(text.endswith("; in between: redact(level=secret)") for text in details)


def test_source_date_epoch_is_the_time_of_all_events(records):
    record = records("premis", epoch=1_234_567_890)["000001"]
    assert set(texts(record, ".//p:eventDateTime")) == {"2009-02-13T23:31:30Z"}


def test_what_happened_to_all_alike_is_one_event(records):
    record = records("premis")["000001"]
    found = objects(record)
    alike = [found[f"data/originals/a/{name}.txt"] for name in ("telegram", "broken", "again")]
    [check] = [event for event in record.iterfind("p:event", PREMIS) if texts(event, "p:eventType") == ["fixity check"]]
    assert texts(check, ".//p:linkingObjectIdentifierValue") == [identifier(each) for each in alike]
    assert texts(check, ".//p:eventOutcome") == ["success"]


def test_events_of_files_that_took_a_while_to_copy_have_an_interval(records, job):
    records("premis")
    with closing(sqlite3.connect(job.dest / ".cableconv/bag.sqlite")) as inventory, inventory:
        inventory.execute("UPDATE original SET copied = '2026-03-05T00:00:00Z'")
        inventory.execute("UPDATE original SET copied = '2026-03-06T00:00:00Z' WHERE path LIKE '%telegram.txt'")
    record = records("premis")["000001"]
    [check] = [event for event in record.iterfind("p:event", PREMIS) if texts(event, "p:eventType") == ["fixity check"]]
    assert texts(check, "p:eventDateTime") == ["2026-03-05T00:00:00Z/2026-03-06T00:00:00Z"]


def test_failure_and_duplicate_have_their_reasons(records):
    record = records("premis")["000001"]
    broken = objects(record)["data/originals/a/broken.txt"]
    [failure] = [event for event in events(record, broken) if texts(event, "p:eventType") == ["migration"]]
    assert texts(failure, ".//p:eventOutcome") == ["fail"]
    assert texts(failure, ".//p:eventOutcomeDetailNote") == ["unknown-format: none fits ␁"]
    again = objects(record)["data/originals/a/again.txt"]
    [ingestion] = [event for event in events(record, again) if texts(event, "p:eventType") == ["ingestion"]]
    assert texts(ingestion, ".//p:eventOutcome") == ["success"]
    assert texts(ingestion, ".//p:eventOutcomeDetailNote") == ["duplicate: same-text: of telegram.txt"]


def test_member_of_an_archive_is_a_file_inside_it(records, job):
    record = records("premis")["000002"]
    archive = objects(record)["data/originals/b/some.zip"]
    assert texts(archive, ".//p:formatRegistryKey") == ["x-fmt/263"]
    assert texts(archive, ".//p:messageDigest") == [
        hashlib.sha256((job.sources / "b/some.zip").read_bytes()).hexdigest()
    ]
    assert [texts(event, "p:eventType")[0] for event in events(record, archive)] == ["message digest calculation"]
    member = objects(record)["data/originals/b/some.zip member one.txt"]
    assert member.get(XSI_TYPE) == "file"
    assert texts(member, ".//p:messageDigest") == [hashlib.sha256(b"in the archive").hexdigest()]
    assert texts(member, "p:relationship/p:relationshipSubType") == ["is part of"]
    assert texts(member, ".//p:relatedObjectIdentifierValue") == [identifier(archive)]


def test_rows_of_a_table_are_bitstreams_of_one_file(records):
    record = records("premis")["000002"]
    found = objects(record)
    rows = [found[f"data/originals/b/rows.csv bytes from {offset}"] for offset in (5, 13)]
    assert [row.get(XSI_TYPE) for row in rows] == ["bitstream", "bitstream"]
    table = identifier(found["data/originals/b/rows.csv"])
    assert [texts(row, ".//p:relatedObjectIdentifierValue") for row in rows] == [[table], [table]]


def test_output_in_a_pack_is_part_of_it(records):
    record = records("premis")["000002"]
    found = objects(record)
    pack = found["data/packs/000002.tei.zip"]
    made = found["data/packs/000002.tei.zip member 2009/02/09ONHAVA43.tei"]
    assert texts(made, "p:relationship/p:relationshipSubType") == ["is part of", "has source"]
    assert identifier(pack) in texts(made, ".//p:relatedObjectIdentifierValue")


def test_dublin_core_records_are_valid(records):
    """Against schemas of ours: those of the Library of Congress and of DCMI come with no package."""
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "srw-dc.xsd"))
    for record in records("dc").values():
        schema.assertValid(record)


def test_dublin_core_of_a_cable(records):
    [record] = records("dc", metadata={"publisher": "Onhava Press", "title": "Of the collection"})["000001"]
    assert [(etree.QName(term).localname, term.text) for term in record] == [
        ("title", "GLASS FACTORY TALKS STALL"),
        ("creator", "AMEMBASSY ONHAVA"),
        ("subject", "PREL"),
        ("subject", "ZB"),
        ("description", "Classification: CONFIDENTIAL"),
        ("date", "2009-02-04T14:30:00Z"),
        ("type", "Text"),
        ("format", "application/json"),
        ("format", "application/tei+xml"),
        ("identifier", "09ONHAVA42"),
        ("source", "data/originals/a/telegram.txt"),
        ("language", "en"),
        ("relation", "data/2009/02/09ONHAVA42.json"),
        ("relation", "data/2009/02/09ONHAVA42.tei"),
        ("publisher", "Onhava Press"),
    ]


def test_dublin_core_leaves_out_what_is_not_known(hand_made, settings):
    hand_made.shard()
    nothing = dict.fromkeys(("transmitted", "origin", "classification", "subject", "tags"))
    id_ = hand_made.input(hand_made.source("cable.txt", b"the cable"))
    hand_made.cable(id_, "undated/cable", {"json": b"{}"}, **nothing, published_id="PUB<1>")
    make_bag(hand_made.dest, hand_made.connection, settings)
    [record] = etree.parse(hand_made.dest / "data/metadata/dc/000001.xml").getroot()
    terms = [etree.QName(term).localname for term in record]
    assert terms == ["title", "type", "format", "identifier", "identifier", "source", "language", "relation"]
    assert [term.text for term in record.iterfind("dc:identifier", DC)] == ["undated/cable", "PUB<1>"]


def test_language_that_is_none(job, settings):
    with pytest.raises(UsageError, match="is no language tag"):
        make_bag(job.dest, job.connection, msgspec.structs.replace(settings, metadata={"language": "in English"}))


def test_text_that_xml_cannot_hold_is_shown(hand_made, settings):
    hand_made.shard()
    id_ = hand_made.input(hand_made.source("cable.txt", b"the cable"))
    hand_made.cable(id_, "09ONHAVA42", {"json": b"{}"}, subject="A\x07 <B> & \uffff", origin="C\x00D")
    make_bag(hand_made.dest, hand_made.connection, settings)
    [record] = etree.parse(hand_made.dest / "data/metadata/dc/000001.xml").getroot()
    assert record.findtext("dc:title", namespaces=DC) == "A␇ <B> & \ufffd"
    assert record.findtext("dc:creator", namespaces=DC) == "C␀D"
