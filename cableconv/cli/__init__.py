"""The command line. `main` is what the program ``cableconv`` runs.

Only click is imported here and at the top of the command modules, and of these only what is asked for, so that the
command line starts fast.
"""

import importlib
import os
import re
import sys
from typing import Any

import click
from click_default_group import DefaultGroup  # type: ignore[import-untyped]

from cableconv import __version__
from cableconv.errors import INTERRUPTED, CableconvError, UsageError, WriteError

#: In which module of this package each command is.
_MODULES = {
    "convert": "convert",
    "describe": "listing",
    "formats": "listing",
    "ingest": "ingest",
    "inspect": "inspect",
    "new-plugin": "new_plugin",
    "plugins": "listing",
    "validate": "validate",
}

#: A first word that may be the command of a plugin; what else it may be is a file to convert.
_COMMAND = re.compile(r"[a-z][a-z0-9-]*")


class _Commands(DefaultGroup):  # type: ignore[misc]
    """The commands of cableconv, and those of plugins, which are loaded when an unknown one is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands that help lists."""
        return sorted({*_MODULES, *self.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, else the default command."""
        self._load(cmd_name if cmd_name in _MODULES else self.default_cmd_name)
        if cmd_name not in self.commands and _COMMAND.fullmatch(cmd_name):
            from cableconv.plugins import add_commands, registry

            self._load(*_MODULES)
            add_commands(self, registry().plugins)
            if cmd_name not in self.commands and not os.path.lexists(cmd_name):
                _suggest(cmd_name, self.list_commands(ctx))
        command: click.Command | None = super().get_command(ctx, cmd_name)
        return command

    def _load(self, *names: str) -> None:
        for name in names:
            if name not in self.commands:
                module = importlib.import_module(f"{__name__}.{_MODULES[name]}")
                self.add_command(getattr(module, name.replace("-", "_")))


def _suggest(word: str, commands: list[str]) -> None:
    """Refuse a word that is no file and nearly a command.

    Raises:
        UsageError: It is nearly one.
    """
    from difflib import get_close_matches

    if near := get_close_matches(word, commands, n=1, cutoff=0.75):
        raise UsageError(f"there is neither a file nor a command {word!r}; the nearest command is {near[0]!r}")


EPILOG = """
\b
cableconv in.txt -t tei               text formats to standard output
cableconv in.txt -o out.epub          the format by the name of the output
cableconv *.txt -o book.pdf           many cables, one output
cableconv *.txt -t md -o out/         one output a cable, named by its id
cat in.txt | cableconv - -f telegram -t json

A file whose name is that of a command: ./formats, or cableconv convert formats.
Plugins can add commands that are not listed here; see cableconv plugins.

\b
Exit codes: 0 all done; 1 some cable failed; 2 usage; 3 warnings under
--fail-if-warnings; 4 plugin or configuration; 130 interrupted.

\b
Environment: CABLECONV_PLUGINS limits which plugins load (names, separated by
commas); SOURCE_DATE_EPOCH is the time for outputs that need one; NO_COLOR.

\b
Shell completion: eval "$(_CABLECONV_COMPLETE=bash_source cableconv)" in
~/.bashrc; zsh_source and fish_source likewise.
"""


@click.group(
    cls=_Commands,
    default="convert",
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="cableconv")
def cli() -> None:
    """Convert diplomatic cables: nothing lost, nothing invented.

    Without a command, FILEs are converted: see cableconv convert --help.
    """


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: Those after the program's name; of this process when absent.

    Returns:
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows its number.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    color = False if os.environ.get("NO_COLOR") else None
    try:
        code: Any = cli.main(arguments, prog_name="cableconv", standalone_mode=False, color=color)
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except CableconvError as error:
        return _say(error)
    except OSError as error:
        if error.filename is not None or sys.stdout is None:
            raise
        # Standard output is the one file that is written to without its name.
        _discard_output()
        return _say(WriteError(f"cannot be written: {error.strerror or error}", where="-"))
    return code if isinstance(code, int) else 0


def _say(error: CableconvError) -> int:
    from cableconv.cli.messages import Messages

    return Messages().error(error, "cableconv")


def _discard_output() -> None:
    """Let what could not be written go nowhere, for Python writes it again when it ends, and complains."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
