"""The CSV: rows, escapes, broken rows, and memory that does not grow."""

import io
import json
import subprocess
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from cableconv import ReadError, ir, read, walk
from cableconv.diagnostics import Diagnostic
from cableconv.source import encode, open_input
from cableconv.testing.outline import outline
from cableconv.testing.pytest_plugin import Golden
from cableconv_cablegate.csv_reader import CSVReader

GOLDEN = Path(__file__).parent / "golden"

Command = Callable[..., "subprocess.CompletedProcess[bytes]"]
Reports = list[tuple[str, Diagnostic]]


def quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def row(number: int = 42, **fields: str) -> str:
    values = {
        "number": str(number),
        "created": "2/4/2009 14:30",
        "id": f"09ONHAVA{number}",
        "origin": "Embassy Onhava",
        "classification": "UNCLASSIFIED",
        "references": "",
        "envelope": "O 041430Z FEB 09\nFM AMEMBASSY ONHAVA\nTO SECSTATE WASHDC",
        "text": f"UNCLAS ONHAVA {number:06}\n\nSUBJECT: GLASS\n\n1. (U) The works are closed.\n\nKINBOTE",
        **fields,
    }
    return ",".join(map(quoted, values.values())) + "\n"


def rows(content: str | bytes) -> tuple[list[ir.Cable], Reports]:
    reports: Reports = []
    cables = list(
        read(
            content.encode() if isinstance(content, str) else content,
            "cablegate-csv",
            report=lambda where, diagnostic: reports.append((where, diagnostic)),
        )
    )
    assert [walk.check_coverage(cable) for cable in cables] == [[] for _ in cables]
    return cables, reports


def ids(content: str) -> list[str | None]:
    return [cable.id for cable in rows(content)[0]]


def body(cable: ir.Cable) -> list[str]:
    return [walk.reading_text(paragraph.content) for paragraph in walk.paragraphs(cable)]


def test_sample(root: Path, golden: Golden) -> None:
    path = root / "samples" / "cablegate" / "cables.csv"
    cables = list(read(path))
    assert [walk.check_coverage(cable) for cable in cables] == [[] for _ in cables]
    assert b"".join(encode(cable.source) for cable in cables) == path.read_bytes()
    golden.check(GOLDEN / "csv.txt", "\n".join(map(outline, cables)))


# Fields


def test_columns() -> None:
    ((cable,), _) = rows(row(references="08STATE123|09ONHAVA12", classification="SECRET//NOFORN"))
    assert cable.published_id == "09ONHAVA42"
    assert cable.published == ir.Published(
        created="2009-02-04T14:30", classification="SECRET//NOFORN", origin="Embassy Onhava"
    )
    assert cable.extras == {"cablegate-csv": {"row": "42", "references": ["08STATE123", "09ONHAVA12"]}}


def test_a_time_that_does_not_exist_is_kept_as_printed() -> None:
    ((cable,), _) = rows(row(created="2/30/2009 14:30"))
    assert cable.published
    assert cable.published.created == "2/30/2009 14:30"


@pytest.mark.parametrize(
    "text", ['the "glass" works', "C:\\glass\\works", 'a \\"glass\\" works', "ends in \\", '","', "¶ 7 and < & >"]
)
def test_escapes(text: str) -> None:
    ((cable,), reports) = rows(row(text=f"UNCLAS ONHAVA 000042\n\nSUBJECT: GLASS\n\n1. (U) {text}\n\nKINBOTE"))
    assert (body(cable), reports) == ([text], [])


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_line_ends(line_end: str) -> None:
    cables, reports = rows((row(1) + row(2)).replace("\n", line_end))
    assert [body(cable) for cable in cables] == [["The works are closed."]] * 2
    assert reports == []


def test_a_line_end_may_be_escaped() -> None:
    assert body(rows(row().replace("works are", "works\\\nare"))[0][0]) == ["The works are closed."]


def test_a_field_of_many_kilobytes() -> None:
    text = "The glass works are closed.\n" * 10_000
    ((cable,), reports) = rows(row(text=f"UNCLAS ONHAVA 000042\n\nSUBJECT: GLASS\n\n1. (U) {text}\nKINBOTE"))
    assert len(cable.source.text) > 2**18
    assert body(cable)[0].count("glass") == 10_000
    assert reports == []


def test_each_row_is_a_source_of_its_own() -> None:
    cables, _ = rows("\ufeff" + row(1) + row(2))
    assert [cable.source.line for cable in cables] == [1, 1 + row(1).count("\n")]
    assert "".join(cable.source.text for cable in cables) == "\ufeff" + row(1) + row(2)
    assert cables[1].source.size == len(row(2).encode())


def test_one_row_in_another_encoding_harms_no_other() -> None:
    latin = row(2, origin="Embassy Zürich").encode("cp1252")
    cables, reports = rows(row(1).encode() + latin + row(3).encode())
    assert [cable.source.encoding for cable in cables] == ["utf-8", "cp1252", "utf-8"]
    assert encode(cables[1].source) == latin
    assert reports == []


def test_a_guessed_encoding_says_where() -> None:
    ((cable,), _) = rows(row(origin="Embassy Zürich").encode("cp1252"))
    (said,) = [each for each in cable.diagnostics if each.code == "encoding-guessed"]
    assert said.span
    assert cable.source.text[slice(*said.span)] == "ü"


def test_the_encoding_that_the_user_names() -> None:
    content = row(1) + row(2, text="UNCLAS ONHAVA 000002\n\nSUBJECT: GLASS\n\n1. (U) Dvořák.\n\nKINBOTE")
    one, two = read(content.encode("iso8859-2"), "cablegate-csv", encoding="iso8859-2")
    assert (one.source.encoding, two.source.encoding) == ("utf-8", "iso8859-2")
    assert body(two) == ["Dvořák."]
    assert "encoding-guessed" not in {each.code for each in two.diagnostics}


def test_a_row_that_is_not_in_that_encoding() -> None:
    reports: Reports = []
    content = row(1).encode() + row(2, origin="Embassy Zürich").encode("cp1252") + row(3).encode()
    cables = list(read(content, "cablegate-csv", encoding="ascii", report=lambda *said: reports.append(said)))
    assert [cable.id for cable in cables] == ["09ONHAVA1", "09ONHAVA3"]
    ((where, said),) = reports
    assert (where, said.code) == (f"<bytes>:{1 + row(1).count(chr(10))}", "row-unread")
    assert said.message.startswith("The row was left out: it is not ascii: ")


@pytest.mark.parametrize(("written", "named"), [("utf-16", None), ("utf-16-le", "utf-16-le"), ("cp037", "cp037")])
def test_encodings_in_which_no_row_can_be_found(written: str, named: str | None) -> None:
    with pytest.raises(ReadError, match=r"rows do not begin as they do in ASCII; .*: iconv -f \S+ -t utf-8"):
        list(read(row().encode(written), "cablegate-csv", encoding=named))


# Column names


@pytest.mark.parametrize("names", ["id,date,ref,origin\n", '\ufeff"id", "date", "ref"\r\n', "Número,Date of cable\n\n"])
def test_column_names_are_kept_and_belong_to_no_cable(names: str) -> None:
    (one, two), reports = rows(names + row(1) + row(2))
    assert one.source.text == names + row(1)
    assert walk.slice_of(one, ir.Node(span=one.source.furniture[0])).startswith(names)
    assert [(said.code, said.severity, said.span) for said in one.diagnostics] == [
        ("column-names", "info", (0, len(names)))
    ]
    assert (one.id, body(one)) == ("09ONHAVA1", ["The works are closed."])
    assert (two.source.text, two.source.line, two.diagnostics) == (row(2), 1 + (names + row(1)).count("\n"), ())
    assert reports == []


def test_column_names_in_the_middle_are_a_broken_row() -> None:
    cables, reports = rows(row(1) + "id,date,ref\n" + row(2))
    assert [cable.source.text for cable in cables] == [row(1), row(2)]
    assert "after 0 of 8 fields stands 'id,date,ref" in reports[0][1].message


# Broken rows


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        pytest.param(row(2).rstrip()[:-1] + "\n", "after 7 of 8 fields", id="the last quotation mark is missing"),
        pytest.param(row(2).replace("The works", 'The "works"'), "after its last field stands", id="no escape"),
        pytest.param(row(2).replace(',"UNCLASSIFIED"', ""), "after 7 of 8 fields", id="a field is missing"),
        pytest.param(row(2).rstrip() + ',"more"\n', "after its last field stands", id="a field too many"),
        pytest.param("nothing of the kind\n", "after 0 of 8 fields", id="other text"),
        pytest.param(row(2)[1:], "after 0 of 8 fields", id="the first quotation mark is missing"),
    ],
)
def test_a_broken_row_is_reported_and_harms_no_other(broken: str, words: str) -> None:
    cables, reports = rows(row(1) + broken + row(3))
    assert [cable.id for cable in cables] == ["09ONHAVA1", "09ONHAVA3"]
    assert [cable.source.text for cable in cables] == [row(1), row(3)]
    ((where, diagnostic),) = reports
    assert where == f"<bytes>:{1 + row(1).count(chr(10))}"
    assert (diagnostic.code, diagnostic.severity) == ("row-unread", "error")
    assert words in diagnostic.message


def test_an_unclosed_quotation_mark_at_the_end() -> None:
    cables, reports = rows(row(1) + row(2).rstrip()[:-1])
    assert [cable.id for cable in cables] == ["09ONHAVA1"]
    assert len(reports) == 1


@pytest.mark.parametrize("at", range(1, len(row(2)) - 1, 7))
def test_a_file_cut_short_anywhere(at: int) -> None:
    cables, reports = rows(row(1) + row(2)[:at])
    assert [cable.id for cable in cables] == ["09ONHAVA1"]
    assert [where for where, _ in reports] == [f"<bytes>:{1 + row(1).count(chr(10))}"]


def test_nothing_but_broken_rows() -> None:
    with pytest.raises(ReadError, match="found no cable"):
        rows("nothing of the kind\n" * 1000)


# Ids


def test_rows_of_one_id() -> None:
    cables, _ = rows(row(1) + row(2) + row(1) + row(1))
    said = [[each.code for each in cable.diagnostics] for cable in cables]
    assert said == [[], [], ["id-repeated"], ["id-repeated"]]


# The stream


class Generated(io.RawIOBase):
    """A file of many rows that exists only as it is read."""

    def __init__(self, count: int) -> None:
        self._rows: Iterator[bytes] = (row(number).encode() for number in range(count))
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while len(self._rest) < len(buffer) and (more := next(self._rows, b"")):
            self._rest += more
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def peak(count: int) -> int:
    """Return the most bytes that were in use while so many rows were read."""
    tracemalloc.start()
    read_rows = sum(1 for _ in read(io.BufferedReader(Generated(count)), "cablegate-csv"))  # type: ignore[arg-type]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read_rows == count
    return most


def test_memory_does_not_grow_with_the_rows() -> None:
    peak(10)
    few, many = peak(100), peak(1500)
    # What is read of 1,400 rows is many megabytes; their ids take 8 bytes each. When garbage is collected differs.
    assert many - few < 1_000_000


def test_the_first_row_comes_before_the_last_is_there() -> None:
    stream = io.BufferedReader(Generated(10**9))
    assert next(read(stream, "cablegate-csv")).id == "09ONHAVA0"  # type: ignore[arg-type]


# The command line


def test_a_broken_row_makes_exit_code_1_and_the_others_are_written(cableconv: Command, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(row(1) + "nothing of the kind\n" + row(3), encoding="utf-8")
    done = cableconv("in.csv", "-t", "telegram", "--report", "report.jsonl")
    assert (done.returncode, done.stdout.decode()) == (1, row(1) + row(3))
    line = 1 + row(1).count("\n")
    assert done.stderr.decode().startswith(f"in.csv:{line}: error: The row was left out: ")
    kept = [json.loads(each) for each in (tmp_path / "report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [each["status"] for each in kept] == ["failed", "done", "done"]


def test_fail_fast_stops_at_a_broken_row(cableconv: Command, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(row(1) + "nothing of the kind\n" + row(3), encoding="utf-8")
    done = cableconv("in.csv", "-t", "json", "-o", "out/", "--fail-fast")
    assert done.returncode == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["09ONHAVA1.json"]


def test_rows_read_alone_give_the_cables_of_the_whole_file(tmp_path: Path) -> None:
    broken = '"44","2/4/2009 14:30","09ONHAVA44","a row that\nends too soon\n'
    content = ("\ufeff" + row(42) + row(43, text="two\r\nlines") + broken + row(45)).encode()
    path = tmp_path / "cables.csv"
    path.write_bytes(content)
    parts = list(CSVReader().split(open_input(path)))
    assert b"".join(content[part.offset : part.offset + part.size] for part in parts) == content
    assert [part.line for part in parts] == [1, 10, 14, 16]
    assert [part.id for part in parts] == ["09ONHAVA42", "09ONHAVA43", "09ONHAVA44", "09ONHAVA45"]
    alone: list[ir.Cable] = []
    for part in parts:
        piece = content[part.offset : part.offset + part.size]
        if part.line != 14:
            (cable,) = read(piece, "cablegate-csv")
            source = msgspec.structs.replace(cable.source, line=cable.source.line + part.line - 1)
            alone.append(msgspec.structs.replace(cable, source=source))
    assert alone == rows(content)[0]
