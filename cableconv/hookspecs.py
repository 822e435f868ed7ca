"""The hooks: every way in which a plugin can add to cableconv."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

from cableconv.formats import EngineSpec, ReaderSpec, TransformSpec, WriterSpec

if TYPE_CHECKING:
    import click

hookspec = pluggy.HookspecMarker("cableconv")
hookimpl = pluggy.HookimplMarker("cableconv")


@hookspec
def register_readers() -> Iterable[ReaderSpec]:  # type: ignore[empty-body]
    """Return the formats that this plugin reads."""


@hookspec
def register_writers() -> Iterable[WriterSpec]:  # type: ignore[empty-body]
    """Return the formats that this plugin writes."""


@hookspec
def register_transforms() -> Iterable[TransformSpec]:  # type: ignore[empty-body]
    """Return the transforms that this plugin offers."""


@hookspec
def register_engines() -> Iterable[EngineSpec]:  # type: ignore[empty-body]
    """Return the engines for ingest jobs that this plugin offers."""


@hookspec
def register_commands(cli: "click.Group") -> None:
    """Add subcommands to the command line."""
