"""A message while it is being read: what all parts of the reader share."""

from dataclasses import dataclass, field

from cableconv import Diagnostic, ir, walk


@dataclass
class Reading:
    """One message while it is being read.

    Attributes:
        source: Its text, and where it comes from.
        day_first: In dates, the day comes before the month.
        furniture: Where the signs are that are not the message's words.
        said: What there is to say about it.
    """

    source: ir.Source
    day_first: bool
    furniture: list[ir.Span] = field(default_factory=list)
    said: list[Diagnostic] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text that spans point into."""
        return self.source.text

    def printed(self, span: ir.Span) -> str:
        """Return a passage on one line."""
        return walk.printed_line(self.source, span)
