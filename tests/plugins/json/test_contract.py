"""Reader and writer `json` keep the contract."""

from typing import ClassVar

from cableconv import read, to_json
from cableconv.testing import ReaderContract, WriterContract, kitchen_sink
from cableconv_json.plugin import register_readers, register_writers


class TestJsonReader(ReaderContract):
    (spec,) = register_readers()
    samples: ClassVar = {"one.json": to_json(kitchen_sink()), "two.jsonl": (to_json(kitchen_sink()) + b"\n") * 2}


class TestJsonWriter(WriterContract):
    (spec,) = register_writers()

    def text_of(self, output: bytes) -> str:
        return "\n".join(cable.source.text for cable in read(output, "json"))
