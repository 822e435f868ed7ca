"""``cableconv FILE...``: where the cables go, what is said, and with which exit code it ends."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cableconv import from_json, ir, to_json

#: Plugin ``one``: a writer of one cable, a binary writer, a writer that remarks, and one that fails for one cable.
ONE = """
from cableconv import Option, TransformSpec, WriterSpec, diagnose, hookimpl
from msgspec.structs import replace

class One:
    def write(self, cables, out, ctx):
        for cable in cables:
            if cable.id == "09ONHAVA13":
                raise ZeroDivisionError("unlucky")
            if ctx.options.get("remark"):
                ctx.report(cable.id, diagnose("character-replaced", (7, 8)))
            out.write(f"{cable.id} {cable.signature} {ctx.metadata.get('title')} {ctx.epoch}".encode())

class Sign:
    def apply(self, cable, ctx):
        return replace(cable, signature=cable.signature + ctx.options["sign"] + ctx.options["end"])

class Drop:
    def apply(self, cable, ctx):
        return None

@hookimpl
def register_writers():
    remark = Option(name="remark", type=bool, default=False, help="Remark on each cable")
    yield WriterSpec(name="one", title="One", load="one_plugin:One", extensions=(".one",), options=(remark,))
    yield WriterSpec(name="bin", title="Binary", load="one_plugin:One", extensions=(".bin",), collects=True)
    yield WriterSpec(name="bin2", title="Binary", load="one_plugin:One", extensions=(".two", ".both"))
    yield WriterSpec(name="bin3", title="Binary", load="one_plugin:One", extensions=(".both",))

@hookimpl
def register_transforms():
    options = tuple(Option(name=name, type=str, default="", help="A sign") for name in ("sign", "end"))
    yield TransformSpec(name="sign", title="Sign", load="one_plugin:Sign", options=options)
    yield TransformSpec(name="drop", title="Drop", load="one_plugin:Drop")
"""


def names(folder: str | Path = ".") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


@pytest.fixture(autouse=True)
def _one(site: Any) -> None:
    site.add("one", ONE)


def numbered(cable: ir.Cable, number: int | None, name: str = "in.txt") -> bytes:
    return to_json(
        msgspec.structs.replace(
            cable,
            id=None if number is None else f"09ONHAVA{number}",
            source=msgspec.structs.replace(cable.source, name=name),
        )
    )


class TestWhere:
    def test_text_to_standard_output(self, cli: Any, line: bytes) -> None:
        Path("in.json").write_bytes(line)
        assert cli("in.json", "-t", "json").out == line
        assert cli("convert", "in.json", "-t", "json", "-o", "-").out == line
        assert cli("-t", "jsonl", "in.json").out == line

    def test_standard_input(self, cli: Any, line: bytes) -> None:
        assert cli("-", "-f", "json", "-t", "json", stdin=line).out == line
        assert cli("-", "-t", "json", stdin=line).out == line

    def test_format_by_the_name_of_the_output(self, cli: Any, line: bytes) -> None:
        done = cli("-", "-o", "out.one", stdin=line)
        assert (done.code, done.out) == (0, b"")
        assert Path("out.one").read_bytes() == b"09ONHAVA42 KINBOTE None None"

    def test_many_cables_in_one_output(self, cli: Any, kitchen_sink: ir.Cable) -> None:
        Path("a.json").write_bytes(numbered(kitchen_sink, 1) + b"\n" + numbered(kitchen_sink, 2))
        Path("b.json").write_bytes(numbered(kitchen_sink, 3))
        assert cli("a.json", "b.json", "-o", "all.jsonl").code == 0
        ids = [json.loads(line)["id"] for line in Path("all.jsonl").read_bytes().splitlines()]
        assert ids == ["09ONHAVA1", "09ONHAVA2", "09ONHAVA3"]

    @pytest.mark.parametrize("output", ["out/", "out"])
    def test_one_file_a_cable_where_the_writer_does_not_collect(
        self, output: str, cli: Any, kitchen_sink: ir.Cable
    ) -> None:
        Path("a.json").write_bytes(numbered(kitchen_sink, 1) + b"\n" + numbered(kitchen_sink, 2))
        Path("b.json").write_bytes(numbered(kitchen_sink, None, "memo.txt"))
        assert cli("a.json", "b.json", "-t", "one", "-o", output).code == 0
        assert names("out") == ["09ONHAVA1.one", "09ONHAVA2.one", "memo.one"]

    def test_a_folder_takes_one_file_a_cable_though_the_writer_collects(self, cli: Any, kitchen_sink: ir.Cable) -> None:
        Path("a.json").write_bytes(numbered(kitchen_sink, 1) + b"\n" + numbered(kitchen_sink, 2))
        Path("out").mkdir()
        assert cli("a.json", "-t", "json", "-o", "out").code == 0
        assert names("out") == ["09ONHAVA1.json", "09ONHAVA2.json"]

    def test_cables_without_an_id_from_one_input(self, cli: Any, kitchen_sink: ir.Cable) -> None:
        Path("a.json").write_bytes(b"\n".join(numbered(kitchen_sink, None, "in/memo.txt") for _ in range(3)))
        assert cli("a.json", "-t", "one", "-o", "out/").code == 0
        assert names("out") == ["memo-2.one", "memo-3.one", "memo.one"]

    def test_two_cables_of_one_name(self, cli: Any, kitchen_sink: ir.Cable) -> None:
        Path("a.json").write_bytes(numbered(kitchen_sink, 1))
        Path("b.json").write_bytes(numbered(msgspec.structs.replace(kitchen_sink, signature="GORDON"), 1))
        done = cli("a.json", "b.json", "-t", "one", "-o", "out/")
        assert done.code == 1
        assert "b.json: error: would be written to out/09ONHAVA1.one, which holds the cable of a.json" in done.err
        assert Path("out/09ONHAVA1.one").read_bytes().startswith(b"09ONHAVA1 KINBOTE")
        assert names("out") == ["09ONHAVA1.one"]

    def test_an_input_is_never_written_over(self, cli: Any, line: bytes, tmp_path: Path) -> None:
        Path("09ONHAVA42.json").write_bytes(line)
        done = cli("09ONHAVA42.json", "-t", "json", "-o", "./")
        assert (done.code, Path("09ONHAVA42.json").read_bytes()) == (1, line)
        assert "which is an input" in done.err
        done = cli("09ONHAVA42.json", "-o", tmp_path / "work" / "09ONHAVA42.json")
        assert done.code == 2
        assert "is an input, too" in done.err


class TestChecksBeforeReading:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["-t", "json"], "no input is given"),
            (["-", "-", "-t", "json"], "standard input (-) can be read only once"),
            (["nowhere"], "the output format is not given; say which with -t FORMAT, one of: bin,"),
            (["nowhere", "-o", "x.doc"], "no format is written to files in .doc"),
            (["nowhere", "-o", "x.both"], ".both is written by bin2, bin3; say which with -t"),
            (["nowhere", "-o", "out/"], "out/ is a folder, which tells no format; say which with -t FORMAT"),
            (["nowhere", "-t", "klingon"], "nothing installed is called 'klingon'; known: bin,"),
            (["nowhere", "-t", "json", "-f", "one"], "'one' is the name of a writer; known: "),
            (["nowhere", "-t", "json", "-f", "klingon"], "nothing installed is called 'klingon'; known: "),
            (["nowhere", "-t", "one", "-f", "json", "--option", "x=1"], "of one: remark; json: max-line"),
            (["nowhere", "-t", "one", "--option", "x=1"], "unknown option 'x'; known options of one: remark; "),
            (["nowhere", "-t", "one", "--option", "remark=perhaps"], "'remark' is 'perhaps', expected yes or no"),
            (["nowhere", "-t", "one", "-f", "json", "--option", "max-line=big"], "expected a whole number"),
            (["nowhere", "-t", "one", "--option", "remark=no", "--option", "remark=yes"], "remark is given twice"),
            (["nowhere", "-t", "one", "-M", "title=a", "-M", "title=b"], "--metadata title is given twice"),
            (
                ["nowhere", "-t", "one", "--transform", "none"],
                "nothing installed is called 'none'; known: drop, redact",
            ),
            (["nowhere", "-t", "one", "--transform", "sign:x=1"], "unknown option 'x'; known options of sign: sign"),
            (
                ["nowhere", "-t", "one", "--transform", "redact:levle=secret"],
                "known options of redact: level, unmarked",
            ),
            (
                ["nowhere", "-t", "one", "--transform", "redact:level=cosmic"],
                "'level' is 'cosmic', expected one of: uncla",
            ),
            (
                ["nowhere", "-t", "one", "--transform", "redact:contacts=some"],
                "'contacts' is 'some', expected yes or no",
            ),
            (["nowhere", "-t", "one", "--transform", "redact:level"], "'level' is not of the form KEY=VALUE"),
            (["nowhere", "-t", "one", "--encoding", "klingon"], "no text encoding 'klingon'"),
            (["nowhere", "-o", "no/such/x.json"], "there is no folder no/such to write x.json into"),
            (["nowhere", "-t", "json", "-o", "no/such/"], "there is no folder no to write such into"),
            (["nowhere", "-t", "json", "--report", "no/r.jsonl"], "there is no folder no to write r.jsonl into"),
            (["nowhere", "also", "-t", "one"], "one puts one cable into one output; name a folder with -o FOLDER/"),
            (["nowhere", "also", "-t", "one", "-o", "file"], "file is a file; several outputs need a folder"),
            (["file", "-t", "json", "-o", "file"], "file is an input, too"),
            (["file", "-t", "json", "--report", "file"], "file is an input, too"),
            (["nowhere", "-o", "a.json", "--report", "./a.json"], "a.json is the output, too; name another file"),
            (["nowhere", "-o", "."], ". is a folder, which tells no format; say which with -t FORMAT"),
            (["nowhere", "", "-t", "json"], "the name of an input is empty"),
            (["nowhere", "-t", "json", "-t", "tei"], "'--to': is given twice: 'json' and 'tei'"),
            (["nowhere", "-o", "a.json", "-o", "a.xml"], "'--output': is given twice: 'a.json' and 'a.xml'"),
            (["nowhere", "-t", "json", "-f", "aad", "-f", "tei"], "'--from': is given twice: 'aad' and 'tei'"),
            (["nowhere", "-t", "json", "-o", ""], "'--output': is empty"),
            (["nowhere", "-t", "json", "--max-size", "big"], "'big' is not a number of bytes, such as 5000000, 64K"),
            (["nowhere", "-t", "json", "--option", "x"], "'x' is not of the form KEY=VALUE"),
            (["nowhere", "-t", "json", "--colour"], "No such option"),
        ],
    )
    def test_wrong_arguments(self, arguments: list[str], message: str, cli: Any) -> None:
        Path("file").write_bytes(b"kept")
        done = cli(*arguments)
        assert done.code == 2
        assert message in done.err
        assert "nowhere" not in done.err.replace("cableconv convert nowhere", "")
        assert done.out == b""
        assert names() == ["file"]
        assert Path("file").read_bytes() == b"kept"

    def test_source_date_epoch(self, cli: Any, line: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "tomorrow")
        done = cli("-", "-t", "one", stdin=line)
        assert done.code == 2
        assert "SOURCE_DATE_EPOCH is 'tomorrow'; expected whole seconds" in done.err
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "12345")
        assert cli("-", "-t", "one", "-M", "title=A=B", stdin=line).out == b"09ONHAVA42 KINBOTE A=B 12345"


class TestMetadata:
    def test_a_key_without_a_place_is_told(self, cli: Any, line: bytes) -> None:
        asked = ("-", "-t", "tei", "-M", "titel=Cables", "-M", "title=Cables", "--report", "r.jsonl")
        done = cli(*asked, "--fail-if-warnings", stdin=line)
        assert done.code == 3
        told = [message for message in done.err.splitlines() if "metadata" in message]
        place = "has no place in tei; known: title, publisher, language"
        assert told == [f"cableconv: warning: The metadata 'titel' {place}. [metadata-unused]"]
        rows = [json.loads(row) for row in Path("r.jsonl").read_text(encoding="utf-8").splitlines()]
        assert [row["code"] for row in rows if row["status"] == "remark" and row["of"] == "cableconv"] == [
            "metadata-unused"
        ]


class TestTransforms:
    def test_options_come_one_at_a_time(self, cli: Any, line: bytes) -> None:
        done = cli("-", "-t", "one", "--transform", "sign:sign=!", "--transform", "sign:end=:=", stdin=line)
        assert done.out == b"09ONHAVA42 KINBOTE!:= None None"

    @pytest.mark.parametrize("first", [0, 1])
    def test_in_the_order_that_they_declare(self, first: int, cli: Any) -> None:
        asked = [["--transform", "redact:level=confidential"], ["--transform", "subjects"]]
        telegram = (
            b"S E C R E T ONHAVA 000042\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: (U) CALL 202-555-0143\n\n"
            b"1. (S) A secret.\n\n2. (C) No secret.\n"
        )
        done = cli("-", "-f", "telegram", "-t", "json", *asked[first], *asked[not first], stdin=telegram)
        assert done.code == 0
        cable = from_json(done.out)
        assert cable.header
        assert cable.header.subject == "Call [TELEPHONE NUMBER REDACTED]"
        assert cable.source.text.endswith("1. (S) [PARAGRAPH REDACTED]\n\n2. (C) No secret.\n")

    def test_nothing_left_to_write_is_said(self, cli: Any, line: bytes) -> None:
        done = cli("-", "-o", "x.one", "--transform", "drop", stdin=line)
        assert done.code == 0
        assert done.err == "cableconv: warning: no cable is left to write [nothing-written]\n"
        assert not Path("x.one").exists()


class TestFailures:
    @pytest.fixture
    def inputs(self, cli: Any, kitchen_sink: ir.Cable) -> list[str]:
        Path("a.json").write_bytes(numbered(kitchen_sink, 1))
        Path("b.json").write_bytes(b'{"ir": "1", "span": [0')
        Path("c.json").write_bytes(numbered(kitchen_sink, 3))
        return ["a.json", "b.json", "c.json"]

    @pytest.mark.parametrize("output", ["out/", "all.json"])
    def test_a_bad_input_does_not_stop_the_others(self, output: str, inputs: list[str], cli: Any) -> None:
        done = cli(*inputs, "-t", "json", "-o", output, "--report", "r.jsonl")
        assert done.code == 1
        assert done.err.startswith("b.json:1: error: is not JSON: Input data was truncated [read-error]\n")
        written = Path("all.json").read_text() if output == "all.json" else "".join(names("out"))
        assert "09ONHAVA1" in written
        assert "09ONHAVA3" in written
        rows = [json.loads(row) for row in Path("r.jsonl").read_bytes().splitlines()]
        assert sorted((row["input"], row["status"], row.get("id")) for row in rows) == [
            ("a.json", "done", "09ONHAVA1"),
            ("b.json", "failed", None),
            ("c.json", "done", "09ONHAVA3"),
        ]
        failed = next(row for row in rows if row["status"] == "failed")
        assert (failed["error"], failed["message"]) == ("read-error", "is not JSON: Input data was truncated")
        assert next(row for row in rows if row["status"] == "done")["diagnostics"] == [
            {
                "code": "damage",
                "severity": "info",
                "message": "Damaged here.",
                "span": [0, 6],
                "line": 1,
                "column": 1,
            }
        ]

    def test_fail_fast_stops_and_leaves_no_half_output(self, inputs: list[str], cli: Any) -> None:
        done = cli(*inputs, "-o", "all.json", "--fail-fast", "--report", "r.jsonl")
        assert done.code == 1
        assert names() == ["a.json", "b.json", "c.json", "r.jsonl"]
        assert [json.loads(row)["status"] for row in Path("r.jsonl").read_bytes().splitlines()] == ["failed"]
        assert cli(*inputs, "-t", "json", "-o", "out/", "--fail-fast").code == 1
        assert names("out") == ["09ONHAVA1.json"]

    def test_no_input_can_be_read(self, inputs: list[str], cli: Any) -> None:
        assert cli("b.json", "-o", "x.json").code == 1
        assert not Path("x.json").exists()

    def test_a_cable_that_cannot_be_written(self, cli: Any, kitchen_sink: ir.Cable) -> None:
        Path("a.json").write_bytes(b"\n".join(numbered(kitchen_sink, number) for number in (12, 13, 14)))
        done = cli("a.json", "-t", "one", "-o", "out/")
        assert done.code == 1
        assert "a.json: error: writer one of plugin one (cableconv-one 1.0) failed: ZeroDivisionError" in done.err
        assert "Traceback" not in done.err
        assert names("out") == ["09ONHAVA12.one", "09ONHAVA14.one"]

    def test_tracebacks_are_for_those_who_ask(self, cli: Any, kitchen_sink: ir.Cable) -> None:
        done = cli("-", "-t", "one", "-v", "-v", stdin=numbered(kitchen_sink, 13))
        assert "Traceback" in done.err
        assert "one_plugin.py" in done.err

    def test_several_cables_for_one_output_of_one_cable(self, cli: Any, kitchen_sink: ir.Cable) -> None:
        content = numbered(kitchen_sink, 1) + b"\n" + numbered(kitchen_sink, 2)
        done = cli("-", "-o", "x.one", stdin=content)
        assert done.code == 1
        assert "puts one cable into one output, and there are more; use a folder" in done.err
        assert not Path("x.one").exists()


class TestMessages:
    def test_what_is_said_by_default_quietly_and_verbosely(self, cli: Any, line: bytes) -> None:
        run = ("-", "-t", "one", "--option", "remark=yes")
        warning = "kitchen-sink.txt:1:8: warning: The format cannot hold a character; a visible sign stands for it. "
        warning += "[character-replaced]\n"
        info = "kitchen-sink.txt:1:1: info: Damaged here. [damage]\n"
        assert cli(*run, stdin=line).err == warning
        assert cli(*run, "-v", stdin=line).err == info + warning
        assert cli(*run, "-q", stdin=line).err == ""

    def test_fail_if_warnings(self, cli: Any, line: bytes) -> None:
        run = ("-", "-t", "one", "--fail-if-warnings", "-q")
        assert cli(*run, stdin=line).code == 0
        assert cli(*run, "--option", "remark=yes", stdin=line).code == 3
        assert cli("-", "nowhere", *run[1:2], "json", *run[3:], stdin=line).code == 1

    def test_json_log(self, cli: Any, line: bytes) -> None:
        done = cli("-", "nowhere", "-t", "bin", "--log-format", "json", "-v", stdin=line)
        assert [json.loads(each) for each in done.err.splitlines()] == [
            {
                "severity": "info",
                "code": "damage",
                "message": "Damaged here.",
                "file": "kitchen-sink.txt",
                "line": 1,
                "column": 1,
            },
            {
                "severity": "error",
                "code": "read-error",
                "message": "cannot be read: No such file or directory",
                "file": "nowhere",
            },
        ]

    def test_control_characters_do_not_reach_the_terminal(self, cli: Any) -> None:
        done = cli("\x1b[31mred\x9b", "-t", "json")
        assert done.err == "␛[31mred\\x9b: error: cannot be read: No such file or directory [read-error]\n"


class TestPlugins:
    def test_strict_plugins(self, cli: Any, line: bytes, site: Any) -> None:
        site.add("bad", "1 / 0")
        assert cli("-", "-t", "one", stdin=line).code == 0
        done = cli("-", "-t", "one", "--strict-plugins", stdin=line)
        assert done.code == 4
        assert "plugin bad (cableconv-bad 1.0) is disabled: ZeroDivisionError: division by zero" in done.err

    def test_a_disabled_plugin_is_told_verbosely(self, cli: Any, line: bytes, site: Any) -> None:
        site.add("bad", "1 / 0")
        assert "plugin bad (cableconv-bad 1.0) is disabled" in cli("-", "-t", "one", "-v", stdin=line).err

    def test_two_plugins_with_one_name_end_with_4(self, cli: Any, line: bytes, site: Any) -> None:
        site.add("two", ONE.replace("one_plugin", "two_plugin"))
        done = cli("-", "-t", "json", stdin=line)
        assert done.code == 4
        assert "plugin one (cableconv-one 1.0) and plugin two (cableconv-two 1.0)" in done.err

    def test_a_sniff_that_raises_is_told_and_counts_as_nothing(self, cli: Any, line: bytes, site: Any) -> None:
        site.add(
            "bad",
            """
            from cableconv import ReaderSpec, hookimpl

            @hookimpl
            def register_readers():
                return [ReaderSpec(name="bad", title="Bad", load="a:B", sniff=lambda head, name: 1 / 0)]
            """,
        )
        done = cli("-", "-t", "json", stdin=line)
        assert (done.code, done.out) == (0, line)
        assert "warning: reader bad of plugin bad (cableconv-bad 1.0) cannot tell about -: its sniff raised" in done.err

    def test_a_command_of_a_plugin(self, cli: Any, site: Any) -> None:
        site.add(
            "greet",
            """
            import click
            from cableconv import hookimpl

            @hookimpl
            def register_commands(cli):
                @cli.command()
                def greet():
                    click.echo("Good day")
            """,
        )
        assert cli("greet").out == b"Good day\n"

    def test_a_plugin_that_takes_a_command_of_ours(self, cli: Any, site: Any) -> None:
        site.add(
            "thief",
            """
            import click
            from cableconv import hookimpl

            @hookimpl
            def register_commands(cli):
                cli.add_command(click.Command("formats"))
            """,
        )
        done = cli("no-such-command")
        assert done.code == 4
        assert "plugin thief (cableconv-thief 1.0) puts a command of its own over the command 'formats'" in done.err
