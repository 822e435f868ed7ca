"""Does shards on a Dask cluster: one future a shard, few of them at a time."""

import logging
import queue
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import chain, islice
from typing import Any, TypeVar
from uuid import uuid4

try:
    from distributed import Client, Future
    from distributed.scheduler import KilledWorker
except ImportError as error:
    raise ImportError(f"Dask is missing ({error}); install it with: pip install 'cableconv[dask]'") from error

from cableconv.formats import Context, InFolder
from cableconv_dask.cluster import connected
from cableconv_dask.remote import asking_what_is_installed, doing, packed
from cableconv_dask.workers import check_same, check_workers

TaskT = TypeVar("TaskT", bound=InFolder)
ResultT = TypeVar("ResultT")

#: How often a task is given to the scheduler, which gives it up when it has cost some workers (four, unless the cluster
#: is told otherwise). A shard with several cables that take down their machine needs more than one such round.
_MOST_ROUNDS = 5

_log = logging.getLogger("cableconv.dask")


class DaskEngine:
    """Does shards on a cluster whose workers see the job's folder under the path that it has here."""

    def run(
        self, work: Callable[[TaskT], ResultT], tasks: Iterable[TaskT], ctx: Context
    ) -> Generator[ResultT, None, None]:
        """Do tasks as futures; see `cableconv.formats.Engine`.

        A task whose worker is lost is done again elsewhere: the scheduler sees to that. When the generator is closed,
        tasks that no worker has begun are dropped.
        """
        waiting = iter(tasks)
        first = next(waiting, None)
        if first is None:
            return
        wait = ctx.options["wait"]
        with connected(ctx.options["address"], wait) as client:
            here = asking_what_is_installed()()
            check_workers(client, here, first.dest)
            yield from _done(client, wait, here, work, chain([first], waiting))


def _done(
    client: Client, wait: float, here: dict[str, str], work: Callable[[TaskT], ResultT], tasks: Iterator[TaskT]
) -> Generator[ResultT, None, None]:
    finished: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
    running: dict[Future[Any], tuple[TaskT, int]] = {}
    do = doing(here)

    def submit(task: TaskT, round_: int) -> None:
        # Each task is done for what it leaves in the job's folder: no result stands for another.
        future = client.submit(do, packed(work, task), key=f"cableconv-{uuid4()}")
        future.add_done_callback(finished.put)
        running[future] = (task, round_)

    while True:
        # Workers come and go.
        for task in islice(tasks, max(0, _room(client) - len(running))):
            submit(task, 1)
        if not running:
            return
        future = _next(finished, client, wait)
        task, round_ = running.pop(future)
        try:
            worker, there, result = future.result()
        except KilledWorker:
            if round_ == _MOST_ROUNDS:
                raise
            submit(task, round_ + 1)
        else:
            # It may have come after the start.
            check_same(worker, here, there)
            yield result


def _room(client: Client) -> int:
    """Return how many tasks may be in work: for each thread one, and one that waits for it."""
    threads: dict[str, int] = client.nthreads()
    return 2 * max(1, sum(threads.values()))


def _next(finished: "queue.SimpleQueue[Future[Any]]", client: Client, wait: float) -> "Future[Any]":
    is_told = False
    while True:
        try:
            return finished.get(timeout=wait)
        except queue.Empty:
            if not is_told and not client.nthreads():
                _log.warning("the Dask cluster has no worker any more; the job goes on when it has one again")
                is_told = True
