"""A worker that dies, hangs or eats up its memory costs its cable, and nothing else."""

import json
import shutil
import sys
from typing import Any

import pytest

#: A writer that does to a cable what its subject says.
PLUGIN = """
    import os, signal, sys, time
    from cableconv import WriterSpec, hookimpl

    def die(): os.kill(os.getpid(), signal.SIGKILL)
    def quit(): print("goodbye", file=sys.stderr, flush=True); os._exit(7)
    def hang(): time.sleep(3600)
    def eat(): bytearray(2**40)
    def fail(): raise ZeroDivisionError("a defect")
    def once():
        if not os.path.exists("once"):
            open("once", "w").close()
            die()

    class Moody:
        def write(self, cables, out, ctx):
            print("plugins may print")
            for cable in cables:
                mood = cable.sections[0].blocks[0].content[-1].text.split()[-1].strip(".")
                globals().get(mood, int)()
                out.write(mood.encode())

    @hookimpl
    def register_writers():
        return [WriterSpec(name="moody", title="Moody", load="moody_plugin:Moody", extensions=(".moody",))]
"""


@pytest.fixture
def moody(desk: Any, site: Any, telegram: Any) -> Any:
    """A desk with a plugin for that; ``moods`` runs a job over cables of several."""
    site.add("moody", PLUGIN)

    def moods(*moods: str, options: tuple[str, ...] = ()) -> Any:
        for number, mood in enumerate(moods, 1):
            desk.write(f"cables/{number}-{mood}.txt", telegram(number, f"Now {mood}.", month="FEB"))
        return desk.ingest("cables", "-t", "moody", "-t", "json", "-o", "dest", "--jobs", "1", *options)

    desk.moods = moods
    return desk


def fates(desk: Any) -> dict[str, str | None]:
    return {name.partition(".")[0]: reason for name, (_, reason) in desk.statuses().items()}


def test_a_worker_that_dies_costs_its_cable(moody: Any) -> None:
    assert moody.moods("calm", "die", "calm", "quit", "calm").code == 1
    assert fates(moody) == {
        "1-calm": None,
        "2-die": "worker-died",
        "3-calm": None,
        "4-quit": "worker-died",
        "5-calm": None,
    }
    messages = [message for (message,) in moody.query("SELECT message FROM failures")]
    assert messages == [
        "writing it as moody ended the worker: signal SIGKILL; it last said: plugins may print",
        "writing it as moody ended the worker: exit code 7; it last said: goodbye",
    ]


def test_the_other_formats_of_the_cable_are_written(moody: Any) -> None:
    moody.moods("die")
    assert moody.names() == ["2009/02/09ONHAVA1.json"]
    ((reason,),) = moody.query("SELECT quarantine FROM cable")
    told = json.loads(moody.tree()[reason])
    assert (told["reason"], told["cable_id"]) == ("worker-died", "09ONHAVA1")
    assert moody.tree()[f"quarantine/{told['copy']}"] == (moody.folder / "cables/1-die.txt").read_bytes()


def test_an_accident_that_does_not_happen_again_costs_nothing(moody: Any) -> None:
    assert moody.moods("calm", "once").code == 0
    assert fates(moody) == {"1-calm": None, "2-once": None}


def test_a_cable_that_takes_too_long(moody: Any) -> None:
    assert moody.moods("calm", "hang", "calm", options=("--timeout", "1.5")).code == 1
    assert fates(moody) == {"1-calm": None, "2-hang": "timeout", "3-calm": None}
    assert moody.query("SELECT message FROM failures") == [("writing it as moody took longer than 1.5 seconds",)]


def test_a_cable_that_takes_too_much_memory(moody: Any) -> None:
    assert moody.moods("calm", "eat", "calm").code == 1
    assert fates(moody) == {"1-calm": None, "2-eat": "memory", "3-calm": None}
    assert moody.query("SELECT message FROM failures") == [
        ("writing it as moody took more than 2,147,483,648 bytes of memory",)
    ]


def test_a_defect_of_a_plugin_is_a_failure_like_others(moody: Any) -> None:
    assert moody.moods("fail", "calm").code == 1
    assert fates(moody) == {"1-fail": "write-error", "2-calm": None}


def test_in_an_input_of_several_cables_only_one_is_lost(moody: Any, telegram: Any) -> None:
    texts = ("Now calm.", "Now die.", "Now calm.")
    moody.write("cables/three.txt", b"".join(telegram(number, text) for number, text in enumerate(texts, 1)))
    assert moody.moods().code == 1
    assert [name for name in moody.names() if name.endswith(".moody")] == [
        "2009/02/09ONHAVA1.moody",
        "2009/02/09ONHAVA3.moody",
    ]
    assert moody.query("SELECT place, status FROM cable ORDER BY place") == [
        (1, "written"),
        (2, "failed"),
        (3, "written"),
    ]


def test_a_reader_that_dies(desk: Any, site: Any) -> None:
    site.add(
        "mined",
        """
        import os
        from cableconv import ReaderSpec, hookimpl

        class Mined:
            def read(self, source, ctx):
                os._exit(3)

        @hookimpl
        def register_readers():
            return [ReaderSpec(name="mined", title="Mined", load="mined_plugin:Mined", magic=(b"MINED",))]
        """,
    )
    desk.telegrams(1, 2)
    desk.write("cables/001-mined.txt", b"MINED")
    assert desk.start().code == 1
    assert desk.statuses() == {
        "001-mined.txt": ("failed", "worker-died"),
        "001.txt": ("converted", None),
        "002.txt": ("converted", None),
    }
    assert desk.query("SELECT message FROM failures") == [("reading it ended the worker: exit code 3",)]
    assert desk.query("SELECT size FROM input WHERE status = 'failed'") == [(5,)]


def test_a_worker_that_cannot_start(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.telegrams(1)
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", shutil.which("false"))
        done = desk.start("--memory", "64M")
    assert done.code == 4
    assert "no worker can be started with 67,108,864 bytes of memory (--memory): exit code 1" in done.err
    assert desk.start().code == 0


def test_too_little_memory(desk: Any) -> None:
    done = desk.start("--memory", "63M")
    assert done.code == 2
    assert "63M is too little; it takes at least 64M" in done.err


def test_a_defect_that_is_told_of_in_no_characters(desk: Any, site: Any) -> None:
    site.add(
        "mute",
        """
        from cableconv import WriterSpec, hookimpl

        class Mute:
            def write(self, cables, out, ctx):
                raise ValueError("no text: \\udc80")

        @hookimpl
        def register_writers():
            return [WriterSpec(name="mute", title="Mute", load="mute_plugin:Mute", extensions=(".mute",))]
        """,
    )
    desk.telegrams(1)
    assert desk.ingest("cables", "-t", "mute", "-t", "json", "-o", "dest", "--jobs", "1").code == 1
    assert desk.statuses() == {"001.txt": ("failed", "write-error")}
    ((message,),) = desk.query("SELECT message FROM failures")
    assert "ValueError: no text: \ufffd (a defect" in message


class TestStopping:
    def test_at_the_first_failure_and_on_when_it_is_mended(self, moody: Any, telegram: Any) -> None:
        done = moody.moods("calm", "fail", "calm", options=("--fail-fast",))
        assert done.code == 1
        assert "stopped at" in done.err
        assert "2-fail.txt" in done.err
        assert moody.query("SELECT pending FROM totals") == [(3,)]
        moody.write("cables/2-fail.txt", telegram(2, "Now calm."))
        assert moody.ingest("resume", "dest").code == 0
        assert moody.query("SELECT converted FROM totals") == [(3,)]

    def test_when_too_many_have_failed(self, moody: Any) -> None:
        options = ("--max-errors", "2", "--shard-size", "1")
        done = moody.moods("fail", "calm", "fail", "calm", "calm", options=options)
        assert done.code == 1
        assert "stopped, as 2 inputs have failed" in done.err or "stopped at" in done.err
        ((pending,),) = moody.query("SELECT pending FROM totals")
        assert pending > 0
        assert moody.ingest("resume", "dest").code == 1
        assert moody.query("SELECT converted, failed, pending FROM totals") == [(3, 2, 0)]

    def test_warnings_have_an_exit_code_on_demand(self, desk: Any, telegram: Any) -> None:
        desk.write("cables/1.txt", telegram(1).replace(b"works", b"w\xf6rks"))
        done = desk.start("--fail-if-warnings")
        assert done.code == 3
        assert "the readers and writers have 1 warnings; see the view remarks of the ledger" in done.err
        assert desk.start().code == 0
