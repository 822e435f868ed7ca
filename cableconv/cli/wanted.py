"""What the user asks an ingest job for, checked before anything is read."""

from collections.abc import Iterator
from typing import Any

from cableconv import plugins
from cableconv.cli.parameters import once, transforms_by_name
from cableconv.convert import make_steps
from cableconv.decoding import check_encoding
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.dublin_core import TERMS, language
from cableconv.errors import UsageError
from cableconv.formats import Context, EngineSpec, Spec, WriterSpec
from cableconv.ingest.bag import LABELS
from cableconv.ingest.job import Wanted
from cableconv.ingest.records import Limits, Settings
from cableconv.ingest.sources import absolute, is_there
from cableconv.options import check_known, context, epoch, own, unused_metadata
from cableconv.output import extension
from cableconv.plugins import Offer, registry

#: What shapes the outputs of a job: it comes with sources and formats, or not at all.
SHAPING = {
    *(
        "formats",
        "from_format",
        "encoding",
        "max_size",
        "max_depth",
        "options",
        "metadata",
        "transforms",
        "pack",
        "bag",
    ),
    *("validate", "shard_size"),
}


def wanted(asked: dict[str, Any]) -> Wanted:
    """Make of what the user asks what a job is to do.

    Args:
        asked: The parameters of the command, by name.

    Raises:
        UsageError: A source is missing, or a format, transform or option is unknown or does not go with the others.
        PluginError: A plugin is disabled under ``--strict-plugins``, or cannot be loaded.
    """
    if asked["strict_plugins"]:
        plugins.require_all(registry().plugins)
    for source in asked["sources"]:
        if not is_there(source):
            raise UsageError(f"there is no {source}; name files, folders, globs, zip or tar files, or URLs")
    if asked["lists"].count("-") > 1:
        raise UsageError("standard input (-) can be read only once")
    check_encoding(asked["encoding"])
    if not asked["formats"]:
        raise UsageError(f"the formats of the outputs are not given; say which with -t FORMAT: {_names()}")
    settings = Settings(
        formats=_formats(asked["formats"]),
        reader=plugins.find(registry().readers, asked["from_format"]).spec.name if asked["from_format"] else None,
        options=once(asked["options"], "--option"),
        metadata=once(asked["metadata"], "--metadata"),
        transforms=transforms_by_name(asked["transforms"]),
        encoding=asked["encoding"],
        max_size=asked["max_size"],
        max_depth=asked["max_depth"],
        epoch=epoch(),
        pack=asked["pack"],
        bag=asked["bag"],
        validate=asked["validate"],
        shard_size=asked["shard_size"],
    )
    _check_options(settings)
    make_steps(settings.transforms)
    _check_checks(settings)
    # The index page names it, when all else is done.
    language(settings.metadata)
    return Wanted(
        settings=settings,
        sources=tuple(map(absolute, asked["sources"])),
        lists=tuple(name if name == "-" else absolute(name) for name in asked["lists"]),
    )


def doubts(settings: Settings) -> Iterator[Diagnostic]:
    """Yield what the user may not have meant: warnings before anything is read."""
    yield from _unused(settings)
    for name in settings.formats if settings.validate else ():
        if not registry().writers[name].spec.validate:
            yield diagnose("not-validated", message=f"There are no checks of {name}; its outputs are not validated.")
    for name in settings.transforms if settings.bag else ():
        if registry().transforms[name].spec.removes:
            message = f"The bag holds the original bytes in data/originals, with all that {name} takes out."
            yield diagnose("original-kept", message=message)


def _unused(settings: Settings) -> Iterator[Diagnostic]:
    """Yield what is to be said of metadata that no writer uses, and neither the index page nor the bag."""
    used = {"title", "language"}
    if settings.bag:
        used |= {*map(str.lower, LABELS), *TERMS}
    writers = [registry().writers[name].spec for name in settings.formats]
    yield from unused_metadata([key for key in settings.metadata if key not in used], writers)


def _names() -> str:
    return ", ".join(registry().writers)


def _formats(asked: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the writers, each once; no two may make files of one name."""
    found: dict[str, WriterSpec] = {}
    for name in asked:
        spec = plugins.find(registry().writers, name).spec
        same = next((other for other in found.values() if extension(other) == extension(spec) and other != spec), None)
        if same:
            raise UsageError(
                f"{same.name} and {spec.name} both write {extension(spec)} files; give each a folder of its own"
            )
        found[spec.name] = spec
    return tuple(found)


def _check_options(settings: Settings) -> None:
    """Check what can be checked before the inputs' formats are known."""
    writers: list[Spec] = [registry().writers[name].spec for name in settings.formats]
    readers: list[Spec] = (
        [registry().readers[settings.reader].spec]
        if settings.reader
        else [offer.spec for offer in registry().readers.values() if offer.spec.options]
    )
    check_known(settings.options, [*writers, *readers])
    for spec in (*writers, *readers):
        context(spec, own(settings.options, spec))


def _check_checks(settings: Settings) -> None:
    """Load the checks of outputs, if they are asked for: what one of them needs may not be installed."""
    for name in settings.formats if settings.validate else ():
        offer = registry().writers[name]
        if offer.spec.validate:
            plugins.validator(offer)


def engine(asked: dict[str, Any]) -> tuple[Offer[EngineSpec], Context]:
    """Return the engine that the user names, and what it is told.

    Raises:
        UsageError: There is no such engine, or it has no such option.
    """
    found = plugins.find(registry().engines, asked["engine"])
    given = once(asked["engine_options"], "--engine-option")
    if asked["jobs"]:
        given["jobs"] = str(asked["jobs"])
    return found, context(found.spec, given)


def limits(asked: dict[str, Any]) -> Limits:
    """Return what one cable may cost."""
    return Limits(seconds=asked["timeout"], memory=asked["memory"])


def shard_numbers(asked: tuple[str, ...], planned: list[int]) -> list[int]:
    """Return the shards that the user names, of those that are planned.

    Args:
        asked: ``17``, ``0-99`` or ``3/10``: every tenth.
        planned: The numbers of those that are planned.

    Raises:
        UsageError: A name is none of these.
    """
    found: set[int] = set()
    for text in asked:
        first, sign, second = text.partition("/") if "/" in text else text.partition("-")
        if not (first.isdecimal() and (second.isdecimal() or not sign) and second != "0"):
            raise UsageError(f"--shard is {text!r}, expected a number (17), a range (0-99) or every Mth (3/10)")
        if sign == "/":
            found.update(number for number in planned if number % int(second) == int(first) % int(second))
        else:
            last = int(second or first)
            found.update(number for number in planned if int(first) <= number <= last)
    return sorted(found)
