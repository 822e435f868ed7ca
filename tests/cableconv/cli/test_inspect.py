"""``cableconv inspect``: what was recognised."""

import json
from pathlib import Path
from typing import Any

import msgspec

from cableconv import ir, to_json


def table(out: bytes) -> dict[str, list[str]]:
    """Read the table back: the lines of each row by its name."""
    rows: dict[str, list[str]] = {}
    name = ""
    for line in out.decode().splitlines():
        if line.startswith("│"):
            first, second = (cell.strip() for cell in line.strip("│").split("│"))
            name = first or name
            rows.setdefault(name, []).append(second)
    return rows


def test_table(cli: Any, line: bytes) -> None:
    Path("in.json").write_bytes(line)
    done = cli("inspect", "in.json")
    assert done.code == 0
    assert done.out.startswith(b"in.json: reader json of plugin json (cableconv ")
    rows = table(done.out)
    assert rows["id"] == ["09ONHAVA42"]
    assert rows["date"] == ["2009-02-04T14:30:00Z"]
    assert rows["to"] == ["RUEHC SECSTATE WASHDC IMMEDIATE 5713"]
    assert " ".join(rows["for information"]) == (
        "RUEHZL EUROPEAN POLITICAL COLLECTIVE PRIORITY except AMCONSUL NOVA ZEMBLA"
    )
    assert rows["tags"] == ["PREL (subject)", "ZB (geographic)"]
    assert rows["references"] == ["A: 09ONHAVA12 (cable)", "B: KINBOTE-GORDON E-MAIL OF 02/01/09 (email)"]
    assert rows["headings"] == ["BACKGROUND"]
    assert rows["paragraph numbers"] == ["1-2"]
    assert rows["diagnostics"] == ["1:1: info: Damaged here. [damage]"]
    assert "not covered" not in rows


def test_json(cli: Any, line: bytes) -> None:
    found = json.loads(cli("inspect", "-", "--json", stdin=line + line).out)
    assert (found["input"], found["reader"]) == ("-", "json")
    assert any(attempt.startswith("json 1.00") for attempt in found["tried"])
    first, second = found["cables"]
    assert first == second
    assert first["subject"] == "ZEMBLA: GLASS FACTORY TALKS STALL OVER TARIFFS & <FNU>"
    assert first["diagnostics"] == [
        {"severity": "info", "code": "damage", "message": "Damaged here.", "line": 1, "column": 1}
    ]
    assert first["not-covered"] == []


def test_a_bare_cable_and_text_in_no_leaf(cli: Any, kitchen_sink: ir.Cable) -> None:
    bare = ir.Cable(ir=ir.IR_VERSION, source=kitchen_sink.source, span=kitchen_sink.span)
    rows = table(cli("inspect", "-", stdin=to_json(bare)).out)
    assert "from" not in rows
    assert "id" not in rows
    assert "is in no leaf" in " ".join(rows["not covered"])


def test_lines_count_from_where_the_cable_begins_in_its_input(cli: Any, kitchen_sink: ir.Cable) -> None:
    later = msgspec.structs.replace(kitchen_sink, source=msgspec.structs.replace(kitchen_sink.source, line=101))
    assert table(cli("inspect", "-", stdin=to_json(later)).out)["diagnostics"] == [
        "101:1: info: Damaged here. [damage]"
    ]


def test_markup_and_control_characters_are_shown_as_they_are(cli: Any, kitchen_sink: ir.Cable) -> None:
    strange = msgspec.structs.replace(kitchen_sink, id="[bold]\x1b[31m[/bold]")
    assert table(cli("inspect", "-", stdin=to_json(strange)).out)["id"] == ["[bold]␛[31m[/bold]"]


def test_errors(cli: Any) -> None:
    assert cli("inspect", "nowhere").code == 1
    done = cli("inspect", "-", stdin=b"Dear diary")
    assert done.code == 1
    assert done.err.startswith("-: error: is not recognised: it begins with 'Dear diary'; tried: ")
    assert cli("inspect", "-", "-f", "json", "--option", "x=1", stdin=b"x").code == 2
    assert cli("inspect").code == 2
