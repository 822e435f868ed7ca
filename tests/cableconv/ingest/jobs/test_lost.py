"""A cable that takes down the machine that its shard is done on costs two machines and itself, not the shard."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cableconv.errors import UsageError
from cableconv.ingest import layout
from cableconv.ingest.lost import lost_over
from cableconv.ingest.records import Access, Done, Entry, Limits, Step, Task
from cableconv.ingest.shard import do_shard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

#: A writer that kills the process that does the shard, if the cable says so: all of them, or one.
PLUGIN = """
    import os, signal
    from pathlib import Path
    from cableconv import WriterSpec, hookimpl

    def results():
        attempt = max(Path("dest/.cableconv/doing").iterdir(), key=os.path.getmtime)
        return (attempt / "result.jsonl").read_bytes().count(b"\\n")

    def kill(before):
        while results() < before:  # some are on their way
            pass
        os.kill(os.getppid(), signal.SIGKILL)
        os._exit(1)

    class Deadly:
        def write(self, cables, out, ctx):
            for cable in cables:
                before = int(Path(cable.source.name).stem) - 1
                mood = cable.sections[0].blocks[0].content[-1].text
                if "kill once" in mood and not os.path.exists("once"):
                    open("once", "w").close()
                    kill(before)
                if "kill always" in mood:
                    kill(before)
                if "kill early" in mood:
                    kill(0)
                out.write(b"alive")

    @hookimpl
    def register_writers():
        return [WriterSpec(name="deadly", title="Deadly", load="deadly_plugin:Deadly", extensions=(".deadly",))]
"""

MACHINE = """
import sys
from cableconv.ingest.records import Limits, Task
from cableconv.ingest.shard import do_shard

do_shard(Task(dest=sys.argv[1], shard=1, run=sys.argv[2], limits=Limits(seconds=60, memory=2**31)))
"""


@pytest.fixture
def lost(desk: Any, site: Any) -> Any:
    """Do the one shard of a job on one machine after the other; return how many were lost."""
    site.add("deadly", PLUGIN)

    def do(*runs: str) -> int:
        desk.ingest("plan", "cables", "-t", "deadly", "-t", "json", "-o", "dest")
        for count, run in enumerate(runs):
            command = [sys.executable, "-c", MACHINE, str(Path("dest").absolute()), run]
            with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as machine:
                _, said = machine.communicate(timeout=120)
            assert machine.returncode in (0, -signal.SIGKILL), said
            if machine.returncode == 0:
                return count
        return len(runs)

    return do


def test_the_step_is_given_up_and_the_rest_is_done(desk: Any, lost: Any, telegram: Any) -> None:
    desk.telegrams(1, 3)
    desk.write("cables/002.txt", b"".join(telegram(n, text) for n, text in ((5, "Calm."), (6, "kill always"))))
    assert lost("a", "a", "a") == 2
    desk.ingest("merge", "dest")
    assert desk.statuses() == {
        "001.txt": ("converted", None),
        "002.txt": ("failed", "worker-died"),
        "003.txt": ("converted", None),
    }
    assert desk.query("SELECT place, status, message FROM cable WHERE input = 2 ORDER BY place") == [
        (1, "written", None),
        (2, "failed", "writing it as deadly ended the machine that it was done on"),
    ]
    assert desk.query("SELECT format FROM output JOIN cable ON cable = cable.id WHERE cable_id = '09ONHAVA6'") == [
        ("json",)
    ]


def test_two_of_them_cost_two_machines_each(desk: Any, lost: Any, telegram: Any) -> None:
    for number, text in enumerate(("Calm.", "kill always", "kill always", "Calm."), 1):
        desk.write(f"cables/{number}.txt", telegram(number, text))
    assert lost(*"aaaaa") == 4
    desk.ingest("merge", "dest")
    assert desk.query("SELECT converted, failed FROM totals") == [(2, 2)]


def test_results_that_were_on_their_way_cost_a_machine_at_most(desk: Any, lost: Any, telegram: Any) -> None:
    for number, text in enumerate(("Calm.", "Calm.", "kill early", "Calm."), 1):
        desk.write(f"cables/{number}.txt", telegram(number, text))
    assert lost(*"aaaa") in (2, 3)
    desk.ingest("merge", "dest")
    assert [reason for _, reason in desk.statuses().values()] == [None, None, "worker-died", None]


def test_an_accident_that_does_not_happen_again_costs_nothing(desk: Any, lost: Any, telegram: Any) -> None:
    desk.write("cables/1.txt", telegram(1, "kill once"))
    assert lost("a", "a") == 1
    desk.ingest("merge", "dest")
    assert desk.statuses() == {"1.txt": ("converted", None)}


def test_what_another_run_has_left_tells_nothing(desk: Any, lost: Any, telegram: Any) -> None:
    """It may be at work, or its machine may have been switched off."""
    desk.write("cables/1.txt", telegram(1, "kill always"))
    assert lost(*"abcd") == 4


def test_a_shard_that_was_published_by_the_time_it_is_begun_is_done(desk: Any) -> None:
    """A machine that was still at it, for a run that was killed, may have been quicker."""
    desk.telegrams(1)
    desk.ingest("plan", "cables", "-t", "json", "-o", "dest")
    task = Task(dest=str(Path("dest").absolute()), shard=1, run="b", limits=Limits(seconds=60, memory=2**31))
    layout.shard_file(Path("dest"), 1).unlink()
    assert do_shard(task) == Done(shard=1)
    assert not layout.done(Path("dest"), 1).exists()


def test_work_where_there_is_no_job(desk: Any) -> None:
    task = Task(dest=str(desk.folder), shard=1, run="b", limits=Limits(seconds=60, memory=2**31))
    with pytest.raises(UsageError, match="there is no job in"):
        do_shard(task)


class TestWhatAnAttemptTells:
    """Shards of six inputs; of an attempt, how many results it left, and the input that it noted a step of, or 0."""

    @pytest.fixture
    def suspected(self, tmp_path: Path) -> Any:
        entries = [Entry(id=n, location="", name="", access=Access(path=""), formats=()) for n in range(1, 7)]
        task = Task(dest=str(tmp_path), shard=1, run="a", limits=Limits(seconds=60, memory=2**31))

        def tell(*attempts: tuple[int, int]) -> dict[int, int]:
            """Return how many steps of each suspected input are given up."""
            for number, (done, noted) in enumerate(attempts):
                folder = layout.attempt(tmp_path, 1, "a", str(number))
                folder.mkdir(parents=True)
                layout.result_file(folder).write_bytes(b"{}\n" * done)
                if noted:
                    step = Step(input=noted, place=1, step="json")
                    layout.step_file(folder).write_bytes(msgspec.json.encode(step))
            return {entry: len(dooms) for entry, dooms in lost_over(task, entries).items()}

        return tell

    def test_all_that_its_worker_had_are_watched(self, suspected: Any) -> None:
        assert suspected((1, 0)) == {2: 0, 3: 0, 4: 0, 5: 0}

    def test_there_may_be_fewer(self, suspected: Any) -> None:
        assert suspected((5, 0)) == {6: 0}

    def test_the_first_without_a_result_is_given_up_when_it_is_noted(self, suspected: Any) -> None:
        assert suspected((1, 0), (1, 2)) == {2: 1, 3: 0, 4: 0, 5: 0}

    def test_one_behind_it_only_when_it_is_noted_twice(self, suspected: Any) -> None:
        assert suspected((1, 0), (2, 3)) == {2: 0, 3: 0, 4: 0, 5: 0}

    def test_then_it_is(self, suspected: Any) -> None:
        assert suspected((1, 0), (2, 3), (2, 3)) == {2: 0, 3: 1, 4: 0, 5: 0}
