"""What attempts at a shard that were lost with their machines tell the next one.

Some cables cost more than the process that converts them: where memory runs out, a container may be ended as a whole.
An engine that has other machines begins the shard anew on one of them, and an attempt that the same run of the job has
left unfinished is a lost one. From then on the input that it was at is watched: each step is noted before it is begun.
A step that a watched attempt is lost over is given up. So a cable costs two machines and itself, but not the shard.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from cableconv.ingest import layout
from cableconv.ingest.records import Doom, Entry, Failure, Step, Task
from cableconv.ingest.supervise import doing


def lost_over(task: Task, entries: Sequence[Entry]) -> dict[int, tuple[Doom, ...]]:
    """Return the inputs that attempts of the same run were lost over, by number, with the steps that are given up.

    Args:
        task: The shard, about to be begun again.
        entries: Its inputs.
    """
    found: dict[int, tuple[Doom, ...]] = {}
    for folder in layout.attempts(Path(task.dest), task.shard, task.run):
        step = _noted(folder)
        if step:
            failure = Failure(reason="worker-died", message=f"{doing(step.step)} ended the machine that it was done on")
            doom = Doom(place=step.place, step=step.step, failure=failure)
            found[step.input] = (*found.get(step.input, ()), doom)
        elif (done := _done(folder)) < len(entries):
            found.setdefault(entries[done].id, ())
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
