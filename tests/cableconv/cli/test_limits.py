"""Limits have the same names, defaults and words in all commands; those of time are in test_patience."""

import inspect as signatures
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest

import cableconv
from cableconv import TooDeep, ir, to_json
from cableconv.cli import cli as commands
from cableconv.walk import nesting


def nested(cable: ir.Cable, depth: int) -> ir.Cable:
    """Return a cable with a list of so many lists within each other, its text as furniture."""
    text = cable.source.text
    item = ir.Item(span=(0, 0))
    for _ in range(depth - 1):
        item = ir.Item(items=(item,), span=(0, 0))
    section = ir.Section(blocks=(ir.ItemList(items=(item,), span=(0, 0)),), span=(0, 0))
    source = msgspec.structs.replace(cable.source, furniture=((0, len(text)),))
    return ir.Cable(ir=ir.IR_VERSION, id="09ONHAVA1", span=(0, len(text)), sections=(section,), source=source)


TOO_DEEP = (
    "has lists or quotations 101 deep within each other, and 100 are allowed; "
    "raise the limit with --max-depth (from Python: max_depth) if this is what you want"
)


def test_depth_from_python(kitchen_sink: ir.Cable, tmp_path: Path) -> None:
    assert nesting(nested(kitchen_sink, 101)) == 101
    deepest, deeper = to_json(nested(kitchen_sink, 100)), to_json(nested(kitchen_sink, 101))
    assert len(list(cableconv.read(deepest, "json"))) == 1
    for call in (
        lambda: list(cableconv.read(deeper, "json")),
        lambda: cableconv.convert(deeper, tmp_path / "out.md", "json"),
    ):
        with pytest.raises(TooDeep) as caught:
            call()
        assert str(caught.value) == f"<bytes>: {TOO_DEEP}"
    assert len(list(cableconv.read(deeper, "json", max_depth=101))) == 1
    cableconv.convert(deeper, tmp_path / "out.md", "json", max_depth=101)


@pytest.mark.parametrize("writer", ["tei", "markdown", "epub", "pdf", "json", "cmif"])
def test_every_format_can_show_what_is_allowed(kitchen_sink: ir.Cable, writer: str, tmp_path: Path) -> None:
    cableconv.write(nested(kitchen_sink, 100), tmp_path / "out", writer)


@pytest.mark.parametrize(
    "command", [["in", "-t", "json"], ["inspect", "in"], ["ingest", "in", "-t", "json", "-o", "dest"]]
)
def test_depth_in_every_command(cli: Any, kitchen_sink: ir.Cable, command: list[str]) -> None:
    Path("in").write_bytes(to_json(nested(kitchen_sink, 101)))
    done = cli(*command)
    assert done.code == 1
    assert f": error: {TOO_DEEP} [too-deep]" in done.err
    assert cli(*command, "--max-depth", "101").code == 0


def test_defaults_are_those_of_the_api() -> None:
    ctx = click.Context(commands)
    of_read = signatures.signature(cableconv.read).parameters
    for name in ("convert", "inspect", "ingest"):
        command = commands.get_command(ctx, name)
        if isinstance(command, click.Group):
            command = command.commands["start"]
        assert command
        options = {param.name: param for param in command.params}
        for limit in ("max_size", "max_depth"):
            assert options[limit].type_cast_value(ctx, options[limit].get_default(ctx)) == of_read[limit].default
