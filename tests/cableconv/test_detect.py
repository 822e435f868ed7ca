"""Which reader fits: magic, then the surest sniff; the extension between equals; never a default guess."""

import logging
from collections.abc import Callable
from typing import Any

import pytest

from cableconv import AmbiguousFormat, ReaderSpec, UnknownFormat
from cableconv.detect import attempts, detect
from cableconv.plugins import Offer, Plugin
from cableconv.source import open_input

PLUGIN = Plugin(name="test", module="test", distribution="cableconv-test", version="1.0")


def reader(
    name: str,
    sniff: float | Callable[[bytes, str], Any] | None = None,
    *,
    magic: tuple[bytes, ...] = (),
    extensions: tuple[str, ...] = (),
) -> Offer[ReaderSpec]:
    sniffing = sniff if callable(sniff) or sniff is None else lambda head, name: sniff
    spec = ReaderSpec(name=name, title=name, load="x:X", sniff=sniffing, magic=magic, extensions=extensions)
    return Offer(spec, PLUGIN)


class Named:
    def __init__(self, name: str, head: bytes) -> None:
        self.name = name
        self._head = head

    def head(self) -> bytes:
        return self._head


def found(*readers: Offer[ReaderSpec], name: str = "in.txt", head: bytes = b"BEGIN") -> str:
    return detect(readers, Named(name, head)).spec.name


@pytest.mark.parametrize(
    ("readers", "expected"),
    [
        pytest.param([reader("a", 0.6), reader("b", 0.2)], "a", id="the surest"),
        pytest.param([reader("a", 0.51)], "a", id="just above the threshold"),
        pytest.param([reader("a", 1.0), reader("b", 0.0, magic=(b"BEG",))], "b", id="magic goes before sniff"),
        pytest.param([reader("a", 0.9), reader("b", 0.75)], "a", id="further apart than the margin"),
        pytest.param(
            [reader("a", 0.9), reader("b", 0.85, extensions=(".txt",))], "b", id="the extension between equals"
        ),
        pytest.param(
            [reader("a", 0.8), reader("b", 0.6, extensions=(".txt",))], "a", id="the extension decides nothing else"
        ),
        pytest.param(
            [reader("a", 0.2, magic=(b"BE",)), reader("b", 0.9, magic=(b"BEG",))], "b", id="sniff between two magics"
        ),
        pytest.param([reader("a", 1), reader("b")], "a", id="a whole number; no sniff at all"),
    ],
)
def test_choice(readers: list[Offer[ReaderSpec]], expected: str) -> None:
    assert found(*readers) == expected
    assert found(*reversed(readers)) == expected


def test_the_extension_may_be_in_capitals() -> None:
    assert found(reader("a", 0.9), reader("b", 0.9, extensions=(".htm",)), name="PAGE.HTM") == "b"


def test_sniff_gets_the_head_and_the_name() -> None:
    seen: list[tuple[bytes, str]] = []

    def sniff(head: bytes, name: str) -> float:
        seen.append((head, name))
        return 1.0

    detect([reader("a", sniff)], open_input(b"x" * 100_000))
    assert seen == [(b"x" * 65_536, "<bytes>")]


@pytest.mark.parametrize("confidence", [0.5, 0.0])
def test_nothing_above_the_threshold_is_unknown(confidence: float) -> None:
    with pytest.raises(UnknownFormat) as caught:
        found(reader("a", confidence, extensions=(".txt",)), reader("b", 0.1))
    assert str(caught.value) == (
        f"in.txt: is not recognised: it begins with 'BEGIN'; tried: a {confidence:.2f}, extension; b 0.10; "
        "say what it is with -f FORMAT"
    ).replace("tried: a 0.00, extension; b 0.10", "tried: b 0.10; a 0.00, extension")


@pytest.mark.parametrize("other", [0.8, 0.7, 0.75])
def test_two_within_the_margin_are_ambiguous(other: float) -> None:
    with pytest.raises(
        AmbiguousFormat, match=r"reader a of plugin test \(cableconv-test 1\.0\) and reader b of"
    ) as caught:
        found(reader("a", 0.8), reader("b", other))
    assert f"tried: a 0.80; b {other:.2f}" in str(caught.value)
    assert "-f FORMAT" in str(caught.value)


def test_two_with_the_extension_are_still_ambiguous() -> None:
    with pytest.raises(AmbiguousFormat):
        found(reader("a", 0.8, extensions=(".txt",)), reader("b", 0.8, extensions=(".txt",)))


def test_no_reader_at_all() -> None:
    with pytest.raises(UnknownFormat, match="no reader is installed"):
        found()


def test_an_empty_input_asks_no_reader() -> None:
    with pytest.raises(UnknownFormat, match=r"in\.txt: is empty"):
        found(reader("a", 1.0), head=b"")


@pytest.mark.parametrize(
    ("head", "look"),
    [
        (b"   \n\n ", "it begins with nothing but blanks"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "it looks binary and begins with the bytes 89 50 4e 47 0d 0a 1a 0a"),
        (b"Dear diary", "it begins with 'Dear diary'"),
    ],
)
def test_unknown_says_what_the_input_looks_like(head: bytes, look: str) -> None:
    with pytest.raises(UnknownFormat, match=look):
        found(reader("a", 0.0), head=head)


@pytest.mark.parametrize(
    ("head", "advice"),
    [
        (b"Dear diary", "say what it is with -f FORMAT"),
        (bytes(400), "say what it is with -f FORMAT"),
        ("VZCZCXRO0042\r\n".encode("utf-16-le"), "if it is text in UTF-16, say --encoding utf-16-le"),
        ("VZCZCXRO0042\r\n".encode("utf-16-be"), "if it is text in UTF-16, say --encoding utf-16-be"),
        (b"PK\x03\x04\x14\0\0\0", "unpack it first"),
    ],
)
def test_unknown_says_what_to_do(head: bytes, advice: str) -> None:
    with pytest.raises(UnknownFormat, match=f"; {advice}$"):
        found(reader("a", 0.0), head=head)


def raises(head: bytes, name: str) -> float:
    raise ZeroDivisionError("oops")


@pytest.mark.parametrize(
    ("sniff", "failure"),
    [
        (raises, "its sniff raised ZeroDivisionError: oops"),
        (lambda head, name: "yes", "its sniff returned 'yes', expected a number from 0 to 1"),
        (lambda head, name: 1.5, "its sniff returned 1.5, expected a number from 0 to 1"),
        (lambda head, name: float("nan"), "its sniff returned nan, expected a number from 0 to 1"),
        (lambda head, name: None, "its sniff returned None, expected a number from 0 to 1"),
    ],
)
def test_a_bad_sniff_counts_as_nothing_and_is_reported(
    sniff: Callable[[bytes, str], Any], failure: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert found(reader("bad", sniff), reader("good", 0.9)) == "good"
    assert caplog.messages == [f"reader bad of plugin test (cableconv-test 1.0) cannot tell about in.txt: {failure}"]
    (attempt,) = attempts([reader("bad", sniff)], b"BEGIN", "in.txt")
    assert (attempt.confidence, attempt.failure) == (0.0, failure)
