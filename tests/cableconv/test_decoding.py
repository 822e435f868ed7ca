"""How bytes become characters."""

import pytest

from cableconv import ReadError
from cableconv.decoding import decode, newline


@pytest.mark.parametrize(
    ("content", "encoding", "expected"),
    [
        (b"Ambassador", None, ("Ambassador", "utf-8")),
        ("¶1. Caf\u00e9".encode(), None, ("¶1. Café", "utf-8")),
        ("¶1. Café".encode("cp1252"), None, ("¶1. Café", "cp1252")),
        (b"\x93x\x94 \x81", None, ("\u201cx\u201d \x81", "cp1252")),
        ("Zażółć".encode("cp1250"), "cp1250", ("Zażółć", "cp1250")),
        ("Zażółć".encode(), "cp1250", ("Zażółć", "utf-8")),
        ("BT".encode("utf-16-le"), "utf-16-le", ("BT", "utf-16-le")),
        ("Café €".encode("cp1252"), "cp1252", ("Café €", "windows-1252")),
        (b"\x81 \xe9", "latin-1", ("\x81 é", "latin-1")),
    ],
)
def test_decoding(content: bytes, encoding: str | None, expected: tuple[str, str]) -> None:
    assert decode(content, encoding) == expected


def test_the_whole_file_decides_not_its_beginning() -> None:
    content = b"A" * 200_000 + b"\xb6"
    assert decode(content) == ("A" * 200_000 + "¶", "cp1252")


def test_an_encoding_that_loses_bytes_is_refused() -> None:
    with pytest.raises(ReadError, match="without loss"):
        decode(b"+AGEAYg-\0", "utf-7")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", "none"), ("a\nb\n", "LF"), ("a\r\nb", "CRLF"), ("a\rb", "CR"), ("a\r\nb\n", "mixed"), ("a\n\rb", "mixed")],
)
def test_newline(text: str, expected: str) -> None:
    assert newline(text) == expected
