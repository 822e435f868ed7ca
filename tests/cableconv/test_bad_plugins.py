"""What users are told of a bad plugin: its name, its distribution, what is wrong and, where they can help it, how.

The bad plugins are in `bad_plugins.txt`: what is bad, how cableconv is called, its exit code, the files that are there
then, what is said (a pattern, in which `<odd>` is the plugin with its distribution), and the lines that make the good
plugin `odd` a bad one.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from cableconv import ir, to_json

#: A plugin ``odd`` whose parts are all right; each case changes something below it.
ODD = """
from msgspec.structs import replace

from cableconv import Option, ReaderSpec, TransformSpec, WriterSpec, from_json, hookimpl

def sniff(head, name):
    return 0.0

class Odd:
    def read(self, source, ctx):
        with source.stream() as stream:
            for line in stream:
                yield from_json(line)

    def write(self, cables, out, ctx):
        for cable in cables:
            out.write(b"odd\\n")

    def apply(self, cable, ctx):
        return cable

reader = ReaderSpec(name="odd", title="Odd", load="odd_plugin:Odd", sniff=lambda head, name: sniff(head, name))
writer = WriterSpec(name="odd", title="Odd", load="odd_plugin:Odd", extensions=(".odd",), collects=True)
transform = TransformSpec(name="odd", title="Odd", load="odd_plugin:Odd")

@hookimpl
def register_readers():
    return [reader]

@hookimpl
def register_writers():
    return [writer]

@hookimpl
def register_transforms():
    return [transform]
"""


CASES = re.split(r"^=== ", Path(__file__).with_name("bad_plugins.txt").read_text(encoding="utf-8"), flags=re.M)[1:]

ABOUT = re.compile(r"run: cableconv (.*)\nends with: (\d)\nleaves: (.*)\nsays: (.*)\n\n((?s:.*))")

WORDS = {
    "<odd>": r"plugin odd \(cableconv-odd 1\.0\)",
    "<disabled>": r"odd +cableconv-odd 1\.0 +disabled",
}


@pytest.mark.parametrize(
    "case", [case.partition("\n")[2] for case in CASES], ids=[case.splitlines()[0] for case in CASES]
)
def test_what_is_told(case: str, site: Any, cableconv: Any, kitchen_sink: ir.Cable, tmp_path: Path) -> None:
    command, ends_with, leaves, says, code = ABOUT.fullmatch(case).groups()
    site.add("odd", f"{ODD}\n{code}")
    lines = (to_json(kitchen_sink) + b"\n") * 5
    (tmp_path / "five.jsonl").write_bytes(lines)
    done = cableconv(*command.split(), env={"PYTHONWARNINGS": ""})
    said = (done.stdout if command == "plugins" else done.stderr).decode()
    for word, pattern in WORDS.items():
        says = says.replace(word, pattern)
    assert re.search(says, said), said
    assert "Traceback" not in said
    assert done.returncode == int(ends_with), said
    left = {path.name for path in tmp_path.iterdir()} - {"five.jsonl", "site"}
    assert left == {name for name in leaves.split() if name != "-"}
    if done.returncode == 0 and command.endswith(("-t json", "-t odd")):
        assert done.stdout == (lines if command.endswith("json") else b"odd\n" * 5)
    if "after the third cable" in code:
        assert (tmp_path / "out.json").read_bytes() == lines[: len(lines) // 5 * 3]
