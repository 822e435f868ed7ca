"""The connection to a cluster: made, ended, and what can go wrong with it in words."""

import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager

import dask
from distributed import Client
from distributed.comm.addressing import get_address_host_port
from distributed.scheduler import KilledWorker

from cableconv.errors import CableconvError, OptionError, PluginError


@contextmanager
def connected(address: str | None, wait: float) -> Iterator[Client]:
    """Be connected to a cluster that has a worker; tasks that have not begun by the end are dropped.

    Args:
        address: Of its scheduler; when absent, what Dask is configured for.
        wait: How long the scheduler, and a first worker, may take to be there, in seconds.

    Raises:
        OptionError: There is no address, or it is none.
        PluginError: There is no cluster, or no worker, or something goes wrong on it that is no `CableconvError`.
    """
    with _silence():
        yield from _connected(_checked(address), wait)


def _checked(address: str | None) -> str:
    """Return the address if it is one; a client that is given another leaves a traceback."""
    # As Dask's own clients do: it is set where a cluster starts its jobs itself.
    address = address or dask.config.get("scheduler-address", None)
    if not address:
        raise OptionError(
            "engine dask needs the address of its scheduler: --dask-address tcp://HOST:8786 (or in the environment: "
            "DASK_SCHEDULER_ADDRESS)"
        )
    try:
        get_address_host_port(address)
    except ValueError as error:
        raise OptionError(f"{address} is no address of a Dask scheduler ({error}); expected tcp://HOST:8786") from error
    return address


def _connected(address: str, wait: float) -> Iterator[Client]:
    client = _client(address, wait)
    try:
        _wait_for_worker(client, address, wait)
        yield client
    except CableconvError:
        raise
    except KilledWorker as error:
        raise PluginError(
            f"every worker was lost that had begun a shard, last {error.last_worker.address}; see its log, and start "
            "again: what is done stays done"
        ) from error
    except (CancelledError, OSError) as error:
        raise PluginError(
            f"the Dask scheduler at {address} is lost, or has dropped the job ({_reason(error)}); start it, and this "
            "job, again: what is done stays done"
        ) from error
    except Exception as error:  # whatever a foreign machine has come across
        raise PluginError(f"Dask failed: {_reason(error)}; what is done stays done") from error
    finally:
        client.close()


def _client(address: str, wait: float) -> Client:
    try:
        return Client(address, timeout=wait, set_as_default=False)
    except OSError as error:
        raise PluginError(
            f"no Dask scheduler answers at {address} ({_reason(error)}); start one with: dask scheduler, and name the "
            "address that it prints"
        ) from error


def _wait_for_worker(client: Client, address: str, wait: float) -> None:
    try:
        client.wait_for_workers(1, timeout=wait)
    except TimeoutError as error:
        raise PluginError(
            f"the Dask scheduler at {address} has no worker; start some with: dask worker {address}"
        ) from error


@contextmanager
def _silence() -> Iterator[None]:
    """Keep Dask from writing to standard error, with tracebacks: what concerns the job comes as an exception, too."""
    levels = {logger: logger.level for logger in map(logging.getLogger, ("distributed", "distributed.client"))}
    for logger in levels:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in levels.items():
            logger.setLevel(level)


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0]
