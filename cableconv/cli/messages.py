"""What the command line says on standard error, and what exit code comes of it."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from cableconv import ir
from cableconv.characters import sign
from cableconv.diagnostics import Diagnostic, Severity
from cableconv.errors import CableconvError, error_code
from cableconv.places import places

WARNINGS = 3

_COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}

#: Severities by how much they matter.
_RANK = {"info": 0, "warning": 1, "error": 2}


class Messages:
    """Says messages as ``file:line:column: severity: message [code]`` or as lines of JSON, and remembers the worst.

    Attributes:
        failed: Exit code of the worst error so far; 0 when there was none.
        warned: A warning or an error was said of some cable.
    """

    def __init__(self, verbosity: int = 0, log_format: str = "text") -> None:
        """Begin.

        Args:
            verbosity: -1 errors only, 0 warnings too, 1 everything, 2 tracebacks of plugins' failures too.
            log_format: ``text`` or ``json``.
        """
        self.verbosity = verbosity
        self.as_json = log_format == "json"
        self.failed = 0
        self.warned = False

    def diagnostics(self, cable: ir.Cable) -> None:
        """Say what the reader has to say of a cable."""
        for diagnostic, (line, column) in zip(cable.diagnostics, places(cable, cable.diagnostics), strict=True):
            self.diagnostic(cable.source.name, diagnostic, line, column)

    def diagnostic(self, where: str, diagnostic: Diagnostic, line: int = 0, column: int = 0) -> None:
        """Say one diagnostic. Line and column are counted from 1; 0 says that there is none."""
        if diagnostic.severity != "info":
            self.warned = True
        if diagnostic.severity == "error":
            self.failed = max(self.failed, CableconvError.exit_code)
        self.say(diagnostic.severity, diagnostic.message, diagnostic.code, where, line, column)

    def error(self, error: CableconvError, where: str = "") -> int:
        """Say an error and return its exit code.

        Args:
            error: What went wrong.
            where: Its place, if it names none.
        """
        self.failed = max(self.failed, error.exit_code)
        self.say("error", error.message, error_code(error), error.where or where, error.line, error.column)
        if self.verbosity > 1 and error.__cause__:
            click.echo("".join(traceback.format_exception(error.__cause__)), err=True, nl=False)
        return error.exit_code

    def say(self, severity: Severity, message: str, code: str, where: str, line: int = 0, column: int = 0) -> None:
        """Say something, unless the user wants to hear less."""
        if _RANK[severity] + self.verbosity < 1:
            return
        if self.as_json:
            import json

            said: dict[str, Any] = {"severity": severity, "code": code, "message": message, "file": where}
            if line:
                said |= {"line": line, "column": column}
            click.echo(json.dumps(said, ensure_ascii=False), err=True)
            return
        place = f"{where}:{line}:{column}" if line and column else f"{where}:{line}" if line else where
        severity_shown = click.style(severity, fg=_COLORS[severity], bold=True)
        click.echo(f"{printable(place)}: {severity_shown}: {printable(message)} [{code}]", err=True)

    def exit_code(self, *, fail_if_warnings: bool) -> int:
        """Return the exit code of a run that has come to its end."""
        return self.failed or (WARNINGS if fail_if_warnings and self.warned else 0)


@contextmanager
def listen(messages: Messages) -> Iterator[None]:
    """Say what the core logs, as long as the context lasts."""
    handler = _LogHandler(messages)
    log = logging.getLogger("cableconv")
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


class _LogHandler(logging.Handler):
    def __init__(self, messages: Messages) -> None:
        super().__init__(logging.WARNING)
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self._messages.say("warning", record.getMessage(), "plugin", "cableconv")


def printable(text: str) -> str:
    r"""Show control characters as signs, so that no input can steer the terminal.

    >>> printable("a\x1b[31m")
    'a␛[31m'
    """
    return text.translate(_SIGNS)


_SIGNS: dict[int, str] = {
    **{code: sign(chr(code)) for code in (*range(0x20), 0x7F)},
    **{code: f"\\x{code:02x}" for code in range(0x80, 0xA0)},
}
