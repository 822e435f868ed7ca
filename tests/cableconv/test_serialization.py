"""The IR as JSON and back."""

import msgspec
import pytest

from cableconv import ReadError, from_json, ir, to_json


def test_a_cable_comes_back(kitchen_sink: ir.Cable) -> None:
    line = to_json(kitchen_sink)
    assert b"\n" not in line
    assert from_json(line) == kitchen_sink
    assert to_json(from_json(line)) == line


@pytest.mark.parametrize(
    "signature",
    ["lone \ud800 surrogate", "\udfff", "\x00\x1f\x7f\x85\u2028\ufffe\uffff\ufeff", "\U0010ffff", "\\ud800"],
)
def test_every_character_comes_back(kitchen_sink: ir.Cable, signature: str) -> None:
    cable = msgspec.structs.replace(kitchen_sink, signature=signature, extras={signature: [signature, 10**30]})
    line = to_json(cable)
    assert b"\n" not in line
    assert from_json(line) == cable


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not JSON"),
        (b"\xff", "is not JSON"),
        (b'{"ir": "1", "span": [0', "is not JSON"),
        (b"[" * 100_000, "not a cable: Expected `object`, got `array`"),
        (b'{"extras": {"a":' + b"[" * 100_000, "nested deeper than Python reads JSON"),
        (b'{"a":' * 100_000, "nested deeper than Python reads JSON"),
        (b'"\\ud800', "is not JSON"),
        (b'["\\ud800"]', "not a cable: Expected `object`"),
        (b"[]", "not a cable: Expected `object`, got `array`"),
        (b'{"span": [0, 1], "ir": "1"}', "not a cable: Object missing required field `source`"),
        (b'{"span": [0, 1], "ir": 1}', r"not a cable: .* at `\$\.ir`"),
    ],
)
def test_what_is_no_cable_is_a_clear_error(content: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        from_json(content)


def test_another_version_of_the_ir_is_refused(kitchen_sink: ir.Cable) -> None:
    with pytest.raises(ReadError, match="version '2' of the IR, this cableconv reads version '1'"):
        from_json(to_json(msgspec.structs.replace(kitchen_sink, ir="2")))


@pytest.mark.parametrize("span", [(0, 10**6), (-1, 3), (5, 2)])
def test_spans_outside_the_text_are_refused(kitchen_sink: ir.Cable, span: ir.Span) -> None:
    broken = msgspec.structs.replace(kitchen_sink, marks=(ir.Mark(kind="signature", span=span),))
    with pytest.raises(ReadError, match=r"outside its text of \d+ characters"):
        from_json(to_json(broken))
