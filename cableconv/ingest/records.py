"""What travels between the steps of a job, as data: what is asked for, what is to be done, what came of it."""

from typing import Literal

import msgspec

from cableconv.diagnostics import Diagnostic, Severity
from cableconv.walk import MAX_DEPTH


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for, as far as outputs depend on it.

    Attributes:
        formats: Names of writers.
        reader: For all inputs; when absent, each input's is found out.
        options: What readers and writers are told; each takes those that it knows.
        metadata: Of the outputs.
        transforms: Names of transforms, each with its options, in the order in which they are asked for.
        encoding: See `cableconv.source.open_input`.
        max_size: The most bytes that one input may have.
        max_depth: How deep lists and quotations of a cable may stand within each other.
        epoch: SOURCE_DATE_EPOCH, in seconds since 1970 UTC.
        pack: ``zip`` puts outputs into zip files.
        bag: Outputs lie in ``data/``, and the folder of the job becomes a BagIt bag.
        validate: Outputs are checked as ``cableconv validate`` checks files; a cable whose output is invalid fails.
        shard_size: The most inputs that are done together.
    """

    formats: tuple[str, ...]
    reader: str | None = None
    options: dict[str, str] = {}
    metadata: dict[str, str] = {}
    transforms: dict[str, dict[str, str]] = {}
    encoding: str | None = None
    max_size: int
    max_depth: int = MAX_DEPTH
    epoch: int | None = None
    pack: Literal["none", "zip"] = "none"
    bag: bool = False
    validate: bool = False
    shard_size: int = 1000


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one cable may cost before it is given up.

    Attributes:
        seconds: The longest that reading or writing it may take.
        memory: The most bytes of address space that its worker may have.
    """

    seconds: float
    memory: int


class Access(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a worker opens an input by itself.

    Attributes:
        path: Absolute path or URL of the file.
        member: Which entry of the archive, counted from 0, when the file is one.
        offset: Where in the file the part begins, in bytes, when it is a part.
        size: How many bytes the part has.
        line: The line of the file at which the part starts, counted from 1.
        reader: Name of the reader that has found the part; it alone can tell what a part is.
    """

    path: str
    member: int | None = None
    offset: int | None = None
    size: int = 0
    line: int = 1
    reader: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One input of a shard.

    Attributes:
        id: Its row in the ledger.
        location: What messages call it.
        name: What outputs call it.
        access: How to open it.
        formats: What is to be written of it.
    """

    id: int
    location: str
    name: str
    access: Access
    formats: tuple[str, ...]


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A shard to be done: small, plain, fit to be sent to another machine.

    Attributes:
        dest: Absolute path of the job's folder, as every machine sees it.
        shard: The shard's number.
        run: Of all tasks that one run of the job asks for; no other has it.
        limits: What one cable may cost.
        stop_after: How many failures end the shard unfinished; 0 for none.
    """

    dest: str
    shard: int
    run: str
    limits: Limits
    stop_after: int = 0


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker says of a shard; all else lies in its folder.

    Attributes:
        shard: The shard's number.
        stopped: Why it is unfinished, as ``location: message``; ``""`` when it is whole.
    """

    shard: int
    stopped: str = ""


class Failure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why an input or a cable failed.

    Attributes:
        reason: A code: ``read-error``, ``timeout`` …
        message: The same for a person.
        line: Line of the input, counted from 1; 0 for none.
        column: Column in characters, counted from 1; 0 for none.
        quarantined: Name of the copy of its bytes in the shard's folder; ``""`` for none.
    """

    reason: str
    message: str
    line: int = 0
    column: int = 0
    quarantined: str = ""


class Remark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A diagnostic with its place in the input; line and column are 0 where it has none."""

    code: str
    severity: Severity
    message: str
    line: int = 0
    column: int = 0


def remark_of(diagnostic: Diagnostic, line: int = 0, column: int = 0) -> Remark:
    """Make a remark of a diagnostic, given its place in the input."""
    return Remark(
        code=diagnostic.code, severity=diagnostic.severity, message=diagnostic.message, line=line, column=column
    )


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """One file written, in the shard's folder.

    Attributes:
        format: Name of the writer.
        extension: With the dot.
        staged: Its name in the shard's folder.
        size: In bytes.
        sha256: Of the file.
        fingerprint: Of all that it depends on but the input's bytes.
        agent: Distribution and version of the writer.
        validated: It has stood the checks of its format.
    """

    format: str
    extension: str
    staged: str
    size: int
    sha256: str
    fingerprint: str
    agent: str
    validated: bool = False


class CableOutcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of one cable.

    Attributes:
        place: Its place among the cables of its input, counted from 1.
        line: The line of the input at which it starts, counted from 1.
        name: What its files are called, without folder and extension.
        cable_id: Its canonical id.
        published_id: The id under which it was published.
        transmitted: ISO 8601, UTC.
        origin: Who sent it.
        classification: Level and caveats.
        subject: Its subject.
        tags: Terms, joined by ``; ``, for some have blanks.
        text_sha256: Of the source's text.
        left_out: A transform left it out.
        failure: Why it could not be written in every format.
        outputs: What was written.
        remarks: What reader, transforms and writers have to say.
    """

    place: int
    line: int
    name: str
    cable_id: str | None = None
    published_id: str | None = None
    transmitted: str | None = None
    origin: str | None = None
    classification: str | None = None
    subject: str | None = None
    tags: str | None = None
    text_sha256: str | None = None
    left_out: bool = False
    failure: Failure | None = None
    outputs: tuple[Output, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of one input.

    Attributes:
        id: Its row in the ledger.
        size: Bytes, when it could be read.
        sha256: Of the bytes, likewise.
        reader: Name of the reader that took it.
        fingerprint: Of all that its reading depends on but its bytes.
        seconds: How long it took.
        failure: Why it could not be read to its end.
        cables: Those that were read.
        remarks: What concerns no cable.
    """

    id: int
    size: int | None = None
    sha256: str | None = None
    reader: str | None = None
    fingerprint: str | None = None
    seconds: float = 0.0
    failure: Failure | None = None
    cables: tuple[CableOutcome, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Doom(msgspec.Struct, frozen=True, kw_only=True):
    """A step that two workers were lost over: the next one fails it without trying.

    Attributes:
        place: The cable's place in its input, counted from 1.
        step: What was being done with it: ``read``, ``transform``, or the name of the format that was being written.
        failure: What to say of it.
    """

    place: int
    step: str
    failure: Failure


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What an attempt at a shard is at.

    Attributes:
        input: The input's row in the ledger.
        place: The cable's place in it, counted from 1.
        step: As in `Doom`.
    """

    input: int
    place: int
    step: str


def has_failed(outcome: Outcome) -> bool:
    """Tell whether an input, or a cable of it, failed."""
    return outcome.failure is not None or any(cable.failure for cable in outcome.cables)
