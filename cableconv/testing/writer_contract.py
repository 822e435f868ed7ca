"""The contract of writers."""

import functools
import hashlib
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

import msgspec
import pytest

from cableconv import ir, plugins
from cableconv.errors import CableconvError, ReadError, WriteError
from cableconv.formats import ANY_KEY, WriterSpec
from cableconv.serialization import to_json
from cableconv.source import open_input
from cableconv.testing import nasty
from cableconv.testing.contract import Broken, Contract, Needs, check_silence, fail, for_any
from cableconv.testing.generators import cables
from cableconv.testing.kitchen_sink import kitchen_sink
from cableconv.walk import leaves


class _Out(io.RawIOBase):
    """An output like a pipe: it takes bytes, and nothing else can be done with it."""

    def __init__(self, room: int | None = None) -> None:
        super().__init__()
        self._written = bytearray()
        self._room = room

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._written += content
        if self._room is not None and len(self._written) > self._room:
            raise OSError(28, "No space left on device")
        return len(content)

    def getvalue(self) -> bytes:
        return bytes(self._written)


#: How many cables tell whether a writer lets go of them.
_SEVERAL = 20

_ANY_TEXT = ("Glass of Onhava", "", "<b>&amp; \x07 \u2028 é 😀 ]]> ---", "a\nb: c")


class _Mine(Exception):
    """An error in what gives the cables, which is no matter of the writer."""


class _Asked(Mapping[str, str]):
    """Metadata of which the user gave none, and what was asked of it."""

    def __init__(self) -> None:
        self.keys_asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.keys_asked.add(key)
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class WriterContract(Contract):
    """What every writer keeps.

    Subclass it, and name what is tested::

        class TestMemo(WriterContract):
            spec = WRITER

            def text_of(self, output):
                return output.decode()

    Attributes:
        spec: The `WriterSpec`.
        holds_all: The format needs all cables before anything can be written: it sorts them, for instance.
    """

    spec: ClassVar[WriterSpec]
    holds_all: ClassVar[bool] = False

    needs: ClassVar[Needs] = {"spec": ((WriterSpec,), "the WriterSpec that your register_writers returns")}

    # For subclasses

    def text_of(self, output: bytes) -> str | None:
        """Return the text of an output as its users read it, best by a library that did not write it.

        Override it: with it, the contract checks that no word of a cable is lost. Nothing: that is not checked.
        """
        return None

    # Writing

    def write(
        self,
        *cables: ir.Cable,
        given: Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> bytes | WriteError:
        """Write cables; return the output, or the error that the writer raised."""
        __tracebackhide__ = True
        out = _Out()
        before = [to_json(cable) for cable in cables]
        shown = f"{len(cables)} cables" if len(cables) != 1 else nasty.show(cables[0].source.text)

        def write() -> bytes:
            self.made().write(iter(cables), out, self.context(given, metadata))
            return b"" if out.closed else out.getvalue()

        output = self.guarded(write, WriteError, shown)
        if out.closed:
            fail(f"{self.offer} closes the output, which is not its own; leave it open")
        if before != [to_json(cable) for cable in cables]:
            fail(f"{self.offer} changes the cables that it writes; copy extras before you change them")
        if isinstance(output, bytes | WriteError):
            return output
        raise output

    def written(
        self,
        *cables: ir.Cable,
        given: Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> bytes:
        """Write cables that can be written."""
        __tracebackhide__ = True
        output = self.write(*cables, given=given, metadata=metadata)
        if isinstance(output, WriteError):
            raise Broken(f"{self.offer} refuses a cable that is all right: {output}") from output
        return output

    def _findings(self, output: bytes) -> list[str]:
        check = plugins.validator(self.offer)
        return [f"{finding.line}: {finding.message}" for finding in check(open_input(output))]

    # One cable

    def test_writes_every_node_and_field(self, capfd: pytest.CaptureFixture[str]) -> None:
        """The kitchen sink, a cable with every node and field of the IR, is written, and nothing is printed."""
        if not self.written(kitchen_sink()):
            fail(f"{self.offer} writes nothing of a cable")
        check_silence(capfd, self.offer)

    def test_loses_no_word(self) -> None:
        """Each word that is printed in the cable stands in the output at least as often."""
        text = self.text_of(self.written(kitchen_sink()))
        if text is None:
            pytest.skip("text_of() of the contract is not overridden")
        if lost := Counter(_words(_printed(kitchen_sink()))) - Counter(_words(text)):
            fail(f"{self.offer} loses words of the cable: {', '.join(list(lost)[:12])}; write every leaf")

    @pytest.mark.parametrize("what", ["empty", "without header", "cut short", "without id"])
    def test_writes_what_is_left_of_a_cable(self, what: str) -> None:
        """A cable of which a part is missing is written all the same."""
        self.written(_incomplete()[what])

    def test_writes_any_cable(self) -> None:
        """Any characters and any structure give an output or ``WriteError``, and nothing else."""
        for_any(cables(), lambda cable: self.write(cable), self.examples)

    def test_takes_its_options(self) -> None:
        """Each choice and bound of each option can be given."""
        for given in self.option_values():
            self.written(kitchen_sink(), given=given)

    def test_takes_metadata(self) -> None:
        """What users say of the output with ``-M`` may be any text, under any key."""
        for text in _ANY_TEXT:
            self.written(kitchen_sink(), metadata=dict.fromkeys(("title", "publisher", "no-such-key"), text))
            context = self.context(metadata={"language": text})
            write = functools.partial(self.made().write, iter([kitchen_sink()]), _Out(), context)
            # What is no language may be refused: see cableconv.dublin_core.
            self.guarded(write, CableconvError, f"-M language={text!r}")

    def test_names_the_metadata_it_uses(self) -> None:
        """The spec tells which keys of ``-M`` the writer looks at; users are warned of others."""
        asked = _Asked()
        ctx = msgspec.structs.replace(self.context(), metadata=asked)
        self.made().write(iter([kitchen_sink()]), _Out(), ctx)
        unnamed = sorted(asked.keys_asked - set(self.spec.metadata))
        if unnamed and ANY_KEY not in self.spec.metadata:
            fail(
                f"{self.offer} looks at ctx.metadata[{unnamed[0]!r}]; name it in the spec: metadata=({unnamed[0]!r}, …)"
            )

    def test_output_is_valid(self) -> None:
        """The format's own check finds nothing wrong in an output of any cable."""
        self._needs_check()
        for cables_ in ([kitchen_sink(), *_incomplete().values()],) if self.spec.collects else _one_by_one():
            if findings := self._findings(self.written(*cables_)):
                fail(f"{self.offer} writes what its own check refuses: {'; '.join(findings[:3])}; mend one of them")

    def test_check_finds_faults(self) -> None:
        """The format's own check takes any bytes, and finds fault with no output and with half of one."""
        self._needs_check()
        output = self.written(kitchen_sink())
        for content in (b"", b"Dear Shade,\n", output[: len(output) // 2]):
            if not self.guarded(functools.partial(self._findings, content), ReadError, nasty.show(content)):
                fail(f"the check of {self.offer} finds nothing wrong with {nasty.show(content)}; yield a Finding")

    def _needs_check(self) -> None:
        if not self.spec.validate:
            pytest.skip("the spec names no validate")

    # Many cables

    def test_takes_many_cables(self) -> None:
        """Many cables go into one output, also two of one id; they come from an iterator, once."""
        if not self.spec.collects:
            pytest.skip("puts one cable into one output")
        text = self.text_of(self.written(*_many()))
        if text is None:
            return
        words = Counter(word for cable in _many() for word in _words(_printed(cable)))
        if lost := words - Counter(_words(text)):
            fail(
                f"{self.offer} loses words when it writes many cables: {', '.join(list(lost)[:12])}; write all of each"
            )

    def test_takes_no_cable(self) -> None:
        """No cable at all gives an output or ``WriteError``."""
        self.write()

    def test_takes_all_cables(self) -> None:
        """The writer asks for the next cable until there is none."""
        given = iter([kitchen_sink()] * (3 if self.spec.collects else 1))
        self.made().write(given, _Out(), self.context())
        if next(given, None) is not None:
            fail(f"{self.offer} does not take all cables; go through them to the end: for cable in cables")

    def test_lets_go_of_cables(self) -> None:
        """Of many cables, those that are written need not stay in memory: there may be a quarter of a million."""
        if not self.spec.collects or self.holds_all:
            pytest.skip("puts one cable into one output" if not self.spec.collects else "needs all before it writes")
        given = [msgspec.structs.replace(kitchen_sink(), id=f"09ONHAVA{number}") for number in range(_SEVERAL)]
        held: list[int] = []

        def one_by_one() -> Iterator[ir.Cable]:
            for cable in given:
                held.append(sum(sys.getrefcount(each) > sys.getrefcount(object()) + 2 for each in given))
                yield cable

        self.made().write(one_by_one(), _Out(), self.context())
        if held[-1] > _SEVERAL // 2:
            fail(
                f"{self.offer} keeps all cables until the last one is there; write each and let it go, "
                "or say holds_all = True in the test if the format needs all before it is written"
            )

    def test_lets_errors_of_others_pass(self) -> None:
        """What goes wrong in reading the cables, or in the output, is not the writer's to hide."""

        def failing() -> Iterator[ir.Cable]:
            yield kitchen_sink()
            raise _Mine

        for what, error, given, out in (
            ("an error of whoever reads the cables", _Mine, failing(), _Out()),
            ("a full disk", OSError, iter([kitchen_sink()]), _Out(room=1)),
        ):
            try:
                self.made().write(given, out, self.context())
            except error:
                continue
            except Exception as other:
                if _is_caused_by(other, error):
                    continue
                raise Broken(f"{self.offer} turns {what} into {type(other).__name__}; let it pass") from other
            fail(f"{self.offer} hides {what}; let it pass")

    # The same bytes

    def test_writes_the_same_twice(self) -> None:
        """Written again, by the same object, a cable gives the same bytes."""
        writer = self.made()
        outputs = [_Out(), _Out()]
        for out in outputs:
            writer.write(iter([kitchen_sink()]), out, self.context())
        if outputs[0].getvalue() != outputs[1].getvalue():
            fail(f"{self.offer} writes other bytes when it writes a cable again; keep nothing between two outputs")

    def test_writes_the_same_anywhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Another process, hash seed, time and time zone change no byte; SOURCE_DATE_EPOCH is the one clock."""
        lines = {"sink": to_json(kitchen_sink())}
        if self.spec.collects:
            lines["many"] = b"\n".join(map(to_json, _many()))
        for epoch in (None, "1234567890"):
            if epoch:
                monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
            else:
                monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
            self.check_same_anywhere("write", lines, "writes other bytes")


def _is_caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        error = error.__cause__ or error.__context__
        if isinstance(error, kind):
            return True
    return False


def _printed(cable: ir.Cable) -> str:
    """Return what is printed in the body of a cable, without page breaks, which some formats leave to their own."""
    return "\n".join(
        leaf.text if hasattr(leaf, "text") else leaf.raw
        for section in cable.sections
        for leaf in leaves(section)
        if not isinstance(leaf, ir.Mark | ir.PageBreak)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _incomplete() -> dict[str, ir.Cable]:
    sink = kitchen_sink()
    above = [leaf.span for part in (sink.envelope, sink.header) if part for leaf in leaves(part)]
    body = msgspec.structs.replace(sink.source, furniture=(*sink.source.furniture, *above))
    first = sink.sections[0]
    return {
        "empty": ir.Cable(ir=ir.IR_VERSION, source=_cut(sink.source, 0), span=(0, 0)),
        "without header": msgspec.structs.replace(sink, envelope=None, header=None, published=None, source=body),
        "cut short": msgspec.structs.replace(
            sink,
            sections=(first,),
            signature=None,
            marks=(),
            source=_cut(sink.source, first.span[1]),
            span=(0, first.span[1]),
        ),
        "without id": msgspec.structs.replace(sink, id=None, published_id=None),
    }


def _one_by_one() -> list[list[ir.Cable]]:
    return [[cable] for cable in (kitchen_sink(), *_incomplete().values())]


def _cut(source: ir.Source, length: int) -> ir.Source:
    content = source.text[:length].encode()
    return msgspec.structs.replace(
        source,
        text=source.text[:length],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        furniture=tuple(span for span in source.furniture if span[1] <= length),
    )


def _many() -> Iterable[ir.Cable]:
    return [msgspec.structs.replace(kitchen_sink(), id=f"09ONHAVA{number}") for number in (42, 7, 42, 1042)]
