"""An input that watches what a reader does with it."""

import io
from typing import BinaryIO

from cableconv import ir
from cableconv.source import open_input


class _Stream(io.BytesIO):
    """A stream that knows whether it was closed."""

    left_open = True

    def close(self) -> None:
        self.left_open = False
        super().close()


class WatchedInput:
    """An input with a content and a name: `cableconv.formats.Input`.

    Attributes:
        name: The input's name.
        encoding: Nothing is said of it.
        asked: How often the content was asked for, as bytes, a source or a stream.
        streams: The streams that were asked for.
        failure: What is raised instead when the content is asked for.
    """

    def __init__(self, name: str, content: bytes, failure: Exception | None = None) -> None:
        self._content = content
        self.asked = 0
        self.failure = failure
        self._input = open_input(content)
        self._input.name = name
        self.name = name
        self.encoding: str | None = None
        self.streams: list[_Stream] = []

    def head(self) -> bytes:
        """Return how it begins: what readers are asked about."""
        return self._input.head()

    def content(self) -> bytes:
        """Return the content."""
        self._ask()
        return self._input.content()

    def source(self, reader: str) -> ir.Source:
        """Decode the content."""
        self._ask()
        return self._input.source(reader)

    def stream(self) -> BinaryIO:
        """Return a stream of the content."""
        self._ask()
        self.streams.append(_Stream(self._content))
        return self.streams[-1]

    def _ask(self) -> None:
        self.asked += 1
        if self.failure:
            raise self.failure

    def left_open(self) -> bool:
        """Tell whether a stream was not closed."""
        return any(stream.left_open for stream in self.streams)
