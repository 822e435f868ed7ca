"""The one namespace that users and plugins import from."""

import ast
import importlib
import inspect
from pathlib import Path

import msgspec
import pytest

import cableconv
from cableconv import errors, ir


def test_all_is_complete_and_each_name_exists() -> None:
    assert len(cableconv.__all__) == len(set(cableconv.__all__))
    for name in cableconv.__all__:
        assert getattr(cableconv, name) is not None
    assert set(cableconv.__all__) <= set(dir(cableconv))


def test_every_part_of_the_ir_and_every_error_is_public() -> None:
    structs = {name for name, value in vars(ir).items() if inspect.isclass(value) and value.__module__ == ir.__name__}
    kinds = {name for name, value in vars(errors).items() if inspect.isclass(value) and issubclass(value, Exception)}
    assert structs | kinds <= set(cableconv.__all__)
    assert issubclass(cableconv.Cable, msgspec.Struct)


def test_what_type_checkers_see_is_what_there_is(root: Path) -> None:
    tree = ast.parse((root / "cableconv" / "__init__.py").read_text(encoding="utf-8"))
    (guarded,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {
        alias.name: node.module for node in guarded.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert sorted(seen) == sorted(cableconv.__all__)
    for name, module in seen.items():
        assert module is not None
        assert getattr(importlib.import_module(module), name) is getattr(cableconv, name)


def test_functions_are_not_covered_by_the_modules_of_their_names() -> None:
    importlib.import_module("cableconv.convert")
    importlib.import_module("cableconv.formats")
    assert inspect.isfunction(cableconv.convert)
    assert inspect.isfunction(cableconv.formats)


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = cableconv.nothing  # type: ignore[attr-defined]


def test_every_public_function_and_class_tells_what_it_is_for() -> None:
    for name in cableconv.__all__:
        value = getattr(cableconv, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert value.__doc__, name


def test_error_says_its_place() -> None:
    assert str(cableconv.ReadError("is empty")) == "is empty"
    assert str(cableconv.ReadError("is empty", where="a.txt")) == "a.txt: is empty"
    assert str(cableconv.ReadError("is odd", where="a.txt", line=3, column=7)) == "a.txt:3:7: is odd"
