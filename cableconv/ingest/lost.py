"""What attempts at a shard that were lost with their machines tell the next one.

Some cables cost more than the process that converts them: where memory runs out, a container may be ended as a whole.
An engine that has other machines begins the shard anew on one of them, and an attempt that the same run of the job has
left unfinished is a lost one. Its worker was at the first input without a result, or at one soon behind it, if results
were on their way. From then on these are watched: each step is noted before it is begun. A step that a second machine
is lost over is given up. So a cable costs two machines (or three, if it was not the first without a result) and itself,
but not the shard.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from cableconv.ingest import layout
from cableconv.ingest.records import Doom, Entry, Failure, Step, Task
from cableconv.ingest.supervise import AHEAD, doing


def lost_over(task: Task, entries: Sequence[Entry]) -> dict[int, tuple[Doom, ...]]:
    """Return the inputs that attempts of the same run may be lost over, by number, with the steps that are given up.

    Args:
        task: The shard, about to be begun again.
        entries: Its inputs.
    """
    found: dict[int, tuple[Doom, ...]] = {}
    firsts: set[int] = set()
    steps: Counter[Step] = Counter()
    for folder in layout.attempts(Path(task.dest), task.shard, task.run):
        if step := _noted(folder):
            steps[step] += 1
            found[step.input] = ()
        elif begun := entries[_done(folder) :][:AHEAD]:
            firsts.add(begun[0].id)
            found.update((entry.id, ()) for entry in begun)
    for step, times in steps.items():
        if times > 1 or step.input in firsts:
            failure = Failure(reason="worker-died", message=f"{doing(step.step)} ended the machine that it was done on")
            doom = Doom(place=step.place, step=step.step, failure=failure)
            found[step.input] = (*found[step.input], doom)
    return found


def _noted(folder: Path) -> Step | None:
    with suppress(OSError, msgspec.MsgspecError):  # there is none, or it was not written to its end
        return msgspec.json.decode(layout.step_file(folder).read_bytes(), type=Step)
    return None


def _done(folder: Path) -> int:
    """Return how many inputs an attempt had done."""
    with suppress(OSError):
        return layout.result_file(folder).read_bytes().count(b"\n")
    return 0
