"""The command ``ingest``: jobs over many cables. What the user asks for, checked before anything is read."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click_default_group import DefaultGroup  # type: ignore[import-untyped]

from cableconv.cli.parameters import KEY_VALUE, MEMORY, Command, combine, complete, reading, shaping, telling, timeout

if TYPE_CHECKING:
    from cableconv.cli.jobs import Session

_FOLDER = click.Path(file_okay=False, path_type=Path)


class _WithEngine(click.Command):
    """A command that takes an engine's options as its own: ``--dask-address X`` is ``--engine-option address=X``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put engines' options into their general form, then parse as always."""
        given = args.index("--engine") + 1 if "--engine" in args else len(args)
        engine = args[given] if given < len(args) else _from_equals(args)
        return super().parse_args(ctx, _in_general(args, f"--{engine}-"))


def _from_equals(args: list[str]) -> str:
    return next((arg.partition("=")[2] for arg in args if arg.startswith("--engine=")), "local")


def _in_general(args: list[str], prefix: str) -> list[str]:
    found: list[str] = []
    rest = iter(args)
    for arg in rest:
        if arg.startswith(prefix):
            name, equals, value = arg.removeprefix(prefix).partition("=")
            found += ["--engine-option", f"{name}={value if equals else next(rest, '')}"]
        else:
            found.append(arg)
    return found


_asking = combine(
    click.argument("sources", nargs=-1, metavar="SRC..."),
    click.option("-o", "--output", "dest", type=_FOLDER, metavar="DEST", required=True, help="The folder of the job."),
    click.option(
        "-t",
        "--to",
        "formats",
        metavar="FORMAT",
        multiple=True,
        shell_complete=complete("writers"),
        help="A format of the outputs; several may be named.",
    ),
    click.option(
        "--files-from",
        "lists",
        metavar="FILE",
        multiple=True,
        help="Take sources from a list, too, one a line or parted by NULs (- is standard input).",
    ),
    reading,
    shaping,
    click.option(
        "--pack",
        type=click.Choice(["none", "zip"]),
        default="none",
        show_default=True,
        help="Put outputs into zip files, one a shard and format.",
    ),
    click.option("--bag", is_flag=True, help="Make DEST a BagIt bag, with the original bytes."),
    click.option("--validate", is_flag=True, help="Check each output as cableconv validate does; invalid ones fail."),
    click.option(
        "--shard-size",
        type=click.IntRange(1, 100_000),
        default=1000,
        show_default=True,
        help="The most inputs that are done together.",
    ),
)

_checking = combine(
    click.option("--verify", is_flag=True, help="Read outputs to find damaged ones; else their sizes tell."),
    click.option("--retry-failed", is_flag=True, help="Try again what failed, though nothing has changed."),
)

_working = combine(
    click.option("--jobs", type=click.IntRange(1), metavar="N", help="How many shards at a time; one a core else."),
    click.option(
        "--engine",
        default="local",
        show_default=True,
        metavar="NAME",
        shell_complete=complete("engines"),
        help="Who does the shards.",
    ),
    click.option(
        "--engine-option",
        "engine_options",
        type=KEY_VALUE,
        metavar="KEY=VALUE",
        multiple=True,
        help="An option of the engine; --NAME-KEY VALUE is the same.",
    ),
    timeout(300, "a cable may take to be read, or written in one format", by_alarm=False),
    click.option(
        "--memory",
        type=MEMORY,
        default="2G",
        show_default=True,
        metavar="SIZE",
        help="The most that a worker may have.",
    ),
)

_stopping = combine(
    click.option("--fail-fast", is_flag=True, help="Stop at the first input that fails."),
    click.option("--max-errors", type=click.IntRange(1), metavar="N", help="Stop when N inputs have failed."),
    click.option("--fail-if-warnings", is_flag=True, help="End with code 3 if there was a warning."),
    click.option(
        "--report",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE.jsonl",
        help="Write what became of each input, one a line.",
    ),
)


def _in_dest(command: Command) -> Command:
    return click.argument("dest", type=_FOLDER)(command)


ingest: click.Group = DefaultGroup(
    "ingest",
    default="start",
    short_help="Convert many cables, and keep account of each.",
    help="""Convert many cables into a folder, and keep account of each.

    SRC are files, folders, globs, zip and tar files, and URLs. Started again, a job goes on where it was; what has
    changed is done again, and nothing else. See cableconv ingest start --help.
    """,
    epilog="""
    \b
    cableconv ingest cables/ -t tei -t pdf -o DEST
    cableconv ingest --resume -o DEST
    cableconv ingest status DEST
    cableconv ingest plan s3://bucket/cables -t tei -o DEST
    cableconv ingest run DEST --shard 17
    cableconv ingest merge DEST
    """,
)


@ingest.command(cls=_WithEngine, short_help="Plan, run and publish (the default command).")
@_asking
@click.option("--resume", is_flag=True, help="Go on with the job that DEST holds, for what it was asked for.")
@_checking
@_working
@_stopping
@telling
@click.pass_context
def start(ctx: click.Context, /, **asked: Any) -> int:
    """Convert all cables in SRCs into the folder DEST."""
    from cableconv.cli.jobs import start

    return start(_session(asked), asked, _given(ctx))


@ingest.command(short_help="Find the inputs and share them out among shards.")
@_asking
@_checking
@telling
@click.pass_context
def plan(ctx: click.Context, /, **asked: Any) -> int:
    """Find all inputs in SRCs and share them out among shards, without doing them."""
    from cableconv.cli.jobs import plan

    return plan(_session(asked), asked, _given(ctx))


@ingest.command(cls=_WithEngine, short_help="Do what is planned.")
@_in_dest
@click.option(
    "--shard",
    "shards",
    metavar="N",
    multiple=True,
    help="Do only shard N (17), shards from N to M (0-99) or every Mth (3/10), and publish nothing: see merge.",
)
@_working
@_stopping
@telling
def run(**asked: Any) -> int:
    """Do the shards that are planned in DEST."""
    from cableconv.cli.jobs import run

    return run(_session(asked), asked)


@ingest.command(cls=_WithEngine, short_help="Look at the sources again, and do what is left.")
@_in_dest
@_checking
@_working
@_stopping
@telling
def resume(**asked: Any) -> int:
    """Go on with the job in DEST: look at its sources again, and do what is new, changed or left."""
    from cableconv.cli.jobs import resume

    return resume(_session(asked), asked)


@ingest.command(short_help="Publish shards that were done one by one.")
@_in_dest
@_stopping
@telling
def merge(**asked: Any) -> int:
    """Publish what was done in DEST by run --shard, up to the first shard that is not done."""
    from cableconv.cli.jobs import merge

    return merge(_session(asked), asked)


@ingest.command(short_help="Show how a job stands.")
@_in_dest
@click.option("--verify", is_flag=True, help="Read all outputs and compare their hashes.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def status(dest: Path, verify: bool, as_json: bool) -> int:
    """Show how the job in DEST stands; it may be at work."""
    from cableconv.cli.jobs import show_status

    return show_status(dest, verify=verify, as_json=as_json)


def _session(asked: dict[str, Any]) -> "Session":
    """Make the session of a command; takes out of what is asked what concerns it alone."""
    from cableconv.cli.jobs import Session
    from cableconv.cli.messages import Messages

    quiet, verbose, log_format = (asked.pop(name) for name in ("quiet", "verbose", "log_format"))
    return Session(dest=asked.pop("dest"), messages=Messages(-1 if quiet else verbose, log_format))


def _given(ctx: click.Context) -> dict[str, str]:
    """Return the parameters that the user has given a value: how the command line calls each, by its name."""
    default = click.core.ParameterSource.DEFAULT
    called = {param.name: param.opts[-1] for param in ctx.command.params}
    return {name: called[name] for name in ctx.params if ctx.get_parameter_source(name) not in (default, None)}
