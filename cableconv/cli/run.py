"""Run a conversion: all inputs through one writer, with what became of each cable told and kept."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from cableconv import ir, plugins
from cableconv.cli.messages import Messages
from cableconv.cli.overhearing import overhearing
from cableconv.cli.patience import each_within, too_slow, within
from cableconv.convert import Step, make_steps, read_cables, transform_cables, write_cables
from cableconv.detect import detect
from cableconv.diagnostics import Diagnostic
from cableconv.errors import CableconvError, ReadError, WriteError, error_code
from cableconv.formats import Context, ReaderSpec, WriterSpec
from cableconv.options import check_known, context, own, unused_metadata
from cableconv.output import extension, file_name, is_one_of, is_same, make_folder, replacing, standard_output
from cableconv.places import places
from cableconv.plugins import Offer
from cableconv.source import open_input


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A conversion as the user asks for it, already checked.

    Attributes:
        inputs: Names of files; ``-`` is standard input.
        reader: For all inputs; when absent, each input's is found out.
        writer: For the output.
        options: What reader and writer are told.
        metadata: Of the output.
        transforms: Names of transforms, each with its options.
        path: The output, or nothing for standard output.
        is_folder: The output is a folder with one file a cable.
        encoding: See `cableconv.source.open_input`.
        max_size: See `cableconv.source.open_input`.
        max_depth: See `cableconv.convert.read`.
        timeout: The longest that a cable may take to be read, or written, in seconds.
        fail_fast: Stop at the first cable that fails.
        report: Where to tell what became of each cable.
    """

    inputs: tuple[str, ...]
    reader: Offer[ReaderSpec] | None
    writer: Offer[WriterSpec]
    options: dict[str, str]
    metadata: dict[str, str]
    transforms: dict[str, dict[str, str]]
    path: Path | None
    is_folder: bool
    encoding: str | None
    max_size: int
    max_depth: int
    timeout: float
    fail_fast: bool
    report: Path | None


class _Stop(Exception):
    """The first failure under ``--fail-fast``; it was already told."""


class _Found(msgspec.Struct, frozen=True):
    """A cable, and its place among the cables of its input."""

    input: str
    number: int
    cable: ir.Cable


class _Run:
    """One run of a job: what has been told and kept so far."""

    def __init__(self, job: Job, messages: Messages) -> None:
        self.job = job
        self.messages = messages
        self.stdout = sys.stdout
        self.rows: list[dict[str, Any]] = []
        self.latest: ir.Cable | None = None
        self.stopped = False
        self.steps: list[Step] = make_steps(job.transforms, metadata=job.metadata, report=self.tell)
        self.ctx: Context = context(
            job.writer.spec, own(job.options, job.writer.spec), metadata=job.metadata, report=self.tell
        )

    def keep(self, row: dict[str, Any]) -> None:
        """Keep a row for the report, if there is to be one: an input may hold a quarter of a million cables."""
        if self.job.report:
            self.rows.append(row)

    def tell(self, where: str, diagnostic: Diagnostic) -> None:
        """Tell what a reader, transform or writer has to say outside the cable."""
        cable = self.latest
        if cable and where in (cable.id, cable.source.name):
            ((line, column),) = places(cable, (diagnostic,))
            self.messages.diagnostic(cable.source.name, diagnostic, line, column)
        else:
            self.messages.diagnostic(where, diagnostic)
        # An error outside a cable is a part of an input that is no cable now: a row that cannot be read.
        failed = diagnostic.severity == "error"
        self.keep({"status": "failed" if failed else "remark", "of": where, **msgspec.to_builtins(diagnostic)})
        self.stopped = self.stopped or (failed and self.job.fail_fast)

    def fail(self, error: CableconvError, **row: str) -> None:
        """Tell a failure, and stop if that is wanted."""
        self.messages.error(error, row.get("input") or row.get("output") or "cableconv")
        self.keep({"status": "failed", **row, "error": error_code(error), "message": error.message})
        if self.job.fail_fast:
            raise _Stop

    def done(self, found: _Found, output: str) -> dict[str, Any]:
        """Return what to keep of a cable that is in its output."""
        cable = found.cable
        return {
            "status": "done",
            "input": found.input,
            "id": cable.id,
            "format": cable.source.format,
            "output": output,
            "diagnostics": [
                {**msgspec.to_builtins(diagnostic), **({"line": line, "column": column} if line else {})}
                for diagnostic, (line, column) in zip(cable.diagnostics, places(cable, cable.diagnostics), strict=True)
            ],
        }

    def read(self) -> Iterator[_Found]:
        """Yield the cables of all inputs; an input that fails is told of, and the next one is read."""
        for name in self.job.inputs:
            try:
                for number, cable in enumerate(self._cables(name), 1):
                    if self.stopped:
                        raise _Stop
                    self.latest = cable
                    self.messages.diagnostics(cable)
                    yield _Found(name, number, cable)
                if self.stopped:
                    raise _Stop
            except CableconvError as error:
                self.fail(error, input=name)

    def _cables(self, name: str) -> Iterator[ir.Cable]:
        job = self.job
        source = open_input(name, max_size=job.max_size, encoding=job.encoding)
        with self._within_time(ReadError, "recognised"):
            reader = job.reader or detect(plugins.registry().readers.values(), source)
        check_known(job.options, [reader.spec, job.writer.spec])
        ctx = context(reader.spec, own(job.options, reader.spec), metadata=job.metadata, report=self.tell)
        for cable in each_within(read_cables(reader, source, ctx, max_depth=job.max_depth), job.timeout):
            with self._within_time(ReadError, "transformed"):
                transformed = list(transform_cables(self.steps, [cable]))
            yield from transformed

    def write_one(self) -> None:
        """Write all cables into one output, which is not begun before there is a cable."""
        all_found = self.read()
        first = next(all_found, None)
        if first is None:
            self.nothing_written()
            return
        path = self.job.path
        output = str(path) if path else "-"
        done: list[dict[str, Any]] = []

        def cables(go_on: Callable[[], None]) -> Iterator[ir.Cable]:
            for found in chain([first], all_found):
                yield found.cable
                go_on()
                if self.job.report:
                    done.append(self.done(found, output))

        try:
            with (
                replacing(path) if path else standard_output(self.stdout) as out,
                # As much more for each cable that is added to the output.
                self._within_time(WriteError, "written") as go_on,
            ):
                write_cables(self.job.writer, cables(go_on), out, self.ctx)
        except CableconvError as error:
            self.fail(error, output=output)
        else:
            self.rows += done

    def write_each(self, folder: Path) -> None:
        """Write each cable into a file of its own; no file takes a name that another cable of this run has."""
        taken: dict[str, str] = {}
        found = None
        for found in self.read():
            path = folder / file_name(found.cable, found.number, extension(self.job.writer.spec))
            try:
                self._write_file(found, path, taken)
            except CableconvError as error:
                self.fail(error, input=found.input, output=str(path))
            else:
                self.keep(self.done(found, str(path)))

        if found is None:
            self.nothing_written()

    def nothing_written(self) -> None:
        """Tell that there was no cable to write, unless the reason was already told."""
        if not self.messages.failed:
            self.messages.say("warning", "no cable is left to write", "nothing-written", "cableconv")

    def _write_file(self, found: _Found, path: Path, taken: dict[str, str]) -> None:
        key = path.name.casefold()
        if key in taken:
            raise WriteError(
                f"would be written to {path}, which holds the cable of {taken[key]}; convert it into another folder",
                where=found.input,
            )
        taken[key] = found.input
        if is_one_of(path, self.job.inputs):
            raise WriteError(f"would be written to {path}, which is an input; name another folder", where=found.input)
        if self.job.report and is_same(path, self.job.report):
            raise WriteError(f"would be written to {path}, which is the report; name another folder", where=found.input)
        with replacing(path) as out, self._within_time(WriteError, "written", where=found.input):
            write_cables(self.job.writer, [found.cable], out, self.ctx)

    def _within_time(
        self, kind: type[CableconvError], done: str, *, where: str = ""
    ) -> AbstractContextManager[Callable[[], None]]:
        return within(self.job.timeout, too_slow(kind, self.job.timeout, done, where=where))


def run(job: Job, messages: Messages) -> None:
    """Run a job; what fails is told and remembered in ``messages``.

    Raises:
        UsageError: A transform is told something that it does not know.
        PluginError: A transform cannot be loaded.
        WriteError: The folder or the report cannot be written.
    """
    running = _Run(job, messages)
    for said in unused_metadata(job.metadata, [job.writer.spec]):
        running.tell("cableconv", said)
    try:
        with overhearing(messages):
            if job.path and job.is_folder:
                make_folder(job.path)
                running.write_each(job.path)
            else:
                running.write_one()
    except _Stop:
        pass
    finally:
        if job.report:
            import json

            with replacing(job.report) as out:
                out.writelines(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in running.rows)
