"""What a plugin says about a format (the specs), and what it has to be able to do (the protocols)."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Protocol, TypeVar

import msgspec

from cableconv import ir
from cableconv.diagnostics import Diagnostic

#: Version of the plugin interface; `cableconv.spec_rules` tells what changes it.
API_VERSION = 1

#: The oldest version that still works. A plugin made for an older one, or a newer, is disabled with a reason.
OLDEST_API = 1

#: In `WriterSpec.metadata`: whatever the user gives.
ANY_KEY = "*"


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One option of a format: ``--option name=value``.

    Attributes:
        name: Lower case, words joined by ``-``.
        type: ``str``, ``int``, ``float`` or ``bool`` (``yes``/``no`` on the command line).
        default: Its value when it is not given.
        help: One line for a person.
        choices: The values it may have; empty for any.
        minimum: The least that a number may be.
        maximum: The most that a number may be.
    """

    name: str
    type: type[str | int | float | bool]
    default: str | int | float | bool | None
    help: str
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


class ReaderSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A format that can be read.

    Attributes:
        name: What ``-f`` takes.
        title: What it is, for a person.
        load: ``package.module:Class``, imported when first used. The class is called without arguments.
        extensions: With the dot, lower case: ``.txt``.
        mimetypes: Its media types.
        magic: Byte strings with which such an input begins.
        sniff: ``(head, name) -> confidence`` from 0 to 1, given the first 64 KiB of the input and its name. Without it,
            and without ``magic``, users name the format with ``-f``.
        splits: The class has `Splitter.split`, so that ingest jobs can share out one input among workers.
        options: What ``--option`` may set.
        api: The `API_VERSION` it was written for; the first one, if nothing is said.
    """

    name: str
    title: str
    load: str
    extensions: tuple[str, ...] = ()
    mimetypes: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()
    sniff: Callable[[bytes, str], float] | None = None
    splits: bool = False
    options: tuple[Option, ...] = ()
    api: int = 1


class WriterSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A format that can be written.

    Attributes:
        name: What ``-t`` takes.
        title: What it is, for a person.
        load: ``package.module:Class``, imported when first used. The class is called without arguments.
        extensions: The first is the one that new files get.
        mimetypes: Its media types.
        binary: Not fit for a terminal.
        collects: Many cables go into one output.
        options: What ``--option`` may set.
        metadata: Keys of ``-M`` that it uses: ``title``, ``publisher`` …; `ANY_KEY` alone when it uses any. Users are
            told of those that no writer uses.
        validate: ``package.module:function``, imported when first used: a `Validate` that checks outputs of this
            format. ``""`` when there is none.
        api: The `API_VERSION` it was written for; the first one, if nothing is said.
    """

    name: str
    title: str
    load: str
    extensions: tuple[str, ...] = ()
    mimetypes: tuple[str, ...] = ()
    binary: bool = False
    collects: bool = False
    options: tuple[Option, ...] = ()
    metadata: tuple[str, ...] = ()
    validate: str = ""
    api: int = 1


class TransformSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A change to a cable between reading and writing.

    Attributes:
        name: What ``--transform`` takes.
        title: What it does, for a person.
        load: ``package.module:Class``, imported when first used. The class is called without arguments.
        before: Names of transforms that must come after this one.
        after: Names of transforms that must come before this one.
        options: What ``--transform name:key=value`` may set.
        removes: It takes out what must not be passed on; users are told where the original is kept beside its results.
        api: The `API_VERSION` it was written for; the first one, if nothing is said.
    """

    name: str
    title: str
    load: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    removes: bool = False
    api: int = 1


class EngineSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A way to run an ingest job.

    Attributes:
        name: What ``--engine`` takes.
        title: What it is, for a person.
        load: ``package.module:Class``, imported when first used.
        options: What it can be told.
        api: The `API_VERSION` it was written for; the first one, if nothing is said.
    """

    name: str
    title: str
    load: str
    options: tuple[Option, ...] = ()
    api: int = 1


Spec = ReaderSpec | WriterSpec | TransformSpec | EngineSpec


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader, writer or transform is told about one run.

    Attributes:
        options: A value for every option of the spec, defaults filled in.
        metadata: ``-M key=value`` of the user: ``title``, ``publisher``, ``language`` …
        epoch: Seconds since 1970 UTC of SOURCE_DATE_EPOCH, or absent. No other clock may be asked.
        report: Takes a diagnostic that concerns a cable (its id or its input's name comes first).
    """

    options: Mapping[str, Any]
    metadata: Mapping[str, str]
    epoch: int | None
    report: Callable[[str, Diagnostic], None]


class Input(Protocol):
    """One input as a reader gets it."""

    @property
    def name(self) -> str:
        """The name as given; ``-`` is standard input."""

    @property
    def encoding(self) -> str | None:
        """What the user says of bytes that are not UTF-8: Python's name of an encoding."""

    def content(self) -> bytes:
        """Read the whole input.

        Raises:
            TooLarge: It is over the size limit.
            ReadError: It cannot be read.
        """

    def source(self, reader: str) -> ir.Source:
        """Read the whole input and decode it.

        Args:
            reader: The reader's name, for ``source.format``.

        Raises:
            TooLarge: It is over the size limit.
            ReadError: It cannot be read.
        """

    def stream(self) -> BinaryIO:
        """Return the bytes as a stream from the start, for readers of inputs that do not fit into memory."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong with a file.

    Attributes:
        message: What was found, and what was expected.
        line: Line in the file, counted from 1, or 0 when it has no line.
        column: Column in characters, counted from 1, or 0 when it has no column.
    """

    message: str
    line: int = 0
    column: int = 0


class Validate(Protocol):
    """Checks a file of a format."""

    def __call__(self, source: Input) -> Iterator[Finding]:
        """Yield what is wrong with one file; nothing when it is valid.

        Raises:
            ReadError: The file cannot be read. No other exception may escape, whatever the bytes are.
        """


class Reader(Protocol):
    """Makes cables of an input."""

    def read(self, source: Input, ctx: Context) -> Iterator[ir.Cable]:
        """Yield the cables of one input in order.

        Raises:
            ReadError: The input cannot be read. No other exception may escape, whatever the bytes are.
        """


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an input that can be read alone.

    Attributes:
        offset: Where it begins, in bytes.
        size: How many bytes it has.
        line: The line of the input at which it starts, counted from 1.
        stamp: Changes when the bytes change: a checksum of them.
        id: What it is known by though other parts come and go before it: a number that is printed in it. Without one,
            it is known by its place among the parts.
    """

    offset: int
    size: int
    line: int
    stamp: str
    id: str = ""


class Splitter(Protocol):
    """A reader that can tell where the parts of an input are, without reading them as cables."""

    def split(self, source: Input) -> Iterator[Part]:
        """Yield the parts of an input in order; together they are the whole of it.

        An input that is one part alone gives exactly the cables that this part gives in the whole input; their lines
        are counted from the part's first, and whoever reads the part puts that right.

        Raises:
            ReadError: The input cannot be read.
        """


class Writer(Protocol):
    """Makes an output of cables."""

    def write(self, cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
        """Write the cables to a binary stream. The same cables and context give the same bytes.

        Raises:
            WriteError: The output cannot be written.
        """


class Transform(Protocol):
    """Changes a cable."""

    def apply(self, cable: ir.Cable, ctx: Context) -> ir.Cable | None:
        """Return the changed cable, or ``None`` to leave it out."""


class InFolder(Protocol):
    """A task whose work is done in a folder."""

    @property
    def dest(self) -> str:
        """Absolute path of the job's folder, as every machine has to see it."""


TaskT = TypeVar("TaskT", bound=InFolder)
ResultT = TypeVar("ResultT")


class Engine(Protocol):
    """Gets the shards of an ingest job done, somewhere."""

    def run(
        self, work: Callable[[TaskT], ResultT], tasks: Iterable[TaskT], ctx: Context
    ) -> Generator[ResultT, None, None]:
        """Call ``work`` with each task and yield each result as soon as it is there, in any order.

        Tasks are taken from the iterable as they are needed, a few ahead of the results. ``work`` is a function of a
        module, and tasks and results are small: all can be pickled. When the generator is closed, no further task is
        begun; those in work may be given up.

        Args:
            work: Does one task. It may be called twice with one task if a machine was lost.
            tasks: What to do.
            ctx: ``options`` as the spec names them.

        Raises:
            CableconvError: ``work`` raised it, or the engine cannot go on.
        """
