"""The benchmarks measure what they say; how fast anything is, they do not judge here."""

import json
import shutil
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import run
from cost import commands, growth, hostile, ingesting, inputs, laps, plot, references, speed, starting, tables

import cableconv
from cableconv import ir, walk

SAMPLES = inputs.ROOT / "samples"


@pytest.fixture
def few(tmp_path: Path) -> inputs.Folders:
    """One sample page, and one dump."""
    where = inputs.Folders(tmp_path / "pages", tmp_path / "dumps", published=False)
    for folder in (where.pages, where.dumps):
        folder.mkdir()
    shutil.copy(SAMPLES / "cablegate" / "two-blocks.html", where.pages)
    shutil.copy(SAMPLES / "cablegate-dump" / "wrapped-cells.txt", where.dumps)
    return where


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Curves of two points, each of one lap."""
    monkeypatch.setattr(growth, "_SECONDS", 0)
    monkeypatch.setattr(growth, "SIZES", (1_000, 3_000))
    monkeypatch.setattr(growth, "NUMBERS", (10, 30))


def read(parts: Iterable[bytes]) -> list[ir.Cable]:
    return list(cableconv.read(b"".join(parts)))


# Inputs


def test_a_telegram_is_cut_out_of_its_page() -> None:
    page = (
        "<h3>Viewing</h3><code><pre>VZCZCXRO0042&#x000A;FM AMEMBASSY ONHAVA</pre></code><p>help</p>"
        "<code><pre>UNCLAS ONHAVA 000042&#x000A;TAGS: <a href='/tag/PREL_0.html'>PREL</a> <FNU> & so on</pre></code>"
    )
    expected = "VZCZCXRO0042\nFM AMEMBASSY ONHAVA\nUNCLAS ONHAVA 000042\nTAGS: PREL <FNU> & so on"
    assert inputs.telegram_of(page).decode() == expected


def test_pages_for_a_job_are_all_of_different_cables() -> None:
    pages = list(inputs.distinct_pages(inputs.Folders(SAMPLES / "cablegate", SAMPLES, published=False), 20))
    cables = [next(cableconv.read(page, "cablegate")) for _, page in pages]
    assert len({name for name, _ in pages}) == len({cable.id for cable in cables}) == 20


@pytest.mark.parametrize("reader", growth.SIZED_READERS)
def test_a_telegram_has_the_size_asked_for(reader: str) -> None:
    for size in (1_000, 30_000):
        (cable,) = cableconv.read(inputs.sized_input(reader, size), reader)
        numbers = [paragraph.number for paragraph in walk.paragraphs(cable)]
        assert numbers[0] == 1
        text = len(inputs.sized_input("telegram", size))
        assert abs(text - size) < 200


def test_without_published_pages_samples_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CABLECONV_SHARED", str(tmp_path))
    where = inputs.folders(None)
    assert (where.pages, where.published) == (SAMPLES / "cablegate", False)
    assert "sample pages, as there are no published ones" in run.about(where, [0.0, 0.0])["inputs"]


# Jobs


def test_every_reader_and_writer_has_a_job(few: inputs.Folders) -> None:
    names = [job.name for groups in speed.groups(few).values() for group in groups for job in group]
    for spec in cableconv.formats():
        if isinstance(spec, cableconv.ReaderSpec):
            assert f"read {spec.name}" in names
        if isinstance(spec, cableconv.WriterSpec) and spec.name != "tei":
            assert f"write {spec.name}" in names
    assert {"write tei, with lines", "write tei, without lines"} <= set(names)
    assert len(names) == len(set(names))


def test_every_job_does_its_cables_beside_its_references(few: inputs.Folders) -> None:
    for groups in speed.groups(few).values():
        for group in groups:
            names = [job.name for job in group]
            for job in group:
                assert set(job.references) <= set(names) or references.missing()
                assert job.make(*job.arguments)() >= 1


def test_a_program_that_is_missing_is_told_of(few: inputs.Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "missing", lambda: {"typst": "the Python package typst"})
    jobs = [job for group in speed.groups(few)["writers"] for job in group]
    assert not [job.name for job in jobs if job.name.startswith("typst")]
    assert "write pdf" in [job.name for job in jobs]
    told = tables.speed({"tables": {}, "missing": references.missing()})
    assert told == "Not measured: typst is missing; it comes with the Python package typst."


def test_jobs_run_in_turns_in_their_own_processes(few: inputs.Folders) -> None:
    (group,) = (group for group in speed.writers(few) if group[-1].name == "write json")
    found = laps.in_turns(group, cables=3, seconds=60)
    least, ours = laps.rows(group, found)
    assert [lap.cables for lap in found["write json"]] == [1, 1, 1]
    assert least["cables"] == ours["cables"] == 3
    assert ours["per_second"] > 0
    assert 10 < ours["megabytes"] < 500
    assert list(ours["times"]) == [least["job"]]


def _broken() -> laps.Round:
    raise ValueError("no such thing")


def test_a_job_that_fails_says_which_and_why() -> None:
    with pytest.raises(laps.JobFailed, match="broken: ValueError: no such thing"):
        laps.alone(laps.Job("broken", _broken), 0)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_a_folder_of_pages_becomes_files(few: inputs.Folders) -> None:
    (row,) = ingesting.measure(few, cables=4, workers=2, only="json")
    assert (row["job"], row["cables"], row["workers"]) == ("pages to json", 4, 2)
    assert row["per_second"] > 0


def test_commands_are_watched(tmp_path: Path) -> None:
    done = commands.run([sys.executable, "-c", "import sys; sys.exit('no: ' + 'x' * 10)"], tmp_path)
    assert (done.code, done.said.strip()) == (1, "no: xxxxxxxxxx")
    assert 5e6 < done.memory < 100e6
    killed = commands.run([sys.executable, "-c", "import signal; signal.pause()"], tmp_path, seconds=1)
    assert killed.code == -9


def test_start_up_is_compared_with_python_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "COMMANDS", dict(list(starting.COMMANDS.items())[:2]))
    nothing, ours = starting.measure(1)
    assert (nothing["command"], nothing["more"]) == ("python -c pass", 0)
    assert ours["milliseconds"] > 0


# Growth


@pytest.mark.usefixtures("quick")
def test_curves_are_of_one_cable_and_of_many() -> None:
    assert [point["x"] for point in growth.by_size(1_000, "read json")["read json"]] == [1_000]
    assert [point["x"] for point in growth.by_number(30, "csv")["read cablegate-csv"]] == [10, 30]


@pytest.mark.parametrize("reader", growth.MANY_READERS)
def test_a_file_holds_as_many_cables_as_it_should(reader: str, tmp_path: Path) -> None:
    assert growth.read_many(30, reader, tmp_path)() == 30


@pytest.mark.parametrize("writer", growth.MANY_WRITERS)
def test_writers_take_as_many_cables_as_they_should(writer: str) -> None:
    assert growth.write_many(2, writer)() == 2


@pytest.mark.parametrize(("power", "expected"), [(1, 1.0), (2, 2.0), (0, 0.0)])
def test_steepness_is_the_power_of_a_curve(power: int, expected: float) -> None:
    points = [{"x": x, "seconds": x**power} for x in (10, 100, 300, 1_000)]
    assert growth.steepness(points) == pytest.approx(expected)


def test_a_picture_shows_each_curve_by_its_name() -> None:
    curve = [(1e3, 0.001), (1e5, 0.1)]
    panel = plot.Panel("A < B", "bytes", "seconds", {f"curve {n}": curve for n in range(9)}, diagonals=True)
    picture = ElementTree.fromstring(plot.draw([panel, panel]))
    texts = picture.findall(".//{*}text")
    names = [text for text in texts if (text.text or "").startswith("curve")]
    assert len(names) == 18
    heights = sorted(float(name.get("y", "")) for name in names[:9])
    assert all(below - above >= 12 for above, below in pairwise(heights))
    assert {"A < B", "bytes", "seconds", "1k", "100k", "0.001", "0.1"} <= {text.text for text in texts}


# Inputs made to hurt


def test_hostile_inputs_are_what_they_say() -> None:
    (line,) = read(hostile.one_line(30_000))
    assert max(map(len, line.source.text.splitlines())) > 30_000
    (blanks,) = read(hostile.blanks(500))
    assert " " * 500 in blanks.source.text
    (nested,) = read(hostile.nested_tags(50))
    assert "<b>" * 50 in nested.source.text
    (parts,) = read(hostile.parts(40))
    assert [leaf.page for leaf in walk.leaves(parts) if isinstance(leaf, ir.PageBreak)] == list(range(2, 41))


# The whole


@pytest.mark.usefixtures("quick")
def test_figures_go_into_the_document_and_stay_there(
    few: inputs.Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = "<!-- speed -->\n<!-- end -->\n\nand\n\n<!-- growth -->\n<!-- end -->\n"
    (tmp_path / "benchmarks.md").write_text(empty)
    given = ["--only", "write json", "--pages", str(few.pages), "--docs", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["run.py", "speed", "--seconds", "0", *given])
    run.main()
    assert "| write json |" in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["run.py", "growth", "--most-bytes", "1000", "--most-cables", "10", *given])
    run.main()
    document = (tmp_path / "benchmarks.md").read_text()
    assert document.index("| write json |") < document.index("\nand\n") < document.index("| write json | 1.00")
    assert sorted(json.loads((tmp_path / "benchmarks.json").read_text())) == ["growth", "speed"]
    assert ElementTree.parse(tmp_path / "growth-by-number.svg").findall(".//{*}circle")


def test_an_unknown_part_is_an_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["run.py", "sped"])
    with pytest.raises(SystemExit):
        run.main()
    assert "there is no part 'sped'; expected: speed, startup, ingest, growth, hostile" in capsys.readouterr().err
