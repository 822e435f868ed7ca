"""The longest that a cable may take to be read."""

import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cableconv import ReadError
from cableconv.cli.patience import each_within

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


ENDLESS = """
from cableconv import ReaderSpec, hookimpl

class Endless:
    def read(self, source, ctx):
        while source.name.startswith("bad"):
            pass
        from cableconv import from_json
        yield from_json(source.source("endless").text.encode())

@hookimpl
def register_readers():
    return [ReaderSpec(name="endless", title="Endless", load="endless_plugin:Endless", sniff=lambda head, name: 0.6)]
"""


def test_the_next_input_is_read(site: Any, cli: Any, line: bytes) -> None:
    site.add("endless", ENDLESS)
    for name in ("bad", "good"):
        Path(name).write_bytes(line)
    done = cli("bad", "good", "-f", "endless", "-t", "json", "--timeout", "0.5")
    assert done.code == 1
    assert done.err.startswith("bad: error: takes more than 0.5 seconds to be read; raise the limit with --timeout")
    assert "[read-error]" in done.err
    assert done.out == line


@pytest.mark.parametrize("seconds", ["0", "0.000", "-1", "inf", "nan", "1e12", "soon"])
@pytest.mark.parametrize("command", [["in", "-t", "json"], ["ingest", "in", "-t", "json", "-o", "dest"]])
def test_a_limit_is_some_seconds(cli: Any, command: list[str], seconds: str) -> None:
    done = cli(*command, f"--timeout={seconds}")
    assert done.code == 2
    assert f"{seconds!r} is not a number of seconds, such as 0.5 or 300, up to 999999" in done.err
