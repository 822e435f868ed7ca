"""Options of the command line that several commands share, and the types of their values."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

Command = TypeVar("Command", bound=Callable[..., Any])

_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}


class _KeyValue(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4
    name = "key=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        key, equals, rest = value.partition("=")
        if not (key and equals):
            self.fail(f"{value!r} is not of the form KEY=VALUE", param, ctx)
        return key, rest


class _Size(click.ParamType):  # type: ignore[type-arg]
    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = re.fullmatch(r"([0-9]{1,15})([KMG]?)", str(value).upper())
        if not match:
            self.fail(f"{value!r} is not a number of bytes, such as 5000000, 64K, 16M or 1G", param, ctx)
        return int(match[1]) * _UNITS[match[2]]


class _Transform(click.ParamType):  # type: ignore[type-arg]
    name = "name[:key=value]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, tuple[str, str] | None]:
        name, colon, option = value.partition(":")
        return name, KEY_VALUE.convert(option, param, ctx) if colon else None


KEY_VALUE = _KeyValue()
SIZE = _Size()
TRANSFORM = _Transform()


def complete(kind: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return shell completion with the names of installed ``readers``, ``writers`` or ``transforms``."""

    def names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from cableconv.plugins import registry

        offers = getattr(registry(), kind)
        return [
            CompletionItem(name, help=offer.spec.title) for name, offer in offers.items() if name.startswith(incomplete)
        ]

    return names


def reading(command: Command) -> Command:
    """Add the options that say how inputs are read."""
    for option in reversed(
        (
            click.option(
                "-f",
                "--from",
                "from_format",
                metavar="FORMAT",
                shell_complete=complete("readers"),
                help="Format of the inputs; found out when not given.",
            ),
            click.option(
                "--encoding", metavar="NAME", help="Encoding of inputs that are not UTF-8 and have no byte order mark."
            ),
            click.option(
                "--max-size",
                type=SIZE,
                metavar="SIZE",
                default="16M",
                show_default=True,
                help="The most bytes that one input may have.",
            ),
            click.option("--strict-plugins", is_flag=True, help="Stop if a plugin is disabled."),
        )
    ):
        command = option(command)
    return command
