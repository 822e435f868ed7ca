"""Writer ``json``."""

from collections.abc import Iterable
from typing import BinaryIO

from cableconv import ir, to_json
from cableconv.formats import Context


class JsonWriter:
    """Writes each cable as one line of JSON."""

    def write(self, cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
        """Write the cables, each on a line of its own.

        Args:
            cables: The cables.
            out: Where they go.
            ctx: Nothing in it changes the output.
        """
        for cable in cables:
            out.write(to_json(cable))
            out.write(b"\n")
