"""What workers are sent. It runs, and tells what is missing, also where cableconv is not installed.

Dask sends a function that has no module-level name by its code, and a worker that cannot unpickle what it is sent ends
without a word about it. So functions are made where they are used, and a task is sent as bytes.
"""

import pickle
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")


def asking_what_is_installed() -> Callable[[], dict[str, str]]:
    """Return a function that returns the plugins of a process: distribution and version by name."""

    def ask() -> dict[str, str]:
        import importlib.metadata
        import os

        only = os.environ.get("CABLECONV_PLUGINS")
        return {
            point.name: f"{point.dist.name} {point.dist.version}" if point.dist else "of no distribution"
            for point in importlib.metadata.entry_points(group="cableconv")
            if only is None or point.name in {name.strip() for name in only.split(",")}
        }

    return ask


def asking_about(dest: str) -> Callable[[], str]:
    """Return a function that returns why a job's folder cannot be used; ``""`` when it can."""
    # Every job has a ledger; a folder of the same name on the worker's own disk has not.
    ledger = str(Path(dest) / "ledger.sqlite")

    def ask() -> str:
        import os

        if not os.path.isfile(ledger):  # noqa: PTH113 - runs on any Python
            return f"there is no {ledger}"
        return "" if os.access(dest, os.W_OK) else "it may not write there"

    return ask


def packed(work: Callable[[TaskT], ResultT], task: TaskT) -> bytes:
    """Return a task as `doing` takes it."""
    return pickle.dumps((work, task))


def doing(here: dict[str, str]) -> Callable[[bytes], tuple[str, dict[str, str], Any]]:
    """Return a function that does a task where the same is installed as here.

    Args:
        here: What `asking_what_is_installed` tells here.

    Returns:
        It takes what `packed` returns, and returns the worker's address, what is installed there, and the result, which
        is ``None`` where something else is installed. It raises what the work does.
    """
    ask = asking_what_is_installed()

    def do(task: bytes) -> tuple[str, dict[str, str], Any]:
        import pickle

        from distributed import get_worker

        there = ask()
        result = None
        if there == here:
            from cableconv_dask.remote import alone

            result = alone(*pickle.loads(task))  # noqa: S301 - Dask itself runs whatever it is sent
        return get_worker().address, there, result

    return do


def alone(work: Callable[[TaskT], ResultT], task: TaskT) -> ResultT:
    """Do a task in a thread that ends with it, and what the thread holds with the thread.

    The threads of a Dask worker stay, and a converting process that belongs to one would stay, too, when the job is
    done.
    """
    results: list[ResultT] = []
    errors: list[BaseException] = []

    def serve() -> None:
        try:
            results.append(work(task))
        except BaseException as error:  # raised below, where Dask sees it
            errors.append(error)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
