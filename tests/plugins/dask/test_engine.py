"""A job on a Dask cluster ends with what the same job on one machine ends with."""

import signal
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

#: A plugin that stops the process that converts at the input `05.txt`, until a file `go` is there.
GATE = """
    import os, sys, time
    from pathlib import Path

    FOLDER = Path(os.environ["GATE"])

    def wait(event, arguments):
        if event == "open" and str(arguments[0]).endswith("05.txt"):
            (FOLDER / f"{os.getppid()}.waits").touch()
            while FOLDER.exists() and not (FOLDER / "go").exists():
                time.sleep(0.01)

    if "cableconv.ingest.worker" in sys.orig_argv:
        sys.addaudithook(wait)
"""

#: A writer that kills the Dask worker, over one cable.
DEADLY = """
    import os, signal
    from cableconv import WriterSpec, hookimpl

    class Deadly:
        def write(self, cables, out, ctx):
            for cable in cables:
                if cable.header.subject == "GLASS 5":
                    os.kill(os.getppid(), signal.SIGKILL)
                    os._exit(1)
                out.write(b"alive")

    @hookimpl
    def register_writers():
        return [WriterSpec(name="deadly", title="Deadly", load="deadly_plugin:Deadly", extensions=(".deadly",))]
"""

#: A plugin with which the disk of a worker is full.
FULL = """
    import errno, os, sys
    from pathlib import Path

    def full(self, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    if "cableconv.ingest.worker" in sys.orig_argv:
        Path.write_bytes = full
"""


class Gate:
    """Where work stops, in whatever process it is done."""

    def __init__(self, folder: Path, wait_for: Any) -> None:
        self._folder = folder
        self._wait_for = wait_for

    def waiting(self) -> list[int]:
        """Wait until a worker is there, and return the process ids of all that have come so far."""
        found: list[Path] = self._wait_for(lambda: list(self._folder.glob("*.waits")))
        return [int(path.stem) for path in found]

    def open(self) -> None:
        (self._folder / "go").touch()


@pytest.fixture
def gate(site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait_for: Any) -> Gate:
    """A gate in the way of all that is started from now on."""
    site.add("gate", GATE)
    folder = tmp_path / "gate"
    folder.mkdir()
    monkeypatch.setenv("GATE", str(folder))
    return Gate(folder, wait_for)


def finished(job: Any) -> str:
    """Wait for a job that ends as it does on one machine: with one broken input. Return what it says."""
    code, said = job.ended()
    assert code == 1, said
    assert "Traceback" not in said
    return str(said)


def test_a_local_cluster(desk: Any, alone: dict[str, Any], tmp_path: Path) -> None:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path), host="127.0.0.1"
    ) as cluster:
        said = finished(desk.start("local-cluster", "--engine", "dask", "--dask-address", cluster.scheduler_address))
    assert "broken.txt" in said
    assert desk.account("local-cluster") == alone


def test_a_worker_is_killed(desk: Any, alone: dict[str, Any], cluster: Any, gate: Gate) -> None:
    running = cluster()
    workers = running.workers(2)
    job = desk.start("killed", *running.options)
    (pid,) = gate.waiting()
    (lost,) = (worker for worker in workers if worker.process.pid == pid)
    lost.kill()
    gate.open()
    finished(job)
    # The shard was begun again by the other.
    assert {worker.process.pid for worker in workers} == set(gate.waiting())
    assert desk.account("killed") == alone


def test_the_last_worker_is_killed_and_another_one_comes(
    desk: Any, alone: dict[str, Any], cluster: Any, gate: Gate
) -> None:
    running = cluster()
    (lost,) = running.workers(1)
    job = desk.start("last", *running.options, "--dask-wait", "1")
    gate.waiting()
    lost.kill()
    job.said("(the Dask cluster has no worker any more; the job goes on when it has one again)")
    gate.open()
    running.workers(1)
    finished(job)
    assert desk.account("last") == alone


def test_a_worker_that_comes_later_has_no_cableconv(desk: Any, cluster: Any, gate: Gate) -> None:
    running = cluster()
    running.workers(1)
    job = desk.start("later", "--shard-size", "1", *running.options)
    gate.waiting()
    running.workers_without_cableconv(1)
    gate.open()
    code, said = job.ended()
    assert code == 4, said
    assert "has no cableconv; install it where the worker runs: pip install 'cableconv[dask]'" in said
    assert "Traceback" not in said


def test_a_cable_that_kills_its_worker_costs_itself(desk: Any, cluster: Any, site: Any) -> None:
    site.add("deadly", DEADLY)
    # The scheduler gives up a task at the first loss, which the job does not.
    running = cluster(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    workers = running.workers(3)
    said = finished(desk.start("deadly", "-t", "deadly", *running.options))
    assert "writing it as deadly ended the machine that it was done on" in said
    # One by accident, as it might seem; one over a step that is known from then on.
    assert sum(worker.process.poll() == -signal.SIGKILL for worker in workers) == 2
    account = desk.account("deadly")
    assert account["SELECT converted, failed, duplicates FROM totals"] == [(11, 2, 1)]
    assert "2009/02/09ONHAVA5.json" in account
    assert "2009/02/09ONHAVA5.deadly" not in account
    assert account["2009/02/09ONHAVA6.deadly"] == b"alive"


@pytest.mark.parametrize(("number", "expected"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_job_is_ended_and_started_again(
    number: signal.Signals, expected: int, desk: Any, alone: dict[str, Any], cluster: Any, gate: Gate, wait_for: Any
) -> None:
    running = cluster()
    running.workers(1)
    dest = f"ended-{number.name}"
    job = desk.start(dest, *running.options)
    gate.waiting()
    job.process.send_signal(number)
    code, said = job.ended()
    assert code == expected, said
    assert "Traceback" not in said
    # What no worker has begun is dropped.
    wait_for(lambda: running.tasks() <= 1)
    gate.open()
    finished(desk.start(dest, *running.options))
    assert desk.account(dest) == alone


def test_what_ends_the_work_on_a_worker_ends_the_job(desk: Any, cluster: Any, site: Any) -> None:
    site.add("full", FULL)
    running = cluster()
    running.workers(1)
    code, said = desk.run("full", *running.options)
    assert code == 1, said
    assert "No space left on device; mend that and start again" in said
    assert "Traceback" not in said


def test_a_scheduler_is_lost_and_the_job_goes_on_elsewhere(
    desk: Any, alone: dict[str, Any], cluster: Any, gate: Gate
) -> None:
    running = cluster()
    running.workers(1)
    job = desk.start("orphan", *running.options, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="1s")
    gate.waiting()
    running.scheduler.kill()
    code, said = job.ended()
    assert code == 4, said
    assert f"the Dask scheduler at {running.address} is lost" in said
    assert "Traceback" not in said
    gate.open()
    finished(desk.start("orphan", "--jobs", "2"))
    assert desk.account("orphan") == alone
