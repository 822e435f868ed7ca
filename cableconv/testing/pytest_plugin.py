"""The pytest plugin of the conformance kit: golden files.

A golden file holds what a program is to give. ``pytest --update-golden`` writes what it gives now; the difference is
then read by a person, in ``git diff``. The run itself fails, so that no check passes by being told its own answer.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest


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
            pytest.fail(f"{path} does not exist; pytest --update-golden writes it")
        if isinstance(result, str):
            assert result == expected.decode(), f"{path.name} says otherwise"  # noqa: S101
        assert content == expected, f"{path.name} says otherwise"  # noqa: S101


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option ``--update-golden``."""
    parser.addoption("--update-golden", action="store_true", help="write golden files anew, and fail")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Iterator[Golden]:
    """Compare with golden files; with ``--update-golden``, write them and fail."""
    files = Golden(request.config.getoption("--update-golden"))
    yield files
    if files.written:
        pytest.fail("golden files were written; read the difference: " + ", ".join(map(str, files.written)))
