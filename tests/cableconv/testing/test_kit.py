"""The conformance kit itself."""

from pathlib import Path

import pytest

from cableconv import ir, walk
from cableconv.testing.kitchen_sink import kitchen_sink
from cableconv.testing.outline import outline
from cableconv.testing.pytest_plugin import Golden

SINK = kitchen_sink()


def kinds_below(kind: type) -> set[type]:
    return {kind} | {below for each in kind.__subclasses__() for below in kinds_below(each)}


def test_the_kitchen_sink_uses_every_node_and_every_field() -> None:
    nodes = list(walk.walk(SINK))
    unused = []
    for kind in kinds_below(ir.Node) - {ir.Node}:
        of_kind = [node for node in nodes if type(node) is kind]
        unused += [
            f"{kind.__name__}.{field}"
            for field in kind.__struct_fields__
            if not any(getattr(node, field) not in (None, (), False, {}) for node in of_kind)
        ]
    assert unused == []


def test_the_outline_tells_everything_that_is_not_plain() -> None:
    text = outline(SINK)
    for told in ("{ref A -> A}", "{08 STATE 123 -> 08STATE123}", "{redaction XXXXXXXXXXXX}", "{stray SIPDIS}"):
        assert told in text
    assert "{damage government,s -> government's}" in text
    assert "paragraph 2 printed 12." in text
    assert "quotation: BEGIN TEXT:" in text


def test_golden_files_are_compared(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("glass\n")
    Golden(update=False).check(tmp_path / "a.txt", "glass\n")
    with pytest.raises(AssertionError):
        Golden(update=False).check(tmp_path / "a.txt", "mirrors\n")
    with pytest.raises(pytest.fail.Exception, match="--update-golden"):
        Golden(update=False).check(tmp_path / "b.txt", "mirrors\n")


def test_updating_writes_and_remembers_that_it_did(tmp_path: Path) -> None:
    golden = Golden(update=True)
    golden.check(tmp_path / "new" / "a.txt", "glass\n")
    golden.check(tmp_path / "new" / "a.txt", "glass\n")
    assert (tmp_path / "new" / "a.txt").read_text() == "glass\n"
    assert golden.written == [tmp_path / "new" / "a.txt"]
