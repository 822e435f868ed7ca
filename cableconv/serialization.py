"""The IR as JSON and back: nothing is lost on the way."""

import json

import msgspec

from cableconv import ir, walk
from cableconv.errors import ReadError

_decoder = msgspec.json.Decoder(ir.Cable)


def to_json(cable: ir.Cable) -> bytes:
    """Return a cable as one line of JSON, without a line end."""
    try:
        return msgspec.json.encode(cable)
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8; JSON holds it as an escape.
        return json.dumps(msgspec.to_builtins(cable), separators=(",", ":")).encode()


def from_json(content: bytes) -> ir.Cable:
    """Make a cable of its JSON.

    Raises:
        ReadError: It is not JSON, or not a cable, or one of another version of the IR, or its spans point outside
            its text.
    """
    try:
        cable = _decode(content)
    except msgspec.ValidationError as error:
        raise ReadError(f"is JSON, but not a cable: {error}") from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ReadError(f"is not JSON: {error}") from error
    except RecursionError as error:
        raise ReadError(
            "is nested deeper than Python reads JSON, some hundred lists or quotations within each other; "
            "check what it holds"
        ) from error
    if cable.ir != ir.IR_VERSION:
        raise ReadError(
            f"is a cable of version {cable.ir!r} of the IR, this cableconv reads version {ir.IR_VERSION!r}; "
            "convert the original again, or install the cableconv that wrote it"
        )
    end = len(cable.source.text)
    for node in walk.walk(cable):
        if not 0 <= node.span[0] <= node.span[1] <= end:
            raise ReadError(f"is a cable with the span {node.span}, outside its text of {end} characters")
    return cable


def _decode(content: bytes) -> ir.Cable:
    try:
        return _decoder.decode(content)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        # msgspec refuses the escape of a lone surrogate, which Python's own decoder takes.
        if b"\\ud" not in content.lower():
            raise
        try:
            return msgspec.convert(json.loads(content), ir.Cable)
        except ValueError as error:
            raise msgspec.DecodeError(str(error)) from error
