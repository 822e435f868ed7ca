"""What a plugin does in another process: under another hash seed, in another place and time, within limits.

`run` starts this module as a program, which does one thing with each of its inputs and tells of it line by line.
"""

import hashlib
import importlib
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

#: By how many seconds a process that runs later has its clock ahead; some 21 years, a bit more than a night.
LATER = 662_774_461


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done.

    Attributes:
        action: A key of ``_ACTIONS``.
        plugin: Name of the only plugin to load.
        name: Name of its reader, writer or transform.
        inputs: What to do it with, by name.
        later: The clock is ahead.
        most_seconds: Of processor time that one input may take; after more, nothing is done with the next.
        most_grown: Bytes by which the memory may grow with one input, likewise.
    """

    action: str
    plugin: str
    name: str
    inputs: dict[str, bytes]
    later: bool = False
    most_seconds: float | None = None
    most_grown: int | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one input.

    Attributes:
        name: The input's.
        result: What was done, in the words of the action; absent when it has only begun.
        seconds: Of processor time.
        grown: Bytes by which the memory of the process grew.
    """

    name: str
    result: str | None = None
    seconds: float = 0
    grown: int = 0


class Hangs(Exception):
    """It did not end in time; the message is the name of the input."""


def run(task: Task, *, seed: int, patience: float) -> dict[str, Outcome]:
    """Do a task in another process.

    Args:
        task: What to do.
        seed: Of Python's hashes. Odd ones have another time zone, too.
        patience: Seconds until it counts as hanging.

    Returns:
        What came of each input.

    Raises:
        Hangs: It took longer.
        RuntimeError: The process ended early; the message is what it said.
    """
    env = os.environ | {
        "CABLECONV_PLUGINS": task.plugin,
        "PYTHONHASHSEED": str(seed),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "TZ": "Asia/Kathmandu" if seed % 2 else "UTC",
    }
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, env=env, stdin=-1, stdout=-1, stderr=-1) as process:  # noqa: S603 - this Python
        try:
            said, complaint = process.communicate(msgspec.json.encode(task), timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            said, complaint = process.communicate()
            lines = said.splitlines()
            raise Hangs(msgspec.json.decode(lines[-1], type=Outcome).name if lines else "") from None
    if process.returncode:
        raise RuntimeError(complaint.decode(errors="replace"))
    outcomes = [msgspec.json.decode(line, type=Outcome) for line in said.splitlines()]
    return {outcome.name: outcome for outcome in outcomes if outcome.result is not None}


# In the other process


def _set_clock_ahead() -> None:
    """Let Python's clocks go ahead; plugins are imported after this."""
    import datetime

    wall, wall_ns = time.time, time.time_ns
    gmtime, localtime = time.gmtime, time.localtime
    now = datetime.datetime.now

    class Later(datetime.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return now(tz) + datetime.timedelta(seconds=LATER)

        @classmethod
        def utcnow(cls) -> Any:
            return cls.now(datetime.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls) -> Any:
            return cls.now()

    class LaterDay(datetime.date):
        @classmethod
        def today(cls) -> Any:
            return Later.now().date()

    clocks: dict[str, Callable[..., Any]] = {
        "time": lambda: wall() + LATER,
        "time_ns": lambda: wall_ns() + LATER * 10**9,
        "gmtime": lambda secs=None: gmtime(wall() + LATER if secs is None else secs),
        "localtime": lambda secs=None: localtime(wall() + LATER if secs is None else secs),
    }
    _put(time, clocks)
    _put(datetime, {"datetime": Later, "date": LaterDay})


def _put(module: ModuleType, names: Mapping[str, Any]) -> None:
    for name, value in names.items():
        setattr(module, name, value)


def _import(task: Task) -> Callable[[str, bytes], str]:
    """Tell what is imported to list formats, besides cableconv, the plugin's own modules and the standard library."""
    from cableconv import plugins

    before = set(sys.modules)

    def done(name: str, content: bytes) -> str:
        registry = plugins.registry()
        (plugin,) = registry.plugins
        own = plugin.module.partition(":")[0]
        usual = {*sys.stdlib_module_names, "cableconv", "click", "msgspec", "pluggy", own.partition(".")[0]}
        packages = {module.partition(".")[0] for module in set(sys.modules) - before}
        work = {spec.load.partition(":")[0] for spec in plugin.specs} - {own}
        return ", ".join(sorted((packages - usual) | (work & set(sys.modules))))

    return done


def _sniff(task: Task) -> Callable[[str, bytes], str]:
    from cableconv import plugins
    from cableconv.detect import attempts

    readers = [plugins.registry().readers[task.name]]
    return lambda name, content: str(attempts(readers, content, name)[0])


def _read(task: Task) -> Callable[[str, bytes], str]:
    from cableconv import ReadError, plugins, to_json
    from cableconv.options import context
    from cableconv.testing.inputs import WatchedInput

    reader = plugins.registry().readers[task.name]

    def done(name: str, content: bytes) -> str:
        found = hashlib.sha256()
        try:
            ctx = context(reader.spec, report=lambda where, diagnostic: None)
            for cable in plugins.instance(reader).read(WatchedInput(name, content), ctx):
                found.update(to_json(cable))
        except ReadError as error:
            return f"ReadError: {error}"
        return found.hexdigest()

    return done


def _write(task: Task) -> Callable[[str, bytes], str]:
    from cableconv import WriteError, from_json, plugins
    from cableconv.options import context

    writer = plugins.registry().writers[task.name]

    def done(name: str, content: bytes) -> str:
        out = io.BytesIO()
        try:
            ctx = context(writer.spec, report=lambda where, diagnostic: None)
            plugins.instance(writer).write(iter([from_json(line) for line in content.splitlines()]), out, ctx)
        except WriteError as error:
            return f"WriteError: {error}"
        return hashlib.sha256(out.getvalue()).hexdigest()

    return done


def _apply(task: Task) -> Callable[[str, bytes], str]:
    from cableconv import from_json, plugins, to_json
    from cableconv.options import context

    transform = plugins.registry().transforms[task.name]

    def done(name: str, content: bytes) -> str:
        ctx = context(transform.spec, report=lambda where, diagnostic: None)
        changed = plugins.instance(transform).apply(from_json(content), ctx)
        return hashlib.sha256(to_json(changed)).hexdigest() if changed else "left out"

    return done


_ACTIONS: dict[str, Callable[[Task], Callable[[str, bytes], str]]] = {
    "import": _import,
    "sniff": _sniff,
    "read": _read,
    "write": _write,
    "apply": _apply,
}


def _memory() -> int:
    """Return the most bytes of memory that this process had; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    if sys.platform == "linux":
        # Its ru_maxrss begins with what the process had that started this one.
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    resource = importlib.import_module("resource")
    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main() -> None:
    """Do the task that comes on standard input; tell on standard output, where nothing else may be printed."""
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    out = sys.stdout.buffer
    sys.stdout = sys.stderr

    def tell(outcome: Outcome) -> None:
        out.write(msgspec.json.encode(outcome) + b"\n")
        out.flush()

    if task.later:
        _set_clock_ahead()
    action = _ACTIONS[task.action](task)
    for name, content in task.inputs.items():
        tell(Outcome(name=name))
        memory, begun = _memory(), time.process_time()
        try:
            result = action(name, content)
        except Exception as error:  # that it raises nothing else is checked where the author can see the traceback
            result = f"raised {type(error).__name__}: {error}"
        seconds, grown = time.process_time() - begun, _memory() - memory
        tell(Outcome(name=name, result=result, seconds=seconds, grown=grown))
        if seconds > (task.most_seconds or seconds) or grown > (task.most_grown or grown):
            break


if __name__ == "__main__":
    main()
