"""The checks of JSON outputs: each line is a cable, and nothing of its source text is lost."""

from collections.abc import Iterator

from cableconv import from_json, walk
from cableconv.errors import ReadError
from cableconv.formats import Finding, Input


def validate(source: Input) -> Iterator[Finding]:
    """Yield what is wrong with lines of cables, or with one document over several lines.

    Raises:
        ReadError: The file cannot be read.
    """
    try:
        with source.stream() as stream:
            content = stream.read()
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", where=source.name) from error
    content = content.removeprefix(b"\xef\xbb\xbf")
    lines = content.splitlines() if content.lstrip().partition(b"\n")[0].rstrip().endswith(b"}") else [content]
    if not content.strip():
        yield Finding(message="is empty; expected a cable", line=1)
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield from _check(line, number)


def _check(line: bytes, number: int) -> Iterator[Finding]:
    try:
        cable = from_json(line)
    except ReadError as error:
        yield Finding(message=error.message, line=number)
        return
    for breach in walk.check_coverage(cable):
        yield Finding(message=f"{cable.id or cable.source.name}: {breach}", line=number)
