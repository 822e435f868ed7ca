"""The installed command, end to end: terminals, pipes, signals, and whatever people feed it."""

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cableconv import ir, to_json
from cableconv.__main__ import main as run_program

PROGRAM = Path(sys.executable).with_name("cableconv")


def names(folder: str | Path = ".") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def on_a_terminal(arguments: list[str | Path], folder: Path, **env: str) -> tuple[int, str]:
    """Run the command with output and messages on a terminal; return its exit code and what the terminal shows."""
    main, other = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=other,
        stderr=other,
        cwd=folder,
        env={**os.environ, **env},
    )
    os.close(other)
    shown = b""
    try:
        while piece := os.read(main, 65_536):
            shown += piece
    except OSError:
        # Linux's way to say that the other side is closed.
        pass
    finally:
        os.close(main)
    return process.wait(60), shown.decode()


@pytest.fixture
def cable(tmp_path: Path, kitchen_sink: ir.Cable) -> Path:
    path = tmp_path / "in.json"
    path.write_bytes(to_json(kitchen_sink) + b"\n")
    return path


class TestTerminal:
    def test_binary_is_refused(self, cable: Path, tmp_path: Path, site: Any) -> None:
        site.add(
            "bin",
            """
            from cableconv import WriterSpec, hookimpl

            @hookimpl
            def register_writers():
                return [WriterSpec(name="bin", title="Binary", load="a:B", binary=True, collects=True)]
            """,
        )
        code, shown = on_a_terminal([cable, "-t", "bin"], tmp_path)
        assert code == 2
        assert "bin is binary and not for a terminal; name a file with -o FILE" in shown

    def test_colours(self, tmp_path: Path) -> None:
        _, shown = on_a_terminal(["nowhere", "-t", "json"], tmp_path, NO_COLOR="")
        assert "\x1b[31m" in shown
        _, shown = on_a_terminal(["nowhere", "-t", "json"], tmp_path, NO_COLOR="1")
        assert "\x1b" not in shown

    def test_no_colours_in_a_pipe(self, cableconv: Any) -> None:
        assert b"\x1b" not in cableconv("nowhere", "-t", "json").stderr


class TestPipesAndSignals:
    def test_a_reader_that_goes_away_is_met_quietly(self, cable: Path, tmp_path: Path) -> None:
        many = tmp_path / "many.jsonl"
        many.write_bytes(cable.read_bytes() * 500)
        process = subprocess.Popen([PROGRAM, many, "-t", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert process.wait(60) == 1
        with process.stderr:
            assert process.stderr.read() == b""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    def test_a_full_disk(self, cable: Path, tmp_path: Path) -> None:
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([PROGRAM, cable, "-t", "json"], stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 1
        assert done.stderr == b"-: error: cannot be written: No space left on device [write-error]\n"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    @pytest.mark.parametrize("arguments", [["formats"], ["--help"], ["describe", "json", "--json"], ["inspect"]])
    def test_a_full_disk_under_other_commands(self, arguments: list[str | Path], cable: Path) -> None:
        arguments = [*arguments, *([cable] if arguments == ["inspect"] else [])]
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 1
        assert done.stderr == b"-: error: cannot be written: No space left on device [write-error]\n"

    @pytest.mark.parametrize(
        ("command", "said"),
        [
            ('"$0" - -t json <&-', b"-: error: standard input is closed [read-error]\n"),
            (
                '"$0" in.json -t json >&-',
                b"-: error: standard output is closed; name a file with -o FILE [write-error]\n",
            ),
        ],
    )
    def test_what_is_closed_is_said(self, command: str, said: bytes, cable: Path) -> None:
        done = subprocess.run(["sh", "-c", command, PROGRAM], cwd=cable.parent, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (1, said)

    @pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no /dev/stdout here")
    def test_a_pipe_by_its_name(self, cable: Path) -> None:
        done = subprocess.run([PROGRAM, cable, "-t", "json", "-o", "/dev/stdout"], capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, cable.read_bytes(), b"")

    def test_interrupt_while_python_imports(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt() -> int:
            raise KeyboardInterrupt

        monkeypatch.setattr("cableconv.cli.main", interrupt)
        assert run_program() == 130

    def test_interrupt(self, tmp_path: Path, cable: Path) -> None:
        process = subprocess.Popen(
            [PROGRAM, cable, "-", "-f", "json", "-o", tmp_path / "out.json"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
        )
        while not list(tmp_path.glob(".cableconv-*")):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 130
        assert err == b"\ninterrupted\n"
        assert names(tmp_path) == ["in.json"]

    def test_python_m(self, cable: Path) -> None:
        done = subprocess.run([sys.executable, "-m", "cableconv", cable, "-t", "json"], capture_output=True, check=True)
        assert done.stdout == cable.read_bytes()

    def test_shell_completion(self, cableconv: Any) -> None:
        done = cableconv(env={"_CABLECONV_COMPLETE": "bash_source"})
        assert b"complete" in done.stdout
        env = {"_CABLECONV_COMPLETE": "bash_complete", "COMP_WORDS": "cableconv convert -t js", "COMP_CWORD": "3"}
        assert cableconv(env=env).stdout == b"plain,json\n"

    def test_version(self, cableconv: Any) -> None:
        assert re.fullmatch(rb"cableconv, version [\d.]+\n", cableconv("--version").stdout)

    def test_the_same_bytes_under_every_hash_seed(self, cable: Path, cableconv: Any) -> None:
        runs = [cableconv(cable, "-t", "json", env={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")]
        assert runs[0] == runs[1] == cable.read_bytes()


#: Inputs that are no cable: the bytes, and what is said of them.
NO_CABLE = {
    "empty": (b"", b"in: error: is empty; expected a cable [unknown-format]\n"),
    "blanks": (b" \n" * 50_000, b"in: error: is not recognised: it begins with nothing but blanks; tried: "),
    "image": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(500), b"looks binary and begins with the bytes 89 50 4e 47"),
    "binary": (bytes(range(256)) * 400, b"looks binary and begins with the bytes 00 01 02 03"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(9000), b"looks binary and begins with the bytes 7f 45 4c 46"),
    "prose": (b"Dear diary,\nnothing happened today.\n", b"it begins with 'Dear diary,"),
    "other JSON": (b'{"name": "x", "version": 3}\n', b'it begins with \'{"name"'),
    "NULs": (bytes(10_000), b"looks binary"),
}


class TestBadInput:
    @pytest.mark.parametrize(("content", "said"), NO_CABLE.values(), ids=NO_CABLE)
    def test_no_cable(self, content: bytes, said: bytes, cableconv: Any, tmp_path: Path) -> None:
        (tmp_path / "in").write_bytes(content)
        done = cableconv("in", "-t", "json")
        assert done.returncode == 1
        assert said in done.stderr
        assert b"[unknown-format]\n" in done.stderr
        assert b"Traceback" not in done.stderr
        assert done.stdout == b""

    def test_100_million_blanks(self, cableconv: Any, tmp_path: Path) -> None:
        path = tmp_path / "in"
        with path.open("wb") as blanks:
            for _ in range(100):
                blanks.write(b" " * 1_000_000)
        assert b"begins with nothing but blanks" in cableconv("in", "-t", "json").stderr
        done = cableconv("in", "-f", "telegram", "-t", "json")
        assert done.returncode == 1
        assert b"in: error: has more than the 16,777,216 bytes allowed for one input; raise the limit" in done.stderr
        assert (
            b"more than the 1,024 bytes" in cableconv("in", "-f", "telegram", "-t", "json", "--max-size", "1K").stderr
        )

    def test_more_than_the_limit_on_standard_input(self, cableconv: Any) -> None:
        done = cableconv("-", "-f", "telegram", "-t", "json", "--max-size", "64K", stdin=b"A" * 70_000)
        assert done.returncode == 1
        assert done.stderr.startswith(b"-: error: has more than the 65,536 bytes")

    def test_a_folder_and_a_file_that_is_not_there(self, cableconv: Any, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        done = cableconv("in", "nowhere", "-t", "json")
        assert done.returncode == 1
        assert done.stderr == (
            b"in: error: is a folder; name the files in it, or convert all of them with cableconv ingest [read-error]\n"
            b"nowhere: error: cannot be read: No such file or directory [read-error]\n"
        )


def telegrams() -> Iterator[Any]:
    """Yield invented telegrams whose bytes are unusual, by what is unusual."""
    text = (
        "VZCZCXRO0042\nRR RUEHAG\nDE RUEHZB #0042/01 0351430\nZNR UUUUU ZZH\nR 041430Z FEB 09\n"
        "FM AMEMBASSY ONHAVA\nTO RUEHC/SECSTATE WASHDC 5713\n\nUNCLAS ONHAVA 000042\n\nSIPDIS\n\n"
        "E.O. 12958: N/A\nTAGS: PREL, ZB\nSUBJECT: THE CAFÉ\n\n¶1. The café is closed.\n\nKINBOTE\n\nNNNN\n"
    )
    yield pytest.param(text.encode(), id="UTF-8")
    yield pytest.param(text.encode("cp1252"), id="cp1252")
    yield pytest.param(text.encode() + b"\x81\xff", id="invalid UTF-8")
    yield pytest.param(("\ufeff" + text).encode(), id="byte order mark")
    yield pytest.param(("\ufeff" + text).encode("utf-16-le"), id="UTF-16, little end first")
    yield pytest.param(("\ufeff" + text).encode("utf-16-be"), id="UTF-16, big end first")
    yield pytest.param(text.replace("\n", "\r\n").encode(), id="CRLF")
    yield pytest.param(text.replace("\n", "\r").encode(), id="CR")
    yield pytest.param(text.replace("closed", "cl\0sed\x07\x1b\x0c").encode(), id="NUL and control characters")
    yield pytest.param(text[:230].encode(), id="truncated")


class TestTelegrams:
    @pytest.mark.parametrize("content", list(telegrams()))
    def test_unusual_bytes_come_back(self, content: bytes, cableconv: Any, tmp_path: Path) -> None:
        (tmp_path / "in.txt").write_bytes(content)
        done = cableconv("in.txt", "-t", "telegram", "-o", "out.txt")
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "out.txt").read_bytes() == content
        assert b"Traceback" not in done.stderr

    def test_json_in_the_middle_changes_nothing(self, cableconv: Any, root: Path) -> None:
        samples = sorted((root / "samples" / "telegram").glob("*.txt"))
        assert samples
        through_json = cableconv(*samples, "-t", "json")
        assert through_json.returncode == 0, through_json.stderr
        again = cableconv("-", "-t", "json", stdin=through_json.stdout)
        assert again.stdout == through_json.stdout

    def test_a_real_telegram(self, cableconv: Any, shared_data: Path) -> None:
        path = shared_data / "002_49e2a40cbf05f0e6.txt"
        assert cableconv(path, "-t", "telegram").stdout == path.read_bytes()
