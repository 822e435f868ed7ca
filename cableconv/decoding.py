"""How bytes become characters, and back again without loss."""

import codecs
from contextlib import suppress

from cableconv.errors import ReadError, UsageError

# UTF-32 first: its little end's mark begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Decode bytes by their byte order mark, else as UTF-8, else as ``encoding``, else as cp1252.

    The whole content decides, never its beginning alone. A byte order mark stays as the first character.

    Args:
        content: The bytes.
        encoding: What the input declares or the user says, in Python's name.

    Returns:
        The text, and Python's name of the encoding with which `encode` gives the bytes back.
        ``cp1252`` was guessed; the same encoding as ``encoding`` is called ``windows-1252``.

    Raises:
        ReadError: ``encoding`` cannot decode the bytes, or does not give them back.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            with suppress(UnicodeDecodeError):
                return content.decode(name), name
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # UTF-16 without a byte order mark is valid UTF-8 full of NULs: what the user says decides there.
        if encoding is None or "\0" not in text:
            return text, "utf-8"
    if encoding is None or codecs.lookup(encoding).name == "cp1252":
        # By another of its names where it was not guessed.
        return codecs.charmap_decode(content, "strict", _CP1252)[0], "windows-1252" if encoding else "cp1252"
    return _decode_as(content, encoding), encoding


def as_utf8(head: bytes, encoding: str | None) -> bytes:
    """Return the beginning of an input in UTF-8 where a byte order mark or the user says what it is.

    Readers recognise their inputs by ASCII, which encodings like UTF-16 and EBCDIC do not have. A character that is cut
    off at the end is left out.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            with suppress(UnicodeDecodeError):
                return codecs.getincrementaldecoder(name)().decode(head).encode()
    if encoding is None:
        return head
    with suppress(UnicodeDecodeError):
        if "\0" not in codecs.getincrementaldecoder("utf-8")("strict").decode(head):
            return head
    with suppress(LookupError, UnicodeError):
        return codecs.getincrementaldecoder(encoding)("replace").decode(head).encode("utf-8", "replace")
    return head


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
        given_back = text.encode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"is not {encoding}: {error.reason} at byte {error.start}; name another encoding or none"
        ) from error
    except UnicodeError as error:
        raise ReadError(f"is not {encoding}: {error}; name another encoding or none") from error
    if given_back != content:
        raise ReadError(f"cannot be read as {encoding} without loss; name an encoding that gives the bytes back")
    return text


# cp1252 with the five bytes that it leaves undefined (81 8D 8F 90 9D) as the C1 control of the same number, as the
# WHATWG's windows-1252 has it: each byte is one character, and each of these characters is one byte.
_CP1252 = "".join(
    chr(byte) if character == "\ufffd" else character
    for byte, character in enumerate(bytes(range(256)).decode("cp1252", "replace"))
)
CP1252_BYTES = codecs.charmap_build(_CP1252)


def check_encoding(encoding: str | None) -> None:
    """Check that Python knows a text encoding of this name.

    Raises:
        UsageError: It does not.
    """
    try:
        if encoding is not None:
            "".encode(encoding)
    except (LookupError, UnicodeError, ValueError) as error:
        raise UsageError(f"Python knows no text encoding {encoding!r}; examples: utf-8, cp1252, latin-1") from error


def newline(text: str) -> str:
    """Return how the lines of a text end: ``LF``, ``CRLF``, ``CR``, ``mixed`` or ``none``."""
    if "\r" not in text:
        return "LF" if "\n" in text else "none"
    pairs = text.count("\r\n")
    counts = {"CRLF": pairs, "LF": text.count("\n") - pairs, "CR": text.count("\r") - pairs}
    found = [name for name, count in counts.items() if count]
    return "mixed" if len(found) > 1 else "".join(found) or "none"
