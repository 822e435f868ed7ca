"""The longest that a cable may take to be read: an input that takes longer fails, and the next one is read."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from cableconv.errors import ReadError

T = TypeVar("T")


class _TimeIsUp(BaseException):
    """Not an `Exception`, for readers may pass over those."""


def each_within(items: Iterator[T], seconds: float) -> Iterator[T]:
    """Yield items, each of which may take as long to come.

    Args:
        items: What takes time.
        seconds: How many seconds each may take.

    Raises:
        ReadError: One takes longer.
    """
    try:
        while True:
            with _alarm(seconds):
                item = next(items, None)
            if item is None:
                return
            yield item
    except _TimeIsUp:
        raise ReadError(
            f"takes more than {seconds:g} seconds to be read; raise the limit with --timeout if this is what you want"
        ) from None


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise `_TimeIsUp` in what runs longer; regular expressions, too, are broken off.

    Windows has no alarm, and Python gives signals to the main thread only: elsewhere nothing is limited.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _TimeIsUp

    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
