"""Writing what stands after the body: signature, line of classification, end marks."""

from collections.abc import Sequence
from itertools import zip_longest

from cableconv import ir
from cableconv_tei.edition import Edition, Mark
from cableconv_tei.elements import TOP, ncname
from cableconv_tei.leaves import write_mark, write_page_break


def write_closing(edition: Edition, document: int, place: int, marks: Sequence[Mark], *, last: bool) -> None:
    """Write the marks after a section.

    Args:
        edition: The cable being written.
        document: The level of the division of the whole document.
        place: The level of the division of the section before them.
        marks: The marks.
        last: No section follows them.
    """
    pen = edition.pen
    closes = last and not pen.children(document) <= TOP
    separated = False  # a closer is open, a separator written in it
    for mark, following in zip_longest(marks, marks[1:]):
        if isinstance(mark, ir.PageBreak):
            write_page_break(edition, document if last else place, mark)
        elif not closes:
            write_loose_mark(edition, place, mark)
        elif mark.kind == "separator" and isinstance(following, ir.Mark) and following.kind == "signature":
            pen.open(document, "closer", mark.span[0])
            write_mark(edition, mark)
            separated = True
            continue
        elif mark.kind == "signature":
            if not separated:
                pen.open(document, "closer", mark.span[0])
            _write_signature(edition, mark)
        else:
            pen.open(document, "trailer", mark.span[0], type=ncname(mark.kind))
            pen.to(mark.span[1])
        separated = False


def write_loose_mark(edition: Edition, place: int, mark: ir.Mark) -> None:
    """Write a mark that stands between blocks, where TEI has neither closer nor trailer."""
    pen = edition.pen
    if not pen.has_passed(mark.span[0]):
        pen.open(place, "ab", mark.span[0], type=ncname(mark.kind))
        if mark.kind == "signature":
            _write_signer(edition, mark)
        pen.to(mark.span[1])


def _write_signature(edition: Edition, mark: ir.Mark) -> None:
    pen = edition.pen
    start, end = mark.span
    pen.enter("signed", start)
    _write_signer(edition, mark)
    pen.leave(end)


def _write_signer(edition: Edition, mark: ir.Mark) -> None:
    signer = edition.cable.signature
    edition.pen.write("persName", mark.span, ref=edition.person(signer) if signer else None)
