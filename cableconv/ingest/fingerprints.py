"""What an output depends on beside the bytes of its input, in one word: when it changes, the output is done again."""

import hashlib
from typing import Any

import msgspec

from cableconv import __version__
from cableconv.formats import ReaderSpec, Spec, WriterSpec
from cableconv.ingest.records import Settings
from cableconv.options import context, own
from cableconv.plugins import Offer, registry


def of_reading(settings: Settings, reader: Offer[ReaderSpec]) -> str:
    """Return the fingerprint of reading an input with a reader, and of the transforms after it."""
    transforms = registry().transforms
    return _digest(
        {
            "core": __version__,
            "reader": _part(reader, settings.options),
            "metadata": settings.metadata,
            "encoding": settings.encoding,
            "epoch": settings.epoch,
            # A list: their order counts.
            "transforms": [_part(transforms[name], options) for name, options in settings.transforms.items()],
        }
    )


def of_writing(settings: Settings, writer: Offer[WriterSpec], reading: str) -> str:
    """Return the fingerprint of an output.

    Args:
        settings: What is asked for.
        writer: Who wrote it.
        reading: The fingerprint of reading its input.
    """
    return _digest({"reading": reading, "writer": _part(writer, settings.options)})


def of_attempt(settings: Settings) -> str:
    """Return the fingerprint of trying all that is asked for: what failed is tried again when it changes."""
    found = registry()
    return _digest(
        {
            "core": __version__,
            "plugins": [
                [plugin.name, plugin.distribution, plugin.version, plugin.disabled] for plugin in found.plugins
            ],
            # What does not change whether an input can be converted.
            "settings": msgspec.to_builtins(msgspec.structs.replace(settings, shard_size=0, pack="none", bag=False)),
        }
    )


def agent(offer: Offer[Any]) -> str:
    """Return who does the work of a reader or writer: distribution and version."""
    return f"{offer.plugin.distribution} {offer.plugin.version}"


def _part(offer: Offer[Any], options: dict[str, str]) -> dict[str, Any]:
    spec: Spec = offer.spec
    # The values that count, given or not: a default that is spelled out changes nothing.
    return {"name": spec.name, "agent": agent(offer), "options": dict(context(spec, own(options, spec)).options)}


def _digest(facts: dict[str, Any]) -> str:
    return hashlib.sha256(msgspec.json.encode(facts, order="deterministic")).hexdigest()[:32]
