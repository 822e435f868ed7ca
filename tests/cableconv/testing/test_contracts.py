"""Each check of the contracts fails on a plugin that is wrong in just that, and tells its author what to do.

The wrong plugins are in `wrong/`: what is wrong, which check fails and what it says (a pattern), and the lines that
make the good plugin of `memo.py` a wrong one.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from cableconv import ReaderSpec
from cableconv.testing import ReaderContract, TransformContract, WriterContract
from cableconv.testing.contract import Broken, Contract

CONTRACTS = {"readers": ReaderContract, "writers": WriterContract, "transforms": TransformContract}

WRONG = Path(__file__).with_name("wrong")

MEMO = Path(__file__).with_name("memo.py").read_text(encoding="utf-8")

READER = ReaderSpec(name="memo", title="A memo", load="memo_plugin:Memo", extensions=(".memo",))

Run = Callable[..., None]


def checks(contract: type[Contract]) -> list[str]:
    return sorted(name for name in dir(contract) if name.startswith("test_"))


def wrong_plugins(kind: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield what is wrong, the check, what it says and the code of each wrong plugin of a kind."""
    for case in re.split(r"^=== ", (WRONG / f"{kind}.txt").read_text(encoding="utf-8"), flags=re.M)[1:]:
        what, check, says, code = case.split("\n", 3)
        yield what, check.removeprefix("fails: "), says.removeprefix("says: "), code


ALL = [pytest.param(kind, *case[1:], id=f"{kind}: {case[0]}") for kind in CONTRACTS for case in wrong_plugins(kind)]


@pytest.mark.parametrize(("kind", "check", "says", "code"), ALL)
def test_a_wrong_plugin_fails(kind: str, check: str, says: str, code: str, run_check: Run) -> None:
    with pytest.raises(Broken) as caught:
        run_check(CONTRACTS[kind], check, code)
    assert re.search(says, str(caught.value), re.S), str(caught.value)


@pytest.mark.parametrize(("kind", "check"), [(kind, check) for kind in CONTRACTS for check in checks(CONTRACTS[kind])])
def test_a_good_plugin_passes(kind: str, check: str, run_check: Run) -> None:
    run_check(CONTRACTS[kind], check)


RIVALS = """
CARDS = replace(READER, name='cards', sniff=lambda head, name: 0.99)
@hookimpl
def register_readers():
    return [READER, CARDS]

CONTRACT = {"rivals": ("cards", "aad")}
"""


def test_rivals_are_not_asked(run_check: Run) -> None:
    run_check(ReaderContract, "test_recognises", RIVALS)


def test_what_rivals_read_may_be_claimed(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        import cableconv_aad.plugin
        from cableconv.testing import ReaderContract

        class TestRecords(ReaderContract):
            (spec,) = cableconv_aad.plugin.register_readers()
            samples = {"a.txt": b"Message Text"}
            rivals = ("telegram",)
    """)
    found = pytester.runpytest_inprocess("--collect-only", "-q", "-k", "leaves_others").stdout.str()
    assert "leaves_others_alone[tei]" in found
    assert "leaves_others_alone[telegram]" not in found


COUNTEREXAMPLE = """
class Memo(Memo):
    def read(self, source, ctx):
        whole = source.source('memo')
        if whole.text.startswith(HEAD):
            yield self.cable(whole)
        else:
            yield replace(self.cable(whole), marks=())
"""


def test_a_counterexample_can_be_pasted_into_a_test(run_check: Run) -> None:
    with pytest.raises(Broken) as caught:
        run_check(ReaderContract, "test_changed_samples", COUNTEREXAMPLE)
    notes = "\n".join(caught.value.__notes__)
    assert re.search(r"^with the \d+ bytes b'", notes, re.M)
    assert re.search(r"^ *value=b'.*',$", notes, re.M)


@pytest.mark.parametrize("kind", CONTRACTS)
def test_each_check_fails_on_something(kind: str) -> None:
    assert {check for _, check, _, _ in wrong_plugins(kind)} == set(checks(CONTRACTS[kind]))


@pytest.mark.parametrize(
    ("named", "complaint"),
    [
        ({}, "spec is missing; give the class spec = the ReaderSpec that your register_readers returns"),
        ({"spec": "memo"}, "spec is of type str; give the class spec = the ReaderSpec"),
        ({"spec": READER}, "samples is missing; give the class samples = a folder with inputs of the format: Path"),
        ({"spec": READER, "samples": "samples"}, "samples is of type str; give the class samples = a folder"),
    ],
)
def test_what_is_not_named_is_told_when_tests_are_collected(named: dict[str, Any], complaint: str) -> None:
    with pytest.raises(TypeError, match=complaint):
        type("TestMemo", (ReaderContract,), named)


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ([], "is empty|no file that ends"),
        (["a.txt"], r"in .* is no file that ends in \.memo; put a few small invented"),
    ],
)
def test_a_folder_without_samples_is_told(files: list[str], complaint: str, tmp_path: Path) -> None:
    for name in files:
        (tmp_path / name).write_bytes(b"MEMO")
    contract = type("TestMemo", (ReaderContract,), {"spec": READER, "samples": tmp_path})
    with pytest.raises(ValueError, match=complaint):
        contract.inputs()


AUTHORS_TESTS = """
    from pathlib import Path

    import memo_plugin
    from cableconv.testing import ReaderContract, TransformContract, WriterContract

    class TestReader(ReaderContract):
        spec = memo_plugin.READER
        samples = Path(__file__).parent / "samples"
        examples = 5

    class TestWriter(WriterContract):
        spec = memo_plugin.WRITER
        examples = 5

        def text_of(self, output):
            return output.decode()

    class TestTransform(TransformContract):
        spec = memo_plugin.TRANSFORM
        examples = 5
"""


def test_what_an_author_runs(site: Any, pytester: pytest.Pytester) -> None:
    site.add("memo", MEMO)
    samples = pytester.mkdir("samples")
    (samples / "glass.memo").write_bytes(b"MEMO TO ALL POSTS\nSUBJECT: GLASS\n\nIt is exported.\n")
    (samples / "README.md").write_text("Samples")
    pytester.makepyfile(AUTHORS_TESTS)
    done = pytester.runpytest_subprocess("-v")
    assert done.ret == pytest.ExitCode.OK
    done.stdout.fnmatch_lines(["*::TestReader::test_reads?glass.memo? PASSED*"])
    assert "README" not in done.stdout.str()

    site.path.joinpath("memo_plugin.py").write_text(
        f"{MEMO}\nclass Lower:\n    def apply(self, cable, ctx):\n        1 / 0\n"
    )
    done = pytester.runpytest_subprocess("-k", "applies")
    done.assert_outcomes(failed=2, deselected=ANY)
    # The author sees the own line that failed, and what to do.
    done.stdout.fnmatch_lines(["*memo_plugin.py:*: ZeroDivisionError", "E *it may raise cableconv.PluginError alone*"])
