"""What is told before any work begins."""

import re
from pathlib import Path
from typing import Any

import pytest

from cableconv.errors import OptionError, PluginError


def refused(desk: Any, dest: str, *options: str, **environment: str) -> str:
    """Run a job that does not begin; return what it says."""
    code, said = desk.run(dest, "--engine", "dask", *options, **environment)
    assert code in (2, 4), said
    assert "Traceback" not in said
    assert not list((desk.folder / dest).glob("2*"))
    return str(said)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", r"needs the address of its scheduler: --dask-address tcp://HOST:8786"),
        ("onhava", r"^onhava is no address of a Dask scheduler .* expected tcp://HOST:8786"),
        ("zembla://onhava:8786", r"^zembla://onhava:8786 is no address of a Dask scheduler"),
        ("tcp://onhava:port", r"^tcp://onhava:port is no address of a Dask scheduler"),
    ],
)
def test_an_address_that_is_none(address: str, told: str) -> None:
    from cableconv_dask.cluster import connected

    with pytest.raises(OptionError, match=told), connected(address, 1):
        pass


def test_no_scheduler(desk: Any) -> None:
    said = refused(desk, "no-scheduler", "--dask-address", "tcp://127.0.0.1:9", "--dask-wait", "1")
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in said
    assert "start one with: dask scheduler" in said


def test_the_scheduler_that_the_environment_names(desk: Any) -> None:
    said = refused(desk, "environment", "--dask-wait", "1", DASK_SCHEDULER_ADDRESS="tcp://127.0.0.1:8")
    assert "no Dask scheduler answers at tcp://127.0.0.1:8" in said


def test_dask_is_not_installed(desk: Any, site: Any) -> None:
    (site.path / "distributed.py").write_text("raise ModuleNotFoundError(\"No module named 'distributed'\")")
    said = refused(desk, "no-dask", "--dask-address", "tcp://127.0.0.1:9")
    assert "install it with: pip install 'cableconv[dask]'" in said


class TestWorkers:
    def test_there_is_none(self, cluster: Any) -> None:
        from cableconv_dask.cluster import connected

        running = cluster()
        told = f"has no worker; start some with: dask worker {running.address}"
        with pytest.raises(PluginError, match=re.escape(told)), connected(running.address, 1):
            pass

    def test_one_has_another_version(self, desk: Any, cluster: Any, site: Any, tmp_path: Path) -> None:
        site.add("later", "", version="2.0")
        there = type(site)(tmp_path / "there")
        there.path.mkdir()
        there.add("later", "", version="1.0")
        running = cluster()
        running.workers(1, PYTHONPATH=str(there.path))
        said = refused(desk, "another-version", *running.options)
        assert "plugin later is cableconv-later 1.0 there and cableconv-later 2.0 here" in said
        assert "install the same on both" in said

    def test_one_has_no_cableconv(self, desk: Any, cluster: Any) -> None:
        running = cluster()
        running.workers_without_cableconv(1)
        said = refused(desk, "no-cableconv", *running.options)
        assert "has no cableconv; install it where the worker runs: pip install 'cableconv[dask]'" in said

    def test_one_does_not_see_the_folder(self, cluster: Any, tmp_path: Path) -> None:
        from distributed import Client

        from cableconv_dask.remote import asking_what_is_installed
        from cableconv_dask.workers import check_workers

        running = cluster()
        running.workers(1)
        with (
            Client(running.address, set_as_default=False) as client,
            pytest.raises(PluginError, match=r"there is no .*ledger.sqlite; all workers .* shared file system"),
        ):
            check_workers(client, asking_what_is_installed()(), str(tmp_path / "elsewhere"))
