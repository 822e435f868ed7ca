"""The conformance kit itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from cableconv import UnknownFormat, ir, plugins, testing, walk
from cableconv.detect import detect
from cableconv.source import open_input
from cableconv.testing import foreign
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
    with pytest.raises(pytest.fail.Exception, match=r"a\.txt says otherwise:\n(.*\n)*-glass\n\+mirrors"):
        Golden(update=False).check(tmp_path / "a.txt", "mirrors\n")
    with pytest.raises(pytest.fail.Exception, match="other bytes than the 4"):
        Golden(update=False).check(tmp_path / "a.txt", b"\x00\xff\xfe\x01")
    with pytest.raises(pytest.fail.Exception, match="--update-golden"):
        Golden(update=False).check(tmp_path / "b.txt", "mirrors\n")


GOLDEN_TEST = """
    from pathlib import Path

    def test_glass(golden):
        golden.check(Path(__file__).parent / "glass.txt", "glass")
"""


def test_a_run_that_updates_golden_files_fails(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    pytester.makepyfile(GOLDEN_TEST)
    updating = pytester.runpytest_subprocess("--update-golden")
    updating.assert_outcomes(passed=1, errors=1)
    updating.stdout.fnmatch_lines("*golden files were written; read the difference: */glass.txt")
    assert (pytester.path / "glass.txt").read_text() == "glass"
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("left_on", "message"),
    [
        ("[pytest]\naddopts = --update-golden\n", "--update-golden is in addopts of the configuration"),
        ("PYTEST_ADDOPTS", "--update-golden is in PYTEST_ADDOPTS of the environment"),
        ("CI", "--update-golden is not for CI"),
    ],
)
def test_updating_cannot_be_left_on(
    left_on: str, message: str, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    pytester.makepyfile(GOLDEN_TEST)
    if "\n" in left_on:
        pytester.makeini(left_on)
    else:
        monkeypatch.setenv(left_on, "--update-golden")
    done = pytester.runpytest_subprocess("--update-golden")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(f"*{message}*")
    assert not (pytester.path / "glass.txt").exists()


def test_the_pytest_plugin_costs_little() -> None:
    program = "import sys, cableconv.testing.pytest_plugin; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {"hypothesis", "msgspec", "pluggy", "lxml"} & set(done.stdout.split()) <= {"pluggy"}


def test_what_the_kit_offers_is_there_and_told() -> None:
    assert sorted(testing.__all__) == testing.__all__
    for name in testing.__all__:
        assert getattr(testing, name).__doc__, name


def test_updating_writes_and_remembers_that_it_did(tmp_path: Path) -> None:
    golden = Golden(update=True)
    golden.check(tmp_path / "new" / "a.txt", "glass\n")
    golden.check(tmp_path / "new" / "a.txt", "glass\n")
    assert (tmp_path / "new" / "a.txt").read_text() == "glass\n"
    assert golden.written == [tmp_path / "new" / "a.txt"]


def test_the_inputs_of_other_formats_are_those_of_all_that_come_with_cableconv() -> None:
    readers = plugins.registry().readers
    bundled = {name for name, offer in readers.items() if offer.plugin.distribution == "cableconv"}
    assert set(foreign.OTHER_FORMATS) == bundled
    for name, content in foreign.OTHER_FORMATS.items():
        assert detect(readers.values(), open_input(content)).spec.name == name


@pytest.mark.parametrize("content", foreign.NO_CABLES.values(), ids=foreign.NO_CABLES)
def test_what_is_no_cable_is_recognised_by_no_reader(content: bytes) -> None:
    with pytest.raises(UnknownFormat):
        detect(plugins.registry().readers.values(), open_input(content))
