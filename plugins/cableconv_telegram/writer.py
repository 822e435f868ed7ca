"""The writer `telegram`: the source again, byte for byte."""

from collections.abc import Iterable
from typing import BinaryIO

from cableconv import ir
from cableconv.formats import Context
from cableconv.source import encode


class TelegramWriter:
    """Writes the text that each cable was read from, in its own encoding."""

    def write(self, cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
        """Write the sources one after the other, as they stood in their file.

        Raises:
            WriteError: The encoding of a source does not hold its text.
        """
        for cable in cables:
            out.write(encode(cable.source))
