"""Bytes come in whole or not at all, and every decoded text gives its bytes back."""

import hashlib
import io
import os
import zipfile
from pathlib import Path

import fsspec
import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cableconv import ReadError, TooLarge, UsageError, WriteError
from cableconv.source import HEAD_SIZE, encode, encoding_guess, make_source, open_input, parts


@given(st.binary())
@example(bytes(range(256)))
@example(b"\x81\x8d\x8f\x90\x9d")
@example(b"\xef\xbb\xbf\xff")
@example(b"\xff\xfea")
@example(b"\xff\xfe\x00\xd8")
@example(b"\xfe\xff\x00\x00")
@example(b"\xff\xfe\x00\x00")
@example(b"\xff\xfe\x00\x00\x00")
@example(b"\xff\xfe\x00\x00ab")
@example(b"\x00\x00\xfe\xff\x00")
@example(b"\xed\xa0\x80")
def test_any_bytes_come_back(content: bytes) -> None:
    source = make_source(content, name="x", reader="telegram")
    assert encode(source) == content
    assert source.size == len(content)
    assert source.sha256 == hashlib.sha256(content).hexdigest()


@given(st.binary())
def test_any_bytes_come_back_from_the_encoding_given(content: bytes) -> None:
    assert encode(make_source(content, name="x", reader="telegram", encoding="cp1252")) == content


# A NUL at the beginning of UTF-16 makes its mark that of UTF-32.
@given(
    st.text().filter(lambda text: not text.startswith("\0")),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]),
)
def test_a_byte_order_mark_decides_and_stays_as_furniture(text: str, encoding: str) -> None:
    source = make_source(("\ufeff" + text).encode(encoding), name="x", reader="telegram")
    assert (source.encoding, source.text, source.furniture) == (encoding, "\ufeff" + text, ((0, 1),))


def test_a_wrong_encoding_is_an_error_that_says_where() -> None:
    with pytest.raises(ReadError, match=r"memo\.txt: is not shift_jis: .* at byte 3"):
        make_source(b"abc\xff", name="memo.txt", reader="telegram", encoding="shift_jis")


@pytest.mark.parametrize(
    ("content", "span", "message"),
    [
        (b"BT", None, ""),
        (b"\xb6BT \xe9", (0, 1), "The bytes are not UTF-8 and name no encoding; they were read as cp1252."),
        (
            b"\xff\xfeB\0T",
            (4, 5),
            "A byte order mark says UTF-16, but truncated data; the bytes were read as cp1252.",
        ),
        (
            b"\xfe\xff\xd8\x00\x00B",
            (2, 4),
            "A byte order mark says UTF-16, but illegal UTF-16 surrogate; the bytes were read as cp1252.",
        ),
    ],
)
def test_a_guess_says_why_and_where(content: bytes, span: tuple[int, int] | None, message: str) -> None:
    source = make_source(content, name="x", reader="telegram")
    guess = encoding_guess(source)
    assert (guess and guess.span, guess.message if guess else "") == (span, message)
    assert encode(source) == content


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-be", "cp037"])
def test_readers_see_the_head_in_the_encoding_that_the_user_says(encoding: str) -> None:
    text = "TO RUEHC/SECSTATE WASHDC\n"
    content = text.encode(encoding)
    for opened in (open_input(content, encoding=encoding), open_input(io.BytesIO(content), encoding=encoding)):
        assert opened.head() == text.encode()
        assert opened.source("telegram").text == text
    assert open_input(text.encode(), encoding=encoding).head() == text.encode()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_readers_see_the_head_as_its_byte_order_mark_says(encoding: str) -> None:
    text = "\ufeffTO RUEHC/SECSTATE WASHDC\n"
    assert open_input(text.encode(encoding)).head() == text.encode()


@pytest.mark.parametrize("name", ["klingon", "hex", "rot13", "", "a\0b"])
def test_what_is_no_text_encoding_is_refused_before_reading(name: str) -> None:
    with pytest.raises(UsageError, match="no text encoding"):
        open_input(b"x", encoding=name)


def test_a_changed_text_that_has_no_bytes_is_an_error() -> None:
    source = make_source(b"Caf\xe9", name="x", reader="telegram")
    with pytest.raises(WriteError, match=r"cp1252 has no bytes for character 0 of the text, U\+4E2D"):
        encode(msgspec.structs.replace(source, text="中"))
    with pytest.raises(WriteError, match=r"U\+0080"):
        encode(msgspec.structs.replace(source, text="\x80"))
    with pytest.raises(WriteError, match="no encoding 'klingon'"):
        encode(msgspec.structs.replace(source, encoding="klingon"))


def test_size_limit_reads_no_more_than_one_byte_over_it() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.given += size
            return b" " * size

    endless = Endless()
    opened = open_input(endless, max_size=HEAD_SIZE + 1000)  # type: ignore[arg-type]
    assert opened.head() == b" " * HEAD_SIZE
    with pytest.raises(TooLarge, match=r"more than the 66,536 bytes"):
        opened.source("telegram")
    assert endless.given <= HEAD_SIZE + 1000 + 1 + io.DEFAULT_BUFFER_SIZE


def test_an_input_of_just_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100)
    assert open_input(path, max_size=100).source("telegram").size == 100
    with pytest.raises(TooLarge, match=r"a\.txt"):
        open_input(path, max_size=99).source("telegram")


def test_a_limit_takes_no_memory_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "cable.txt"
    path.write_bytes(b"text" * 1_000_000)
    assert len(open_input(path, max_size=2**62).content()) == 4_000_000


@pytest.mark.parametrize("size", [0, 1, HEAD_SIZE - 1, HEAD_SIZE, HEAD_SIZE + 1, 3 * HEAD_SIZE])
def test_a_stream_is_whole_after_its_head_was_shown(size: int) -> None:
    content = os.urandom(size)
    for opened in (open_input(io.BytesIO(content)), open_input(content)):
        assert opened.head() == content[:HEAD_SIZE]
        with opened.stream() as stream:
            assert stream.read() == content


def test_a_stream_is_read_once_and_stays_open() -> None:
    stream = io.BytesIO(b"BT")
    opened = open_input(stream)
    assert opened.source("telegram").text == "BT"
    assert not stream.closed
    with pytest.raises(ReadError, match="only once"):
        opened.source("telegram")


def test_a_text_stream_is_refused() -> None:
    with pytest.raises(UsageError, match="binary stream, not StringIO"):
        open_input(io.StringIO("BT"))  # type: ignore[arg-type]


def test_what_is_no_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"nowhere\.txt: cannot be read: No such file"):
        open_input(tmp_path / "nowhere.txt").head()
    with pytest.raises(ReadError, match="is a folder"):
        open_input(tmp_path).head()
    with pytest.raises(ReadError, match=r"null (byte|character)"):
        open_input("a\0b").head()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ReadError, match="device, pipe or socket"):
        open_input(pipe).head()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_bytes(b"x")
    path.chmod(0)
    with pytest.raises(ReadError, match=r"locked\.txt: cannot be read: Permission denied"):
        open_input(path).source("telegram")


class TestElsewhere:
    def test_a_member_of_an_archive(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("b/c.txt", "the cable")
        found = open_input(f"{path}!/b/c.txt")
        assert found.source("telegram").text == "the cable"
        assert found.head() == b"the cable"

    def test_a_member_that_is_not_there(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w"):
            pass
        with pytest.raises(ReadError, match=r"has no member 'b\.txt'"):
            open_input(f"{path}!/b.txt").source("telegram")

    def test_a_file_that_is_called_like_a_member(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip!" / "b.txt"
        path.parent.mkdir()
        path.write_bytes(b"the cable")
        assert open_input(path).source("telegram").text == "the cable"

    def test_an_object_of_a_store(self) -> None:
        fsspec.filesystem("memory").pipe("/source/a.txt", b"the cable")
        assert open_input("memory://source/a.txt").source("telegram").text == "the cable"

    def test_an_object_that_is_not_there(self) -> None:
        with pytest.raises(ReadError, match="memory://source/none: cannot be read"):
            open_input("memory://source/none").source("telegram")


def test_a_byte_order_mark_is_furniture_of_the_first_part() -> None:
    whole = make_source("\ufeffSLIP 1\nSLIP 2\n".encode(), name="two.slip", reader="slip")
    first, second = parts(whole, [0, 8])
    assert (first.text, first.furniture) == ("\ufeffSLIP 1\n", ((0, 1),))
    assert (second.text, second.furniture, second.line) == ("SLIP 2\n", (), 2)
