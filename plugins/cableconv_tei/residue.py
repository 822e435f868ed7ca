"""What the markup of one document cannot say of its cable, as changes to what a reader makes of the markup.

Real cables have none. Structures that the IR allows and no telegram shows (a caption that begins with a blank, a
section of nothing) would be read back a little different; these differences stand in ``xenoData``, as JSON.
"""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from cableconv import ir
from cableconv.errors import ReadError

#: Where a value stands: keys of objects and places in lists, from the cable down.
Path = tuple[str | int, ...]


def differences(read: ir.Cable, cable: ir.Cable) -> str:
    """Return the changes that make one cable of another, as JSON; ``""`` when they are equal.

    Args:
        read: The cable as the markup alone is read.
        cable: The cable as it is.
    """
    if read == cable:
        return ""
    changes = list(_differences(msgspec.to_builtins(read), msgspec.to_builtins(cable), ()))
    return json.dumps(changes, ensure_ascii=True, separators=(",", ":"))


def _differences(old: Any, new: Any, path: Path) -> Iterator[list[Any]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and old.get("type") == new.get("type"):
        for key in sorted(old.keys() | new.keys()):
            if key not in new:
                yield [[*path, key]]
            elif key not in old:
                yield [[*path, key], new[key]]
            else:
                yield from _differences(old[key], new[key], (*path, key))
    elif isinstance(old, list | tuple) and isinstance(new, list | tuple) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _differences(before, after, (*path, index))
    else:
        yield [list(path), new]


def apply(read: ir.Cable, changes: str) -> ir.Cable:
    """Make the changes that `differences` found.

    Raises:
        ReadError: They do not fit the cable: somebody changed the document around them.
    """
    built = json.loads(json.dumps(msgspec.to_builtins(read)))
    try:
        for path, *value in json.loads(changes):
            built = _changed(built, path, value)
        return msgspec.convert(built, ir.Cable)
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise ReadError(
            f"its xenoData of type residue does not fit the rest of the document ({error}); remove that element to "
            "read what the markup says"
        ) from error


def _changed(root: Any, path: list[str | int], value: list[Any]) -> Any:
    if not path:
        return value[0]
    at = root
    for step in path[:-1]:
        at = at[step]
    if value:
        at[path[-1]] = value[0]
    else:
        del at[path[-1]]
    return root
