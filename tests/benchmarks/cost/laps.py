"""Jobs, each in a process of its own, that run in turns, lap by lap: what disturbs one disturbs its neighbours, too."""

import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

#: Does a job once over all that it has to do; returns how many cables those were.
Round = Callable[[], int]

# A process that starts from nothing has no memory of its parent's.
_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Job:
    """Something to measure.

    Attributes:
        name: What it is called in tables.
        make: Makes what a lap does, in the process of the job; what it takes to make it is not measured.
        arguments: Of ``make``.
        references: Names of the jobs that it is compared with.
    """

    name: str
    make: Callable[..., Round]
    arguments: tuple[Any, ...] = ()
    references: tuple[str, ...] = ()


class Lap(NamedTuple):
    """What one lap took.

    Attributes:
        seconds: Processor time, that of programs which it started included.
        cables: How many it has done.
        memory: The most bytes that the process, or a program which it started, has had until now.
    """

    seconds: float
    cables: int
    memory: int


class JobFailed(Exception):
    """A job cannot be measured; the text says which, and why."""


def in_turns(jobs: Sequence[Job], cables: int, seconds: float) -> dict[str, list[Lap]]:
    """Run jobs lap by lap, one after the other, and return the laps of each.

    Args:
        jobs: What to run.
        cables: A job that has done so many is done.
        seconds: A job that has had so much processor time is done, too.
    """
    with ExitStack() as stack:
        lap_of = {job.name: stack.enter_context(_process(job)) for job in jobs}
        for lap in lap_of.values():
            lap()  # warms up; not counted
        found: dict[str, list[Lap]] = {name: [] for name in lap_of}
        for job in jobs:
            _note(job, "…")
        while unfinished := [name for name, laps in found.items() if not _is_enough(laps, cables, seconds)]:
            for name in unfinished:
                found[name].append(lap_of[name]())
        return found


def _note(job: Job, what: str) -> None:
    """Tell the one who waits what is going on."""
    print(f"{job.name}: {what}", file=sys.stderr, flush=True)


def _is_enough(laps: list[Lap], cables: int, seconds: float) -> bool:
    return bool(laps) and (sum(lap.cables for lap in laps) >= cables or sum(lap.seconds for lap in laps) >= seconds)


def alone(job: Job, seconds: float) -> Lap:
    """Return the quickest lap of a job, and the memory of all of them; it runs for so much processor time."""
    with _process(job) as lap:
        laps = [lap()]
        while sum(each.seconds for each in laps) < seconds:
            laps.append(lap())
    found = Lap(min(each.seconds for each in laps), laps[0].cables, laps[-1].memory)
    _note(job, f"{found.seconds:.4f} s")
    return found


def rows(jobs: Sequence[Job], found: Mapping[str, list[Lap]]) -> Iterator[dict[str, Any]]:
    """Yield what is to be told of each job: the median of its laps, and of its ratio to each reference."""
    for job in jobs:
        laps = found[job.name]
        yield {
            "job": job.name,
            "cables": sum(lap.cables for lap in laps),
            "per_second": round(1 / statistics.median(map(_each, laps)), 1),
            "quickest_per_second": round(1 / min(map(_each, laps)), 1),
            "megabytes": round(laps[-1].memory / 1e6, 1),
            "times": {name: _times(laps, found[name]) for name in job.references if name in found},
        }


def _times(laps: list[Lap], of_reference: list[Lap]) -> float:
    """Return how many times as long as its reference a job takes: the median of the laps that were neighbours."""
    ratios = (_each(lap) / _each(other) for lap, other in zip(laps, of_reference, strict=False))
    return round(statistics.median(ratios), 2)


def _each(lap: Lap) -> float:
    """Return the seconds for one cable; a clock may be too coarse to see any."""
    return max(lap.seconds, 1e-9) / lap.cables


@contextmanager
def _process(job: Job) -> Iterator[Callable[[], Lap]]:
    """Start the process of a job; what is given does a lap there."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(job, theirs))
    process.start()
    theirs.close()

    def lap() -> Lap:
        try:
            ours.send(True)
            answer = ours.recv()
        except (EOFError, OSError) as error:
            process.join()
            raise JobFailed(f"{job.name}: its process ended with code {process.exitcode}") from error
        if isinstance(answer, str):
            raise JobFailed(f"{job.name}: {answer}")
        return Lap(*answer)

    try:
        yield lap
    finally:
        ours.close()
        process.join()
        process.close()


def _serve(job: Job, connection: "Connection[Any, Any]") -> None:
    """Do laps as long as they are asked for."""
    round_: Round | None = None
    try:
        while connection.recv():
            if round_ is None:
                round_ = job.make(*job.arguments)
                _forget_peak()
            start = processor_time()
            cables = round_()
            connection.send(tuple(Lap(processor_time() - start, cables, peak_memory())))
    except EOFError:
        return
    except Exception as error:
        connection.send(f"{type(error).__name__}: {error}")


def processor_time() -> float:
    """Return the processor time of this process and of the programs that it has waited for, in seconds."""
    children = os.times()[2:4]
    return time.process_time() + sum(children)


def _forget_peak() -> None:
    """Let the peak of memory begin with what there is now, where the system can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_memory() -> int:
    """Return the most memory that this process, or a program which it waited for, has had, in bytes."""
    of_programs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    if sys.platform != "linux":
        unit = 1 if sys.platform == "darwin" else 1024
        return max(of_programs // 1024 * unit, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
    # Not ru_maxrss, which begins with what the parent had.
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return max(of_programs, int(status.partition("VmHWM:")[2].split()[0]) * 1024)
