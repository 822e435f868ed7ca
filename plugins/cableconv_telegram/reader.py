"""The reader `telegram`: raw telegrams, one or several in a file."""

import re
from collections.abc import Iterator

from cableconv import ir
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.errors import ReadError
from cableconv.formats import Context, Input
from cableconv.source import encoding_guess, parts
from cableconv_telegram.messages import split_messages
from cableconv_telegram.parse import parse_telegram
from cableconv_telegram.script import is_mangled, plain_script

# What a copy from a page's source has for a line end (`cableconv.walk.LINE_END`). No teletype has "&" or "<", but a
# person may have typed them.
_LINE_END_MARK = re.compile(r"&#x000A;|<br\s?/?>")


class TelegramReader:
    """Reads raw telegrams."""

    def read(self, source: Input, ctx: Context) -> Iterator[ir.Cable]:
        """Yield the telegrams of a text in order.

        Raises:
            ReadError: The text holds nothing but blanks, or cannot be read.
        """
        whole = source.source("telegram")
        if not whole.text.strip():
            raise ReadError("is empty or blank: there is no telegram in it", where=source.name)
        for message in parts(whole, [start for start, _ in split_messages(whole.text)]):
            yield read_telegram(message)


def read_telegram(source: ir.Source) -> ir.Cable:
    """Read one telegram of a source that holds no other."""
    said: list[Diagnostic] = []
    if guess := encoding_guess(source):
        said.append(guess)
    # The words around them stay; that they are not shown has to be said.
    if mark := _LINE_END_MARK.search(source.text):
        message = "Marks of a web page for a line end were read as line ends; they are not shown."
        said.append(diagnose("markup-removed", mark.span(), message))
    if is_mangled(source.text):
        said.append(diagnose("markup-removed"))
    return parse_telegram(plain_script(source.text), source, said)
