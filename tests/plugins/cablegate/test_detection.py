"""A page, a CSV and other things are told apart without being named."""

from pathlib import Path

import pytest

from cableconv import UnknownFormat, read

ROW = '"1","2/4/2009 14:30","09ONHAVA42","Embassy Onhava","UNCLASSIFIED","","FM AMEMBASSY ONHAVA","UNCLAS ONHAVA 42"\n'


def reader_of(content: bytes) -> str:
    return next(read(content)).source.format


def test_a_table_far_below_the_first_kilobytes(root: Path) -> None:
    page = (root / "samples" / "cablegate" / "two-blocks.html").read_bytes()
    navigation = b"<a href='/tag/PREL_0.html'>PREL</a>\n" * 4000
    assert reader_of(page.replace(b"<h3>Viewing", navigation + b"<h3>Viewing")) == "cablegate"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str, root: Path) -> None:
    page = (root / "samples" / "cablegate" / "one-block.html").read_text(encoding="utf-8")
    assert reader_of(page.encode(encoding)) == "cablegate"


def test_a_csv_with_a_byte_order_mark() -> None:
    assert reader_of(ROW.encode("utf-8-sig")) == "cablegate-csv"


@pytest.mark.parametrize(
    "content",
    [
        "<html><head><title>Cable television</title></head><body><table class='cable'><tr><td>RG-58</td></tr></table>",
        "<!DOCTYPE html><html><body><pre>UNCLAS ONHAVA 000042\nSUBJECT: GLASS</pre></body></html>",
        "<html><body><p>Viewing cable cars, a guide.</p></body></html>",
        '"name","date","place"\n"Kinbote","2/4/2009","Onhava"\n',
        '"1","a","b"\n"2","c","d"\n',
        "id,created\n1,2\n",
        "Dear Shade,\n\nthe reference ID was created and released.\n",
        '{"id": "09ONHAVA42"}',
    ],
)
def test_other_things_are_refused(content: str) -> None:
    with pytest.raises(UnknownFormat, match="is not recognised"):
        list(read(content.encode()))


def test_real_pages_are_recognised_without_their_name(shared_data: Path) -> None:
    for path in sorted((shared_data / "pages").glob("*.html")):
        assert reader_of(path.read_bytes()) == "cablegate", path.name
