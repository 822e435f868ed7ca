"""Inputs over which readers stumble: garbage, inputs that were cut or changed, the same piece again and again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

#: Pieces that mean something in one format or another, or in none.
PIECES = (
    *(b"\n", b"\r\n", b"\r", b"\0", b"\t", b"   ", b"\x1a", b"\x0c", b"\xff", b"\xb6", b"\xef\xbb\xbf", b"\xff\xfe"),
    *(b"<", b">", b"&", b"&#x000A;", b"</p>", b"<TEI>", b"<!DOCTYPE a [", b"{", b"}", b'"', b",", b"\\", b"%PDF-1.7"),
    *(b"UNCLAS ONHAVA 000042", b"SUBJECT: ", b"TAGS: PREL", b"REF: A. ", b"BT", b"NNNN", b"1. (C) ", b"SUMMARY:"),
    *("é".encode(), "😀".encode(), "\u2028".encode(), "\ud800".encode("utf-8", "surrogatepass")),
)

#: Pieces over which a pattern takes time that grows with the square of their number, if it is careless.
REPEATED = (
    b" ",
    b"\n",
    b"\t \n",
    b"-",
    b"A",
    b"A ",
    b"1. ",
    b"(",
    b"<",
    b"<a ",
    b"&",
    b'"',
    b"{",
    b"[",
    b"\0",
    b"\xff",
)

#: How large a repetitive input is.
LARGE = 64 * 2**10

GARBAGE: st.SearchStrategy[bytes] = st.binary(max_size=300) | st.lists(
    st.sampled_from(PIECES) | st.binary(max_size=4), max_size=30
).map(b"".join)


@st.composite
def changed(draw: st.DrawFn, contents: Sequence[bytes]) -> bytes:
    """Make inputs that somebody cut, doubled, mixed up or wrote into.

    Drawn and not built: so Hypothesis shows a counterexample as bytes to paste into a test, not as what was done to it.
    """
    place = st.floats(0, 1)
    change = st.tuples(st.sampled_from(sorted(_CHANGES)), place, place, st.sampled_from(PIECES))
    content = draw(st.sampled_from(contents))
    for kind, first, second, piece in draw(st.lists(change, min_size=1, max_size=4)):
        start, end = sorted((int(first * len(content)), int(second * len(content))))
        content = _CHANGES[kind](content, start, end, piece)
    return content


_CHANGES: dict[str, Callable[[bytes, int, int, bytes], bytes]] = {
    "cut off": lambda content, start, end, piece: content[:end],
    "take out": lambda content, start, end, piece: content[:start] + content[end:],
    "double": lambda content, start, end, piece: content[:end] + content[start:],
    "write over": lambda content, start, end, piece: content[:start] + piece + content[start + len(piece) :],
    "write into": lambda content, start, end, piece: content[:start] + piece + content[start:],
    "turn": lambda content, start, end, piece: content[end:] + content[start:end] + content[:start],
}


def repetitive(samples: Mapping[str, bytes], size: int = LARGE) -> Iterator[tuple[str, bytes]]:
    """Yield large inputs that repeat one piece: alone, inside a sample, and each kind of line of that sample.

    Args:
        samples: Of the format, by name; the smallest is taken.
        size: Bytes of what is repeated.
    """
    sample = min(samples.values(), key=len)
    middle = len(sample) // 2
    lines = dict.fromkeys(line for line in sample.splitlines(keepends=True) if line.strip() and len(line) < 200)
    for piece in (*REPEATED, *list(lines)[:24]):
        many = piece * (size // len(piece))
        shown = repr(piece[:30].decode("utf-8", "replace"))
        yield f"{shown} x {size // len(piece)}", many
        yield f"{shown} x {size // len(piece)} in the middle of a sample", sample[:middle] + many + sample[middle:]


def cuts(content: bytes, most: int) -> list[bytes]:
    """Return the beginnings of an input, of up to so many lengths from none at all."""
    step = max(1, -(-len(content) // most))
    return [content[:length] for length in range(0, len(content), step)]


def show(content: Any) -> str:
    """Return how a message names an input."""
    if not isinstance(content, bytes):
        return repr(content)[:200]
    return f"the {len(content):,} bytes {content[:120]!r}{' …' if len(content) > 120 else ''}"
