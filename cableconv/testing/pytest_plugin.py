"""The pytest plugin of the conformance kit: golden files.

A golden file holds what a program is to give. ``pytest --update-golden`` writes what it gives now; the difference is
then read by a person, in ``git diff``. The run itself fails, so that no check passes by being told its own answer; and
where the option would be on for every run, or nobody reads the difference, pytest does not begin.
"""

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

_OPTION = "--update-golden"


class Golden:
    """Compares results with golden files, or writes them."""

    def __init__(self, update: bool) -> None:
        self.update = update
        self.written: list[Path] = []

    def check(self, path: Path, result: str | bytes) -> None:
        """Compare a result with a golden file.

        Args:
            path: The golden file.
            result: What was made.

        Raises:
            AssertionError: They differ, or there is no such file.
        """
        content = result.encode() if isinstance(result, str) else result
        expected = path.read_bytes() if path.exists() else None
        if content == expected:
            return
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            self.written.append(path)
            return
        if expected is None:
            pytest.fail(f"{path} does not exist; pytest {_OPTION} writes it")
        if isinstance(result, str):
            pytest.fail(f"{path.name} says otherwise:\n{_difference(expected.decode(), result)}")
        pytest.fail(f"{path.name} has {len(expected):,} other bytes than the {len(content):,} that were made")


def _difference(expected: str, result: str) -> str:
    """Return how two texts differ, line by line."""
    lines = difflib.unified_diff(expected.splitlines(), result.splitlines(), "golden", "made", lineterm="")
    return "\n".join(lines) or "only in how their lines end"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option ``--update-golden``."""
    parser.addoption(_OPTION, action="store_true", help="write golden files anew, and fail")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to update golden files in every run, or where nobody looks.

    Raises:
        UsageError: ``--update-golden`` is in the configuration or the environment, or this is CI.
    """
    if not config.getoption(_OPTION):
        return
    left_on = {
        "addopts of the configuration": " ".join(config.getini("addopts")),
        "PYTEST_ADDOPTS of the environment": os.environ.get("PYTEST_ADDOPTS", ""),
    }
    for where, options in left_on.items():
        if _OPTION in options:
            raise pytest.UsageError(f"{_OPTION} is in {where}: golden files would be told their answer; take it out")
    if os.environ.get("CI"):
        raise pytest.UsageError(f"{_OPTION} is not for CI, where nobody reads the difference; run it where you work")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Iterator[Golden]:
    """Compare with golden files; with ``--update-golden``, write them and fail."""
    files = Golden(request.config.getoption(_OPTION))
    yield files
    if files.written:
        pytest.fail("golden files were written; read the difference: " + ", ".join(map(str, files.written)))
