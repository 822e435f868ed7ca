"""A cable that takes down the machine that its shard is done on costs two machines and itself, not the shard."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cableconv.errors import UsageError
from cableconv.ingest import layout
from cableconv.ingest.records import Done, Limits, Task
from cableconv.ingest.shard import do_shard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

#: A writer that kills the process that does the shard, if the cable says so: all of them, or one.
PLUGIN = """
    import os, signal
    from cableconv import WriterSpec, hookimpl

    def kill():
        os.kill(os.getppid(), signal.SIGKILL)
        os._exit(1)

    class Deadly:
        def write(self, cables, out, ctx):
            for cable in cables:
                mood = cable.sections[0].blocks[0].content[-1].text
                if "kill once" in mood and not os.path.exists("once"):
                    open("once", "w").close()
                    kill()
                if "kill always" in mood:
                    kill()
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
