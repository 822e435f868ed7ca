"""What is attacked: readers, detection and archives, as functions of bytes that raise when a promise is broken.

With each go its seeds, the good inputs to begin with.
"""

import io
import tarfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cableconv
from cableconv import archives, ir, walk
from cableconv.detect import detect
from cableconv.errors import ReadError
from cableconv.plugins import registry
from cableconv.source import open_input

SAMPLES = Path(__file__).parent.parent.parent / "samples"

#: More than any fuzzer's input, less than what a machine has.
_MAX_SIZE = 1 << 24


def _read(reader: str, content: bytes) -> None:
    """Read bytes: either cables that have every character and survive JSON come of it, or a `ReadError`."""
    try:
        for cable in cableconv.read(content, reader, max_size=_MAX_SIZE):
            _check(cable, reader)
    except ReadError as error:
        _says_something(error)


def _says_something(error: Exception) -> None:
    assert str(error).strip(), "an error says what is wrong"


def _check(cable: ir.Cable, reader: str) -> None:
    breaches = walk.check_coverage(cable)
    # A document may be about a text that it does not have all of: JSON and TEI bring the IR that they say.
    assert not breaches or reader in ("json", "tei"), breaches[0]
    assert cableconv.from_json(cableconv.to_json(cable)) == cable, "JSON gives the same cable back"


def _detect(content: bytes) -> None:
    """Ask for the reader of bytes: there is one or a `ReadError` that says why not, and it never raises in reading."""
    try:
        for _ in cableconv.read(content, max_size=_MAX_SIZE):
            pass
    except ReadError as error:
        _says_something(error)


def _unpack(name: str, content: bytes) -> None:
    """Read all members of an archive: each has a content, or an error says why not; in a stream, an `OSError`."""
    try:
        members = list(archives.members(io.BytesIO(content), name))
        archive = archives.Archive(io.BytesIO(content), name)
    except ReadError as error:
        _says_something(error)
        return
    for member in members:
        try:
            with archive.open(member.index) as stream:
                while stream.read(1 << 16):
                    pass
        except (ReadError, OSError) as error:
            _says_something(error)
    archive.close()


def _zip(samples: list[Path]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in samples:
            archive.write(sample, sample.name)
    return out.getvalue()


def _tar(samples: list[Path]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for sample in samples:
            archive.add(sample, sample.name)
    return out.getvalue()


_ARCHIVES = {"cables.zip": _zip, "cables.tar": _tar}


def targets() -> dict[str, Callable[[bytes], None]]:
    """Return all targets by their names."""
    readers = {name: partial(_read, name) for name in registry().readers}
    return {"detect": _detect, **readers, **{name: partial(_unpack, name) for name in _ARCHIVES}}


def seeds(target: str) -> list[bytes]:
    """Return good inputs for a target: samples of its format, or what its writer makes of others."""
    samples = sorted(path for path in SAMPLES.glob("*/*") if path.is_file())
    if target in _ARCHIVES:
        return [_ARCHIVES[target]([sample for sample in samples if sample.stat().st_size < 3000][:5])]
    if target in registry().readers:
        own = [sample.read_bytes() for sample in samples if _reader_of(sample) == target]
        return own or [_converted(sample, target) for sample in samples if _reader_of(sample) == "telegram"]
    return [sample.read_bytes() for sample in samples]


def _reader_of(sample: Path) -> str:
    return detect(registry().readers.values(), open_input(sample)).spec.name


def _converted(sample: Path, target: str) -> bytes:
    out = io.BytesIO()
    cableconv.write(cableconv.read(sample), out, target)
    return out.getvalue()
