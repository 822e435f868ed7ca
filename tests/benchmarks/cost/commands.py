"""Commands that run as a user runs them: what they take, and what they say."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

#: The installed command.
CABLECONV = str(Path(sys.executable).with_name("cableconv"))

# A process begins with the memory of the one that starts it, as far as the system's account goes: so this one is small,
# which starts the command and tells what it took.
_WATCH = """
import os, resource, signal, sys, time, json
memory, seconds, told, *command = sys.argv[1:]
signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
start = time.perf_counter()
pid = os.fork()
if not pid:
    if int(memory):
        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    os.execv(command[0], command)
signal.alarm(int(seconds))
_, status, used = os.wait4(pid, 0)
took = [os.waitstatus_to_exitcode(status), time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss]
with open(told, "w") as out:
    json.dump(took, out)
"""


class Run(NamedTuple):
    """How a command went.

    Attributes:
        code: Its exit code; negative when a signal ended it.
        seconds: By the clock.
        processor: Processor time, in seconds.
        memory: The most bytes that it has had.
        said: What it wrote to standard error.
    """

    code: int
    seconds: float
    processor: float
    memory: int
    said: str


def run(command: list[str], folder: Path, *, memory: int = 0, seconds: int = 600) -> Run:
    """Run a command to its end.

    Args:
        command: The program's path and its arguments; its standard output goes nowhere.
        folder: Where it runs.
        memory: The most bytes of addresses that it may have; 0 for any.
        seconds: It is killed after so many.
    """
    told = folder / "told.json"
    watch = [sys.executable, "-I", "-S", "-c", _WATCH, str(memory), str(seconds), str(told), *command]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "1000"}
    done = subprocess.run(
        watch, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True
    )
    code, elapsed, processor, most = json.loads(told.read_text(encoding="utf-8"))
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(code, elapsed, processor, most * unit, done.stderr.decode(errors="replace"))
