"""What holds for any input: nothing lost, nothing doubled, the same bytes back."""

import io
from pathlib import Path

import msgspec
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from cableconv import Context, ReadError, ir, walk, write
from cableconv.source import make_source, open_input
from cableconv.testing import telegram_texts
from cableconv_telegram.reader import TelegramReader

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "samples" / "telegram").glob("*.txt"))


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


@given(telegram_texts())
def test_any_text(text: str) -> None:
    assert_invariants(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    assert_invariants(content)


@given(telegram_texts())
def test_spans_of_values_lie_where_they_say(text: str) -> None:
    for cable in cables_of(b"R 041430Z FEB 09\nFM AMEMBASSY ONHAVA\n" + text.encode("utf-8", "surrogatepass")):
        for node in walk.walk(cable):
            assert 0 <= node.span[0] < node.span[1] <= max(len(cable.source.text), 1), node


@given(telegram_texts().filter(lambda text: "\r" not in text and "&#" not in text))
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


KINDS = (
    ir.Envelope,
    ir.Header,
    ir.ItemList,
    ir.Quotation,
    ir.Verbatim,
    ir.PageBreak,
    ir.Reference,
    ir.Redaction,
    ir.Damage,
)


@pytest.mark.parametrize("kind", KINDS)
def test_texts_made_at_random_hold_all_that_a_telegram_has(kind: type[ir.Node]) -> None:
    def holds(text: str) -> bool:
        cables = cables_of(text.encode("utf-8", "surrogatepass")) if text.strip() else []
        return any(isinstance(node, kind) for cable in cables for node in walk.walk(cable))

    first = settings(max_examples=1000, phases=[Phase.generate], derandomize=True, database=None)
    assert find(telegram_texts(), holds, settings=first)
