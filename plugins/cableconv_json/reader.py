"""Reader ``json``."""

from collections.abc import Iterator
from typing import BinaryIO

from cableconv import from_json, ir
from cableconv.errors import ReadError, TooLarge
from cableconv.formats import Context, Input


class JsonReader:
    """Reads one cable that is a JSON document, or one a line; of many, one at a time is in memory."""

    def read(self, source: Input, ctx: Context) -> Iterator[ir.Cable]:
        """Yield the cables as they were written.

        Args:
            source: The input.
            ctx: Option ``max-line``: the most bytes that a line, or a document over several lines, may have.

        Raises:
            ReadError: A line is not a cable; the error has its number.
        """
        limit = ctx.options["max-line"]
        number = 0
        with source.stream() as stream:
            while line := _line(stream, limit, source.name, number := number + 1):
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if not line.strip():
                    continue
                if not line.rstrip().endswith(b"}"):
                    # No whole object: a document over several lines, which is all there is.
                    line += _read(stream, limit - len(line), source.name, number)
                yield _cable(line, source.name, number)


def _line(stream: BinaryIO, limit: int, name: str, number: int) -> bytes:
    line = stream.readline(limit + 1)
    if len(line) > limit:
        raise _too_large(limit, name, number)
    return line


def _read(stream: BinaryIO, limit: int, name: str, number: int) -> bytes:
    rest = stream.read(limit + 1)
    if len(rest) > limit:
        raise _too_large(limit, name, number)
    return rest


def _cable(content: bytes, name: str, line: int) -> ir.Cable:
    try:
        return from_json(content)
    except ReadError as error:
        error.where, error.line = name, line
        raise


def _too_large(limit: int, name: str, line: int) -> TooLarge:
    return TooLarge(
        f"has more than {limit:,} bytes here; raise the limit with --option max-line=BYTES", where=name, line=line
    )
