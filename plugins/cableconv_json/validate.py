"""The checks of JSON outputs: each line is a cable, nothing of its source text is lost, no key is unknown."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from cableconv import from_json, walk
from cableconv.errors import ReadError
from cableconv.formats import Finding, Input


def validate(source: Input) -> Iterator[Finding]:
    """Yield what is wrong with lines of cables, or with one document over several lines.

    Raises:
        TooLarge: The file is over the size limit.
        ReadError: It cannot be read.
    """
    content = source.content()
    content = content.removeprefix(b"\xef\xbb\xbf")
    lines = content.splitlines() if content.lstrip().partition(b"\n")[0].rstrip().endswith(b"}") else [content]
    if not content.strip():
        yield Finding(message="is empty; expected a cable", line=1)
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield from _check(line, number)


def _check(line: bytes, number: int) -> Iterator[Finding]:
    try:
        cable = from_json(line)
    except ReadError as error:
        yield _ill_formed(line, number) or Finding(message=_told(error.message), line=number)
        return
    # Numbers stay as written: Python refuses those of thousands of digits.
    for path in _unknown(cable, json.loads(line, parse_int=str), "$"):
        yield Finding(message=f"{path} is no field of the IR; a reader passes over it", line=number)
    for breach in walk.check_coverage(cable):
        yield Finding(message=f"{cable.id or cable.source.name}: {breach}", line=number)


def _ill_formed(line: bytes, number: int) -> Finding | None:
    """Return where it stops being JSON, and why; nothing if it is JSON all the same."""
    try:
        json.loads(line.decode(), parse_int=str)
    except json.JSONDecodeError as error:
        return Finding(message=f"is not JSON: {error.msg}", line=number + error.lineno - 1, column=error.colno)
    except UnicodeDecodeError as error:
        return Finding(
            message=f"is not JSON, which is UTF-8: byte {error.start} is 0x{line[error.start]:02X}", line=number
        )
    except (RecursionError, ValueError) as error:
        return Finding(message=f"is not JSON that can be read: {error}", line=number)
    return None


def _told(message: str) -> str:
    """Say first at which place a value is wrong.

    >>> _told("is JSON, but not a cable: Expected `int`, got `str` - at `$.sections[1].number`")
    'is JSON, but not a cable: $.sections[1].number: expected `int`, got `str`'
    """
    return re.sub(r": (\w)(.*) - at `(\$.*)`$", lambda m: f": {m[3]}: {m[1].lower()}{m[2]}", message)


def _unknown(made: Any, written: Any, path: str) -> Iterator[str]:
    """Yield the places of keys that no field was made of."""
    if isinstance(made, msgspec.Struct) and isinstance(written, dict):
        fields = {field.encode_name: field.name for field in msgspec.structs.fields(made)}
        for key, value in written.items():
            if key in fields:
                yield from _unknown(getattr(made, fields[key]), value, f"{path}.{key}")
            elif key != made.__struct_config__.tag_field:
                yield f"{path}.{key}"
    elif isinstance(made, tuple) and isinstance(written, list):
        for index, (each, value) in enumerate(zip(made, written, strict=False)):
            yield from _unknown(each, value, f"{path}[{index}]")
