"""Convert one input of a job: read it once, write every format that is asked for, tell what came of it.

This runs in a worker process, which it may take down with it: see `cableconv.ingest.supervise`.
"""

import hashlib
import io
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from cableconv import ir, plugins
from cableconv.convert import choose_reader, faults, make_steps, read_cables, transform_cables, write_cables
from cableconv.diagnostics import Diagnostic
from cableconv.errors import CableconvError, WriteError, error_code
from cableconv.facts import facts_of
from cableconv.formats import Context, ReaderSpec, Spec, WriterSpec
from cableconv.ingest import fingerprints
from cableconv.ingest.opening import Opener, content_of, digest_of
from cableconv.ingest.records import CableOutcome, Doom, Entry, Failure, Outcome, Output, Remark, Settings, remark_of
from cableconv.ingest.sources import EMPTY
from cableconv.options import context, own
from cableconv.output import extension, file_name
from cableconv.places import places
from cableconv.plugins import Offer
from cableconv.source import encode, open_with

#: Called before each step that may hang or die: the cable's place, and the step as in `Doom`.
Watch = Callable[[int, str], None]


class Unwritable(Exception):
    """The storage of the job refuses a file. No cable is to blame, and no other one would fare better."""


class Invalid(WriteError):
    """An output does not stand the checks of its format."""


class Converter:
    """Converts inputs one after the other; what is the same for all of them is made once.

    Attributes:
        settings: What is asked for.
        opener: Opens the inputs.
        said: What readers, transforms and writers have said since this was last emptied.
    """

    def __init__(self, settings: Settings) -> None:
        """Load what is asked for.

        Raises:
            UsageError: A format, transform or option is unknown here.
            PluginError: A plugin cannot be loaded.
        """
        self.settings = settings
        self.opener = Opener()
        self.said: list[Diagnostic] = []
        self._fingerprints: dict[tuple[str | None, str | None], str] = {}
        self.steps = [
            (offer, made, msgspec.structs.replace(ctx, epoch=settings.epoch))
            for offer, made, ctx in make_steps(settings.transforms, metadata=settings.metadata, report=self._report)
        ]
        writers = [plugins.find(plugins.registry().writers, name) for name in settings.formats]
        self.writers = {writer.spec.name: (writer, self.context(writer.spec)) for writer in writers}

    def context(self, spec: Spec) -> Context:
        """Make the context of a reader or writer."""
        settings = self.settings
        made = context(spec, own(settings.options, spec), metadata=settings.metadata, report=self._report)
        return msgspec.structs.replace(made, epoch=settings.epoch)

    def fingerprint(self, reader: Offer[ReaderSpec] | None, writer: Offer[WriterSpec] | None = None) -> str:
        """Return the fingerprint of what a reader reads, or of what a writer makes of it."""
        key = (reader.spec.name if reader else None, writer.spec.name if writer else None)
        if key not in self._fingerprints and reader:
            reading = fingerprints.of_reading(self.settings, reader)
            self._fingerprints[key] = fingerprints.of_writing(self.settings, writer, reading) if writer else reading
        return self._fingerprints[key]

    def _report(self, where: str, diagnostic: Diagnostic) -> None:
        self.said.append(diagnostic)

    def convert(self, entry: Entry, folder: Path, watch: Watch, dooms: Iterable[Doom] = ()) -> Outcome:
        """Convert one input.

        Args:
            entry: The input.
            folder: Where outputs go, under names that begin with the input's number.
            watch: Is told of each step.
            dooms: Steps that are not tried again.

        Raises:
            Unwritable: An output cannot be stored.
            MemoryError: There was too little memory.
        """
        begin = time.perf_counter()
        self.said.clear()
        running = _Input(self, entry, folder, _guarded(watch, {(doom.place, doom.step): doom for doom in dooms}))
        try:
            running.run()
        except CableconvError as error:
            running.failure = running.failed(error)
        return Outcome(
            id=entry.id,
            size=running.size,
            sha256=running.sha256,
            reader=running.reader.spec.name if running.reader else None,
            fingerprint=self.fingerprint(running.reader) if running.reader else None,
            seconds=round(time.perf_counter() - begin, 4),
            failure=running.failure,
            cables=tuple(running.cables),
            remarks=tuple(running.remarks),
        )


class _Doomed(CableconvError):
    """A step that is not tried again."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.reason = failure.reason


def _guarded(watch: Watch, dooms: dict[tuple[int, str], Doom]) -> Watch:
    def watching(place: int, step: str) -> None:
        if doom := dooms.get((place, step)):
            raise _Doomed(doom.failure)
        watch(place, step)

    return watching


class _Input:
    """One input on its way, and what has come of it so far."""

    def __init__(self, converter: Converter, entry: Entry, folder: Path, watch: Watch) -> None:
        self.converter = converter
        self.entry = entry
        self.folder = folder
        self.watch = watch
        self.size: int | None = None
        self.sha256: str | None = None
        self.reader: Offer[ReaderSpec] | None = None
        self.failure: Failure | None = None
        self.cables: list[CableOutcome] = []
        self.remarks: list[Remark] = []

    def run(self) -> None:
        """Convert it, cable by cable."""
        for place, cable in enumerate(self._read(), 1):
            self.cables.append(self._convert(place, cable))

    def _read(self) -> Iterator[ir.Cable]:
        converter = self.converter
        settings = converter.settings
        self.watch(1, "read")
        source = open_with(self._opener(), self.entry.name, max_size=settings.max_size, encoding=settings.encoding)
        named = self.entry.access.reader or settings.reader
        self.reader = choose_reader(named, source)
        cables = read_cables(self.reader, source, converter.context(self.reader.spec), max_depth=settings.max_depth)
        place = 1
        try:
            while cable := next(cables, None):
                self._take_remarks()
                yield self._at_its_line(cable)
                place += 1
                self.watch(place, "read")
        finally:
            self._take_remarks()

    def _opener(self) -> Callable[[], BinaryIO]:
        """Take the input's size and hash; its bytes are read once, unless they are too many to be held."""
        opener, access = self.converter.opener, self.entry.access
        content = content_of(opener, access, self.converter.settings.max_size)
        if content is None:
            self.size, self.sha256 = digest_of(opener, access)
            return lambda: opener.open(access)
        self.size, self.sha256 = len(content), hashlib.sha256(content).hexdigest()
        return lambda: io.BytesIO(content)

    def _at_its_line(self, cable: ir.Cable) -> ir.Cable:
        """Count the lines of a cable from the start of the file, of which this input may be a part."""
        before = self.entry.access.line - 1
        if not before:
            return cable
        source = msgspec.structs.replace(cable.source, line=cable.source.line + before)
        return msgspec.structs.replace(cable, source=source)

    def _take_remarks(self) -> None:
        """Keep what the reader has said outside its cables; an error means that a part of the input is no cable."""
        for diagnostic in self.converter.said:
            self.remarks.append(remark_of(diagnostic))
            if diagnostic.severity == "error" and self.failure is None:
                self.failure = Failure(reason=diagnostic.code, message=diagnostic.message)
        self.converter.said.clear()

    def failed(self, error: CableconvError) -> Failure:
        """Say why the input failed; what the reader said of a part that it could not read goes first."""
        if self.size == 0:
            reason, message = EMPTY
            return Failure(reason=reason, message=message)
        before = self.entry.access.line - 1
        return self.failure or _failure(error, line=error.line and error.line + before)

    def _convert(self, place: int, read: ir.Cable) -> CableOutcome:
        """Transform and write one cable."""
        cable: ir.Cable | None = read
        failure = None
        outputs: list[Output] = []
        try:
            if self.converter.steps:
                self.watch(place, "transform")
                cable = next(transform_cables(self.converter.steps, [read]), None)
        except CableconvError as error:
            failure = _failure(error)
        else:
            for name in self.entry.formats:
                if cable is None:
                    break
                try:
                    outputs.append(self._write(place, name, cable))
                except CableconvError as error:
                    failure = failure or _failure(error, f"{name}: ")
        if failure:
            failure = msgspec.structs.replace(failure, quarantined=self._quarantine(place, read))
        return self._told(place, cable or read, cable is None, failure, outputs)

    def _write(self, place: int, name: str, cable: ir.Cable) -> Output:
        self.watch(place, name)
        writer, ctx = self.converter.writers[name]
        out = io.BytesIO()
        write_cables(writer, [cable], out, ctx)
        content = out.getbuffer()
        staged = f"{self.entry.id}-{place}.{name}"
        if is_checked := self.converter.settings.validate and bool(writer.spec.validate):
            _check(writer, bytes(content), staged)
        store(self.folder / staged, content)
        return Output(
            format=name,
            extension=extension(writer.spec),
            staged=staged,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            fingerprint=self.converter.fingerprint(self.reader, writer),
            agent=fingerprints.agent(writer),
            validated=is_checked,
        )

    def _quarantine(self, place: int, cable: ir.Cable) -> str:
        """Store the bytes of a cable that failed."""
        staged = f"{self.entry.id}-{place}.failed"
        store(self.folder / staged, encode(cable.source))
        return staged

    def _told(
        self, place: int, cable: ir.Cable, left_out: bool, failure: Failure | None, outputs: list[Output]
    ) -> CableOutcome:
        facts = facts_of(cable)
        said = [remark_of(diagnostic) for diagnostic in self.converter.said]
        self.converter.said.clear()
        return CableOutcome(
            place=place,
            line=cable.source.line,
            # "%" is an escape in URLs and in the manifests of bags, too, and bagit.py reads the latter's otherwise than
            # RFC 8493; "=" is nobody's, and not in the name otherwise.
            name=file_name(cable, place, "").replace("%", "="),
            cable_id=cable.id,
            published_id=cable.published_id,
            transmitted=_utc(facts.when) if facts.when else None,
            origin=facts.origin or None,
            classification=facts.classification or None,
            subject=(cable.header.subject if cable.header else None)
            or (cable.published.title if cable.published else None),
            tags="; ".join(facts.tags) or None,
            text_sha256=hashlib.sha256(cable.source.text.encode("utf-8", "surrogatepass")).hexdigest(),
            left_out=left_out,
            failure=failure,
            outputs=tuple(outputs),
            remarks=(
                *(
                    remark_of(diagnostic, line, column)
                    for diagnostic, (line, column) in zip(
                        cable.diagnostics, places(cable, cable.diagnostics), strict=True
                    )
                ),
                *said,
            ),
        )


def _check(writer: Offer[WriterSpec], content: bytes, name: str) -> None:
    """Check an output as ``cableconv validate`` checks a file.

    Raises:
        Invalid: Something is wrong with it.
        PluginError: The check fails.
    """
    findings = list(faults(writer, open_with(lambda: io.BytesIO(content), name, max_size=len(content))))
    if findings:
        first, others = findings[0], f" (and {len(findings) - 1} more)" if findings[1:] else ""
        place = ":".join(str(number) for number in (first.line, first.column) if number)
        raise Invalid(f"the output is invalid: {place}{': ' if place else ''}{first.message}{others}")


def _utc(instant: datetime) -> str:
    return f"{instant.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def store(path: Path, content: bytes | memoryview) -> None:
    """Write a file of the job.

    Raises:
        Unwritable: It cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Unwritable(f"{path}: {error.strerror or error}") from error


def _failure(error: CableconvError, before: str = "", line: int = 0) -> Failure:
    if isinstance(error, _Doomed):
        return Failure(reason=error.reason, message=error.message)
    cause: BaseException | None = error
    while cause := cause and cause.__cause__:
        if isinstance(cause, MemoryError):
            raise cause
    return Failure(reason=error_code(error), message=before + error.message, line=line, column=error.column)
