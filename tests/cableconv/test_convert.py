"""Reading, transforming and writing from Python, with plugins that keep the contract and such that do not."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cableconv
from cableconv import (
    OptionError,
    PluginError,
    ReadError,
    UnknownFormat,
    UnknownName,
    UsageError,
    WriteError,
    convert,
    from_json,
    ir,
    read,
    to_json,
    write,
)

#: Plugin ``odd``: readers and writers that go wrong in one way each, and transforms.
ODD = """
from cableconv import Option, ReaderSpec, TransformSpec, WriterSpec, from_json, hookimpl
from msgspec.structs import replace

def good(source):
    with source.stream() as stream:
        return from_json(stream.read())

class Raises:
    def read(self, source, ctx):
        yield good(source)
        raise ZeroDivisionError("after the first")
    def write(self, cables, out, ctx):
        out.write(b"half")
        next(iter(cables))
        raise ZeroDivisionError("in write")
    def apply(self, cable, ctx):
        raise ZeroDivisionError("in apply")

class Recurses:
    def read(self, source, ctx):
        return self.read(source, ctx)

class Hungry:
    def read(self, source, ctx):
        raise MemoryError

class Wrong:
    def read(self, source, ctx):
        return iter(["a cable"])
    def apply(self, cable, ctx):
        return "a cable"

class Forgets:
    def write(self, cables, out, ctx):
        out.write(next(iter(cables)).id.encode())

class Single:
    def write(self, cables, out, ctx):
        for cable in cables:
            out.write(f"{cable.id} {ctx.options['sign']}".encode())

class Full:
    def write(self, cables, out, ctx):
        raise OSError(28, "No space left on device")

class Sign:
    def __init__(self):
        self.sign = "S"
    def apply(self, cable, ctx):
        return replace(cable, signature=f"{cable.signature}{ctx.options['sign']}")

class Initial(Sign):
    def apply(self, cable, ctx):
        return replace(cable, signature=cable.signature[0])

class Drop:
    def apply(self, cable, ctx):
        return None

SIGN = Option(name="sign", type=str, default="!", help="A sign")

@hookimpl
def register_readers():
    for name in ("raises", "recurses", "hungry", "wrong"):
        yield ReaderSpec(name=name, title=name, load=f"odd_plugin:{name.title()}", options=(SIGN,))

@hookimpl
def register_writers():
    for name in ("raises", "forgets", "full"):
        yield WriterSpec(name=name, title=name, load=f"odd_plugin:{name.title()}", collects=True)
    yield WriterSpec(name="single", title="single", load="odd_plugin:Single", extensions=(".one",), options=(SIGN,))

@hookimpl
def register_transforms():
    for name in ("raises", "wrong", "drop"):
        yield TransformSpec(name=name, title=name, load=f"odd_plugin:{name.title()}")
    yield TransformSpec(name="sign", title="sign", load="odd_plugin:Sign", options=(SIGN,))
    yield TransformSpec(name="initial", title="initial", load="odd_plugin:Initial", before=("sign",))
    yield TransformSpec(name="late", title="late", load="odd_plugin:Drop", after=("early",))
    yield TransformSpec(name="early", title="early", load="odd_plugin:Drop", after=("late",))
"""


def names(folder: str | Path = ".") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


@pytest.fixture
def odd(site: Any) -> None:
    site.add("odd", ODD)


@pytest.fixture
def line(kitchen_sink: ir.Cable) -> bytes:
    return to_json(kitchen_sink)


def test_read_finds_the_format_of_path_bytes_and_stream(line: bytes, kitchen_sink: ir.Cable, tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_bytes(line)
    for source in (path, str(path), line, io.BytesIO(line)):
        assert list(read(source)) == [kitchen_sink]


def test_who_stops_reading_hears_of_no_failure(line: bytes) -> None:
    cables = read(b"\n".join([line] * 3), "json")
    next(cables)
    cables.close()  # type: ignore[attr-defined]
    assert list(cables) == []


def test_read_says_at_once_what_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="is not recognised"):
        read(b"\x89PNG\r\n\x1a\n\0\0\0\r")
    with pytest.raises(UnknownName, match="'klingon'"):
        read(b"x", "klingon")
    with pytest.raises(OptionError, match="unknown option 'colour'; known options of json: max-line"):
        read(b"x", "json", {"colour": "red"})
    with pytest.raises(ReadError, match="No such file"):
        read(tmp_path / "nowhere")


def test_write_to_path_and_stream(kitchen_sink: ir.Cable, line: bytes, tmp_path: Path) -> None:
    write([kitchen_sink], tmp_path / "a.jsonl")
    out = io.BytesIO()
    write(iter([kitchen_sink]), out, "json")
    assert out.getvalue() == (tmp_path / "a.jsonl").read_bytes() == line + b"\n"
    assert names(tmp_path) == ["a.jsonl"]


def test_write_needs_a_format(kitchen_sink: ir.Cable, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"the output format is not given; .* one of: .*json"):
        write([kitchen_sink], io.BytesIO())
    with pytest.raises(UsageError, match=r"no format is written to files in \.doc; say which"):
        write([kitchen_sink], tmp_path / "a.doc")
    assert names(tmp_path) == []


def test_convert(line: bytes, tmp_path: Path) -> None:
    convert(line, tmp_path / "a.json")
    assert (tmp_path / "a.json").read_bytes() == line + b"\n"


def test_formats_lists_readers_and_writers() -> None:
    found = [(type(spec).__name__, spec.name) for spec in cableconv.formats()]
    assert ("ReaderSpec", "json") in found
    assert ("WriterSpec", "json") in found
    assert found == sorted(found)


@pytest.mark.usefixtures("odd")
class TestPluginsThatBreakTheContract:
    def test_reader_that_raises_after_the_first_cable(self, line: bytes, kitchen_sink: ir.Cable) -> None:
        cables = read(line, "raises")
        assert next(cables) == kitchen_sink
        with pytest.raises(
            ReadError,
            match=r"<bytes>: reader raises of plugin odd \(cableconv-odd 1\.0\) failed: ZeroDivisionError: after",
        ):
            next(cables)

    def test_reader_that_recurses_without_end(self, line: bytes) -> None:
        with pytest.raises(ReadError, match="RecursionError"):
            next(read(line, "recurses"))

    def test_too_little_memory_is_no_defect_of_the_plugin(self, line: bytes) -> None:
        with pytest.raises(ReadError, match=r"reader hungry of plugin odd .* needs more memory than there is; cut the"):
            next(read(line, "hungry"))

    def test_reader_that_gives_no_cable(self, line: bytes) -> None:
        with pytest.raises(PluginError, match=r"reader wrong of plugin odd .* gave str, expected Cable"):
            next(read(line, "wrong"))

    def test_writer_that_raises_leaves_no_output(self, kitchen_sink: ir.Cable, tmp_path: Path) -> None:
        (tmp_path / "out").write_bytes(b"old")
        with pytest.raises(WriteError, match=r"writer raises of plugin odd .* failed: ZeroDivisionError: in write"):
            write([kitchen_sink], tmp_path / "out", "raises")
        assert (tmp_path / "out").read_bytes() == b"old"

    def test_writer_that_forgets_cables(self, kitchen_sink: ir.Cable) -> None:
        with pytest.raises(PluginError, match=r"writer forgets of plugin odd .* stopped before the last cable"):
            write([kitchen_sink, kitchen_sink], io.BytesIO(), "forgets")

    def test_full_disk_is_no_defect_of_the_plugin(self, kitchen_sink: ir.Cable) -> None:
        with pytest.raises(WriteError) as caught:
            write([kitchen_sink], io.BytesIO(), "full")
        assert str(caught.value) == "cannot be written: No space left on device"

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("raises", "transform raises of plugin odd .* failed: ZeroDivisionError: in apply"),
            ("wrong", "transform wrong of plugin odd .* gave str, expected Cable or None"),
        ],
    )
    def test_transform(self, name: str, message: str, line: bytes) -> None:
        with pytest.raises(PluginError, match=message):
            convert(line, io.BytesIO(), to_format="json", transforms={name: {}})


@pytest.mark.usefixtures("odd")
class TestSteps:
    def test_an_error_of_the_caller_is_not_the_writers(self) -> None:
        def cables() -> Iterator[ir.Cable]:
            raise KeyError("mine")
            yield

        with pytest.raises(KeyError, match="mine"):
            write(cables(), io.BytesIO(), "json")

    def test_a_writer_of_one_cable_takes_no_second(self, kitchen_sink: ir.Cable, tmp_path: Path) -> None:
        write([kitchen_sink], tmp_path / "a.one")
        assert (tmp_path / "a.one").read_bytes() == b"09ONHAVA42 !"
        with pytest.raises(WriteError, match="puts one cable into one output, and there are more"):
            write([kitchen_sink, kitchen_sink], tmp_path / "b.one")
        assert names(tmp_path) == ["a.one", "site"]

    def test_an_option_goes_to_whoever_knows_it(self, line: bytes) -> None:
        out = io.BytesIO()
        convert(line, out, "json", "single", {"sign": "?", "max-line": "100000"})
        assert out.getvalue() == b"09ONHAVA42 ?"
        with pytest.raises(OptionError, match="unknown option 'x'; known options of json: max-line; single: sign"):
            convert(line, out, "json", "single", {"x": "?"})

    @pytest.mark.parametrize(
        ("transforms", "signature"),
        [
            ({"sign": {}}, "KINBOTE!"),
            ({"sign": {"sign": "?"}}, "KINBOTE?"),
            ({"sign": {}, "initial": {}}, "K!"),
            ({"initial": {}, "sign": {}}, "K!"),
        ],
    )
    def test_transforms_in_the_order_they_declare(
        self, transforms: dict[str, dict[str, str]], signature: str, line: bytes
    ) -> None:
        out = io.BytesIO()
        convert(line, out, to_format="json", transforms=transforms)
        assert from_json(out.getvalue()).signature == signature

    def test_a_transform_can_leave_a_cable_out(self, line: bytes) -> None:
        out = io.BytesIO()
        convert(line, out, to_format="json", transforms={"drop": {}})
        assert out.getvalue() == b""

    def test_transforms_that_each_want_to_be_first(self, line: bytes) -> None:
        with pytest.raises(PluginError, match=r"each want to come first: .*early"):
            convert(line, io.BytesIO(), to_format="json", transforms={"late": {}, "early": {}})

    def test_an_unknown_transform(self, line: bytes) -> None:
        with pytest.raises(UnknownName, match=r"'none'; known: drop, early"):
            convert(line, io.BytesIO(), to_format="json", transforms={"none": {}})


@pytest.mark.parametrize("cables", [[], ()])
def test_no_cables_make_an_empty_file_of_lines(cables: Any) -> None:
    out = io.BytesIO()
    write(cables, out, "json")
    assert out.getvalue() == b""


def test_one_cable_needs_no_list(kitchen_sink: ir.Cable, line: bytes) -> None:
    out = io.BytesIO()
    write(kitchen_sink, out, "json")
    assert out.getvalue() == line + b"\n"


def test_an_output_that_takes_no_bytes_is_refused(kitchen_sink: ir.Cable, line: bytes) -> None:
    with pytest.raises(UsageError, match="a path or a binary stream, not StringIO"):
        write([kitchen_sink], io.StringIO(), "json")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="a path or a binary stream, not NoneType"):
        convert(line, None, to_format="json")  # type: ignore[arg-type]


def test_metadata_without_a_place_is_told(line: bytes) -> None:
    told: list[tuple[str, str]] = []
    convert(
        line,
        io.BytesIO(),
        to_format="tei",
        metadata={"title": "Cables", "titel": "Cables"},
        report=lambda where, diagnostic: told.append((where, diagnostic.code)),
    )
    assert told.count(("tei", "metadata-unused")) == 1
