"""Find plugins, load each on its own so that a bad one harms no other, and look up what they offer.

Each plugin gets a hook manager of its own: what fails in it, fails alone.
"""

import functools
import importlib
import io
import logging
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
import pluggy

from cableconv import __version__, entry_points, hookspecs
from cableconv.entry_points import EntryPoint
from cableconv.errors import PluginError, UnknownName
from cableconv.formats import EngineSpec, ReaderSpec, Spec, TransformSpec, Validate, WriterSpec
from cableconv.spec_rules import check_spec, check_together, deprecations, kind

if TYPE_CHECKING:
    import click

#: The group of entry points through which plugins are found.
GROUP = "cableconv"

#: Environment variable that limits which plugins load: their names, separated by commas.
ONLY = "CABLECONV_PLUGINS"

#: What a plugin may raise: anything, and it may want to end the program. None of it harms another plugin. A generator
#: that catches these has to let its own closing pass, which is a `GeneratorExit` where it yields.
FAILURES = (Exception, SystemExit, GeneratorExit)

_HOOKS: dict[str, type[Spec]] = {
    "register_readers": ReaderSpec,
    "register_writers": WriterSpec,
    "register_transforms": TransformSpec,
    "register_engines": EngineSpec,
}

_METHOD: dict[Any, str] = {ReaderSpec: "read", WriterSpec: "write", TransformSpec: "apply", EngineSpec: "run"}

_log = logging.getLogger(__name__)

SpecT = TypeVar("SpecT", bound=Spec)


class Plugin(msgspec.Struct, frozen=True, kw_only=True):
    """One installed plugin.

    Attributes:
        name: Name of its entry point.
        module: The module that holds its hooks.
        distribution: The installed distribution that it came with.
        version: That distribution's version.
        specs: What it offers; empty when it is disabled.
        hooks: Its hook manager; absent when it is disabled.
        disabled: Why it is disabled, as a sentence without an end; ``""`` when it is not.
        deprecated: What it uses that will go, as sentences without an end.
    """

    name: str
    module: str
    distribution: str
    version: str
    specs: tuple[Spec, ...] = ()
    hooks: pluggy.PluginManager | None = None
    disabled: str = ""
    deprecated: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"plugin {self.name} ({self.distribution} {self.version})"


class Offer(msgspec.Struct, Generic[SpecT], frozen=True):
    """Something that a plugin offers."""

    spec: SpecT
    plugin: Plugin

    def __str__(self) -> str:
        return f"{kind(self.spec)} {self.spec.name} of {self.plugin}"


class Registry(msgspec.Struct, frozen=True, kw_only=True):
    """All plugins, and what those that work offer, by name."""

    plugins: tuple[Plugin, ...]
    readers: Mapping[str, Offer[ReaderSpec]]
    writers: Mapping[str, Offer[WriterSpec]]
    transforms: Mapping[str, Offer[TransformSpec]]
    engines: Mapping[str, Offer[EngineSpec]]


@functools.cache
def registry() -> Registry:
    """Return what the installed plugins offer; they are loaded once a process.

    Raises:
        PluginError: Two plugins claim one name, or the environment names a plugin that is not installed.
    """
    return make_registry(installed())


def installed() -> tuple[Plugin, ...]:
    """Load every installed plugin that the environment lets load, in order of their names.

    Raises:
        PluginError: The environment variable ``CABLECONV_PLUGINS`` names a plugin that is not installed.
    """
    points = sorted(entry_points.entry_points(GROUP), key=lambda point: (point.name, point.distribution, point.version))
    wanted = os.environ.get(ONLY)
    if wanted is None:
        return tuple(map(load, points))
    names = {name.strip() for name in wanted.split(",") if name.strip()}
    if unknown := sorted(names - {point.name for point in points}):
        raise PluginError(
            f"{ONLY} names {_join(unknown)}, which is not installed; "
            f"installed plugins: {_join(sorted({point.name for point in points}))}"
        )
    return tuple(load(point) for point in points if point.name in names)


def load(point: EntryPoint) -> Plugin:
    """Load one plugin; whatever is wrong with it ends up in `Plugin.disabled`."""
    plugin = Plugin(name=point.name, module=point.value, distribution=point.distribution, version=point.version)
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            hooks, deprecated = _hooks(point)
            specs = tuple(_specs(hooks))
        check_together(specs)
    except FAILURES as error:
        return msgspec.structs.replace(plugin, disabled=_reason(error))
    if printed.getvalue():
        _log.warning("%s printed %r when it was loaded, which was left out", plugin, printed.getvalue()[:80])
    deprecated += tuple(each for spec in specs for each in deprecations(spec))
    return msgspec.structs.replace(plugin, hooks=hooks, specs=specs, deprecated=deprecated)


def _hooks(point: EntryPoint) -> tuple[pluggy.PluginManager, tuple[str, ...]]:
    """Load a plugin's hooks; return them, and what pluggy says of those that are deprecated."""
    hooks = pluggy.PluginManager(GROUP)
    hooks.add_hookspecs(hookspecs)
    module = entry_points.load(point)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        hooks.register(module, point.name)
    hooks.check_pending()
    return hooks, tuple(str(warning.message) for warning in caught)


def _specs(hooks: pluggy.PluginManager) -> Iterator[Spec]:
    for hook, expected in _HOOKS.items():
        for returned in getattr(hooks.hook, hook)():
            if not isinstance(returned, Iterable):
                raise PluginError(f"{hook} returned {type(returned).__name__}, expected several {expected.__name__}")
            for spec in returned:
                if not isinstance(spec, expected):
                    raise PluginError(f"{hook} gave {type(spec).__name__}, expected {expected.__name__}")
                check_spec(spec)
                yield spec


def _reason(error: BaseException) -> str:
    reason = f"{type(error).__name__}: {error}"
    if isinstance(error, SystemExit):
        reason = f"it ends the program ({reason}) when it is loaded"
    if isinstance(error, PluginError | pluggy.PluginValidationError):
        reason = _IN_BRACES.sub(_sorted, str(error).replace("\n", "; "))
    if _FOR_ANOTHER.search(reason):
        reason += f" (was it made for another cableconv? this is {__version__}: upgrade cableconv or the plugin)"
    return reason


#: What is said of a plugin that uses what this cableconv does not have: a hook, an argument, a field, a name.
_FOR_ANOTHER = re.compile(
    r"unknown hook '|are declared in the hookimpl but can not be found in the hookspec|Unexpected keyword argument '"
    r"|cannot import name '\w+' from 'cableconv\b|No module named 'cableconv\."
)

#: A set in a message of pluggy, in the order of its hashes.
_IN_BRACES = re.compile(r"\{(.*?)\}")


def _sorted(found: re.Match[str]) -> str:
    return f"{{{', '.join(sorted(found[1].split(', ')))}}}"


def make_registry(plugins: tuple[Plugin, ...]) -> Registry:
    """Order what plugins offer by kind and name.

    Raises:
        PluginError: Two plugins claim one name.
    """
    offers: dict[Any, dict[str, Offer[Any]]] = {expected: {} for expected in _HOOKS.values()}
    for plugin in plugins:
        for spec in plugin.specs:
            offer: Offer[Any] = Offer(spec, plugin)
            first = offers[type(spec)].setdefault(spec.name, offer)
            if first is not offer:
                raise PluginError(
                    f"two plugins claim the {kind(spec)} {spec.name!r}: {first.plugin} and {plugin}; "
                    f"uninstall one of the distributions, or name the plugins to load in {ONLY}"
                )
    by_name = {expected: dict(sorted(found.items())) for expected, found in offers.items()}
    return Registry(
        plugins=plugins,
        readers=by_name[ReaderSpec],
        writers=by_name[WriterSpec],
        transforms=by_name[TransformSpec],
        engines=by_name[EngineSpec],
    )


def require_all(plugins: Iterable[Plugin]) -> None:
    """Check that no plugin is disabled.

    Raises:
        PluginError: One is; the message tells of all of them.
    """
    if bad := [f"{plugin} is disabled: {plugin.disabled}" for plugin in plugins if plugin.disabled]:
        raise PluginError("; ".join(bad))


def find(offers: Mapping[str, Offer[SpecT]], name: str) -> Offer[SpecT]:
    """Look a format or transform up by its name, a writer also by an extension that it alone has (``md``).

    A reader has to be named: an extension does not tell what a file holds.

    Raises:
        UnknownName: There is none; the message lists those that there are, and plugins that are disabled.
    """
    if name in offers:
        return offers[name]
    by_extension = with_extension(offers, f".{name.lower()}")
    if len(by_extension) == 1 and isinstance(by_extension[0].spec, WriterSpec):
        return by_extension[0]
    raise UnknownName("; ".join(_unknown(offers, name, by_extension)))


def _unknown(offers: Mapping[str, Offer[SpecT]], name: str, by_extension: list[Offer[SpecT]]) -> Iterator[str]:
    found = registry()
    kinds = [
        kind(others[name].spec)
        for others in (found.readers, found.writers, found.transforms, found.engines)
        if name in others
    ]
    yield f"{name!r} is the name of a {kinds[0]}" if kinds else f"nothing installed is called {name!r}"
    if by_extension:
        yield f"for files in .{name.lower()} there is {_join(offer.spec.name for offer in by_extension)}"
    yield f"known: {_join(offers) or 'none'} (see: cableconv plugins)"
    for plugin in found.plugins:
        if plugin.disabled:
            yield f"{plugin} is disabled: {plugin.disabled}"


def with_extension(offers: Mapping[str, Offer[SpecT]], extension: str) -> list[Offer[SpecT]]:
    """Return the offers for files with an extension, given in lower case with its dot."""
    return [offer for offer in offers.values() if extension in getattr(offer.spec, "extensions", ())]


def instance(offer: Offer[Any]) -> Any:
    """Import the class that does the work of a reader, writer, transform or engine, and make one.

    Raises:
        PluginError: The class cannot be imported or made, or lacks the method of its protocol.
    """
    module, _, name = offer.spec.load.partition(":")
    try:
        made = getattr(importlib.import_module(module), name)()
    except FAILURES as error:
        raise PluginError(f"{offer} cannot be loaded from {offer.spec.load}: {_reason(error)}") from error
    method = _METHOD[type(offer.spec)]
    if not callable(getattr(made, method, None)):
        raise PluginError(f"{offer} has no method {method!r} in {offer.spec.load}")
    return made


def validator(offer: Offer[WriterSpec]) -> Validate:
    """Import the function that checks outputs of a writer.

    Raises:
        PluginError: The writer names none, or it cannot be imported.
    """
    path = offer.spec.validate
    module, _, name = path.partition(":")
    if not path:
        raise PluginError(f"{offer} has no check of its outputs")
    try:
        found: Validate = getattr(importlib.import_module(module), name)
    except PluginError:
        # It says itself what it lacks.
        raise
    except FAILURES as error:
        raise PluginError(f"{offer} cannot load its check from {path}: {_reason(error)}") from error
    return found


def add_commands(cli: "click.Group", plugins: Iterable[Plugin]) -> None:
    """Let plugins add their commands to the command line.

    Raises:
        PluginError: One fails in doing so, or takes the name of another command.
    """
    for plugin in plugins:
        if plugin.hooks is None:
            continue
        before = dict(cli.commands)
        try:
            plugin.hooks.hook.register_commands(cli=cli)
        except FAILURES as error:
            raise PluginError(f"{plugin} cannot add its commands: {_reason(error)}") from error
        for name, command in before.items():
            if cli.commands.get(name) is not command:
                cli.commands.update(before)
                raise PluginError(f"{plugin} puts a command of its own over the command {name!r}")


def _join(names: Iterable[str]) -> str:
    return ", ".join(names)
