"""What holds for any input: nothing lost, nothing doubled, the same bytes back."""

import doctest
import importlib
import io
import pkgutil
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cableconv_telegram
from cableconv import Context, ReadError, ir, read, walk, write
from cableconv.source import make_source, open_input
from cableconv_telegram.reader import TelegramReader

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "samples" / "telegram").glob("*.txt"))

#: Pieces that telegrams are made of, so that generated texts reach every rule.
PIECES = (
    "VZCZCXRO0042 RR RUEHZB DE RUEHZB #0042/01 0351430|ZNR UUUUU ZZH|O P 041430Z FEB 09|FM AMEMBASSY ONHAVA"
    "|TO RUEHC/SECSTATE WASHDC 5713|INFO|XMT|BT|UNCLAS SECTION 01 OF 02 ONHAVA 000042|C O N F I D E N T I A L"
    "|SIPDIS|E.O. 12958: N/A|TAGS: PREL, ZE (VARGA|SUBJECT: |REF: A. |(B) 08 STATE 123|Classified By: |SUMMARY:"
    "|END SUMMARY.|COMMENT|1. (C) |¶2.|119.|--|-------|A. |(i) |Q1: |A: |BEGIN TEXT|END TEXT|QUOTE"
    "|ONHAVA 00000042  002 OF 002|XXXXXXXX|government,s|&Arabs8|##|ref A|reftel|STATE 12|GLASS   12   7|[PREL](#)"
    "|\\$|<http://x>|NNNN|KINROSS|/ |,|.|word|Word|\x00|\ufeff|&#x000A;|\u2028|\u3000"
).split("|")
TEXTS = st.lists(
    st.tuples(
        st.sampled_from(PIECES) | st.text(max_size=8), st.sampled_from(("\n", "\n\n", " ", " \n", "\r\n", "\r", ""))
    ),
    max_size=40,
).map(lambda pairs: "".join(piece + after for piece, after in pairs))


def cables_of(content: bytes) -> list[ir.Cable]:
    context = Context(options={}, metadata={}, epoch=None, report=lambda name, diagnostic: None)
    return list(TelegramReader().read(open_input(content), context))


def assert_invariants(content: bytes) -> None:
    try:
        cables = cables_of(content)
    except ReadError:
        assert not make_source(content, name="x", reader="telegram").text.strip()
        return
    for cable in cables:
        assert walk.check_coverage(cable) == []
        assert msgspec.json.decode(msgspec.json.encode(cable), type=ir.Cable) == cable
    assert b"".join(source_bytes(cable) for cable in cables) == content
    assert sum(cable.source.size for cable in cables) == len(content)


def source_bytes(cable: ir.Cable) -> bytes:
    out = io.BytesIO()
    write([cable], out, format="telegram")
    return out.getvalue()


@given(TEXTS)
def test_any_text(text: str) -> None:
    assert_invariants(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    assert_invariants(content)


@given(TEXTS)
def test_spans_of_values_lie_where_they_say(text: str) -> None:
    for cable in cables_of(b"R 041430Z FEB 09\nFM AMEMBASSY ONHAVA\n" + text.encode("utf-8", "surrogatepass")):
        for node in walk.walk(cable):
            assert 0 <= node.span[0] < node.span[1] <= max(len(cable.source.text), 1), node


@given(TEXTS.filter(lambda text: "\r" not in text and "&#" not in text))
def test_line_ends_change_no_word(text: str) -> None:
    content = ("UNCLAS ONHAVA 1\n" + text).encode("utf-8", "surrogatepass")
    plain, windows = cables_of(content), cables_of(content.replace(b"\n", b"\r\n"))
    assert [words(cable) for cable in plain] == [words(cable) for cable in windows]
    assert [cable.header and cable.header.subject for cable in plain] == [
        cable.header and cable.header.subject for cable in windows
    ]


def words(cable: ir.Cable) -> list[str]:
    return " ".join(walk.reading_text(paragraph.content) for paragraph in walk.paragraphs(cable)).split()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples(path: Path) -> None:
    assert_invariants(path.read_bytes())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_cut_anywhere(path: Path) -> None:
    content = path.read_bytes()
    for length in range(0, len(content), max(97, len(content) // 60)):
        assert_invariants(content[:length])


def test_real_cables(shared_data: Path) -> None:
    for path in shared_data.glob("*.txt"):
        assert_invariants(path.read_bytes())


def test_reading_stops_nowhere_for_long() -> None:
    """Inputs on which a careless pattern takes time that grows with the square of their length."""
    for piece in (" ", "-", "- ", "\t", "(", "A", "A. ", "X", "#", "\n", "SIPDIS ", "1 ", "&A", "PARIS 1,", "NNNN\n"):
        many = piece * (60_000 // len(piece))
        for frame in ("{}x", "TO {}x", "REF: A{}x", "TAGS: {}x", "Classified By: {}x", "SUBJECT: {}x", "1. (C) {}x"):
            text = "R 041430Z FEB 09\nFM AMEMBASSY ONHAVA\nTO SECSTATE\n" + frame.format(many)
            assert_invariants(text.encode())


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(cableconv_telegram.__path__)])
def test_examples_in_the_code(name: str) -> None:
    module = importlib.import_module(f"cableconv_telegram.{name}")
    assert doctest.testmod(module).failed == 0


def test_samples_read_through_the_public_api() -> None:
    for path in SAMPLES:
        assert all(cable.source.format == "telegram" for cable in read(path))
