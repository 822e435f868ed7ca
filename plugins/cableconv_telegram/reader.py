"""The reader `telegram`: raw telegrams, one or several in a file."""

from collections.abc import Iterator

from cableconv import ir
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.errors import ReadError
from cableconv.formats import Context, Input
from cableconv.source import encoding_guess, parts
from cableconv_telegram.messages import split_messages
from cableconv_telegram.parse import parse_telegram
from cableconv_telegram.script import is_mangled, plain_script


class TelegramReader:
    """Reads raw telegrams."""

    def read(self, source: Input, ctx: Context) -> Iterator[ir.Cable]:
        """Yield the telegrams of a text in order.

        Raises:
            ReadError: The text holds nothing but blanks, or cannot be read.
        """
        whole = source.source("telegram")
        if not whole.text or whole.text.isspace():
            raise ReadError("is empty or blank: there is no telegram in it", where=source.name)
        for message in parts(whole, [start for start, _ in split_messages(whole.text)]):
            yield read_telegram(message)


def read_telegram(source: ir.Source) -> ir.Cable:
    """Read one telegram of a source that holds no other."""
    said: list[Diagnostic] = []
    if guess := encoding_guess(source):
        said.append(guess)
    if is_mangled(source.text):
        said.append(diagnose("markup-removed"))
    return parse_telegram(plain_script(source.text), source, said)
