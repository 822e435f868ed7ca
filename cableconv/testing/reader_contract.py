"""The contract of readers."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from cableconv import ir, plugins
from cableconv.convert import write_cables
from cableconv.detect import MARGIN, THRESHOLD, Attempt, attempts, detect
from cableconv.errors import AmbiguousFormat, ReadError, TooLarge
from cableconv.formats import ReaderSpec
from cableconv.options import context
from cableconv.serialization import from_json, to_json
from cableconv.source import HEAD_SIZE, encode
from cableconv.testing import foreign, nasty
from cableconv.testing.contract import Broken, Contract, Needs, check_silence, digest, fail, for_any
from cableconv.testing.elsewhere import Hangs
from cableconv.testing.inputs import WatchedInput
from cableconv.walk import check_coverage

#: Seconds of processor time within which any 64 KiB are sniffed, and read; a hundred times what they need.
SNIFF_LIMIT = 2
READ_LIMIT = 20

#: Bytes by which memory may grow when a repetitive input is read.
MEMORY_LIMIT = 256 * 2**20


class ReaderContract(Contract):
    """What every reader keeps.

    Subclass it, and name what is tested::

        class TestMemo(ReaderContract):
            spec = READER
            samples = Path(__file__).parent / "samples"

    Attributes:
        spec: The `ReaderSpec`.
        samples: A folder with small inputs of the format (its files of the spec's extensions), or inputs by name.
        rivals: Names of readers of the very same files, which are as sure of them; users choose with ``-f``.
    """

    spec: ClassVar[ReaderSpec]
    samples: ClassVar[Path | Mapping[str, bytes]]
    rivals: ClassVar[tuple[str, ...]] = ()

    needs: ClassVar[Needs] = {
        "spec": ((ReaderSpec,), "the ReaderSpec that your register_readers returns"),
        "samples": ((Path, Mapping), 'a folder with inputs of the format: Path(__file__).parent / "samples"'),
    }

    @classmethod
    def inputs(cls) -> dict[str, bytes]:
        """Return the samples by name."""
        return foreign.samples_of(cls.samples, cls.spec.extensions)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Let each sample be a test of its own, and each input of other formats."""
        if "sample" in metafunc.fixturenames:
            metafunc.parametrize("sample", self.inputs())
        if "other" in metafunc.fixturenames:
            others = {*foreign.OTHER_FORMATS, *foreign.NO_CABLES} - {self.spec.name, *self.rivals}
            metafunc.parametrize("other", sorted(others))

    # For subclasses

    def carried(self, cable: ir.Cable) -> ir.Cable:
        """Return what of a cable the format carries; override it where that is not all, and say why."""
        return cable

    # Reading

    def read(self, name: str, content: bytes, given: Mapping[str, object] | None = None) -> list[ir.Cable]:
        """Read an input; what comes of it is checked. A ``ReadError`` gives no cables."""
        __tracebackhide__ = True
        source = WatchedInput(name, content)
        cables: list[ir.Cable] = []

        def take_all() -> None:
            for cable in self.made().read(source, self.context(given)):
                self._check(cable)
                cables.append(cable)

        self.guarded(take_all, ReadError, nasty.show(content))
        if source.left_open():
            fail(f"{self.offer} left a stream of {name} open; open it with: with source.stream() as stream")
        if source.asked > 1:
            fail(f"{self.offer} asks for the input {source.asked} times; standard input can be read only once: keep it")
        return cables

    def _check(self, cable: ir.Cable) -> None:
        if not isinstance(cable, ir.Cable):
            fail(f"{self.offer} gave {type(cable).__name__}, expected Cable")
        if breaches := check_coverage(cable):
            fail(
                f"{self.offer} loses or changes text: {'; '.join(breaches[:3])}; every character that is not blank "
                "stands in exactly one leaf or in source.furniture; what no rule understands becomes Unparsed"
            )
        if from_json(to_json(cable)) != cable:
            fail(f"{self.offer} made a cable that is another one after JSON; use tuples, and plain values in extras")
        self.check_diagnostics(cable.diagnostics, cable.source.text)

    # Recognising

    def _attempt(self, content: bytes, name: str) -> Attempt:
        (attempt,) = attempts([self.offer], content[:HEAD_SIZE], name)
        if attempt.failure:
            fail(f"{self.offer}: {attempt.failure}, with {nasty.show(content)}")
        return attempt

    def test_sniff_gives_a_confidence_for_anything(self) -> None:
        """Whatever the bytes and the name are, sniff returns a number from 0 to 1."""
        samples = list(self.inputs().values())
        cuts = [cut for sample in samples for cut in nasty.cuts(sample[:HEAD_SIZE], 20)]
        for content in (*cuts, *foreign.OTHER_FORMATS.values(), *foreign.NO_CABLES.values()):
            self._attempt(content, "-")
        for_any(nasty.GARBAGE | nasty.changed(samples), lambda content: self._attempt(content, "x"), self.examples)

    def test_sniff_takes_no_time(self) -> None:
        """Sniff looks at 64 KiB of anything quickly."""
        heads = {name: content[:HEAD_SIZE] for name, content in nasty.repetitive(self.inputs())}
        self._within("sniff", heads, SNIFF_LIMIT, "sniff", "look at the first lines alone")

    def test_recognises(self, sample: str) -> None:
        """A sample is recognised as what it is, without its name, among all formats that are installed but rivals."""
        if self.spec.sniff is None and not self.spec.magic:
            pytest.skip("has neither sniff nor magic: users name it with -f")
        source = WatchedInput("-", self.inputs()[sample])
        asked = [each for name, each in plugins.registry().readers.items() if name not in self.rivals]
        try:
            found = detect(asked, source)
        except AmbiguousFormat as error:
            fail(f"{error.message}; {self._way_out(attempts(asked, source.head(), source.name))}")
        except ReadError as error:
            fail(f"{error.message}; sniff has to return more than {THRESHOLD} for a sample")
        if found.spec.name != self.spec.name:
            tried = attempts([self.offer, found], source.head(), sample)
            fail(f"{sample} is taken for {found}: {' but '.join(map(str, tried))}; {self._way_out(tried)}")

    def _way_out(self, tried: list[Attempt]) -> str:
        """Say what can be done where another reader is as sure, or surer."""
        others = [each for each in tried if each.reader.spec.name != self.spec.name]
        other = max(others, key=lambda each: (each.magic, each.confidence))
        if not other.magic and other.confidence + MARGIN < 1:
            return f"sniff has to return more than {other.confidence + MARGIN:.2f} for a sample"
        name = other.reader.spec.name
        return (
            f"nothing is surer than {name}: if both read the very same files, say rivals = ({name!r},) in this test, "
            "and users choose with -f; or leave out sniff and magic, and yours is read with -f alone"
        )

    def test_leaves_others_alone(self, other: str) -> None:
        """What is of another format, or no cable at all, is not claimed."""
        content = foreign.OTHER_FORMATS.get(other, foreign.NO_CABLES.get(other, b""))
        attempt = self._attempt(content, "-")
        if attempt.magic or attempt.confidence > THRESHOLD:
            fail(
                f"{self.offer} claims {other}: {attempt}; sniff has to return at most {THRESHOLD} for what another "
                f"reader reads, or nobody{_RIVALS.format(other) if other in foreign.OTHER_FORMATS else ''}"
            )

    # Reading samples

    def test_reads(self, sample: str, capfd: pytest.CaptureFixture[str]) -> None:
        """A sample gives cables: nothing is lost, nothing printed, and each comes back from JSON as it was."""
        cables = self.read(sample, self.inputs()[sample])
        if not cables:
            fail(f"{self.offer} reads no cable in {sample}; each sample holds at least one")
        check_silence(capfd, self.offer)

    def test_says_where_it_read(self, sample: str) -> None:
        """Source tells the input's name, and size and hash of the bytes that its text stands for."""
        for cable in self.read(sample, self.inputs()[sample]):
            source = cable.source
            if source.format != self.spec.name:
                continue  # brought along from the reader that first read it
            if source.name != sample:
                fail(f"{self.offer} names the input {source.name!r}, not {sample!r}; take source.name")
            if len(encode(source)) != source.size:
                fail(f"{self.offer} says {source.size} bytes, but its text has {len(encode(source))}; {_USE}")

    def test_gives_the_same_twice(self, sample: str) -> None:
        """Read again, by the same object and by a new one, an input gives the same cables."""
        reader, content = self.made(), self.inputs()[sample]
        first, second = (digest(reader.read(WatchedInput(sample, content), self.context())) for _ in range(2))
        if first != second:
            fail(f"{self.offer} gives other cables when it reads {sample} again; keep nothing between two inputs")

    def test_gives_the_same_anywhere(self) -> None:
        """Another process, hash seed, time and time zone change nothing."""
        self.check_same_anywhere("read", self.inputs(), "gives other cables")

    def test_goes_round(self, sample: str) -> None:
        """Where there is a writer of the name, what it writes is read as the same cables."""
        writer = plugins.registry().writers.get(self.spec.name)
        if writer is None:
            pytest.skip(f"there is no writer {self.spec.name}")
        cables = self.read(sample, self.inputs()[sample])
        out = io.BytesIO()
        write_cables(writer, cables, out, context(writer.spec))
        again = self.read(sample, out.getvalue())
        if list(map(self.carried, again)) != list(map(self.carried, cables)):
            fail(
                f"{self.offer} does not read what {writer} writes as it was ({sample}); mend one of them, or let "
                "carried() of the contract leave out what the format does not hold"
            )

    def test_is_read_step_by_step(self) -> None:
        """Cables come one by one, and reading may stop after any of them."""
        for name, content in self.inputs().items():
            source = WatchedInput(name, content)
            cables = self.made().read(source, self.context())
            if not hasattr(cables, "__next__") or not hasattr(cables, "close"):
                fail(f"{self.offer}: read returns {type(cables).__name__}; make it a generator that yields cables")
            next(cables)
            cables.close()
            if source.left_open():
                fail(f"{self.offer} leaves its stream open when reading stops; use: with source.stream() as stream")

    @pytest.mark.parametrize("failure", [TooLarge("has too many bytes"), OSError(5, "Input/output error")], ids=str)
    def test_lets_errors_of_the_input_pass(self, failure: Exception) -> None:
        """What goes wrong where the bytes come from is not the reader's to hide."""
        source = WatchedInput("broken", b"", failure)
        try:
            cables = list(self.made().read(source, self.context()))
        except (ReadError, OSError):
            return
        except Exception as error:
            raise Broken(f"{self.offer} turns {failure!r} into {type(error).__name__}; let it pass") from error
        fail(f"{self.offer} hides {failure!r} and gives {len(cables)} cables; let it pass")

    def test_takes_its_options(self) -> None:
        """Each choice and bound of each option can be given."""
        name, content = next(iter(self.inputs().items()))
        for given in self.option_values():
            self.read(name, content, given)

    # Reading anything

    def test_garbage_is_an_error_or_cables(self, capfd: pytest.CaptureFixture[str]) -> None:
        """Bytes that are none of the format give ``ReadError`` or cables that keep all text, and nothing else."""
        for content in (*foreign.NO_CABLES.values(), *foreign.OTHER_FORMATS.values()):
            self.read("garbage", content)
        for_any(nasty.GARBAGE, lambda content: self.read("garbage", content), self.examples)
        check_silence(capfd, self.offer)

    def test_cut_samples(self, sample: str) -> None:
        """A sample that breaks off anywhere gives ``ReadError`` or cables that keep all text."""
        for content in nasty.cuts(self.inputs()[sample], 20):
            self.read(sample, content)

    def test_changed_samples(self) -> None:
        """Samples that were cut, doubled, mixed up or written into give ``ReadError`` or cables that keep all text."""
        changed = nasty.changed(list(self.inputs().values()))
        for_any(changed, lambda content: self.read("changed", content), self.examples)

    def test_large_input_is_read_in_step(self) -> None:
        """Time and memory grow in step with the input, whatever is in it."""
        large = dict(nasty.repetitive(self.inputs(), nasty.LARGE // 2))
        self._within("read", large, READ_LIMIT, "reading", "look for a pattern or loop that starts over at each place")

    def _within(self, action: str, inputs: Mapping[str, bytes], limit: float, what: str, hint: str) -> None:
        try:
            outcomes = self.run_elsewhere(action, inputs, most_seconds=limit, most_grown=MEMORY_LIMIT)
        except Hangs as hangs:
            fail(f"{self.offer}: {what} {hangs} does not end within {self.patience:g} seconds; {hint}")
        for name, outcome in outcomes.items():
            if outcome.seconds > limit:
                fail(f"{self.offer}: {what} {name} takes {outcome.seconds:.1f} seconds of processor time; {hint}")
            if outcome.grown > MEMORY_LIMIT:
                fail(f"{self.offer}: {what} {name} takes {outcome.grown // 2**20} MiB; {hint}")


_RIVALS = "; if yours reads the very same files, say rivals = ({!r},) in this test"
_USE = "take the source that source.source(name) returns, or cableconv.source.parts for several cables in one input"
