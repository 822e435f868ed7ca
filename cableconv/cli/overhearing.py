"""Standard output is for outputs alone: what a plugin prints goes to standard error, and the plugin is named."""

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import TypeVar

from cableconv.cli.messages import Messages
from cableconv.plugins import Plugin, registry

T = TypeVar("T")


@contextmanager
def overhearing(messages: Messages) -> Iterator[None]:
    """Let what is printed go to standard error as long as the context lasts; a warning names the plugin, once."""
    with redirect_stdout(_Overheard(messages)):
        yield


def overheard(items: Iterable[T], messages: Messages) -> Iterator[T]:
    """Yield what a plugin gives one by one; what it prints meanwhile is overheard."""
    remaining = iter(items)
    while True:
        try:
            with overhearing(messages):
                item = next(remaining)
        except StopIteration:
            return
        yield item


class _Overheard(io.TextIOBase):
    """Takes the place of standard output."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._named: set[str] = set()

    @property
    def buffer(self) -> object:
        """Where bytes may be written."""
        self._name()
        return sys.stderr.buffer

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._name()
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()

    def _name(self) -> None:
        plugin = _printing()
        who = str(plugin) if plugin else "something"
        if who not in self._named:
            self._named.add(who)
            self._messages.say(
                "warning",
                f"{who} prints to standard output, where only outputs go; it is shown here",
                "plugin-prints",
                "cableconv",
            )


def _printing() -> Plugin | None:
    """Return the plugin whose code is running."""
    plugins = {package: plugin for plugin in registry().plugins for package in _packages(plugin)}
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package in plugins:
            return plugins[package]
    return None


def _packages(plugin: Plugin) -> set[str]:
    modules = {plugin.module, *(spec.load for spec in plugin.specs)}
    # Without cableconv's own, in which engines are: its code runs wherever a plugin's does.
    return {module.partition(":")[0].partition(".")[0] for module in modules} - {"cableconv"}
