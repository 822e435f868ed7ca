"""The JSON Schema of the IR, made from its structs: ``python -m cableconv.schema > schemas/cable.schema.json``."""

import json
import sys
from inspect import cleandoc
from typing import Any

import msgspec

from cableconv import ir


def cable_schema() -> str:
    """Return the JSON Schema of a cable, as it stands in ``schemas/cable.schema.json``."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Cable, version {ir.IR_VERSION} of the intermediate representation of cableconv",
        **msgspec.json.schema(ir.Cable),
    }
    for definition in schema["$defs"].values():
        if "description" in definition:
            definition["description"] = cleandoc(definition["description"])
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(cable_schema())
