"""What the files of a bag are, by name, media type and PRONOM identifier."""

from collections.abc import Mapping
from pathlib import PurePosixPath

import msgspec

from cableconv.formats import ReaderSpec, WriterSpec

#: PRONOM identifiers of the media types for which there is one that says no more than the media type does. So there is
#: none for PDF: PRONOM has one for each version of it only.
PRONOM = {
    "application/epub+zip": "fmt/483",
    "application/gzip": "x-fmt/266",
    "application/json": "fmt/817",
    "application/tei+xml": "fmt/101",
    "application/x-tar": "x-fmt/265",
    "application/xml": "fmt/101",
    "application/zip": "x-fmt/263",
    "text/csv": "x-fmt/18",
    "text/html": "fmt/96",
    "text/markdown": "fmt/1149",
    "text/plain": "x-fmt/111",
}


class FileFormat(msgspec.Struct, frozen=True):
    """A format.

    Attributes:
        name: For a person.
        media_type: ``""`` where none is known.
    """

    name: str
    media_type: str = ""


UNKNOWN = FileFormat("unknown")

ZIP = FileFormat("ZIP archive", "application/zip")

#: Files that hold several inputs, by their extensions.
_CONTAINERS = {
    ".csv": FileFormat("CSV", "text/csv"),
    ".gz": FileFormat("gzip", "application/gzip"),
    ".json": FileFormat("JSON", "application/json"),
    ".jsonl": FileFormat("JSON, one value a line"),
    ".tar": FileFormat("tar archive", "application/x-tar"),
    ".tgz": FileFormat("gzip", "application/gzip"),
    ".txt": FileFormat("Text", "text/plain"),
    ".xml": FileFormat("XML", "application/xml"),
    ".zip": ZIP,
}


def of_specs(specs: Mapping[str, ReaderSpec] | Mapping[str, WriterSpec]) -> dict[str, FileFormat]:
    """Return the formats that plugins read or write, by their names."""
    return {name: FileFormat(spec.title, spec.mimetypes[0] if spec.mimetypes else "") for name, spec in specs.items()}


def of_container(path: str) -> FileFormat:
    """Return the format of a file that holds several inputs."""
    return _CONTAINERS.get(PurePosixPath(path).suffix.lower(), UNKNOWN)
