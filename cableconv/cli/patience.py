"""The longest that one cable may take: what takes longer fails, and the next one has its turn.

Here and not in the library, for it takes the alarm of the process, which is the program's to use.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from cableconv.errors import CableconvError, ReadError

T = TypeVar("T")


class _TimeIsUp(BaseException):
    """Not an `Exception`, for plugins may pass over those."""


def too_slow(kind: type[CableconvError], seconds: float, done: str, *, where: str = "") -> CableconvError:
    """Return the error of what takes longer than it may.

    Args:
        kind: Its class.
        seconds: How long it may take.
        done: What is being done: ``read``, ``written`` or ``checked``.
        where: What it is done with.
    """
    return kind(
        f"takes more than {seconds:g} seconds to be {done}; raise the limit with --timeout if this is what you want",
        where=where,
    )


def each_within(items: Iterator[T], seconds: float, *, where: str = "") -> Iterator[T]:
    """Yield items, each of which may take as long to come.

    Args:
        items: What takes time.
        seconds: How many seconds each may take.
        where: The input.

    Raises:
        ReadError: One takes longer.
    """
    while True:
        with within(seconds, too_slow(ReadError, seconds, "read", where=where)):
            item = next(items, None)
        if item is None:
            return
        yield item


@contextmanager
def within(seconds: float, late: CableconvError) -> Iterator[Callable[[], None]]:
    """Raise an error in what runs longer than it may; regular expressions, too, are broken off.

    One limit may stand inside another: the time of the outer one does not go on meanwhile. Windows has no alarm, and
    Python gives signals to the main thread only: elsewhere nothing is limited.

    Args:
        seconds: How long it may take.
        late: The error.

    Yields:
        A function that gives it as many seconds more.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    up = _TimeIsUp()

    def ring(number: int, frame: FrameType | None) -> None:
        raise up

    def go_on() -> None:
        remaining, _ = signal.getitimer(signal.ITIMER_REAL)
        signal.setitimer(signal.ITIMER_REAL, remaining + seconds)

    outer = signal.signal(signal.SIGALRM, ring)
    outer_remaining, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        # What rings while it is being turned off is late, too.
        try:
            yield go_on
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _TimeIsUp as error:
        if error is not up:
            raise
        raise late from None
    finally:
        signal.signal(signal.SIGALRM, outer)
        signal.setitimer(signal.ITIMER_REAL, outer_remaining)
