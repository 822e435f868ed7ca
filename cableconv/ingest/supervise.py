"""Get an input converted by a worker process that may die, hang or eat up its memory over it.

A worker has some orders ahead, so that it never waits for its supervisor. One that is lost costs a new worker and a
second try, alone in it. Over a step that two workers are lost over, the cable is given up, and the rest of its input
goes on without it.
"""

import queue
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections import deque
from collections.abc import Generator, Iterable
from contextlib import suppress
from typing import BinaryIO, NamedTuple

import msgspec

from cableconv.errors import PluginError, WriteError
from cableconv.ingest.records import Doom, Failure, Limits, Outcome, Settings
from cableconv.ingest.worker import Answer, Order, Start

#: How many inputs a worker is given at a time: the one that it is at, and those that wait in its pipe.
AHEAD = 4

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

    def convert(self, orders: Iterable[Order]) -> Generator[Outcome, None, None]:
        """Convert inputs and yield what came of each, in order; a worker that is lost costs a cable, not more.

        Close the generator if not all of it is wanted: that ends the worker, which has orders ahead.

        Args:
            orders: The inputs.

        Raises:
            WriteError: An output cannot be stored.
            PluginError: No worker can be started.
        """
        waiting = deque(orders)
        given: deque[Order] = deque()
        is_second_try = False
        try:
            while waiting or given:
                while waiting and len(given) < (1 if is_second_try else AHEAD):
                    given.append(waiting.popleft())
                    self._ready().give(given[-1])
                try:
                    outcome = self._ready().outcome()
                except Lost as lost:
                    self.close()
                    if is_second_try:
                        given[0] = _without(given[0], lost)
                    is_second_try = not is_second_try
                    waiting.extendleft(reversed(given))
                    given.clear()
                else:
                    given.popleft()
                    is_second_try = False
                    yield outcome
        finally:
            if given:
                self.close()

    def _ready(self) -> "_Worker":
        if self._worker is None:
            self._worker = _Worker(self._start)
        return self._worker

    def close(self) -> None:
        """End the worker, whatever it does."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None


def _without(order: Order, lost: Lost) -> Order:
    """Return an order without the step that was lost over it."""
    doom = Doom(place=lost.place, step=lost.step, failure=lost.failure)
    return msgspec.structs.replace(order, dooms=(*order.dooms, doom))


class _At(NamedTuple):
    """What a worker is at: a step of its present order, as in `Doom`, and since when, by the monotonic clock."""

    since: float
    place: int = 1
    step: str = "read"


class _Heard:
    """What a worker has said, as those who listen to it note it.

    Attributes:
        at: What it is at. Steps come often, and nobody waits for one: so they are not among the answers.
        answers: All else that it says; ``None`` when it has ended.
        last_words: The last lines of its standard error.
    """

    def __init__(self) -> None:
        self.at = _At(0.0)
        self.answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self.last_words: deque[bytes] = deque(maxlen=_LAST_WORDS)


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
        self._heard = _Heard()
        self._unanswered = 0
        listeners = (
            threading.Thread(target=_listen, args=(process.stdout, self._heard), daemon=True),
            threading.Thread(target=_overhear, args=(process.stderr, self._heard), daemon=True),
        )
        for listener in listeners:
            listener.start()
        self._overhearing = listeners[1]
        self.close = weakref.finalize(self, _end, process, listeners)
        self._say(start)
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        try:
            answer = self._heard.answers.get(timeout=_START_SECONDS)
        except queue.Empty:
            answer = Answer(stop=f"it did not start in {_START_SECONDS:g} seconds")
        if answer is None:
            answer = Answer(stop=self._death())
        if answer.stop:
            self.close()
            memory = f"{self._limits.memory:,} bytes of memory"
            raise PluginError(f"no worker can be started with {memory} (--memory): {answer.stop}")

    def give(self, order: Order) -> None:
        """Let it convert an input, after those that it was given before."""
        if not self._unanswered:
            self._heard.at = _At(time.monotonic())
        self._unanswered += 1
        self._say(order)

    def outcome(self) -> Outcome:
        """Wait for what comes of the first input that it was given and that this has not told of.

        Raises:
            Lost: It died, hung or ate up its memory.
            WriteError: An output cannot be stored.
        """
        answer, at = self._answer()
        if answer is None:
            message = f"{doing(at.step)} ended the worker: {self._death()}"
            raise Lost(Failure(reason="worker-died", message=message), at.place, at.step)
        if answer.out_of_memory:
            message = f"{doing(at.step)} took more than {self._limits.memory:,} bytes of memory"
            raise Lost(Failure(reason="memory", message=message), at.place, at.step)
        if answer.outcome is None:
            raise WriteError(f"the job cannot go on: {answer.stop}; mend that and start again")
        self._unanswered -= 1
        return answer.outcome

    def _answer(self) -> tuple[Answer | None, _At]:
        """Return its next answer, and what it is at by now."""
        heard, seconds = self._heard, self._limits.seconds
        while True:
            at = heard.at
            try:
                return heard.answers.get(timeout=max(0, at.since + seconds - time.monotonic())), heard.at
            except queue.Empty:
                if heard.at is at:
                    message = f"{doing(at.step)} took longer than {seconds:g} seconds"
                    raise Lost(Failure(reason="timeout", message=message), at.place, at.step) from None

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
        words = b"".join(self._heard.last_words).decode("utf-8", "replace").strip().splitlines()
        said = f"; it last said: {words[-1].strip()}" if words else ""
        try:
            how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        except ValueError:
            how = f"signal {-code}"
        return how + said


def doing(step: str) -> str:
    """Say what is being done in a step, as in `Doom`."""
    return {"read": "reading it", "transform": "transforming it"}.get(step, f"writing it as {step}")


def _listen(stream: BinaryIO, heard: _Heard) -> None:
    with suppress(OSError, ValueError):
        for line in stream:
            try:
                answer = msgspec.json.decode(line, type=Answer)
            except msgspec.MsgspecError:  # it died in the middle of a line
                break
            if answer.step:
                heard.at = _At(time.monotonic(), answer.place, answer.step)
                continue
            if answer.outcome:
                # From now on it is at the next order. Noted first: who has the answer waits for the next one.
                heard.at = _At(time.monotonic())
            heard.answers.put(answer)
    heard.answers.put(None)


def _overhear(stream: BinaryIO, heard: _Heard) -> None:
    with suppress(OSError, ValueError):
        heard.last_words.extend(iter(lambda: stream.readline(_LONGEST_WORD), b""))


def _end(process: "subprocess.Popen[bytes]", listeners: Iterable[threading.Thread]) -> None:
    process.kill()
    process.wait()
    for listener in listeners:
        listener.join()
    for stream in (process.stdin, process.stdout, process.stderr):
        with suppress(OSError):
            if stream:
                stream.close()
