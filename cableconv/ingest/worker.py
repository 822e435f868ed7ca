"""The worker process: converts one input after the other, as its supervisor asks for them.

``python -m cableconv.ingest.worker`` reads lines of JSON from standard input, a `Start` and then `Order`s, and writes
`Answer`s to standard output, which nothing else in the process may do. It ends when its input does, or when nobody
reads its answers: it does not outlive its supervisor by more than one input.
"""

import json
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

import msgspec

from cableconv.errors import CableconvError
from cableconv.ingest import layout
from cableconv.ingest.converting import Converter, Unwritable, store
from cableconv.ingest.records import Doom, Entry, Limits, Outcome, Settings, Step


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """The first line: what is asked for, and what it may cost."""

    settings: Settings
    limits: Limits


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An input to convert.

    Attributes:
        entry: The input.
        folder: Where its outputs go.
        dooms: Steps that are not to be tried.
        is_watched: Each step is noted in the folder before it is begun; see `cableconv.ingest.lost`.
    """

    entry: Entry
    folder: str
    dooms: tuple[Doom, ...] = ()
    is_watched: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the worker says.

    Attributes:
        place: The cable that it begins with, counted from 1; 0 when the answer says something else.
        step: What it begins to do with the cable, as in `Doom`.
        outcome: What came of the input.
        out_of_memory: There was too little memory; the worker ends.
        stop: Why no other worker would fare better: ``code: message``; the worker ends.
    """

    place: int = 0
    step: str = ""
    outcome: Outcome | None = None
    out_of_memory: bool = False
    stop: str = ""


#: One without its other half, as Python decodes bytes that are no text.
_SURROGATE = re.compile("[\ud800-\udfff]")

#: Says that the worker is ready.
READY = Answer()


def main() -> None:
    """Work until standard input ends."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    # What plugins print goes where their complaints go.
    os.dup2(2, 1)
    lines = sys.stdin.buffer

    def say(answer: Answer) -> None:
        out.write(_encoded(answer) + b"\n")

    start = msgspec.json.decode(lines.readline(), type=Start)
    with suppress(BrokenPipeError):
        try:
            _limit_memory(start.limits.memory)
            converter = Converter(start.settings)
        except CableconvError as error:
            say(Answer(stop=str(error)))
            return
        say(READY)
        _serve(converter, lines, say)


def _encoded(answer: Answer) -> bytes:
    """Return an answer as JSON; what is no character in it, as U+FFFD: neither messages nor the ledger can hold it."""
    try:
        return msgspec.json.encode(answer)
    except UnicodeEncodeError:
        text = json.dumps(msgspec.to_builtins(answer), ensure_ascii=False)
        return _SURROGATE.sub("\ufffd", text).encode()


def _serve(converter: Converter, lines: BinaryIO, say: Callable[[Answer], None]) -> None:
    for line in lines:
        order = msgspec.json.decode(line, type=Order)
        try:
            outcome = converter.convert(
                order.entry,
                Path(order.folder),
                partial(_begin, say, order),
                order.dooms,
            )
        except MemoryError:
            say(Answer(out_of_memory=True))
            return
        except Unwritable as error:
            say(Answer(stop=str(error)))
            return
        if order.is_watched:
            # The next order may not be watched: what is noted of this one must not be taken for what that one was at.
            layout.step_file(Path(order.folder)).unlink(missing_ok=True)
        say(Answer(outcome=outcome))


def _begin(say: Callable[[Answer], None], order: Order, place: int, step: str) -> None:
    """Tell of a step before it is begun: who listens may be lost with this process, what is noted is not."""
    if order.is_watched:
        store(
            layout.step_file(Path(order.folder)),
            msgspec.json.encode(Step(input=order.entry.id, place=place, step=step)),
        )
    say(Answer(place=place, step=step))


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # only Unix has it; elsewhere memory has no limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most != resource.RLIM_INFINITY:
        size = min(size, most)
    resource.setrlimit(resource.RLIMIT_AS, (size, most))


if __name__ == "__main__":
    main()
