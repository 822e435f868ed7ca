"""What is attacked: every reader and the detection, as functions of bytes that raise when a promise is broken."""

from collections.abc import Callable
from functools import partial

import cableconv
from cableconv import ir, walk
from cableconv.errors import ReadError
from cableconv.plugins import registry

#: More than any fuzzer's input, less than what a machine has.
_MAX_SIZE = 1 << 24


def _read(reader: str, content: bytes) -> None:
    """Read bytes: either cables that have every character and survive JSON come of it, or a `ReadError`."""
    try:
        for cable in cableconv.read(content, reader, max_size=_MAX_SIZE):
            _check(cable)
    except ReadError as error:
        _says_something(error)


def _says_something(error: ReadError) -> None:
    assert str(error).strip(), "an error says what is wrong"


def _check(cable: ir.Cable) -> None:
    breaches = walk.check_coverage(cable)
    # A document may be about a text that it does not have all of: JSON and TEI bring the IR that they say.
    assert not breaches or cable.source.format in ("json", "tei"), breaches[0]
    assert cableconv.from_json(cableconv.to_json(cable)) == cable, "JSON gives the same cable back"


def _detect(content: bytes) -> None:
    """Ask for the reader of bytes: there is one or a `ReadError` that says why not, and it never raises in reading."""
    try:
        for _ in cableconv.read(content, max_size=_MAX_SIZE):
            pass
    except ReadError as error:
        _says_something(error)


def targets() -> dict[str, Callable[[bytes], None]]:
    """Return all targets by their names."""
    return {"detect": _detect, **{name: partial(_read, name) for name in registry().readers}}
