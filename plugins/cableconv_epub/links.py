"""Where the references of a cable lead: to another chapter of the book, or to the reference line they stand for."""

from collections.abc import Mapping

from cableconv import ir, walk


def anchor(kind: str, span: ir.Span) -> str:
    """Return the id of the element that shows a span; offsets make it unique in its chapter."""
    return f"{kind}-{span[0]}"


def links(cable: ir.Cable, chapters: Mapping[str, str]) -> dict[ir.Span, str]:
    """Find the references that can be links.

    Args:
        cable: The cable whose references they are.
        chapters: File name of each cable in the book, by its id.

    Returns:
        Relative URL by the span of a reference, of the header or in the text.
    """
    entries = cable.header.references if cable.header else ()
    # Where two entries have one label or id, a mention leads to the first.
    by_label = {entry.label: entry for entry in reversed(entries) if entry.label}
    by_id = {entry.id: entry for entry in reversed(entries) if entry.id}
    mentions = [node for section in cable.sections for node in walk.walk(section) if isinstance(node, ir.Reference)]
    references: list[ir.CableRef | ir.Reference] = [*entries, *mentions]
    found: dict[ir.Span, str] = {}
    for reference in references:
        entry = by_label.get(reference.label or "") or by_id.get(reference.id or "")
        id_ = reference.id or (entry.id if entry else None)
        if id_ and id_ in chapters:
            found[reference.span] = chapters[id_]
        elif entry and isinstance(reference, ir.Reference):
            found[reference.span] = "#" + anchor("reference", entry.span)
    return found
