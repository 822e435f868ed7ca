"""Where in an input a diagnostic of a cable points."""

from cableconv import ir
from cableconv.diagnostics import Diagnostic, line_starts, position


def places(cable: ir.Cable, diagnostics: tuple[Diagnostic, ...]) -> list[tuple[int, int]]:
    """Return line and column in the input of each diagnostic of a cable, counted from 1; 0, 0 for the whole cable."""
    last = max((diagnostic.span[0] for diagnostic in diagnostics if diagnostic.span), default=-1)
    starts = line_starts(cable.source.text[: last + 1])
    found = []
    for diagnostic in diagnostics:
        line, column = position(starts, diagnostic.span[0]) if diagnostic.span else (0, 0)
        found.append((line + cable.source.line - 1 if line else 0, column))
    return found
