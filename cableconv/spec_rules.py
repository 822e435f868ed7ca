"""What holds for every spec: its plugin interface, its names, its options; and which of its fields are to go.

The plugin interface (`cableconv.formats.API_VERSION`) is the hooks, the fields of the specs, `Context`, and what
readers, writers and transforms are called with. A new hook, a new argument of a hook, a new field with a default: none
of these changes its version, for no plugin that was there notices. Taking away, renaming or giving another meaning
does. What is to be taken away is deprecated first, for at least one minor version of cableconv: plugins that use it
work, and are told (`DEPRECATED_FIELDS` here, ``warn_on_impl`` in `cableconv.hookspecs`). Of the versions of the
interface, those from `OLDEST_API` on work.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from cableconv import __version__
from cableconv.errors import OptionError, PluginError
from cableconv.formats import API_VERSION, OLDEST_API, Option, Spec
from cableconv.options import parse

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EXTENSION = re.compile(r"(\.[a-z0-9]+)+")
_LOAD = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")

#: What users say of every format with a parameter of its own; an option of this name would be taken for it.
RESERVED_OPTIONS = frozenset(
    {
        *("encoding", "from", "max-depth", "max-size", "metadata", "option", "output", "report", "timeout", "to"),
        "transform",
    }
)

#: Fields of specs that are to go, by kind of spec and name, and what to do instead.
DEPRECATED_FIELDS: dict[tuple[str, str], str] = {}


def kind(spec: Spec) -> str:
    """Return what kind of thing a spec is of: ``reader``, ``writer``, ``transform`` or ``engine``."""
    return type(spec).__name__.removesuffix("Spec").lower()


def check_spec(spec: Spec) -> None:
    """Check that a spec is one that this cableconv can use.

    Raises:
        PluginError: It is not; the message says what was found and expected.
    """
    what = f"{kind(spec)} {spec.name}"
    _check_api(spec, what)
    if not isinstance(spec.name, str) or not _NAME.fullmatch(spec.name):
        raise PluginError(f"{spec.name!r} is no name for a {kind(spec)}; expected lower case, words joined by -")
    if not isinstance(spec.load, str) or not _LOAD.fullmatch(spec.load):
        raise PluginError(f"load of {what} is {spec.load!r}, expected 'package.module:Class'")
    for field, check in _CHECKS.items():
        value = getattr(spec, field, None)
        if value and (complaint := check(value)):
            raise PluginError(f"{field} of {what}: {complaint}")
    _check_options(spec.options, what)


def deprecations(spec: Spec) -> Iterator[str]:
    """Yield what is deprecated in a spec, as sentences without an end."""
    for field in msgspec.structs.fields(spec):
        instead = DEPRECATED_FIELDS.get((kind(spec), field.name))
        if instead and getattr(spec, field.name) != field.default:
            yield f"its {kind(spec)} {spec.name} has the field {field.name}, which will go; {instead}"


def check_together(specs: Iterable[Spec]) -> None:
    """Check that options of one name are of one type in all specs of a plugin: ``--option`` gives one value to all.

    Raises:
        PluginError: They are not.
    """
    first: dict[str, tuple[Spec, Option]] = {}
    for spec in specs:
        for option in spec.options:
            other, like = first.setdefault(option.name, (spec, option))
            if like.type is not option.type:
                raise PluginError(
                    f"option {option.name!r} is {like.type.__name__} in its {kind(other)} {other.name} and "
                    f"{option.type.__name__} in its {kind(spec)} {spec.name}; --option gives one value to both: "
                    "rename one"
                )


def _check_api(spec: Spec, what: str) -> None:
    if not isinstance(spec.api, int):
        raise PluginError(f"api of {what} is {spec.api!r}, expected a whole number: the API_VERSION it was written for")
    if not OLDEST_API <= spec.api <= API_VERSION:
        had = f"{OLDEST_API} to {API_VERSION}" if OLDEST_API < API_VERSION else f"{API_VERSION}"
        remedy = (
            "upgrade cableconv (pip install --upgrade cableconv), or install an older version of the plugin"
            if spec.api > API_VERSION
            else "upgrade the plugin, or install an older cableconv"
        )
        raise PluginError(
            f"its {what} was made for plugin interface {spec.api}, "
            f"and this cableconv ({__version__}) has {had}; {remedy}"
        )


def _check_options(options: object, what: str) -> None:
    if not isinstance(options, tuple) or not all(isinstance(option, Option) for option in options):
        raise PluginError(f"options of {what} are not all Option, in a tuple")
    names = [option.name for option in options]
    for option in options:
        if complaint := _about_name(option, names) or _about_values(option):
            raise PluginError(f"option {option.name!r} of {what} {complaint}")


def _about_name(option: Option, names: list[str]) -> str:
    if not isinstance(option.name, str) or not _NAME.fullmatch(option.name):
        return "has no proper name; expected lower case, words joined by -"
    if names.count(option.name) > 1:
        return "is there twice; rename one"
    if option.name in RESERVED_OPTIONS:
        return f"has a name that users know as --{option.name}; rename it"
    return ""


def _about_values(option: Option) -> str:
    if option.type not in (str, int, float, bool):
        return f"is of type {option.type!r}; expected str, int, float or bool"
    if option.choices and option.type is not str:
        return f"has choices, which are for str, and is {option.type.__name__}; leave choices out, or use bounds"
    bounds = [bound for bound in (option.minimum, option.maximum) if bound is not None]
    if bounds and (option.type not in (int, float) or bounds != sorted(bounds)):
        return f"is {option.type.__name__} and has the bounds {bounds}; bounds are for numbers, the least first"
    if option.default is not None and type(option.default) is not option.type:
        return f"is {option.type.__name__}, and its default {option.default!r} is not"
    try:
        if option.default is not None:
            parse(option, option.default)
    except OptionError as error:
        return f"has a default that it may not have: {error.message}"
    return ""


def _about_extensions(value: Any) -> str:
    wrong = [each for each in value if not isinstance(each, str) or not _EXTENSION.fullmatch(each)]
    return f"{wrong[0]!r} is none; expected lower case with the dot, such as '.txt'" if wrong else ""


def _about_magic(value: Any) -> str:
    wrong = [each for each in value if not isinstance(each, bytes) or not each]
    return f"{wrong[0]!r} is none; expected bytes, at least one" if wrong else ""


def _about_metadata(value: Any) -> str:
    wrong = [each for each in value if not isinstance(each, str)] if isinstance(value, tuple) else [value]
    return f"{wrong[0]!r} is none; expected a tuple of keys, such as ('title', 'publisher')" if wrong else ""


def _about_sniff(value: Any) -> str:
    return "" if callable(value) else f"{value!r} cannot be called; expected a function of head and name"


def _about_validate(value: Any) -> str:
    is_path = isinstance(value, str) and _LOAD.fullmatch(value)
    return "" if is_path else f"is {value!r}, expected 'package.module:function'"


def _about_transforms(value: Any) -> str:
    wrong = [each for each in value if not isinstance(each, str) or not _NAME.fullmatch(each)]
    return f"{wrong[0]!r} is no name of a transform" if wrong else ""


_CHECKS = {
    "extensions": _about_extensions,
    "magic": _about_magic,
    "sniff": _about_sniff,
    "metadata": _about_metadata,
    "validate": _about_validate,
    "before": _about_transforms,
    "after": _about_transforms,
}
