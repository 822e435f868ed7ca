"""The command ``validate``: whether files are what their format says they are."""

from typing import TYPE_CHECKING

import click

from cableconv.cli.parameters import SIZE, complete, timeout

if TYPE_CHECKING:
    from cableconv.formats import WriterSpec
    from cableconv.plugins import Offer, Registry


@click.command(short_help="Check files against their format.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-f",
    "--from",
    "name",
    metavar="FORMAT",
    shell_complete=complete("writers"),
    help="Format of the files; by their names when not given.",
)
@click.option(
    "--max-size",
    type=SIZE,
    metavar="SIZE",
    default="1G",
    show_default=True,
    help="The most bytes that one file may have.",
)
@timeout(3600, "a file may take to be checked")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing of valid files.")
def validate(files: tuple[str, ...], name: str | None, max_size: int, timeout: float, quiet: bool) -> int:
    """Check each FILE ("-" is standard input) with the checks of its format: schema, structure, text.

    Errors go to standard error, one a line. Exit code 1 if there is any, 4 if a file could not be checked.
    """
    from cableconv import plugins
    from cableconv.cli.messages import Messages
    from cableconv.cli.overhearing import overheard
    from cableconv.cli.patience import too_slow, within
    from cableconv.convert import faults
    from cableconv.errors import CableconvError, ReadError
    from cableconv.source import open_input

    registry = plugins.registry()
    chosen = {file: _format(registry, file, name) for file in files}
    messages = Messages()
    invalid = 0
    for file, offer in chosen.items():
        found = 0
        try:
            with within(timeout, too_slow(ReadError, timeout, "checked")):
                for finding in overheard(faults(offer, open_input(file, max_size=max_size)), messages):
                    found += 1
                    messages.say("error", finding.message, "invalid", file, finding.line, finding.column)
        except CableconvError as error:
            found += 1
            messages.error(error, file)
        if found:
            invalid = 1
        elif not quiet:
            click.echo(f"{file}: valid {offer.spec.name}")
    return max(invalid, messages.exit_code(fail_if_warnings=False))


def _format(registry: "Registry", file: str, name: str | None) -> "Offer[WriterSpec]":
    """Return the format of a file: as the user says, else by its extension.

    Raises:
        UsageError: There is no such format, the name does not tell it, or it has no checks.
    """
    from pathlib import PurePath

    from cableconv import plugins
    from cableconv.errors import UsageError

    checked = {key: offer for key, offer in registry.writers.items() if offer.spec.validate}
    if name:
        offer = plugins.find(registry.writers, name)
        if not offer.spec.validate:
            raise UsageError(f"there are no checks for {offer.spec.name}; there are for: {', '.join(checked)}")
        return offer
    extension = PurePath(file).suffix.lower()
    found = plugins.with_extension(checked, extension)
    if len(found) == 1:
        return found[0]
    unchecked = [offer.spec.name for offer in plugins.with_extension(registry.writers, extension)]
    what = (
        f"there are no checks for {' and '.join(unchecked)}, which its name tells"
        if unchecked and not found
        else "its name does not tell the format"
    )
    raise UsageError(f"{what}; name a format with -f, one of: {', '.join(checked)}", where=file)
