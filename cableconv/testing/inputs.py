"""An input that watches what a reader does with it."""

import io
from typing import BinaryIO

from cableconv import ir
from cableconv.source import open_input


class _Stream(io.BytesIO):
    """A stream that knows whether it was closed, and how far it was read."""

    left_open = True
    taken = 0

    def close(self) -> None:
        if not self.closed:
            self.taken = self.tell()
        self.left_open = False
        super().close()


class WatchedInput:
    """An input with a content and a name: `cableconv.formats.Input`.

    Attributes:
        name: The input's name.
        streams: The streams that were asked for.
    """

    def __init__(self, name: str, content: bytes) -> None:
        self._content = content
        self._input = open_input(content)
        self._input.name = name
        self.name = name
        self.streams: list[_Stream] = []

    def head(self) -> bytes:
        """Return how it begins: what readers are asked about."""
        return self._input.head()

    def source(self, reader: str) -> ir.Source:
        """Decode the content."""
        return self._input.source(reader)

    def stream(self) -> BinaryIO:
        """Return a stream of the content."""
        self.streams.append(_Stream(self._content))
        return self.streams[-1]

    def left_open(self) -> bool:
        """Tell whether a stream was not closed."""
        return any(stream.left_open for stream in self.streams)
