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

    FOLDER = Path(os.environ.get("GATE", "/"))

    def wait(event, arguments):
        if event == "open" and str(arguments[0]).endswith("05.txt"):
            (FOLDER / f"{os.getppid()}.waits").touch()
            while not (FOLDER / "go").exists():
                time.sleep(0.01)

    if "cableconv.ingest.worker" in sys.orig_argv:
        sys.addaudithook(wait)
"""


@pytest.fixture
def gate(site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the gate that work stops at."""
    site.add("gate", GATE)
    folder = tmp_path / "gate"
    folder.mkdir()
    monkeypatch.setenv("GATE", str(folder))
    return folder


def test_a_local_cluster(desk: Any, tmp_path: Path) -> None:
    from distributed import LocalCluster

    assert desk.run("alone").returncode == 1  # broken.txt
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path), host="127.0.0.1"
    ) as cluster:
        done = desk.run("dest", "--engine", "dask", "--dask-address", cluster.scheduler_address)
    assert done.returncode == 1, done.stderr
    assert "broken.txt" in done.stderr
    assert len(desk.account("dest")) > 24
    assert desk.account("dest") == desk.account("alone")


def test_a_worker_is_killed(desk: Any, cluster: Any, gate: Path, wait_for: Any) -> None:
    workers = cluster.workers(2)
    job = desk.start("dest", *cluster.options)
    (waiting,) = wait_for(lambda: list(gate.glob("*.waits")))
    (lost,) = (worker for worker in workers if str(worker.process.pid) == waiting.stem)
    lost.process.send_signal(signal.SIGKILL)
    lost.process.wait()
    (gate / "go").touch()
    done = desk.ended(job)
    assert done.returncode == 1, done.stderr
    # The shard was begun again by the other.
    assert len(list(gate.glob("*.waits"))) == 2
    assert desk.run("alone").returncode == 1
    assert desk.account("dest") == desk.account("alone")
