"""The command ``convert``: what the user asks for, checked before anything is read."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cableconv.cli.parameters import complete, once, reading, shaping, single, telling, timeout, transforms_by_name
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
    multiple=True,
    callback=single,
    shell_complete=complete("writers"),
    help="Format of the output; by the name of the output when not given.",
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    multiple=True,
    callback=single,
    help="A file, or a folder (PATH/) for one file a cable.",
)
@reading
@shaping
@timeout(300, "a cable may take to be read, or written")
@click.option("--fail-fast", is_flag=True, help="Stop at the first cable that fails.")
@click.option("--fail-if-warnings", is_flag=True, help="End with code 3 if there was a warning.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.jsonl",
    help="Write what became of each cable, one a line.",
)
@telling
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
            for each in plugin.deprecated:
                messages.say("info", f"{plugin}: {each}", "plugin-deprecated", "cableconv")
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
    max_depth: int,
    timeout: float,
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
    given = once(options, "--option")
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
        metadata=once(metadata, "--metadata"),
        transforms=transforms_by_name(transforms),
        path=path,
        is_folder=is_folder,
        encoding=encoding,
        max_size=max_size,
        max_depth=max_depth,
        timeout=timeout,
        fail_fast=fail_fast,
        report=report,
    )


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
