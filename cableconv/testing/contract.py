"""What the three contracts share: what a subclass has to name, and the checks of a spec and of what it leads to."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, NoReturn, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cableconv import ir, options, plugins
from cableconv.diagnostics import CODES, Diagnostic
from cableconv.errors import CableconvError, PluginError
from cableconv.formats import Context, Option, Spec
from cableconv.plugins import Offer
from cableconv.serialization import to_json
from cableconv.spec_rules import check_spec
from cableconv.spec_rules import kind as kind_of
from cableconv.testing import elsewhere

T = TypeVar("T")

#: What a subclass has to name: the types that it may be of, and what it is.
Needs = Mapping[str, tuple[tuple[type, ...], str]]


class Broken(AssertionError):
    """A plugin does not keep its contract; the message says how, and what its author has to do."""


def fail(message: str) -> NoReturn:
    """Fail the check that runs."""
    __tracebackhide__ = True
    raise Broken(message)


def for_any(strategy: st.SearchStrategy[T], check: Callable[[T], object], examples: int) -> None:
    """Check something for what a strategy makes; the same examples every time."""
    __tracebackhide__ = True

    def holds(value: T) -> None:
        check(value)

    fixed = settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=set(settings().phases) - {Phase.explain},
        suppress_health_check=list(HealthCheck),
    )
    fixed(given(strategy)(holds))()


class Contract:
    """What readers, writers and transforms share.

    Attributes:
        spec: What is tested, as the plugin's hook returns it.
        examples: How many cases are made up for each check that makes some up.
        patience: Seconds after which something counts as hanging.
    """

    spec: ClassVar[Any]
    examples: ClassVar[int] = 40
    patience: ClassVar[float] = 120

    needs: ClassVar[Needs] = {}

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        if not cls.__name__.startswith("Test"):
            return
        for name, (types, meaning) in cls.needs.items():
            value = getattr(cls, name, None)
            if not isinstance(value, types):
                what = "is missing" if value is None else f"is of type {type(value).__name__}"
                raise TypeError(f"{cls.__module__}.{cls.__name__}: {name} {what}; give the class {name} = {meaning}")

    @property
    def offer(self) -> Offer[Any]:
        """What the plugin offers, as it is installed."""
        kind = kind_of(self.spec)
        offers: Mapping[str, Offer[Any]] = getattr(plugins.registry(), f"{kind}s")
        if self.spec.name not in offers:
            disabled = [f"{each} is disabled: {each.disabled}" for each in plugins.registry().plugins if each.disabled]
            fail(
                f"no installed plugin offers the {kind} {self.spec.name!r}; name the module of your hooks under "
                "[project.entry-points.cableconv] in pyproject.toml, and install it: pip install -e . "
                + (f"({'; '.join(disabled)})" if disabled else "")
            )
        return offers[self.spec.name]

    def made(self) -> Any:
        """Return a new reader, writer or transform."""
        return plugins.instance(self.offer)

    def context(self, given: Mapping[str, Any] | None = None, metadata: Mapping[str, str] | None = None) -> Context:
        """Return what it is told: its options, defaults filled in, and metadata; remarks are checked."""
        return options.context(self.spec, given, metadata=metadata, report=self._report)

    def _report(self, where: str, diagnostic: Diagnostic) -> None:
        if not isinstance(where, str) or not isinstance(diagnostic, Diagnostic):
            fail(
                f"{self.offer} called ctx.report({type(where).__name__}, {type(diagnostic).__name__}); "
                "it takes the cable's id or the input's name, and a Diagnostic"
            )
        self.check_diagnostics((diagnostic,))

    def check_diagnostics(self, diagnostics: Iterable[Diagnostic], text: str | None = None) -> None:
        """Check the codes of diagnostics, and their places if there is a text."""
        for diagnostic in diagnostics:
            if diagnostic.code not in CODES and "." not in diagnostic.code:
                fail(
                    f"{self.offer} says {diagnostic.code!r}, a code that cableconv does not have; "
                    f"put the plugin's name before it: '{self.offer.plugin.name}.{diagnostic.code}'"
                )
            if diagnostic.severity not in ("info", "warning", "error"):
                fail(f"{self.offer} gives a diagnostic of severity {diagnostic.severity!r}: info, warning or error")
            start, end = diagnostic.span or (0, 0)
            if text is not None and not 0 <= start <= end <= len(text):
                fail(f"{self.offer} places {diagnostic.code} at {diagnostic.span}, outside of {len(text)} characters")

    def option_values(self) -> list[dict[str, Any]]:
        """Return what may be given as options: each choice and each bound of each, one at a time."""
        return [{option.name: value} for option in self.spec.options for value in _values(option)]

    def run_elsewhere(
        self, action: str, inputs: Mapping[str, bytes], *, seed: int = 0, **limits: Any
    ) -> dict[str, elsewhere.Outcome]:
        """Do something with each input in another process: see `cableconv.testing.elsewhere`."""
        task = elsewhere.Task(
            action=action, plugin=self.offer.plugin.name, name=self.spec.name, inputs=dict(inputs), **limits
        )
        return elsewhere.run(task, seed=seed, patience=self.patience)

    def check_same_anywhere(self, action: str, inputs: Mapping[str, bytes], differs: str) -> None:
        """Check that nothing but the inputs changes what comes of them.

        Args:
            action: See `run_elsewhere`.
            inputs: By name.
            differs: What the plugin does otherwise where something else does.
        """
        here, there = (self.run_elsewhere(action, inputs, seed=seed, later=seed > 1) for seed in (1, 2))
        for name, outcome in here.items():
            if outcome.result != there[name].result:
                fail(
                    f"{self.offer} {differs} in another process; look for a set that is gone through "
                    f"(sort it), a clock (take ctx.epoch), a random number or id, a locale ({name})"
                )

    # The spec

    def test_spec_is_well_formed(self) -> None:
        """Names, extensions, options and where the class is are such as the plugin interface wants them."""
        try:
            check_spec(self.spec)
        except PluginError as error:
            fail(f"{error}; mend the spec")

    def test_tells_what_it_is(self) -> None:
        """A title and, for each option, a line of help are there for users to read."""
        if not self.spec.title.strip():
            fail(f"{self.offer} has no title; say in a few words what it is")
        for option in self.spec.options:
            if not option.help.strip() or "\n" in option.help:
                fail(f"option {option.name!r} of {self.offer} has the help {option.help!r}; say in a line what it does")

    def test_is_installed(self) -> None:
        """An entry point leads to this very spec."""
        if self.offer.spec != self.spec:
            fail(
                f"{self.offer} is installed with another spec than this one; "
                "name in the test what the hook of the installed plugin returns"
            )

    def test_loads(self) -> None:
        """The class that the spec names is there, takes no arguments and has the method."""
        try:
            self.made()
        except PluginError as error:
            fail(f"{error}; 'load' names a class in a module, which is called without arguments")

    def test_listing_imports_nothing_heavy(self) -> None:
        """To list formats, no library is imported, nor the module that does the work."""
        outcome = self.run_elsewhere("import", {"": b""})[""]
        if outcome.result:
            fail(
                f"{self.offer.plugin} imports {outcome.result} when formats are listed; keep the hooks and specs in a "
                "module that imports cableconv alone, and let 'load' name the class in another"
            )

    def test_uses_nothing_deprecated(self) -> None:
        """Neither hooks nor spec fields are used that will go."""
        if self.offer.plugin.deprecated:
            fail(f"{self.offer.plugin}: {'; '.join(self.offer.plugin.deprecated)}")

    # For the contracts

    def guarded(self, call: Callable[[], T], allowed: type[CableconvError], shown: str) -> T | CableconvError:
        """Call the plugin; return what it returns, or the error that it may raise."""
        __tracebackhide__ = True
        try:
            return call()
        except allowed as error:
            return error
        except Broken as broken:
            broken.add_note(f"with {shown}")
            raise
        except plugins.FAILURES as error:
            raise Broken(
                f"{self.offer} raised {type(error).__name__}: {error}, with {shown}; "
                f"it may raise cableconv.{allowed.__name__} alone: raise that one, with what was found and expected"
                + _about_options(self.spec, error)
            ) from error


def _about_options(spec: Spec, error: BaseException) -> str:
    if isinstance(error, KeyError) and error.args and isinstance(error.args[0], str):
        known = ", ".join(option.name for option in spec.options) or "none"
        return f" (ctx.options holds the options of the spec and no other: {known})"
    return ""


def _values(option: Option) -> list[Any]:
    if option.choices:
        return list(option.choices)
    if option.type is bool:
        return [True, False]
    bounds = [option.type(bound) for bound in (option.minimum, option.maximum) if bound is not None]
    return bounds or ([] if option.default is None else [option.default])


def check_silence(capfd: pytest.CaptureFixture[str], offer: Offer[Any]) -> None:
    """Check that nothing was printed."""
    printed = capfd.readouterr()
    for where, text in (("standard output", printed.out), ("standard error", printed.err)):
        if text:
            fail(
                f"{offer} printed {text[:60]!r} to {where}, which may be where the output goes; "
                "say it with ctx.report or in cable.diagnostics"
            )


def digest(cables: Iterable[ir.Cable]) -> str:
    """Return what tells lists of cables apart."""
    return hashlib.sha256(b"\n".join(map(to_json, cables))).hexdigest()
