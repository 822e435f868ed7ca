"""The entry points of installed distributions, found without `importlib.metadata` where that can be.

It imports the parsers of e-mail, zip files and CSV, and parses whole descriptions to tell a name: a quarter of what a
small conversion takes. What is looked for is two words of text in the folders of `sys.path`.
"""

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import reduce
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import msgspec

#: What is said of a distribution that does not tell its name or version.
_UNKNOWN = "unknown"

_INFO = (".dist-info", ".egg-info")


class EntryPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One entry point of an installed distribution.

    Attributes:
        name: Its name.
        value: What it points at: ``package.module`` or ``package.module:object``.
        distribution: Name of the distribution.
        version: That distribution's version.
    """

    name: str
    value: str
    distribution: str
    version: str


def entry_points(group: str) -> list[EntryPoint]:
    """Return the entry points of a group, as `importlib.metadata.entry_points` finds them.

    Where distributions have one name, the first on `sys.path` counts.
    """
    return list(_in_folders(group) if _are_folders() else _anywhere(group))


def load(point: EntryPoint) -> Any:
    """Import what an entry point points at; raises whatever the import raises."""
    module, _, attributes = point.value.partition("[")[0].strip().partition(":")
    return reduce(getattr, filter(None, attributes.split(".")), importlib.import_module(module))


def _are_folders() -> bool:
    """Tell whether all distributions are folders, or lie in folders, that `sys.path` names."""
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_distributions")]
    return finders == [PathFinder] and not any(path.endswith(".egg") or os.path.isfile(path) for path in sys.path)  # noqa: PTH113 - quicker


def _in_folders(group: str) -> Iterator[EntryPoint]:
    seen: set[str] = set()
    for folder in sys.path:
        names = []
        with suppress(OSError):
            names = os.listdir(folder or ".")  # noqa: PTH208 - as `sys.path` has them
        for name in names:
            if name.lower().endswith(_INFO):
                key = name.rpartition(".")[0].partition("-")[0].lower().replace("-", "_").replace(".", "_")
                if key not in seen:
                    seen.add(key)
                    yield from _of(Path(folder, name), group)


def _of(info: Path, group: str) -> Iterator[EntryPoint]:
    """Yield the entry points of one distribution, whose metadata are asked only when it has some."""
    section = ""
    about: dict[str, str] = {}
    for line in _lines(info / "entry_points.txt"):
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            section = line.strip("[]")
        elif section == group and line and not line.startswith("#"):
            about = about or _about(info)
            name, _, value = line.partition("=")
            yield EntryPoint(name=name.strip(), value=value.strip(), **about)


def _about(info: Path) -> dict[str, str]:
    """Return name and version of a distribution, which stand in the fields above its description."""
    fields: dict[str, str] = {}
    for line in _lines(info / "METADATA") or _lines(info / "PKG-INFO") or _lines(info):
        if not line:
            break
        name, _, value = line.partition(":")
        fields.setdefault(name.lower(), value.strip())
    return {"distribution": fields.get("name", _UNKNOWN), "version": fields.get("version", _UNKNOWN)}


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _anywhere(group: str) -> Iterator[EntryPoint]:
    from importlib import metadata

    for point in metadata.entry_points(group=group):
        name, version = (point.dist.name, point.dist.version) if point.dist else (_UNKNOWN, _UNKNOWN)
        yield EntryPoint(name=point.name, value=point.value, distribution=name, version=version)
