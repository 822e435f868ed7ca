"""What runs on a worker: a task, in a thread of its own."""

import threading
from collections.abc import Callable
from typing import TypeVar

from distributed import get_worker

from cableconv_dask.workers import check_same, installed

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")


def do_alone(work: Callable[[TaskT], ResultT], task: TaskT, asked_with: dict[str, str]) -> ResultT:
    """Do a task in a thread that ends with it, and what the thread holds with the thread.

    The threads of a Dask worker stay, and a converting process that hangs on one would stay, too, when the job is done.

    Args:
        work: Does the task.
        task: The task.
        asked_with: What is installed where the job was started; this worker may be newer than the job.

    Raises:
        CableconvError: ``work`` raised it.
        PluginError: Something else is installed here.
    """
    check_same(get_worker().address, asked_with, installed())
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
