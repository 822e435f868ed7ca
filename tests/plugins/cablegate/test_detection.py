"""A page, a CSV and other things are told apart without being named."""

import csv
import io
from pathlib import Path

import pytest

from cableconv import ReadError, UnknownFormat, read
from cableconv.diagnostics import Diagnostic

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


NAMES = "id,date,ref,origin,classification,references,header,body"


@pytest.mark.parametrize("above", [f"{NAMES}\n", f"\ufeff{NAMES}\r\n", NAMES.replace(",", '","').join('""') + "\n\n"])
def test_a_csv_below_column_names(above: str, root: Path) -> None:
    sample = (root / "samples" / "cablegate" / "cables.csv").read_bytes()
    assert reader_of(above.encode() + sample) == "cablegate-csv"


def damaged(sample: str) -> dict[str, str]:
    """Return copies of the CSV that other programs and slips of the hand make."""
    values = list(csv.reader(io.StringIO(sample), escapechar="\\", doublequote=False))
    minimal, tabs = io.StringIO(), io.StringIO()
    csv.writer(minimal).writerows(values)
    csv.writer(tabs, delimiter="\t").writerows(values)
    one_field = "".join(f'{row[2]},{row[1]},"{row[6]}{row[7]}"\n' for row in values)
    return {
        "first quotation mark": sample[1:],
        "semicolons": sample.replace('","', '";"'),
        "semicolons below names": NAMES.replace(",", ";") + "\n" + sample.replace('","', '";"'),
        "single quotation marks": sample.replace('","', "','"),
        "without needless quotation marks": minimal.getvalue(),
        "without needless quotation marks, below names": f"{NAMES}\n{minimal.getvalue()}",
        "tabs": tabs.getvalue(),
        "without numbers": "\n".join(
            line.partition(",")[2] if '","72' in line else line for line in sample.split("\n")
        ),
        "telegrams in one field": f"id,date,text\n{one_field}",
        "below a remark": f"sep=;\n{sample}",
    }


def test_a_csv_that_is_slightly_wrong_is_never_a_telegram(root: Path) -> None:
    sample = (root / "samples" / "cablegate" / "cables.csv").read_text(encoding="utf-8")
    for what, content in damaged(sample).items():
        said: list[tuple[str, Diagnostic]] = []
        try:
            found = list(read(content.encode(), report=lambda *told, said=said: said.append(told)))
        except ReadError:
            continue
        # What is not refused is read by who knows rows, and the row that is wrong is told of.
        assert {cable.source.format for cable in found} == {"cablegate-csv"}, what
        assert [told.code for _, told in said] == ["row-unread"], what


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
