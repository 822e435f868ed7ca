"""The command ``convert``: what the user asks for, checked before anything is read."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cableconv.cli.parameters import KEY_VALUE, TRANSFORM, complete, reading
from cableconv.errors import UsageError

if TYPE_CHECKING:
    from cableconv.cli.run import Job
    from cableconv.formats import Spec, WriterSpec
    from cableconv.plugins import Offer


@click.command(short_help="Convert cables (the default command).")
@click.argument("inputs", nargs=-1, metavar="FILE...")
@click.option(
    "-t",
    "--to",
    "to_format",
    metavar="FORMAT",
    shell_complete=complete("writers"),
    help="Format of the output; by the name of the output when not given.",
)
@click.option("-o", "--output", metavar="PATH", help="A file, or a folder (PATH/) for one file a cable.")
@reading
@click.option(
    "--option",
    "options",
    type=KEY_VALUE,
    metavar="KEY=VALUE",
    multiple=True,
    help="An option of the formats; see describe FORMAT.",
)
@click.option(
    "-M",
    "--metadata",
    type=KEY_VALUE,
    metavar="KEY=VALUE",
    multiple=True,
    help="Metadata of the output: title, publisher, language ...",
)
@click.option(
    "--transform",
    "transforms",
    type=TRANSFORM,
    metavar="NAME[:KEY=VALUE]",
    multiple=True,
    shell_complete=complete("transforms"),
    help="Change the cables; again with the same NAME for more of its options.",
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first cable that fails.")
@click.option("--fail-if-warnings", is_flag=True, help="End with code 3 if there was a warning.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.jsonl",
    help="Write what became of each cable, one a line.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say errors only.")
@click.option("-v", "--verbose", count=True, help="Say everything; twice: with tracebacks.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def convert(quiet: bool, verbose: int, log_format: str, fail_if_warnings: bool, **asked: Any) -> int:
    """Convert cables from FILEs ("-" is standard input).

    Messages go to standard error as file:line:column: severity: message [code].
    """
    from cableconv.cli.messages import Messages, listen
    from cableconv.cli.run import run
    from cableconv.plugins import registry

    messages = Messages(-1 if quiet else verbose, log_format)
    with listen(messages):
        for plugin in registry().plugins:
            if plugin.disabled:
                messages.say("info", f"{plugin} is disabled: {plugin.disabled}", "plugin-disabled", "cableconv")
        run(_job(**asked), messages)
    return messages.exit_code(fail_if_warnings=fail_if_warnings)


def _job(
    *,
    inputs: tuple[str, ...],
    from_format: str | None,
    to_format: str | None,
    output: str | None,
    options: tuple[tuple[str, str], ...],
    metadata: tuple[tuple[str, str], ...],
    transforms: tuple[tuple[str, tuple[str, str] | None], ...],
    encoding: str | None,
    max_size: int,
    fail_fast: bool,
    report: Path | None,
    strict_plugins: bool,
) -> "Job":
    """Make a job of what the user asks for, or say what is wrong with it."""
    from cableconv import plugins
    from cableconv.cli.run import Job
    from cableconv.convert import choose_writer
    from cableconv.output import is_same
    from cableconv.source import open_input

    if not inputs:
        raise UsageError("no input is given; name one or more files, or - for standard input")
    if inputs.count("-") > 1:
        raise UsageError("standard input (-) can be read only once")
    for name in inputs:
        # Checks the name and the encoding, and reads nothing.
        open_input(name, encoding=encoding)
    registry = plugins.registry()
    if strict_plugins:
        plugins.require_all(registry.plugins)
    reader = plugins.find(registry.readers, from_format) if from_format else None
    if output and not to_format and _is_folder(output):
        raise UsageError(f"{output} is a folder, which tells no format; say which with -t FORMAT")
    writer = choose_writer(to_format, Path(output) if output else None)
    given = _once(options, "--option")
    readers = [reader] if reader else registry.readers.values()
    _check_options(given, writer.spec, [each.spec for each in readers])
    path, is_folder = _destination(output, writer, inputs)
    if report:
        _check_parent(report)
        _refuse_input(report, inputs)
        if path and is_same(path, report):
            raise UsageError(f"{report} is the output, too; name another file with --report")
    return Job(
        inputs=inputs,
        reader=reader,
        writer=writer,
        options=given,
        metadata=_once(metadata, "--metadata"),
        transforms=_transforms(transforms),
        path=path,
        is_folder=is_folder,
        encoding=encoding,
        max_size=max_size,
        fail_fast=fail_fast,
        report=report,
    )


def _once(pairs: Iterable[tuple[str, str]], what: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in pairs:
        if key in found:
            raise UsageError(f"{what} {key} is given twice: {found[key]!r} and {value!r}")
        found[key] = value
    return found


def _transforms(asked: Iterable[tuple[str, tuple[str, str] | None]]) -> dict[str, dict[str, str]]:
    pairs: dict[str, list[tuple[str, str]]] = {}
    for name, option in asked:
        pairs.setdefault(name, []).extend([option] if option else [])
    return {name: _once(options, f"--transform {name}:") for name, options in pairs.items()}


def _check_options(given: dict[str, str], writer: "WriterSpec", readers: "list[Any]") -> None:
    """Check the options that can be checked before the inputs' formats are known."""
    from cableconv.options import check_known, context, own

    specs: list[Spec] = [writer, *readers]
    check_known(given, [spec for spec in specs if spec is writer or spec.options or len(readers) == 1])
    context(writer, own(given, writer))
    if len(readers) == 1:
        context(readers[0], own(given, readers[0]))


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def _destination(output: str | None, writer: "Offer[WriterSpec]", inputs: tuple[str, ...]) -> tuple[Path | None, bool]:
    """Return where to write (nothing: standard output), and whether that is a folder with a file a cable."""
    one_file_a_cable = len(inputs) > 1 and not writer.spec.collects
    if output is None or output == "-":
        if one_file_a_cable:
            raise UsageError(f"{writer.spec.name} puts one cable into one output; name a folder with -o FOLDER/")
        if writer.spec.binary and sys.stdout is not None and sys.stdout.isatty():
            raise UsageError(f"{writer.spec.name} is binary and not for a terminal; name a file with -o FILE")
        return None, False
    path = Path(output)
    is_folder = _is_folder(output) or one_file_a_cable
    _check_parent(path)
    if is_folder and path.exists() and not path.is_dir():
        raise UsageError(f"{output} is a file; several outputs need a folder: -o FOLDER/")
    if not is_folder:
        _refuse_input(path, inputs)
    return path, is_folder


def _refuse_input(path: Path, inputs: tuple[str, ...]) -> None:
    from cableconv.output import is_one_of

    if is_one_of(path, inputs):
        raise UsageError(f"{path} is an input, too; name another output")


def _check_parent(path: Path) -> None:
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent} to write {path.name} into; make it first")
