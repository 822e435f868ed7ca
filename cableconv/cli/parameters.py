"""Options of the command line that several commands share, and the types of their values."""

import re
import signal
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from cableconv.errors import UsageError

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

    def __init__(self, least: int = 0) -> None:
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = re.fullmatch(r"([0-9]{1,15})([KMG]?)", str(value).upper())
        if not match:
            self.fail(f"{value!r} is not a number of bytes, such as 5000000, 64K, 16M or 1G", param, ctx)
        size = int(match[1]) * _UNITS[match[2]]
        if size < self._least:
            self.fail(f"{value} is too little; it takes at least {self._least // 2**20}M", param, ctx)
        return size


class _Seconds(click.ParamType):  # type: ignore[type-arg]
    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        match = re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", str(value))
        if not match or not float(match[0]):
            self.fail(f"{value!r} is not a number of seconds, such as 0.5 or 300, up to 999999", param, ctx)
        return float(match[0])


class _Transform(click.ParamType):  # type: ignore[type-arg]
    name = "name[:key=value]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, tuple[str, str] | None]:
        name, colon, option = value.partition(":")
        return name, KEY_VALUE.convert(option, param, ctx) if colon else None


KEY_VALUE = _KeyValue()
SECONDS = _Seconds()
SIZE = _Size()
#: Of a process that converts: Python and the libraries of the formats take some 50 MB.
MEMORY = _Size(64 * 2**20)
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


def once(pairs: Iterable[tuple[str, str]], what: str) -> dict[str, str]:
    """Return keys and values that were given, each key once.

    Raises:
        UsageError: A key is given twice.
    """
    found: dict[str, str] = {}
    for key, value in pairs:
        if key in found:
            raise UsageError(f"{what} {key} is given twice: {found[key]!r} and {value!r}")
        found[key] = value
    return found


def transforms_by_name(asked: Iterable[tuple[str, tuple[str, str] | None]]) -> dict[str, dict[str, str]]:
    """Return the options of each transform that is asked for, in the order in which they are named.

    Raises:
        UsageError: An option of one is given twice.
    """
    pairs: dict[str, list[tuple[str, str]]] = {}
    for name, option in asked:
        pairs.setdefault(name, []).extend([option] if option else [])
    return {name: once(options, f"--transform {name}:") for name, options in pairs.items()}


def single(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> str | None:
    """Be the callback of an option that may be given once; click alone takes the last of several without a word.

    Raises:
        click.BadParameter: It is given twice, or empty.
    """
    if len(values) > 1:
        raise click.BadParameter(f"is given twice: {values[0]!r} and {values[1]!r}", ctx, param)
    if values and not values[0]:
        raise click.BadParameter("is empty", ctx, param)
    return values[0] if values else None


def combine(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return a decorator that adds options, or sets of them, to a command; help lists them in this order."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


#: Add the options that say how inputs are read.
reading = combine(
    click.option(
        "-f",
        "--from",
        "from_format",
        metavar="FORMAT",
        multiple=True,
        callback=single,
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
    click.option(
        "--max-depth",
        type=click.IntRange(1, 1_000_000),
        metavar="N",
        default=100,
        show_default=True,
        help="How deep lists and quotations may stand within each other.",
    ),
    click.option("--strict-plugins", is_flag=True, help="Stop if a plugin is disabled."),
)


def timeout(default: int, what: str, *, by_alarm: bool = True) -> Callable[[Command], Command]:
    """Return a decorator that adds the option ``--timeout`` to a command.

    Args:
        default: Seconds.
        what: What may take as long.
        by_alarm: The process stops itself, which not every system can.
    """
    return click.option(
        "--timeout",
        type=SECONDS,
        default=default,
        show_default=True,
        metavar="SECONDS",
        callback=_possible if by_alarm else None,
        help=f"The longest that {what}{' (not on Windows)' if by_alarm else ''}.",
    )


def _possible(ctx: click.Context, param: click.Parameter, seconds: float) -> float:
    """Refuse a limit that would not hold.

    Raises:
        click.BadParameter: The user gives one, and this system has no alarm.
    """
    given = ctx.get_parameter_source("timeout") is not click.core.ParameterSource.DEFAULT
    if given and not hasattr(signal, "SIGALRM"):
        raise click.BadParameter(
            "cannot be kept on this system, which has no alarm; leave it out, and time has no limit, "
            "or use cableconv ingest, which has one everywhere",
            ctx,
            param,
        )
    return seconds


#: Add the options that say what outputs are to be like.
shaping = combine(
    click.option(
        "--option",
        "options",
        type=KEY_VALUE,
        metavar="KEY=VALUE",
        multiple=True,
        help="An option of the formats; see describe FORMAT.",
    ),
    click.option(
        "-M",
        "--metadata",
        type=KEY_VALUE,
        metavar="KEY=VALUE",
        multiple=True,
        help="Metadata of the output: title, publisher, language ...",
    ),
    click.option(
        "--transform",
        "transforms",
        type=TRANSFORM,
        metavar="NAME[:KEY=VALUE]",
        multiple=True,
        shell_complete=complete("transforms"),
        help="Change the cables; again with the same NAME for more of its options.",
    ),
)

#: Add the options that say what is said, and how.
telling = combine(
    click.option("-q", "--quiet", is_flag=True, help="Say errors only."),
    click.option("-v", "--verbose", count=True, help="Say everything; twice: with tracebacks."),
    click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True),
)
