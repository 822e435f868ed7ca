"""Cables per second and memory of each reader, of each writer, and of pages that become files."""

import re
from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any

import cableconv
from cost import inputs, references
from cost.inputs import Folders
from cost.laps import Job, Round, in_turns, rows
from cost.references import each

# What a lap does


def read(where: Folders, reader: str) -> Round:
    """Read each input wholly."""
    return each(lambda content: list(cableconv.read(content, reader)), inputs.OF_READER[reader](where))


def read_detected(where: Folders, reader: str) -> Round:
    """Read each input wholly, after finding out what it is."""
    return each(lambda content: list(cableconv.read(content)), inputs.OF_READER[reader](where))


def write(where: Folders, writer: str, options: dict[str, Any]) -> Round:
    """Write each cable into an output of its own."""
    return each(lambda cable: inputs.written(cable, writer, options), inputs.cables(where))


def convert(where: Folders, writer: str) -> Round:
    """Make an output of each page."""
    return each(lambda page: cableconv.convert(page, BytesIO(), "cablegate", writer), inputs.pages(where))


# Which jobs there are


def readers(where: Folders) -> Iterator[list[Job]]:
    """Yield a group for each reader: the least that any program would have to do, and the reader."""
    least = {
        "cablegate": ("lxml parses the page", references.parse_html, (where,)),
        "cablegate-csv": ("Python's csv reads the row", references.parse_csv, (where,)),
        "json": ("msgspec decodes the JSON", references.decode_json, (where,)),
        "tei": ("lxml parses the TEI", references.parse_xml, (where,)),
    }
    for reader in inputs.OF_READER:
        name, make, arguments = least.get(
            reader, (f"decode, split, sha256 ({reader})", references.decode, (where, reader))
        )
        yield [
            Job(name, make, arguments),
            Job(f"read {reader}", read, (where, reader), (name,)),
            Job(f"read {reader}, detected", read_detected, (where, reader), (name,)),
        ]


def writers(where: Folders) -> Iterator[list[Job]]:
    """Yield a group for each writer: what it is compared with, and the writer, for TEI in each of its ways."""
    lines, no_lines = {"lines": "yes"}, {"lines": "no"}
    compared: dict[str, list[Job]] = {
        "json": [Job("msgspec encodes the JSON", references.encode_json, (where,))],
        "telegram": [Job("Python encodes the text", references.encode_text, (where,))],
        "markdown": [Job("the leaves' text joined", references.join_leaves, (where,))],
        "cmif": [Job("lxml builds the CMIF", references.build_xml, (where, "cmif", {}))],
        "epub": [Job("zipfile packs the same members", references.zip_members, (where,))],
        "pdf": [
            Job("typst sets a PDF/A-2b", references.typst, (where,)),
            Job("fpdf2 sets a plain PDF", references.fpdf2, (where,)),
        ],
    }
    for spec in cableconv.formats():
        if not isinstance(spec, cableconv.WriterSpec):
            continue
        if spec.name == "tei":
            for way, options in (("with lines", lines), ("without lines", no_lines)):
                name = f"lxml builds the TEI {way}"
                yield [
                    Job(name, references.build_xml, (where, "tei", options)),
                    Job(f"write tei, {way}", write, (where, "tei", options), (name,)),
                ]
            continue
        others = compared.get(spec.name, [])
        yield [*others, Job(f"write {spec.name}", write, (where, spec.name, {}), tuple(job.name for job in others))]


def converters(where: Folders) -> Iterator[list[Job]]:
    """Yield a group for each format that a page can become; pandoc does what it can of it."""
    of_pandoc = {"tei": "tei", "epub": "epub3", "markdown": "markdown"}
    for writer in ("tei", "epub", "markdown", "pdf"):
        others = [
            Job(f"pandoc, html to {to}", references.pandoc, (where, to))
            for ours, to in of_pandoc.items()
            if ours == writer
        ]
        yield [*others, Job(f"page to {writer}", convert, (where, writer), tuple(job.name for job in others))]
    yield [Job("pandoc, an empty page to tei", references.pandoc_nothing, (where, "tei"))]


def groups(where: Folders) -> dict[str, list[list[Job]]]:
    """Return all jobs under the headings of their tables; the jobs of a group are compared with each other."""
    absent = references.missing()
    return {
        heading: [_without(absent, group) for group in made]
        for heading, made in (
            ("readers", readers(where)),
            ("writers", writers(where)),
            ("page to file", converters(where)),
        )
    }


def _without(absent: Collection[str], group: list[Job]) -> list[Job]:
    """Leave out the jobs of programs that are absent; their names begin with the program's."""
    return [job for job in group if re.split(r"\W", job.name)[0] not in absent]


def measure(where: Folders, cables: int, seconds: float, only: str) -> dict[str, Any]:
    """Return a table for each heading.

    Args:
        where: The inputs.
        cables: How many cables each job does.
        seconds: Processor time after which a job stops before that.
        only: Groups that have a job with this in its name; ``""`` for all.
    """
    tables: dict[str, list[dict[str, Any]]] = {}
    for heading, made in groups(where).items():
        for group in made:
            if any(only in job.name for job in group):
                tables.setdefault(heading, []).extend(rows(group, in_turns(group, cables, seconds)))
    return {"tables": tables, "missing": references.missing()}
