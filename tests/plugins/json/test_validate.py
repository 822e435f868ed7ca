"""What ``validate`` says of JSON that is no cable, or not the whole of one."""

import json

import pytest

from cableconv import ir, to_json
from cableconv.source import open_input
from cableconv_json.validate import validate


def findings(content: bytes) -> list[tuple[int, int, str]]:
    return [(found.line, found.column, found.message) for found in validate(open_input(content))]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"routing"', '"rooting"', "$.envelope.rooting is no field of the IR; a reader passes over it"),
        ('"number":1', '"number":"1"', ".number: expected `int | null`, got `str`"),
        ('"type":"paragraph"', '"type":"para"', ".type: invalid value 'para'"),
        ('"ir":"1"', '"ir":"9"', "is a cable of version '9' of the IR, this cableconv reads version '1'"),
    ],
)
def test_a_fault_is_named(kitchen_sink: ir.Cable, old: str, new: str, message: str) -> None:
    text = to_json(kitchen_sink).decode()
    assert old in text
    content = f"{text}\n{text.replace(old, new, 1)}\n".encode()
    [(line, column, found)] = findings(content)
    assert (line, column) == (2, 0)
    assert message in found


def test_where_it_stops_being_json(kitchen_sink: ir.Cable) -> None:
    text = json.dumps(json.loads(to_json(kitchen_sink)), indent=1)
    at = text.index('"envelope"')
    [(line, column, message)] = findings(f"{text[:at]}!{text[at:]}".encode())
    assert text.splitlines()[line - 1][column - 1 :].startswith('"envelope"')
    assert message.startswith("is not JSON: ")


def test_other_bytes() -> None:
    assert findings(b'{"id": "\xff"}') == [(1, 0, "is not JSON, which is UTF-8: byte 8 is 0xFF")]
    assert findings(b"") == [(1, 0, "is empty; expected a cable")]
    assert findings(b"[" * 100_000 + b"]" * 100_000)


def test_a_cable_with_anything_in_it_is_valid(kitchen_sink: ir.Cable) -> None:
    text = to_json(kitchen_sink).decode().replace('"box":12', f'"box":{"9" * 5000}')
    assert all("is no field" not in message for _, _, message in findings(text.encode()))
    assert findings(to_json(kitchen_sink)) == []
