"""The longest that a cable may take to be recognised, read, transformed, written and checked."""

import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cableconv import ReadError, ir, to_json
from cableconv.cli.patience import each_within, within

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no alarm")


def endless() -> Iterator[str]:
    yield "first"
    while True:
        pass


def endless_that_passes_over_errors() -> Iterator[str]:
    while True:
        try:
            yield from ()
        except Exception:
            continue


def an_expression_without_end() -> Iterator[str]:
    yield "found" if re.match(r"(?:a|a|aa)*$", "a" * 500 + "b") else "not found"


def test_what_is_in_time_comes_and_what_is_not_is_told() -> None:
    items = each_within(endless(), 0.05)
    assert next(items) == "first"
    with pytest.raises(ReadError, match=r"^takes more than 0\.05 seconds to be read; raise the limit with --timeout"):
        next(items)


@pytest.mark.parametrize("items", [endless_that_passes_over_errors, an_expression_without_end])
def test_nothing_stops_the_alarm(items: Any) -> None:
    with pytest.raises(ReadError, match=r"0\.05 seconds"):
        list(each_within(items(), 0.05))


def test_what_takes_the_items_may_take_its_time() -> None:
    items = each_within(iter(["first", "second"]), 60)
    assert next(items) == "first"
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert list(items) == ["second"]
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def busy(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def test_the_time_of_an_outer_limit_does_not_go_on_inside_another() -> None:
    with within(0.3, ReadError("outer")):
        with within(60, ReadError("inner")):
            busy(0.4)
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 0.3
    with pytest.raises(ReadError, match="outer"), within(0.05, ReadError("outer")):  # noqa: PT012
        with within(60, ReadError("inner")):
            pass
        busy(60)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_what_is_late_inside_is_no_fault_of_the_outer_limit() -> None:
    with within(60, ReadError("outer")):
        with pytest.raises(ReadError, match="inner"), within(0.05, ReadError("inner")):
            busy(60)
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 50


def test_a_limit_can_be_moved() -> None:
    with within(60, ReadError("late")) as go_on:
        go_on()
        assert 110 < signal.getitimer(signal.ITIMER_REAL)[0] <= 120


ENDLESS = """
from cableconv import ReaderSpec, TransformSpec, WriterSpec, from_json, hookimpl
from cableconv.formats import Finding

def sniff(head, name):
    while name.startswith("strange"):
        pass
    return 1.0 if name.endswith(".loop") else 0.0

def check(source):
    yield Finding(message="first", line=1)
    content = source.content()
    while content:
        pass

class Endless:
    def read(self, source, ctx):
        while source.name.startswith("unread"):
            pass
        yield from_json(source.source("endless").text.encode())

    def apply(self, cable, ctx):
        while cable.source.name.startswith("unchanged"):
            pass
        return cable

    def write(self, cables, out, ctx):
        for cable in cables:
            while cable.source.name.startswith("unwritten"):
                pass
            out.write(cable.source.name.encode())

FORMAT = dict(name="endless", title="Endless", load="endless_plugin:Endless")

@hookimpl
def register_readers():
    return [ReaderSpec(**FORMAT, extensions=(".loop",), sniff=sniff)]

@hookimpl
def register_writers():
    return [WriterSpec(**FORMAT, extensions=(".endless",), collects=True, validate="endless_plugin:check")]

@hookimpl
def register_transforms():
    return [TransformSpec(**FORMAT)]
"""

#: What each input is named, and what it cannot be.
SLOW = {
    "strange.loop": "recognised",
    "unread.loop": "read",
    "unchanged.loop": "transformed",
    "unwritten.loop": "written",
}


@pytest.fixture
def slow(site: Any, cli: Any, kitchen_sink: ir.Cable) -> Any:
    """The command line, in a folder of inputs that take too long, and one that does not."""
    site.add("endless", ENDLESS)
    for name in (*SLOW, "good.loop"):
        source = msgspec.structs.replace(kitchen_sink.source, name=name)
        Path(name).write_bytes(to_json(msgspec.structs.replace(kitchen_sink, id=None, source=source)))
    return cli


CONVERT = ["-t", "endless", "--transform", "endless", "--timeout", "0.2"]


@pytest.mark.parametrize(("name", "done"), SLOW.items())
def test_what_takes_too_long_fails_and_the_next_input_is_converted(slow: Any, name: str, done: str) -> None:
    found = slow(name, "good.loop", *CONVERT, "-o", "out/")
    assert found.code == 1
    assert found.err.splitlines()[-1].startswith(
        f"{name}: error: takes more than 0.2 seconds to be {done}; raise the limit with --timeout if this is what you"
    )
    assert [path.read_text() for path in Path("out").iterdir()] == ["good.loop"]


def test_an_output_of_many_cables_has_the_time_of_all_and_is_whole_or_not_there(slow: Any) -> None:
    found = slow("good.loop", "unwritten.loop", *CONVERT, "-o", "all.endless")
    assert found.code == 1
    assert "all.endless: error: takes more than 0.2 seconds to be written" in found.err
    assert not Path("all.endless").exists()
    assert slow("good.loop", "good.loop", *CONVERT, "-o", "all.endless").code == 0
    assert Path("all.endless").read_text() == "good.loopgood.loop"


@pytest.mark.parametrize(("name", "done"), list(SLOW.items())[:2])
def test_inspect(slow: Any, name: str, done: str) -> None:
    found = slow("inspect", name, "--timeout", "0.2")
    assert found.code == 1
    assert f"{name}: error: takes more than 0.2 seconds to be {done}; raise the limit with --timeout" in found.err


def test_validate(slow: Any) -> None:
    Path("a.endless").write_bytes(b"text")
    Path("b.endless").write_bytes(b"")
    found = slow("validate", "a.endless", "b.endless", "--timeout", "0.2")
    assert found.code == 1
    assert [line.partition(";")[0] for line in found.err.splitlines()] == [
        "a.endless:1: error: first [invalid]",
        "a.endless: error: takes more than 0.2 seconds to be checked",
        "b.endless:1: error: first [invalid]",
    ]


@pytest.mark.parametrize("command", [["in", "-t", "json"], ["inspect", "in"], ["validate", "in.json"]])
def test_a_limit_that_cannot_be_kept_is_refused(cli: Any, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "SIGALRM")
    done = cli(*command, "--timeout", "5")
    assert done.code == 2
    assert "cannot be kept on this system, which has no alarm; leave it out" in done.err


def test_without_an_alarm_all_goes_without_a_limit(slow: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "SIGALRM")
    assert slow("good.loop", *CONVERT[:-2]).out == b"good.loop"


@pytest.mark.parametrize("seconds", ["0", "0.000", "-1", "inf", "nan", "1e12", "soon"])
@pytest.mark.parametrize("command", [["in", "-t", "json"], ["ingest", "in", "-t", "json", "-o", "dest"]])
def test_a_limit_is_some_seconds(cli: Any, command: list[str], seconds: str) -> None:
    done = cli(*command, f"--timeout={seconds}")
    assert done.code == 2
    assert f"{seconds!r} is not a number of seconds, such as 0.5 or 300, up to 999999" in done.err
