"""A job that is killed at any point and started again ends with exactly the outputs of one that was left alone."""

import errno
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from cableconv.ingest import ledger, publish

#: A plugin that kills the process of the job at its n-th step that changes the disk; workers go on.
PLUGIN = """
    import os, signal, sys

    AT = int(os.environ.get("KILL_AT", "0"))
    IN_WORKER = "cableconv.ingest.worker" in sys.orig_argv
    steps = 0

    def count(event, arguments):
        global steps
        is_write = event == "open" and isinstance(arguments[1], str) and arguments[1][0] in "wx"
        if is_write or event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir"):
            steps += 1
            if steps == AT:
                os.kill(os.getpid(), signal.SIGKILL)

    if AT and not IN_WORKER:
        sys.addaudithook(count)
"""

JOB = ("cables", "-t", "json", "-t", "telegram", "-o")


@pytest.fixture
def corpus(desk: Any, telegram: Any) -> Any:
    """Telegrams with duplicates, collisions and failures, in shards of three."""
    desk.telegrams(*range(1, 8))
    desk.write("cables/2-other.txt", telegram(2, "Another text.", month="MAR"))
    desk.write("cables/3-copy.txt", telegram(3, month="JAN"))
    desk.write("cables/bad.txt", b"no cable")
    desk.write("cables/empty.txt", b"")
    return desk


def kill_until_done(desk: Any, steps: range, *options: str) -> int:
    """Run a job again and again, each time killed a little later, until it ends; return how often it was killed."""
    for killed, step in enumerate(steps):
        done = desk.process(*JOB, "dest", "--shard-size", "3", "--jobs", "1", *options, KILL_AT=str(step))
        if done.returncode != -signal.SIGKILL:
            assert done.returncode == 1, done.stderr
            return killed
    done = desk.process(*JOB, "dest", "--shard-size", "3", "--jobs", "1", *options)
    assert done.returncode == 1, done.stderr
    return len(steps)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("options", [(), ("--pack", "zip")], ids=["files", "packs"])
def test_killed_at_many_points(corpus: Any, site: Any, options: tuple[str, ...]) -> None:
    site.add("killer", PLUGIN)
    assert corpus.process(*JOB, "calm", "--shard-size", "3", "--jobs", "1", *options).returncode == 1
    assert kill_until_done(corpus, range(3, 75, 8), *options) >= 5
    assert corpus.tree() == corpus.tree("calm")
    assert corpus.query("SELECT * FROM totals") == corpus.query("SELECT * FROM totals", "calm")
    rows = "SELECT location, status, reason, sha256 FROM input ORDER BY id"
    assert corpus.query(rows) == corpus.query(rows, "calm")
    assert list((corpus.folder / "dest" / ".cableconv").glob("*/*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_while_a_change_is_published(corpus: Any, site: Any, telegram: Any) -> None:
    site.add("killer", PLUGIN)
    for dest in ("dest", "calm"):
        corpus.process(*JOB, dest, "--shard-size", "3")
    corpus.write("cables/001.txt", telegram(11))
    corpus.write("cables/003.txt", telegram(13))
    corpus.process(*JOB, "calm", "--shard-size", "3")
    assert kill_until_done(corpus, range(2, 40, 5)) >= 3
    assert corpus.tree() == corpus.tree("calm")


def test_a_second_process_is_refused(corpus: Any) -> None:
    Path("dest").mkdir()
    with ledger.locked(Path("dest")):
        done = corpus.start()
    assert done.code == 2
    assert "another cableconv is at work in dest" in done.err


def test_what_was_done_before_the_settings_changed_is_not_lost(corpus: Any) -> None:
    """A shard that is done and not published yet is published before anything else is asked for."""
    corpus.ingest("plan", *JOB, "dest", "--shard-size", "3")
    corpus.ingest("run", "dest", "--shard", "1", "--jobs", "1")
    corpus.ingest(*JOB, "dest", "-M", "title=x", "--shard-size", "3")
    assert corpus.query("SELECT count(*) FROM shard WHERE seconds IS NOT NULL AND id = 1") == [(1,)]
    assert corpus.query("SELECT pending FROM totals") == [(0,)]


class TestDisk:
    def test_full_and_free_again(self, corpus: Any, site: Any) -> None:
        site.add(
            "small",
            """
            import errno, os, sys
            from pathlib import Path
            real = Path.write_bytes

            def full(self, content):
                if os.environ.get("FULL") and self.name.startswith("5-"):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
                return real(self, content)

            if "cableconv.ingest.worker" in sys.orig_argv:
                Path.write_bytes = full
            """,
        )
        done = corpus.process(*JOB, "dest", "--shard-size", "3", "--jobs", "1", FULL="1")
        assert done.returncode == 1
        assert "the job cannot go on" in done.stderr
        assert "No space left on device; mend that and start again" in done.stderr
        assert corpus.query("SELECT failed, converted > 0, pending > 0 FROM totals") == [(1, 1, 1)]
        corpus.process(*JOB, "dest", "--shard-size", "3")
        corpus.process(*JOB, "calm", "--shard-size", "3")
        assert corpus.tree() == corpus.tree("calm")

    def test_full_where_outputs_go(self, corpus: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        real = publish._move

        def full(staged: Path, target: Path, sha256: str) -> None:
            if target.name == "09ONHAVA4.json":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
            real(staged, target, sha256)

        with monkeypatch.context() as patch:
            patch.setattr(publish, "_move", full)
            done = corpus.start()
        assert done.code == 1
        assert "No space left on device" in done.err
        corpus.start()
        corpus.process(*JOB, "calm")
        assert corpus.tree() == corpus.tree("calm")
