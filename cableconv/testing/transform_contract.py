"""The contract of transforms."""

from collections import Counter
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any, ClassVar

import pytest

from cableconv import ir, plugins
from cableconv.errors import PluginError
from cableconv.formats import TransformSpec
from cableconv.serialization import from_json, to_json
from cableconv.testing import nasty
from cableconv.testing.contract import Contract, Needs, check_silence, fail, for_any
from cableconv.testing.generators import cables as any_cables
from cableconv.testing.kitchen_sink import kitchen_sink
from cableconv.walk import check_coverage, walk


class TransformContract(Contract):
    """What every transform keeps.

    Subclass it, and name what is tested::

        class TestMask(TransformContract):
            spec = MASK

    Attributes:
        spec: The `TransformSpec`.
        cables: What it is tried on, besides cables made at random.
        idempotent: A second time, it changes nothing more.
    """

    spec: ClassVar[TransformSpec]
    cables: ClassVar[Sequence[ir.Cable]] = (kitchen_sink(),)
    idempotent: ClassVar[bool] = True

    needs: ClassVar[Needs] = {"spec": ((TransformSpec,), "the TransformSpec that your register_transforms returns")}

    def apply(self, cable: ir.Cable, given: Mapping[str, Any] | None = None) -> ir.Cable | None:
        """Apply the transform; what comes of it is checked."""
        __tracebackhide__ = True
        before = to_json(cable)
        changed = self.guarded(
            lambda: self.made().apply(cable, self.context(given)), PluginError, nasty.show(cable.source.text)
        )
        if isinstance(changed, PluginError):
            raise changed
        if before != to_json(cable):
            fail(f"{self.offer} changes the cable that it is given; return another: msgspec.structs.replace")
        if changed is None:
            return None
        if not isinstance(changed, ir.Cable):
            fail(f"{self.offer} gave {type(changed).__name__}, expected Cable, or None to leave the cable out")
        self._check(cable, changed)
        return changed

    def _check(self, cable: ir.Cable, changed: ir.Cable) -> None:
        if breaches := check_coverage(changed):
            fail(
                f"{self.offer} leaves text that no leaf covers, or leaves that are not in the text: "
                f"{'; '.join(breaches[:3])}; change source.text and the spans together"
            )
        if from_json(to_json(changed)) != changed:
            fail(f"{self.offer} made a cable that is another one after JSON; use tuples, and plain values in extras")
        lost = _words(cable) - _words(changed)
        if lost and _redactions(changed) <= _redactions(cable):
            fail(
                f"{self.offer} takes out {', '.join(list(lost)[:6])} and leaves nothing in its place; "
                "put a Redaction where something was"
            )
        self.check_diagnostics(set(changed.diagnostics) - set(cable.diagnostics), changed.source.text)

    def test_applies(self, capfd: pytest.CaptureFixture[str]) -> None:
        """A cable, or nothing, comes of each; no text is lost without a `Redaction`, and nothing is printed."""
        for cable in self.cables:
            self.apply(cable)
        check_silence(capfd, self.offer)

    def test_applies_to_any_cable(self) -> None:
        """Any characters and any structure are taken."""
        for_any(any_cables(), lambda cable: self.apply(cable), self.examples)

    def test_takes_its_options(self) -> None:
        """Each choice and bound of each option can be given."""
        for given in self.option_values():
            for cable in self.cables:
                self.apply(cable, given)

    def test_gives_the_same_twice(self) -> None:
        """Applied again, by the same object, it gives the same cable."""
        transform = self.made()
        for cable in self.cables:
            if transform.apply(cable, self.context()) != transform.apply(cable, self.context()):
                fail(f"{self.offer} gives another cable the second time; keep nothing between two cables")

    def test_gives_the_same_anywhere(self) -> None:
        """Another process, hash seed, time and time zone change nothing."""
        inputs = {str(number): to_json(cable) for number, cable in enumerate(self.cables)}
        self.check_same_anywhere("apply", inputs, "gives another cable")

    def test_changes_nothing_more(self) -> None:
        """What it made of a cable, it leaves as it is."""
        if not self.idempotent:
            pytest.skip("the contract says idempotent = False")
        for cable in self.cables:
            once = self.apply(cable)
            if once is not None and self.apply(once) != once:
                fail(
                    f"{self.offer} changes a cable again that it has changed already; "
                    "mend it, or say idempotent = False in the test if this is what you want"
                )

    def test_has_a_place_among_others(self) -> None:
        """``before`` and ``after`` name no transform in a circle."""
        order: TopologicalSorter[str] = TopologicalSorter()
        for name, offer in plugins.registry().transforms.items():
            order.add(name, *offer.spec.after)
            for other in offer.spec.before:
                order.add(other, name)
        try:
            order.prepare()
        except CycleError as error:
            if self.spec.name in error.args[1]:
                fail(f"{self.offer} cannot come before what it comes after: {' < '.join(error.args[1])}; mend one")


def _words(cable: ir.Cable) -> Counter[str]:
    return Counter(cable.source.text.split())


def _redactions(cable: ir.Cable) -> int:
    return sum(isinstance(node, ir.Redaction) for node in walk(cable))
