"""The examples in docstrings."""

import doctest
import importlib
import pkgutil

import pytest

import cableconv

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(cableconv.__path__, "cableconv.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
