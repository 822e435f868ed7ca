"""Get an input converted by a worker process that may die, hang or eat up its memory over it.

A worker that is lost costs a new worker and a second try, alone in it. Over a step that two workers are lost over, the
cable is given up, and the rest of its input goes on without it.
"""

import queue
import signal
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from cableconv.errors import PluginError, WriteError
from cableconv.ingest.records import Doom, Entry, Failure, Limits, Outcome, Settings
from cableconv.ingest.worker import Answer, Order, Start

#: How long a worker may take to start and to import its formats, in seconds.
_START_SECONDS = 300.0

#: How many lines of a worker's standard error are kept for the message about its death, and how much of a line.
_LAST_WORDS = 5
_LONGEST_WORD = 2000


class Lost(Exception):
    """A worker was lost over an input.

    Attributes:
        failure: What happened.
        place: The cable that it was at, counted from 1.
        step: What it was doing with the cable, as in `Doom`.
    """

    def __init__(self, failure: Failure, place: int, step: str) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.place = place
        self.step = step


class Supervisor:
    """Has one worker at a time, and a new one whenever it needs one. To be closed in the end."""

    def __init__(self, settings: Settings, limits: Limits) -> None:
        """Start nothing yet.

        Args:
            settings: What is asked for.
            limits: What one cable may cost.
        """
        self._start = Start(settings=settings, limits=limits)
        self._worker: _Worker | None = None

    def convert(self, entry: Entry, folder: Path, given_up: tuple[Doom, ...] | None = None) -> Outcome:
        """Convert one input; a worker that is lost costs a cable, not more.

        Args:
            entry: The input.
            folder: Where its outputs go.
            given_up: Steps that are not to be tried; absent when no machine was lost over the input. Else it is
                watched.

        Raises:
            WriteError: An output cannot be stored.
            PluginError: No worker can be started.
        """
        dooms = list(given_up or ())
        is_watched = given_up is not None
        is_second_try = False
        while True:
            try:
                return self._ask(Order(entry=entry, folder=str(folder), dooms=tuple(dooms), is_watched=is_watched))
            except Lost as lost:
                self.close()
                if is_second_try:
                    dooms.append(Doom(place=lost.place, step=lost.step, failure=lost.failure))
                is_second_try = not is_second_try

    def _ask(self, order: Order) -> Outcome:
        if self._worker is None:
            self._worker = _Worker(self._start)
        return self._worker.ask(order)

    def close(self) -> None:
        """End the worker, whatever it does."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None


class _Worker:
    """A worker process. It ends with this object, at the latest with the program."""

    def __init__(self, start: Start) -> None:
        self._limits = start.limits
        process = subprocess.Popen(
            [sys.executable, "-m", "cableconv.ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # An interrupt from the terminal is for the supervisor alone.
            start_new_session=True,
        )
        self._process = process
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._last_words: deque[bytes] = deque(maxlen=_LAST_WORDS)
        listeners = (
            threading.Thread(target=_listen, args=(process.stdout, self._answers), daemon=True),
            threading.Thread(target=_overhear, args=(process.stderr, self._last_words), daemon=True),
        )
        for listener in listeners:
            listener.start()
        self._overhearing = listeners[1]
        self.close = weakref.finalize(self, _end, process, listeners)
        self._say(start)
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        try:
            answer = self._answers.get(timeout=_START_SECONDS)
        except queue.Empty:
            answer = Answer(stop=f"it did not start in {_START_SECONDS:g} seconds")
        if answer is None:
            answer = Answer(stop=self._death())
        if answer.stop:
            self.close()
            memory = f"{self._limits.memory:,} bytes of memory"
            raise PluginError(f"no worker can be started with {memory} (--memory): {answer.stop}")

    def ask(self, order: Order) -> Outcome:
        """Let it convert an input.

        Raises:
            Lost: It died, hung or ate up its memory.
            WriteError: An output cannot be stored.
        """
        self._last_words.clear()
        self._say(order)
        place, step = 1, "read"
        while True:
            try:
                answer = self._answers.get(timeout=self._limits.seconds)
            except queue.Empty:
                message = f"{doing(step)} took longer than {self._limits.seconds:g} seconds"
                raise Lost(Failure(reason="timeout", message=message), place, step) from None
            if answer is None:
                message = f"{doing(step)} ended the worker: {self._death()}"
                raise Lost(Failure(reason="worker-died", message=message), place, step)
            if answer.outcome:
                return answer.outcome
            if answer.out_of_memory:
                message = f"{doing(step)} took more than {self._limits.memory:,} bytes of memory"
                raise Lost(Failure(reason="memory", message=message), place, step)
            if answer.stop:
                raise WriteError(f"the job cannot go on: {answer.stop}; mend that and start again")
            place, step = answer.place, answer.step

    def _say(self, said: Start | Order) -> None:
        # A worker that is gone is noticed by its silence.
        with suppress(OSError):
            stdin = self._process.stdin
            assert stdin is not None  # noqa: S101 - it is a pipe
            stdin.write(msgspec.json.encode(said) + b"\n")
            stdin.flush()

    def _death(self) -> str:
        """Say how the worker ended, after it has."""
        code = self._process.wait()
        # Longer only if a process that it has started keeps its standard error.
        self._overhearing.join(timeout=1)
        words = b"".join(self._last_words).decode("utf-8", "replace").strip().splitlines()
        said = f"; it last said: {words[-1].strip()}" if words else ""
        try:
            how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        except ValueError:
            how = f"signal {-code}"
        return how + said


def doing(step: str) -> str:
    """Say what is being done in a step, as in `Doom`."""
    return {"read": "reading it", "transform": "transforming it"}.get(step, f"writing it as {step}")


def _listen(stream: BinaryIO, answers: "queue.SimpleQueue[Answer | None]") -> None:
    with suppress(OSError, ValueError):
        for line in stream:
            try:
                answers.put(msgspec.json.decode(line, type=Answer))
            except msgspec.MsgspecError:  # it died in the middle of a line
                break
    answers.put(None)


def _overhear(stream: BinaryIO, last_words: "deque[bytes]") -> None:
    with suppress(OSError, ValueError):
        last_words.extend(iter(lambda: stream.readline(_LONGEST_WORD), b""))


def _end(process: "subprocess.Popen[bytes]", listeners: Iterable[threading.Thread]) -> None:
    process.kill()
    process.wait()
    for listener in listeners:
        listener.join()
    for stream in (process.stdin, process.stdout, process.stderr):
        with suppress(OSError):
            if stream:
                stream.close()
