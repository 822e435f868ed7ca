"""The engine `local`, and the plugin that brings it: it comes in by the same hook as anyone's."""

import os
import queue
import threading
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

from cableconv.formats import Context, EngineSpec, Option
from cableconv.hookspecs import hookimpl

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")


class LocalEngine:
    """Does shards on this machine: as many at a time as there are jobs, each with a worker process of its own."""

    def run(
        self, work: Callable[[TaskT], ResultT], tasks: Iterable[TaskT], ctx: Context
    ) -> Generator[ResultT, None, None]:
        """Do tasks in threads; see `cableconv.formats.Engine`.

        Threads are enough: each waits for its worker process. They are daemons, so that an interrupt ends the program
        at once, and the workers with it.
        """
        waiting: queue.SimpleQueue[TaskT | None] = queue.SimpleQueue()
        results: queue.SimpleQueue[ResultT | BaseException] = queue.SimpleQueue()

        def serve() -> None:
            while (task := waiting.get()) is not None:
                try:
                    results.put(work(task))
                except BaseException as error:  # it is raised where the results are taken
                    results.put(error)

        jobs = ctx.options["jobs"] or os.cpu_count() or 1
        for _ in range(jobs):
            threading.Thread(target=serve, daemon=True).start()
        try:
            in_work = 0
            for task in tasks:
                waiting.put(task)
                in_work += 1
                # One is always waiting, so that no worker does.
                if in_work > jobs:
                    yield _result(results)
                    in_work -= 1
            for _ in range(in_work):
                yield _result(results)
        finally:
            for _ in range(jobs):
                waiting.put(None)


def _result(results: "queue.SimpleQueue[ResultT | BaseException]") -> ResultT:
    result = results.get()
    if isinstance(result, BaseException):
        raise result
    return result


@hookimpl
def register_engines() -> list[EngineSpec]:
    """Return the engine `local`."""
    return [
        EngineSpec(
            name="local",
            title="Processes on this machine",
            load="cableconv.ingest.engines:LocalEngine",
            options=(
                Option(name="jobs", type=int, default=0, minimum=0, help="How many at a time; 0 for one a core."),
            ),
        )
    ]
