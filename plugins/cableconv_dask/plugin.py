"""What the plugin offers: engine ``dask``."""

from collections.abc import Iterable

from cableconv.formats import EngineSpec, Option
from cableconv.hookspecs import hookimpl


@hookimpl
def register_engines() -> Iterable[EngineSpec]:
    """Return engine ``dask``."""
    return [
        EngineSpec(
            name="dask",
            title="A Dask cluster that is there already",
            load="cableconv_dask.engine:DaskEngine",
            options=(
                Option(
                    name="address",
                    type=str,
                    default=None,
                    help="Where its scheduler listens: tcp://HOST:8786; else DASK_SCHEDULER_ADDRESS.",
                ),
                Option(
                    name="wait",
                    type=float,
                    default=30.0,
                    minimum=1,
                    help="How long to wait for the scheduler, and for a first worker, in seconds.",
                ),
            ),
        )
    ]
