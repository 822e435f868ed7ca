"""What users say about a run, turned into the `Context` that readers, writers and transforms get."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.errors import OptionError, UsageError
from cableconv.formats import ANY_KEY, Context, Option, Spec, WriterSpec

#: What an option may be given as; strings are turned into the option's type.
Value = str | int | float | bool

Report = Callable[[str, Diagnostic], None]

_YES_NO = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}

#: The last second that a date can have (9999-12-31T23:59:59Z).
_LAST_SECOND = 253_402_300_799


def log_errors(where: str, diagnostic: Diagnostic) -> None:
    """Log a diagnostic that is an error and pass over others: the report of callers who give none."""
    if diagnostic.severity == "error":
        logging.getLogger(__name__).error("%s: %s", where, diagnostic.message)


def context(
    spec: Spec,
    options: Mapping[str, Value] | None = None,
    *,
    metadata: Mapping[str, str] | None = None,
    report: Report | None = None,
) -> Context:
    """Make the context of one reader, writer or transform.

    Args:
        spec: Whose it is.
        options: By name; those not given have their default.
        metadata: ``title``, ``publisher`` …
        report: Takes diagnostics.

    Raises:
        OptionError: The spec has no such option, or the value is not of its type.
        UsageError: SOURCE_DATE_EPOCH is not a time.
    """
    given = dict(options or {})
    check_known(given, [spec])
    values = {
        option.name: parse(option, given[option.name]) if option.name in given else option.default
        for option in spec.options
    }
    return Context(options=values, metadata=dict(metadata or {}), epoch=epoch(), report=report or log_errors)


def own(options: Mapping[str, Value], spec: Spec) -> dict[str, Value]:
    """Return those of the options that a spec has."""
    names = {option.name for option in spec.options}
    return {name: value for name, value in options.items() if name in names}


def check_known(options: Iterable[str], specs: Iterable[Spec]) -> None:
    """Check that each option belongs to one of the specs.

    Raises:
        OptionError: One does not; the message lists those that do.
    """
    # A reader and a writer may have one name.
    known = [(spec.name, [option.name for option in spec.options]) for spec in specs]
    for name in options:
        if not any(name in names for _, names in known):
            listed = "; ".join(f"{spec}: {', '.join(names) or 'none'}" for spec, names in known)
            raise OptionError(f"unknown option {name!r}; known options of {listed}")


def unused_metadata(metadata: Iterable[str], writers: Sequence[WriterSpec]) -> Iterator[Diagnostic]:
    """Yield what is to be said of metadata that no writer uses: one warning a key.

    Args:
        metadata: The keys that the user gives.
        writers: All writers of the run.
    """
    used = {key: None for spec in writers for key in spec.metadata}
    names = ", ".join(spec.name for spec in writers)
    for key in metadata:
        if key not in used and ANY_KEY not in used:
            message = f"The metadata {key!r} has no place in {names}; known: {', '.join(used) or 'none'}."
            yield diagnose("metadata-unused", message=message)


def parse(option: Option, value: Value) -> Value:
    """Turn a value into the option's type.

    Raises:
        OptionError: It cannot be one, or is not among the option's choices, or less or more than it may be.
    """
    parsed = _parse(option, value)
    if option.choices and str(parsed) not in option.choices:
        raise OptionError(f"option {option.name!r} is {value!r}, expected one of: {', '.join(option.choices)}")
    if not isinstance(parsed, str) and not _is_within(option, parsed):
        bounds = [("at least", option.minimum), ("at most", option.maximum)]
        expected = " and ".join(f"{word} {bound:g}" for word, bound in bounds if bound is not None)
        raise OptionError(f"option {option.name!r} is {value!r}, expected {expected}")
    return parsed


def _is_within(option: Option, number: float) -> bool:
    # Not "too small or too large": what is no number (nan) is within nothing.
    return (option.minimum is None or number >= option.minimum) and (option.maximum is None or number <= option.maximum)


def _parse(option: Option, value: Value) -> Value:
    if type(value) is option.type:
        return value
    try:
        if option.type is bool:
            return _YES_NO[str(value).lower()]
        if isinstance(value, bool):
            raise ValueError
        return option.type(value)
    except (KeyError, ValueError) as error:
        expected = {bool: "yes or no", int: "a whole number", float: "a number"}.get(option.type, "text")
        raise OptionError(f"option {option.name!r} is {value!r}, expected {expected}") from error


def epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH (seconds since 1970 UTC), or nothing where it is not set.

    Raises:
        UsageError: It is not a time.
    """
    value = os.environ.get("SOURCE_DATE_EPOCH")
    if not value:
        return None
    if not (
        value.isascii() and value.isdigit() and len(value) <= len(str(_LAST_SECOND)) and int(value) <= _LAST_SECOND
    ):
        raise UsageError(
            f"the environment variable SOURCE_DATE_EPOCH is {value!r}; "
            "expected whole seconds since 1970-01-01 UTC, such as 1234567890"
        )
    return int(value)
