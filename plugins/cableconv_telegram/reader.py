"""The reader `telegram`: raw telegrams, one or several in a file."""

import hashlib
from collections.abc import Iterator

import msgspec

from cableconv import ir
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.errors import ReadError
from cableconv.formats import Context, Input
from cableconv.source import encode, newline
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
        if not whole.text.strip():
            raise ReadError("is empty or blank: there is no telegram in it", where=source.name)
        messages = list(split_messages(whole.text))
        line = 1
        for start, end in messages:
            message = whole if len(messages) == 1 else _part(whole, start, end, line)
            line += message.text.count("\r" if message.newline == "CR" else "\n")
            yield read_telegram(message)


def _part(whole: ir.Source, start: int, end: int, line: int) -> ir.Source:
    """Return the source of one of several telegrams: its own text, size and hash."""
    part = msgspec.structs.replace(whole, text=whole.text[start:end], line=line, furniture=())
    content = encode(part)
    return msgspec.structs.replace(
        part, size=len(content), sha256=hashlib.sha256(content).hexdigest(), newline=newline(part.text)
    )


def read_telegram(source: ir.Source) -> ir.Cable:
    """Read one telegram of a source that holds no other."""
    said: list[Diagnostic] = []
    if source.encoding == "cp1252":
        said.append(diagnose("encoding-guessed"))
    if is_mangled(source.text):
        said.append(diagnose("markup-removed"))
    return parse_telegram(plain_script(source.text), source, said)
