"""What can go wrong, as a tree; each class knows the exit code it ends the program with.

::

    CableconvError                1   anything below
    ├── UsageError                2   the command or the call is wrong
    │   ├── OptionError               an option that the format does not know, or a value that it cannot take
    │   └── UnknownName               no format, transform or engine of that name
    ├── ReadError                 1   the input cannot be read as a cable
    │   ├── UnknownFormat             no reader recognises it
    │   ├── AmbiguousFormat           two readers recognise it equally well
    │   ├── TooLarge                  it is over the size limit
    │   └── TooDeep                   lists and quotations stand within each other deeper than the limit
    ├── WriteError                1   the output cannot be written
    └── PluginError               4   a plugin does not keep its side of the contract

Every message says what was found, where, what was expected and what to do next.
"""

import re
from typing import ClassVar

#: The exit code after an interrupt, which is no error.
INTERRUPTED = 130


class CableconvError(Exception):
    """The root of all errors that cableconv raises on purpose.

    Attributes:
        message: What went wrong, without the place. ``str`` of the error has both.
        where: The input's or output's name, or ``""`` when the error has no place.
        line: Line in it, counted from 1, or 0 when the error has no line.
        column: Column in characters, counted from 1, or 0 when the error has no column.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, where: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.where, self.line, self.column) if part)
        return f"{place}: {self.message}" if place else self.message


class UsageError(CableconvError):
    """The command line, or a call of the public API, asks for something that does not exist."""

    exit_code = 2


class OptionError(UsageError):
    """A format got an option that it does not know, or a value of the wrong type."""


class UnknownName(UsageError):
    """No plugin offers a format, a transform or an engine of this name."""


class ReadError(CableconvError):
    """The input cannot be read as a cable in the format asked for."""


class UnknownFormat(ReadError):
    """No reader recognises the input."""


class AmbiguousFormat(ReadError):
    """Two readers recognise the input equally well."""


class TooLarge(ReadError):
    """The input is over the size limit."""


class TooDeep(ReadError):
    """Lists and quotations of a cable stand within each other deeper than the limit."""


class WriteError(CableconvError):
    """The output cannot be written."""


class PluginError(CableconvError):
    """A plugin does not keep its side of the contract."""

    exit_code = 4


def error_code(error: CableconvError) -> str:
    """Return the code of an error: the name of its class in lower case, words joined by ``-``.

    >>> error_code(TooLarge("…"))
    'too-large'
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
