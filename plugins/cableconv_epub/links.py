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
    found = {entry.span: chapters[entry.id] for entry in entries if entry.id in chapters}
    by_label = {entry.label: entry for entry in entries if entry.label}
    for section in cable.sections:
        for mention in walk.walk(section):
            if not isinstance(mention, ir.Reference):
                continue
            entry = by_label.get(mention.label)
            id_ = mention.id or (entry.id if entry else None)
            if id_ in chapters:
                found[mention.span] = chapters[id_]
            elif entry:
                found[mention.span] = "#" + anchor("reference", entry.span)
    return found
