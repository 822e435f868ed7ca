"""What is told before any work begins."""

import site as site_packages
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


def test_no_address(desk: Any) -> None:
    assert "--dask-address tcp://HOST:8786" in refused(desk, "no-address")


@pytest.mark.parametrize("address", ["onhava", "zembla://onhava:8786", "tcp://onhava:port"])
def test_an_address_that_is_none(address: str) -> None:
    from cableconv_dask.cluster import connected

    with (
        pytest.raises(OptionError, match=rf"^{address} is no address of a Dask .* expected tcp://HOST:8786"),
        connected(address, 1),
    ):
        pass


def test_no_scheduler(desk: Any) -> None:
    said = refused(desk, "no-scheduler", "--dask-address", "tcp://127.0.0.1:9", "--dask-wait", "1")
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in said
    assert "start one with: dask scheduler" in said


def test_the_environment_names_the_scheduler(desk: Any) -> None:
    said = refused(desk, "environment", "--dask-wait", "1", DASK_SCHEDULER_ADDRESS="tcp://127.0.0.1:8")
    assert "no Dask scheduler answers at tcp://127.0.0.1:8" in said


def test_dask_is_not_installed(desk: Any, site: Any) -> None:
    (site.path / "distributed.py").write_text("raise ModuleNotFoundError(\"No module named 'distributed'\")")
    said = refused(desk, "no-dask", "--dask-address", "tcp://127.0.0.1:9")
    assert "install it with: pip install 'cableconv[dask]'" in said


class TestWorkers:
    def test_there_is_none(self, desk: Any, cluster: Any) -> None:
        running = cluster()
        said = refused(desk, "no-worker", *running.options, "--dask-wait", "1")
        assert f"has no worker; start some with: dask worker {running.address}" in said

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

    def test_one_has_no_cableconv(self, desk: Any, cluster: Any, tmp_path: Path) -> None:
        # All that is installed here but cableconv.
        there = tmp_path / "there"
        there.mkdir()
        for folder in map(Path, site_packages.getsitepackages()):
            for each in folder.iterdir():
                if "cableconv" not in each.name:
                    (there / each.name).symlink_to(each)
        running = cluster()
        running.workers(1, python=("-S",), PYTHONPATH=str(there))
        said = refused(desk, "no-cableconv", *running.options)
        assert "has no cableconv; install it where the worker runs: pip install 'cableconv[dask]'" in said

    def test_one_does_not_see_the_folder(self, cluster: Any, tmp_path: Path) -> None:
        from distributed import Client

        from cableconv_dask.workers import check_workers

        running = cluster()
        running.workers(1)
        with (
            Client(running.address, set_as_default=False) as client,
            pytest.raises(PluginError, match=r"there is no .*ledger.sqlite; all workers .* shared file system"),
        ):
            check_workers(client, str(tmp_path / "elsewhere"))

    def test_one_that_comes_later_is_checked_by_its_first_shard(self) -> None:
        from cableconv_dask.workers import check_same

        here = {"json": "cableconv 0.1.0", "tei": "cableconv 0.1.0"}
        with pytest.raises(PluginError, match=r"worker tcp://onhava:4000 .* plugin tei is missing there"):
            check_same("tcp://onhava:4000", here, {"json": "cableconv 0.1.0"})
