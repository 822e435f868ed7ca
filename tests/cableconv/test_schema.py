"""The JSON Schema of the IR."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cableconv import ir
from cableconv.schema import cable_schema


def test_committed_schema_is_current(root: Path) -> None:
    committed = (root / "schemas" / "cable.schema.json").read_text(encoding="utf-8")
    assert committed == cable_schema(), "out of date: python -m cableconv.schema > schemas/cable.schema.json"


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_module_prints_the_same_under_every_hash_seed(seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cableconv.schema"], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
    )
    assert done.stdout.decode() == cable_schema()


def test_schema_defines_every_struct_with_its_json_names() -> None:
    definitions: dict[str, Any] = json.loads(cable_schema())["$defs"]
    structs = [
        value
        for value in vars(ir).values()
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and value is not ir.Node
    ]
    for struct in structs:
        if struct.__module__ == ir.__name__:
            fields = {field.encode_name for field in msgspec.structs.fields(struct)}
            assert fields <= set(definitions[struct.__name__]["properties"])
    assert "from" in definitions["Envelope"]["properties"]
