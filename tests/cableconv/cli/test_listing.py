"""``formats``, ``plugins`` and ``describe``."""

import json
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

VERSION = metadata.version("cableconv")


def test_formats(cli: Any) -> None:
    done = cli("formats")
    assert done.code == 0
    (row,) = [row for row in done.out.decode().splitlines() if row.startswith("json ")]
    assert row.split(maxsplit=4)[:3] == ["json", "reads", "writes"]
    assert row.endswith(".json .jsonl .ndjson  The IR itself: one cable, or one a line")


def test_formats_as_json(cli: Any) -> None:
    found = json.loads(cli("formats", "--json").out)
    assert {
        "name": "json",
        "reads": True,
        "writes": True,
        "title": "The IR itself: one cable, or one a line",
        "extensions": [".json", ".jsonl", ".ndjson"],
    } in found
    assert [each["name"] for each in found] == sorted(each["name"] for each in found)


def test_plugins(cli: Any, site: Any) -> None:
    site.add("bad", "raise ValueError('no good')", distribution="cableconv-bad", version="3.1")
    done = cli("plugins")
    rows = [row.split() for row in done.out.decode().splitlines()]
    assert done.code == 0
    assert ["bad", "cableconv-bad", "3.1", "disabled:", "ValueError:", "no", "good"] in rows
    assert ["json", "cableconv", VERSION, "reader", "json,", "writer", "json"] in rows


def test_of_a_reason_in_several_lines_the_table_has_the_first(cli: Any, site: Any) -> None:
    site.add("bad", "raise ImportError('no glass\\nin Zembla')")
    (row,) = [row for row in cli("plugins").out.decode().splitlines() if row.startswith("bad ")]
    assert row.endswith("disabled: ImportError: no glass")
    found = {each["name"]: each for each in json.loads(cli("plugins", "--json").out)}
    assert found["bad"]["disabled"] == "ImportError: no glass\nin Zembla"


def test_plugins_as_json(cli: Any, site: Any) -> None:
    site.add("bad", "1 / 0")
    found = {each["name"]: each for each in json.loads(cli("plugins", "--json").out)}
    assert found["bad"]["disabled"] == "ZeroDivisionError: division by zero"
    assert found["json"] == {
        "name": "json",
        "module": "cableconv_json.plugin",
        "distribution": "cableconv",
        "version": VERSION,
        "offers": [{"kind": "reader", "name": "json"}, {"kind": "writer", "name": "json"}],
        "disabled": None,
        "deprecated": [],
    }


def test_plugins_that_claim_one_name_are_listed_and_told_of(cli: Any, site: Any) -> None:
    site.add(
        "other",
        """
        from cableconv import ReaderSpec, hookimpl

        @hookimpl
        def register_readers():
            return [ReaderSpec(name="json", title="Another", load="a:B")]
        """,
    )
    done = cli("plugins")
    assert done.code == 4
    assert b"reader json" in done.out
    assert "two plugins claim the reader 'json': plugin json (cableconv" in done.err


def test_no_plugins(cli: Any, monkeypatch: pytest.MonkeyPatch, site: Any) -> None:
    monkeypatch.setenv("CABLECONV_PLUGINS", "")
    assert cli("plugins").out == b""
    assert cli("formats").out == b""
    assert cli("plugins", "--json").out == b"[]\n"


def test_a_mistake_in_the_environment(cli: Any, monkeypatch: pytest.MonkeyPatch, site: Any) -> None:
    monkeypatch.setenv("CABLECONV_PLUGINS", "jsn")
    done = cli("formats")
    assert done.code == 4
    assert "CABLECONV_PLUGINS names jsn, which is not installed" in done.err


def test_describe(cli: Any) -> None:
    done = cli("describe", "json")
    assert done.code == 0
    assert done.out.decode() == (
        "reader json\n"
        "  title       The IR itself: one cable, or one a line\n"
        "  extensions  .json .jsonl .ndjson\n"
        "  mimetypes   application/json application/x-ndjson\n"
        f"  plugin      json (cableconv {VERSION})\n"
        "  options\n"
        "    max-line  int  The most bytes that one line may have (default: 67108864)\n"
        "\n"
        "writer json\n"
        "  title       The IR itself: one cable, or one a line\n"
        "  extensions  .json .jsonl .ndjson\n"
        "  mimetypes   application/json application/x-ndjson\n"
        "  binary      no\n"
        "  collects    yes\n"
        f"  plugin      json (cableconv {VERSION})\n"
    )


def test_describe_as_json(cli: Any) -> None:
    reader, writer = json.loads(cli("describe", "json", "--json").out)
    assert (reader["kind"], writer["kind"]) == ("reader", "writer")
    assert reader["options"] == [
        {
            "name": "max-line",
            "type": "int",
            "default": 67108864,
            "choices": [],
            "minimum": 1,
            "maximum": None,
            "help": "The most bytes that one line may have",
        }
    ]
    assert writer["collects"] is True


def test_describe_options_of_every_type(cli: Any, site: Any) -> None:
    site.add(
        "memo",
        """
        from cableconv import Option, TransformSpec, hookimpl

        @hookimpl
        def register_transforms():
            options = (
                Option(name="paper", type=str, default="a4", help="Paper", choices=("a4", "letter")),
                Option(name="index", type=bool, default=False, help="With an index"),
                Option(name="style", type=str, default=None, help="A style"),
            )
            return [TransformSpec(name="memo", title="A memo", load="a:B", before=("x", "y"), options=options)]
        """,
    )
    assert cli("describe", "memo").out.decode().splitlines()[2:] == [
        "  before  x, y",
        "  plugin  memo (cableconv-memo 1.0)",
        "  options",
        "    paper  a4|letter  Paper (default: a4)",
        "    index  yes|no     With an index (default: no)",
        "    style  str        A style",
    ]


@pytest.mark.parametrize(("name", "shown"), [("tei", "title, publisher, language"), ("markdown", "any")])
def test_describe_metadata(name: str, shown: str, cli: Any) -> None:
    assert f"  metadata    {shown}" in cli("describe", name).out.decode().splitlines()
    *_, writer = json.loads(cli("describe", name, "--json").out)
    assert writer["metadata"] == (["*"] if shown == "any" else shown.split(", "))


def test_describe_a_bundled_transform(cli: Any) -> None:
    lines = cli("describe", "redact").out.decode().splitlines()
    assert lines[0] == "transform redact"
    assert "  before  subjects" in lines
    level = next(line for line in lines if line.startswith("    level"))
    assert "|confidential|secret|top-secret  Take out what is marked above this level" in level


def test_describe_what_there_is_not(cli: Any) -> None:
    done = cli("describe", "klingon")
    assert done.code == 2
    assert "nothing installed is called 'klingon'; known: " in done.err


def test_a_command_with_a_slip(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "nor a command 'format'; the nearest command is 'formats'" in cli("format").err
    (tmp_path / "format").write_text("a file of this name is converted")
    assert "the output format is not given" in cli("format").err
