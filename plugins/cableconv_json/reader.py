"""Reader ``json``."""

from collections.abc import Iterator

from cableconv import from_json, ir
from cableconv.errors import ReadError, TooLarge
from cableconv.formats import Context, Input

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


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
            while content := stream.readline(limit + 1):
                number += 1
                if number == 1:
                    content = content.removeprefix(_BYTE_ORDER_MARK)
                if not content.strip():
                    continue
                if not content.rstrip().endswith(b"}"):
                    # No whole object: a document over several lines, which is all there is.
                    content += stream.read(limit + 1 - len(content))
                if len(content) > limit:
                    raise TooLarge(
                        f"has more than {limit:,} bytes here; raise the limit with --option max-line=BYTES",
                        where=source.name,
                        line=number,
                    )
                yield _cable(content, source.name, number)


def _cable(content: bytes, name: str, line: int) -> ir.Cable:
    try:
        return from_json(content)
    except ReadError as error:
        error.where, error.line = name, line
        raise
