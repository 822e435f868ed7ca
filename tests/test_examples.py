"""The examples in docstrings."""

import doctest
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PLUGINS = Path(__file__).parent.parent / "plugins"


def modules() -> Iterator[str]:
    for package in ("cableconv", *sorted(path.name for path in PLUGINS.glob("cableconv_*"))):
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not module.name.endswith("__main__"):
                yield module.name


@pytest.mark.parametrize("name", list(modules()))
def test_examples(needed: Any, name: str) -> None:
    assert doctest.testmod(needed.module(name)).failed == 0
