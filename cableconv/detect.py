"""Which reader fits an input: by its first bytes, else by what the readers make of its head. Never by default."""

import logging
import math
from collections.abc import Iterable
from pathlib import PurePath

import msgspec

from cableconv.errors import AmbiguousFormat, UnknownFormat
from cableconv.formats import ReaderSpec
from cableconv.plugins import FAILURES, Offer
from cableconv.source import Detectable

#: A reader has to be surer than this.
THRESHOLD = 0.5

#: Readers this close together are equally sure.
MARGIN = 0.1

#: How files begin that zip, gzip, 7-Zip, RAR, bzip2 and xz make.
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\x00")

_log = logging.getLogger(__name__)


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """What one reader says about an input.

    Attributes:
        reader: The reader.
        magic: The input begins with its magic bytes.
        confidence: From 0 to 1, by its sniff.
        extension: The input's name has one of its extensions.
        failure: What its sniff raised or returned instead of a confidence, which then counts as 0.
    """

    reader: Offer[ReaderSpec]
    magic: bool
    confidence: float
    extension: bool
    failure: str = ""

    def __str__(self) -> str:
        said = [
            f"{self.confidence:.2f}",
            *(["magic"] if self.magic else []),
            *(["extension"] if self.extension else []),
        ]
        return f"{self.reader.spec.name} {', '.join(said)}{f' (failed: {self.failure})' if self.failure else ''}"


def detect(readers: Iterable[Offer[ReaderSpec]], source: Detectable) -> Offer[ReaderSpec]:
    """Return the reader that fits an input.

    A reader whose magic bytes begin the input goes first; else the surest by its sniff, above `THRESHOLD`. The
    extension decides only between readers that are equally sure.

    Args:
        readers: Those to ask.
        source: The input.

    Raises:
        UnknownFormat: No reader recognises it.
        AmbiguousFormat: Several recognise it equally well.
        ReadError: It cannot be read.
    """
    head = source.head()
    if not head:
        raise UnknownFormat("is empty; expected a cable", where=source.name)
    tried = attempts(readers, head, source.name)
    for attempt in tried:
        if attempt.failure:
            _log.warning("%s cannot tell about %s: %s", attempt.reader, source.name, attempt.failure)
    return _choose(tried, head, source.name)


def attempts(readers: Iterable[Offer[ReaderSpec]], head: bytes, name: str) -> list[Attempt]:
    """Ask each reader about the beginning of an input; the surest comes first."""
    tried = [_attempt(reader, head, name) for reader in readers]
    tried.sort(key=lambda each: (-each.magic, -each.confidence, -each.extension, each.reader.spec.name))
    return tried


def _attempt(reader: Offer[ReaderSpec], head: bytes, name: str) -> Attempt:
    spec = reader.spec
    confidence, failure = 0.0, ""
    if spec.sniff is not None:
        try:
            confidence = spec.sniff(head, name)
        except FAILURES as error:
            failure = f"its sniff raised {type(error).__name__}: {error}"
        else:
            if not _is_confidence(confidence):
                failure = f"its sniff returned {confidence!r}, expected a number from 0 to 1"
                confidence = 0.0
    return Attempt(
        reader=reader,
        magic=any(head.startswith(magic) for magic in spec.magic if magic),
        confidence=confidence,
        extension=PurePath(name).suffix.lower() in spec.extensions,
        failure=failure,
    )


def _is_confidence(value: object) -> bool:
    return isinstance(value, int | float) and not math.isnan(value) and 0 <= value <= 1


def _choose(tried: list[Attempt], head: bytes, name: str) -> Offer[ReaderSpec]:
    by_magic = [each for each in tried if each.magic]
    likely = by_magic or [each for each in tried if each.confidence > THRESHOLD]
    if not likely:
        raise UnknownFormat(f"is not recognised: it {_look(head)}; tried: {_list(tried)}; {_advice(head)}", where=name)
    best = max(each.confidence for each in likely)
    # Rounded, as 0.8 - 0.7 is a little more than 0.1.
    close = [each for each in likely if round(best - each.confidence, 6) <= MARGIN]
    if len(close) > 1:
        close = [each for each in close if each.extension] or close
    if len(close) > 1:
        raise AmbiguousFormat(
            f"is recognised by {' and '.join(str(each.reader) for each in close)}; "
            f"tried: {_list(tried)}; say which one with -f FORMAT",
            where=name,
        )
    return close[0].reader


def _look(head: bytes) -> str:
    """Say what an input looks like that nobody recognises."""
    if not head.strip():
        return "begins with nothing but blanks"
    if b"\0" in head:
        return f"looks binary and begins with the bytes {head[:8].hex(' ')}"
    return f"begins with {head.strip()[:40].decode('utf-8', 'replace')!r}"


def _advice(head: bytes) -> str:
    """Say what to do with an input that nobody recognises."""
    if head.startswith(_PACKED):
        return "unpack it first"
    for encoding, nulls in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if nulls.count(0) > 0.9 * len(nulls) and head.count(0) < 0.6 * len(head):
            return f"if it is text in UTF-16, say --encoding {encoding}"
    return "say what it is with -f FORMAT"


def _list(tried: list[Attempt]) -> str:
    return "; ".join(map(str, tried)) or "no reader is installed"
