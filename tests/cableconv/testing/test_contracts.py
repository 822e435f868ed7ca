"""Each check of the contracts fails on a plugin that is wrong in just that, and tells its author what to do.

The wrong plugins are in `wrong/`: what is wrong, which check fails and what it says (a pattern), and the lines that
make the good plugin of `memo.py` a wrong one.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cableconv.testing import ReaderContract, TransformContract, WriterContract
from cableconv.testing.contract import Broken, Contract

CONTRACTS = {"readers": ReaderContract, "writers": WriterContract, "transforms": TransformContract}

WRONG = Path(__file__).with_name("wrong")

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


@pytest.mark.parametrize("kind", CONTRACTS)
def test_each_check_fails_on_something(kind: str) -> None:
    assert {check for _, check, _, _ in wrong_plugins(kind)} == set(checks(CONTRACTS[kind]))
