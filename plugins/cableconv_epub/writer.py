"""The writer ``epub``."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from cableconv import ir, walk
from cableconv.characters import NOT_IN_XML, is_xml, sign
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.errors import WriteError
from cableconv.facts import facts_of
from cableconv.formats import Context
from cableconv_epub.book import make_book
from cableconv_epub.package import pack


class EpubWriter:
    """Writes one cable as a book, or many as a collection."""

    def write(self, cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
        """Write the cables as one EPUB 3 file.

        Options: ``cover`` and ``toc``: whether a collection begins with these pages.

        Args:
            cables: At least one.
            out: Takes the bytes; need not be seekable.
            ctx: ``metadata`` overrides the book's title, language and Dublin Core terms.

        Raises:
            WriteError: There is no cable, or one is nested hundreds deep.
            UsageError: The metadata's ``language`` is no language tag.
        """
        shown = list(cables)
        if not shown:
            raise WriteError("there is no cable to write, and an EPUB holds at least one")
        for cable in shown:
            for remark in replaced_characters(cable):
                ctx.report(cable.id or cable.source.name, remark)
        try:
            book = make_book(shown, ctx.options, ctx.metadata)
        except RecursionError as error:
            raise WriteError(
                "lists or quotations are nested deeper than an EPUB can be read, some hundred levels; "
                "check what the input holds, or say -t json, which keeps any depth"
            ) from error
        out.write(pack(book, modified(shown, ctx.epoch)))


def modified(cables: Sequence[ir.Cable], epoch: int | None) -> datetime:
    """Return when a book was last modified: the date of its last cable, else the epoch given, else 1970.

    Args:
        cables: What is in it.
        epoch: Seconds since 1970 UTC.
    """
    dates = [when for when in (facts_of(cable).when for cable in cables) if when]
    return max(dates) if dates else datetime.fromtimestamp(epoch or 0, UTC)


def replaced_characters(cable: ir.Cable) -> Iterator[Diagnostic]:
    """Say which characters of a cable a sign stands for, each once, at its first place."""
    if is_xml(cable.source.text):
        return
    first: dict[str, int] = {}
    times: Counter[str] = Counter()
    for leaf in walk.leaves(cable):
        for found in NOT_IN_XML.finditer(walk.slice_of(cable, leaf)):
            first.setdefault(found[0], leaf.span[0] + found.start())
            times[found[0]] += 1
    for unfit, at in first.items():
        message = (
            f"XML cannot hold the character U+{ord(unfit):04X}; {sign(unfit)} stands for it"
            f" ({times[unfit]} time{'s' if times[unfit] > 1 else ''})."
        )
        yield diagnose("character-replaced", (at, at + 1), message)
