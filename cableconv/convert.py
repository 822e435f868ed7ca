"""Read, transform, write: the steps of a conversion, each guarded against plugins that break their contract."""

import io
import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import nullcontext, suppress
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePath
from typing import Any, BinaryIO, cast

from cableconv import ir, plugins
from cableconv.detect import detect
from cableconv.errors import CableconvError, PluginError, ReadError, TooDeep, UsageError, WriteError
from cableconv.formats import Context, Finding, Input, ReaderSpec, TransformSpec, WriterSpec
from cableconv.options import Report, Value, check_known, context, own, unused_metadata
from cableconv.output import replacing
from cableconv.plugins import FAILURES, Offer, registry
from cableconv.source import MAX_SIZE, Detectable, Openable, open_input
from cableconv.walk import MAX_DEPTH, nesting

Options = Mapping[str, Value]

#: A transform that is loaded, and what it is told.
Step = tuple[Offer[TransformSpec], Any, Context]


# For Python programs


def read(
    source: Openable,
    format: str | None = None,  # noqa: A002 - the word that fits
    options: Options | None = None,
    *,
    max_size: int = MAX_SIZE,
    max_depth: int = MAX_DEPTH,
    encoding: str | None = None,
    report: Report | None = None,
) -> Iterator[ir.Cable]:
    """Read the cables of one input.

    Args:
        source: A path (``"-"`` is standard input), the content as bytes, or a binary stream.
        format: Name of the reader; found out when it is absent.
        options: What the reader is told.
        max_size: The most bytes that the input may have.
        max_depth: How deep lists and quotations of a cable may stand within each other.
        encoding: Python's name of the encoding of inputs that are not UTF-8 and have no byte order mark.
        report: Takes what the reader says outside ``cable.diagnostics``.

    Raises:
        ReadError: The input cannot be read, at once or in the middle of it.
        UsageError: No such format, option or encoding.
        PluginError: A plugin breaks its contract.
    """
    opened = open_input(source, max_size=max_size, encoding=encoding)
    reader = choose_reader(format, opened)
    return read_cables(reader, opened, context(reader.spec, options, report=report), max_depth=max_depth)


def write(
    cables: ir.Cable | Iterable[ir.Cable],
    target: str | os.PathLike[str] | BinaryIO,
    format: str | None = None,  # noqa: A002 - the word that fits
    options: Options | None = None,
    *,
    metadata: Mapping[str, str] | None = None,
    report: Report | None = None,
) -> None:
    """Write cables into one output.

    Args:
        cables: The cables, or one.
        target: A path, or a binary stream. A file is there only when it is whole.
        format: Name of the writer; by the extension of the path when it is absent.
        options: What the writer is told.
        metadata: ``title``, ``publisher``, ``language`` … of the output.
        report: Takes what the writer says.

    Raises:
        WriteError: The output cannot be written.
        UsageError: No such format or option, or ``target`` is neither.
        PluginError: A plugin breaks its contract.
    """
    if isinstance(cables, ir.Cable):
        cables = (cables,)
    path = _path_of(target)
    writer = choose_writer(format, path)
    ctx = context(writer.spec, options, metadata=metadata, report=report)
    for said in unused_metadata(ctx.metadata, [writer.spec]):
        ctx.report(writer.spec.name, said)
    with replacing(path) if path else nullcontext(cast("BinaryIO", target)) as out:
        write_cables(writer, cables, out, ctx)


def convert(
    source: Openable,
    target: str | os.PathLike[str] | BinaryIO,
    from_format: str | None = None,
    to_format: str | None = None,
    options: Options | None = None,
    *,
    transforms: Mapping[str, Options] | None = None,
    metadata: Mapping[str, str] | None = None,
    max_size: int = MAX_SIZE,
    max_depth: int = MAX_DEPTH,
    encoding: str | None = None,
    report: Report | None = None,
) -> None:
    """Convert one input into one output.

    Args:
        source: See `read`.
        target: See `write`.
        from_format: Name of the reader; found out when it is absent.
        to_format: Name of the writer; by the extension of the path when it is absent.
        options: What reader and writer are told; each takes those that it knows.
        transforms: Names of transforms, each with its options.
        metadata: See `write`.
        max_size: See `read`.
        max_depth: See `read`.
        encoding: See `read`.
        report: Takes what reader, transforms and writer say outside ``cable.diagnostics``.

    Raises:
        ReadError: The input cannot be read.
        WriteError: The output cannot be written.
        UsageError: No such format, transform or option, or source or target is none.
        PluginError: A plugin breaks its contract.
    """
    writer = choose_writer(to_format, _path_of(target))
    steps = make_steps(transforms or {}, metadata=metadata, report=report)
    opened = open_input(source, max_size=max_size, encoding=encoding)
    reader = choose_reader(from_format, opened)
    given = dict(options or {})
    check_known(given, [reader.spec, writer.spec])
    ctx = context(reader.spec, own(given, reader.spec), metadata=metadata, report=report)
    cables = transform_cables(steps, read_cables(reader, opened, ctx, max_depth=max_depth))
    write(cables, target, writer.spec.name, own(given, writer.spec), metadata=metadata, report=report)


def _path_of(target: object) -> Path | None:
    """Return the path that an output is; nothing for a binary stream.

    Raises:
        UsageError: It is neither.
    """
    if isinstance(target, str | os.PathLike):
        return Path(target)
    if hasattr(target, "write") and not isinstance(target, io.TextIOBase):
        return None
    raise UsageError(f"an output is a path or a binary stream, not {type(target).__name__}")


def formats() -> tuple[ReaderSpec | WriterSpec, ...]:
    """Return every format that can be read or written, readers first, in order of their names.

    Raises:
        PluginError: Two plugins claim one name.
    """
    found = registry()
    return (*(reader.spec for reader in found.readers.values()), *(writer.spec for writer in found.writers.values()))


# The steps


def choose_reader(name: str | None, source: Detectable) -> Offer[ReaderSpec]:
    """Return the reader of a name, else the one that fits an input.

    Raises:
        UsageError: There is no such reader.
        ReadError: No reader, or several, recognise the input, or it cannot be read.
    """
    readers = registry().readers
    return plugins.find(readers, name) if name else detect(readers.values(), source)


def choose_writer(name: str | None, path: PurePath | None) -> Offer[WriterSpec]:
    """Return the writer of a name, else the one for the extension of a path.

    Raises:
        UsageError: There is no such writer, or none or several for the extension.
    """
    writers = registry().writers
    if name:
        return plugins.find(writers, name)
    extension = path.suffix.lower() if path else ""
    found = plugins.with_extension(writers, extension) if extension else []
    if len(found) == 1:
        return found[0]
    known = ", ".join(writers) or "none"
    if found:
        raise UsageError(f"{extension} is written by {', '.join(each.spec.name for each in found)}; say which with -t")
    what = f"no format is written to files in {extension}" if extension else "the output format is not given"
    raise UsageError(f"{what}; say which with -t FORMAT, one of: {known}")


def read_cables(
    reader: Offer[ReaderSpec], source: Input, ctx: Context, *, max_depth: int = MAX_DEPTH
) -> Iterator[ir.Cable]:
    """Yield the cables of an input.

    Args:
        reader: Who reads it.
        source: The input.
        ctx: What the reader is told.
        max_depth: See `read`.

    Raises:
        ReadError: The input cannot be read, or holds no cable, or the reader fails.
        TooDeep: Lists and quotations of a cable stand within each other deeper than the limit.
        PluginError: The reader cannot be loaded, or gives something that is no cable.
    """
    try:
        cable = None
        for cable in plugins.instance(reader).read(source, ctx):
            if not isinstance(cable, ir.Cable):
                raise PluginError(f"{reader} gave {type(cable).__name__}, expected Cable", where=source.name)
            _check_depth(cable, max_depth)
            try:
                yield cable
            except GeneratorExit:
                return
        if cable is None:
            raise ReadError(f"{reader} found no cable in it")
    except CableconvError as error:
        error.where = error.where or source.name
        raise
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", where=source.name) from error
    except FAILURES as error:
        raise ReadError(_failed(reader, error), where=source.name) from error


def _check_depth(cable: ir.Cable, most: int) -> None:
    depth = nesting(cable)
    if depth > most:
        raise TooDeep(
            f"has lists or quotations {depth} deep within each other, and {most} are allowed; "
            "raise the limit with --max-depth (from Python: max_depth) if this is what you want"
        )


def make_steps(
    transforms: Mapping[str, Options], *, metadata: Mapping[str, str] | None = None, report: Report | None = None
) -> list[Step]:
    """Load transforms and bring them into the order that they declare, else that in which they are named.

    Raises:
        UsageError: No such transform or option.
        PluginError: They cannot be loaded, or each wants to come before the other.
    """
    named = [plugins.find(registry().transforms, name) for name in transforms]
    offers = {offer.spec.name: offer for offer in named}
    given = {offer.spec.name: options for offer, options in zip(named, transforms.values(), strict=True)}
    order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(offers, ()))
    for name, offer in offers.items():
        order.add(name, *(other for other in offer.spec.after if other in offers))
        for other in offer.spec.before:
            if other in offers:
                order.add(other, name)
    try:
        names = list(order.static_order())
    except CycleError as error:
        raise PluginError(f"these transforms each want to come first: {', '.join(error.args[1])}") from error
    return [
        (
            offers[name],
            plugins.instance(offers[name]),
            context(offers[name].spec, given[name], metadata=metadata, report=report),
        )
        for name in names
    ]


def transform_cables(steps: list[Step], cables: Iterable[ir.Cable]) -> Iterator[ir.Cable]:
    """Yield cables with all transforms applied, without those that a transform leaves out.

    Raises:
        PluginError: A transform fails, or gives something that is no cable.
    """
    for cable in cables:
        changed: ir.Cable | None = cable
        for step in steps:
            if changed is not None:
                changed = _apply(step, changed)
        if changed is not None:
            yield changed


def _apply(step: Step, cable: ir.Cable) -> ir.Cable | None:
    offer, transform, ctx = step
    try:
        changed = transform.apply(cable, ctx)
    except CableconvError:
        raise
    except FAILURES as error:
        raise PluginError(_failed(offer, error), where=cable.source.name) from error
    if changed is not None and not isinstance(changed, ir.Cable):
        raise PluginError(f"{offer} gave {type(changed).__name__}, expected Cable or None", where=cable.source.name)
    return changed


def write_cables(writer: Offer[WriterSpec], cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
    """Write cables to a binary stream. What goes wrong in ``cables`` itself is raised as it is.

    Raises:
        WriteError: The output cannot be written, or the writer fails, or it takes one cable and there are more.
        PluginError: The writer cannot be loaded, or stops before the last cable.
    """
    made = plugins.instance(writer)
    from_cables: list[BaseException] = []

    def passed_on() -> Generator[ir.Cable, None, None]:
        try:
            for place, cable in enumerate(cables, 1):
                if place > 1 and not writer.spec.collects:
                    raise WriteError(f"{writer} puts one cable into one output, and there are more; use a folder")
                yield cable
        except FAILURES as error:
            from_cables.append(error)
            raise

    passing = passed_on()
    try:
        made.write(passing, out, ctx)
        if next(passing, None) is not None:
            raise PluginError(f"{writer} stopped before the last cable")
    except (CableconvError, BrokenPipeError):
        raise
    except FAILURES as error:
        if error in from_cables:
            raise
        if isinstance(error, OSError):
            raise WriteError(f"cannot be written: {error.strerror or error}") from error
        raise WriteError(_failed(writer, error)) from error
    finally:
        with suppress(Exception):
            passing.close()


def faults(writer: Offer[WriterSpec], source: Input) -> Iterator[Finding]:
    """Yield what the check of a writer's outputs finds wrong with a file.

    Raises:
        ReadError: The file cannot be read.
        PluginError: The writer has no check, or it fails, or gives something else than findings.
    """
    try:
        for finding in plugins.validator(writer)(source):
            if not isinstance(finding, Finding):
                raise PluginError(f"the check of {writer} gave {type(finding).__name__}, expected Finding")
            try:
                yield finding
            except GeneratorExit:
                return
    except CableconvError as error:
        error.where = error.where or source.name
        raise
    except FAILURES as error:
        raise PluginError(f"the check of {_failed(writer, error)}", where=source.name) from error


def _failed(offer: Offer[Any], error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return f"{offer} needs more memory than there is; cut the input into smaller ones, or give it more"
    return f"{offer} failed: {type(error).__name__}: {error} (a defect of the plugin; -v -v shows where)"
