"""Packages whose names are imported when they are first used."""

import importlib
import sys
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any


def lazy(package: str, names: Mapping[str, Iterable[str]]) -> None:
    """Make a package offer names of its modules as its own, each imported when it is first asked for.

    A name may be that of a module, too: the package then has what the module calls so, and not the module.

    Args:
        package: ``__name__`` of the package.
        names: By module of the package, what is offered of it.
    """
    home = {name: module for module, offered in names.items() for name in offered}

    class Package(ModuleType):
        def __getattr__(self, name: str) -> Any:
            if name not in home:
                raise AttributeError(f"module {package!r} has no attribute {name!r}")
            value = getattr(importlib.import_module(f"{package}.{home[name]}"), name)
            self.__dict__[name] = value
            return value

        def __setattr__(self, name: str, value: object) -> None:
            if not (name in home and isinstance(value, ModuleType)):
                super().__setattr__(name, value)

        def __dir__(self) -> list[str]:
            return sorted({*self.__dict__, *home})

    sys.modules[package].__class__ = Package
