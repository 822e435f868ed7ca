"""Checks that the workers of a cluster can do the work of a job."""

from collections.abc import Callable
from pathlib import Path

from distributed import Client

from cableconv.errors import PluginError


def check_workers(client: Client, dest: str) -> None:
    """Check that all workers have the plugins of this process, in the same versions, and see the job's folder.

    Args:
        client: The cluster.
        dest: The job's folder.

    Raises:
        PluginError: One has not, or does not; the message names it.
    """
    here = installed()
    for worker, there in client.run(_asking_what_is_installed(), on_error="return").items():
        if isinstance(there, BaseException):
            raise PluginError(f"the Dask worker {worker} cannot be asked what it has installed: {there}")
        check_same(worker, here, there)
    for worker, problem in client.run(_asking_about(dest), on_error="return").items():
        if problem:
            raise PluginError(
                f"the Dask worker {worker} cannot use the job's folder {dest}: {problem}; all workers "
                "have to see it under this path (a shared file system) and may write there"
            )


def check_same(worker: str, here: dict[str, str], there: dict[str, str]) -> None:
    """Check that a worker has what the job was started with.

    Args:
        worker: Its address.
        here: What is installed where the job was started, as `installed` returns it.
        there: What the worker has.

    Raises:
        PluginError: It has something else.
    """
    if not there:
        raise PluginError(
            f"the Dask worker {worker} has no cableconv; install it where the worker runs: "
            "pip install 'cableconv[dask]'"
        )
    for name in sorted({*here, *there}):
        if here.get(name) != there.get(name):
            raise PluginError(
                f"the Dask worker {worker} might write other files than this machine: plugin {name} is "
                f"{there.get(name, 'missing')} there and {here.get(name, 'missing')} here; install the same on both"
            )


def installed() -> dict[str, str]:
    """Return the plugins of this process: distribution and version by name."""
    return _asking_what_is_installed()()


# Dask sends a function that has no module-level name by its code: these two run where cableconv is not installed.


def _asking_what_is_installed() -> Callable[[], dict[str, str]]:
    def ask() -> dict[str, str]:
        import importlib.metadata
        import os

        only = os.environ.get("CABLECONV_PLUGINS")
        return {
            point.name: f"{point.dist.name} {point.dist.version}" if point.dist else "of no distribution"
            for point in importlib.metadata.entry_points(group="cableconv")
            if only is None or point.name in {name.strip() for name in only.split(",")}
        }

    return ask


def _asking_about(dest: str) -> Callable[[], str]:
    # Every job has a ledger; a folder of the same name on the worker's own disk has not.
    ledger = str(Path(dest) / "ledger.sqlite")

    def ask() -> str:
        import os

        if not os.path.isfile(ledger):  # noqa: PTH113 - runs on any Python
            return f"there is no {ledger}"
        return "" if os.access(dest, os.W_OK) else "it may not write there"

    return ask
