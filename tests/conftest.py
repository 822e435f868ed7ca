"""What all tests share."""

import importlib
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings

from cableconv import ir, plugins
from cableconv.testing.kitchen_sink import kitchen_sink as make_kitchen_sink

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent

# No test asks how long something takes: other programs may be at work.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")
#: For ``pytest --hypothesis-profile=thorough``.
settings.register_profile("thorough", max_examples=1000)

# A shell ignores interrupts for what it starts in the background, and so would all that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

Command = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real cables; tests that need it are skipped where it is not."""
    path = Path(os.environ.get("CABLECONV_SHARED", ROOT.parent / "shared")) / "data"
    if not path.is_dir():
        pytest.skip(f"no real cables at {path}; set CABLECONV_SHARED")
    return path


class Needed:
    """What a test needs beyond cableconv; where it is missing, the test is skipped, but in CI it fails."""

    def program(self, *names: str) -> str:
        """Return the path of the first program that is there."""
        found = next(filter(None, map(shutil.which, names)), None)
        return found or self.lacking(" or ".join(names))

    def module(self, name: str) -> Any:
        """Return a module."""
        try:
            return importlib.import_module(name)
        except ImportError:
            self.lacking(name)

    def lacking(self, what: str) -> NoReturn:
        """Skip or fail the test."""
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{what} is not installed")


@pytest.fixture(scope="session")
def needed() -> Needed:
    """What a test needs beyond cableconv."""
    return Needed()


@pytest.fixture(scope="session")
def java(needed: Needed) -> str:
    """The program java."""
    return needed.program("java")


@pytest.fixture(scope="session")
def kitchen_sink() -> ir.Cable:
    """The cable that uses every node and field."""
    return make_kitchen_sink()


@pytest.fixture
def cableconv(tmp_path: Path) -> Command:
    """Run the installed command in a folder of its own; its output comes as bytes."""
    program = Path(sys.executable).with_name("cableconv")

    def run(
        *arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [program, *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONWARNINGS": "error", **(env or {})},
            timeout=120,
            check=False,
        )

    return run


class Site:
    """A folder of packages, beside those that are installed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.modules: list[str] = []

    def add(self, name: str, code: str, *, distribution: str = "", version: str = "1.0") -> str:
        """Install a plugin that is one module; return the module's name."""
        module = f"{name}_plugin"
        distribution = distribution or f"cableconv-{name}"
        (self.path / f"{module}.py").write_text(textwrap.dedent(code), encoding="utf-8")
        info = self.path / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[cableconv]\n{name} = {module}\n")
        self.modules.append(module)
        importlib.invalidate_caches()
        return module


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A place for the plugins of one test, seen by this process and by those that it starts."""
    path = tmp_path / "site"
    path.mkdir()
    made = Site(path)
    monkeypatch.syspath_prepend(path)
    monkeypatch.setenv("PYTHONPATH", str(path), prepend=os.pathsep)
    plugins.registry.cache_clear()
    yield made
    plugins.registry.cache_clear()
    for module in made.modules:
        sys.modules.pop(module, None)
