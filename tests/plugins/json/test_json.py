"""Reader and writer ``json``: one cable is one object, many are lines of them."""

import io
import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from cableconv import ReadError, TooLarge, ir, read, to_json, write
from cableconv_json.plugin import sniff


@pytest.fixture
def two(kitchen_sink: ir.Cable) -> list[ir.Cable]:
    return [kitchen_sink, msgspec.structs.replace(kitchen_sink, id="09ONHAVA43", extras={})]


def test_cables_come_back_line_by_line(two: list[ir.Cable]) -> None:
    out = io.BytesIO()
    write(two, out, "json")
    assert out.getvalue() == to_json(two[0]) + b"\n" + to_json(two[1]) + b"\n"
    assert list(read(out.getvalue())) == two


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line,
        lambda line: b"\xef\xbb\xbf" + line,
        lambda line: b"\n\r\n  " + line + b"\r\n\r\n",
        lambda line: json.dumps(json.loads(line), indent=2).encode(),
        lambda line: json.dumps(json.loads(line), indent=2).replace("\n", "\r\n").encode() + b"\r\n\r\n",
        lambda line: b"\n" + json.dumps(dict(sorted(json.loads(line).items())), indent="\t").encode(),
    ],
    ids=["a line", "byte order mark", "blank lines around", "indented", "CRLF", "sorted"],
)
def test_ways_to_write_one_cable(change: Callable[[bytes], bytes], kitchen_sink: ir.Cable) -> None:
    content = change(to_json(kitchen_sink))
    assert list(read(content)) == [kitchen_sink]
    assert list(read(content, "json")) == [kitchen_sink]


def test_a_broken_line_is_named_after_the_cables_before_it(two: list[ir.Cable]) -> None:
    lines = to_json(two[0]) + b"\n\n" + to_json(two[1])[:-100] + b"}\n" + to_json(two[0])
    cables = read(io.BytesIO(lines), "json")
    assert next(cables) == two[0]
    with pytest.raises(ReadError, match="is not JSON") as caught:
        next(cables)
    assert (caught.value.where, caught.value.line) == ("<stream>", 3)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b" \n\n", "found no cable"),
        (b"[1, 2]", "not a cable"),
        (b'{"a": 1}\n', "not a cable"),
        (b'{"a":\n', "is not JSON"),
        (b"BT\nNNNN\n", "is not JSON"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is not JSON"),
        (b'{"ir": "\xff"}', "is not JSON"),
    ],
)
def test_what_is_no_cable_is_a_clear_error(content: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        list(read(content, "json"))


def test_a_line_over_the_limit(kitchen_sink: ir.Cable) -> None:
    line = to_json(kitchen_sink)
    assert list(read(line, "json", {"max-line": len(line)})) == [kitchen_sink]
    for content in (line, json.dumps(json.loads(line), indent=2).encode()):
        with pytest.raises(TooLarge, match=r"more than 9,000 bytes here; .* max-line"):
            list(read(content, "json", {"max-line": 9000}))


def test_truncation_is_an_error_wherever_it_falls(kitchen_sink: ir.Cable) -> None:
    line = to_json(kitchen_sink)
    for end in range(1, len(line), 97):
        with pytest.raises(ReadError):
            list(read(line[:end], "json"))


def test_sniff(kitchen_sink: ir.Cable) -> None:
    line = to_json(kitchen_sink)
    fields: dict[str, Any] = json.loads(line)
    assert sniff(line[:65_536], "x") == 1.0
    assert sniff(b"\xef\xbb\xbf\n" + json.dumps(fields, indent=2).encode(), "x") == 1.0
    assert sniff(json.dumps(dict(sorted(fields.items()))).encode(), "x") > 0.5
    for other in (b"", b'{"id": 7}', b"{", b"[{}]", b"UNCLAS ONHAVA 000042", b"\x89PNG", b"\xef\xbb\xbf"):
        assert sniff(other, "x.json") <= 0.5
