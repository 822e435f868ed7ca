"""Checks that the workers of a cluster can do the work of a job."""

from distributed import Client

from cableconv.errors import PluginError
from cableconv_dask.remote import asking_about, asking_what_is_installed


def check_workers(client: Client, here: dict[str, str], dest: str) -> None:
    """Check that all workers have the plugins of this process, in the same versions, and see the job's folder.

    Args:
        client: The cluster.
        here: What is installed here, as `asking_what_is_installed` tells it.
        dest: The job's folder.

    Raises:
        PluginError: One has not, or does not; the message names it.
    """
    for worker, there in client.run(asking_what_is_installed(), on_error="return").items():
        if isinstance(there, BaseException):
            raise PluginError(f"the Dask worker {worker} cannot be asked what it has installed: {there}")
        check_same(worker, here, there)
    for worker, problem in client.run(asking_about(dest), on_error="return").items():
        if problem:
            raise PluginError(
                f"the Dask worker {worker} cannot use the job's folder {dest}: {problem}; all workers have to see it "
                "under this path (a shared file system) and may write there"
            )


def check_same(worker: str, here: dict[str, str], there: dict[str, str]) -> None:
    """Check that a worker has what the job was started with.

    Args:
        worker: Its address.
        here: What is installed where the job was started.
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
