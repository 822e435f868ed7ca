"""A cable as text that a person can compare: what was recognised, without spans."""

from collections.abc import Iterable, Iterator

from cableconv import ir

_INDENT = "  "


def outline(cable: ir.Cable) -> str:
    """Return everything that a reader recognised, line by line, fields that are empty left out.

    Inlines that are not plain text stand in braces: ``{ref A -> A}``, ``{redaction XXXXX}``.
    """
    lines = [
        *_field("id", cable.id),
        *_field("published_id", cable.published_id),
        *_struct("published", cable.published),
        *_struct("envelope", cable.envelope),
        *_struct("header", cable.header),
    ]
    for section in cable.sections:
        lines += _section(section)
    lines += _field("signature", cable.signature)
    for mark in cable.marks:
        if isinstance(mark, ir.Mark) and mark.kind != "signature":
            lines.append(f"{mark.kind}: {cable.source.text[slice(*mark.span)]}")
    lines += [f"says {diagnostic.code}" for diagnostic in cable.diagnostics]
    return "\n".join(lines) + "\n"


_SKIPPED = ("span", "marks")


def _field(name: str, value: object) -> Iterator[str]:
    match value:
        case None | () | False:
            return
        case tuple() if all(isinstance(each, str) for each in value):
            yield f"{name}: {' | '.join(value)}"
        case _:
            yield f"{name}: {value}"


def _struct(name: str, value: object) -> Iterator[str]:
    """Yield the fields of a struct of envelope, header or publication, a line each."""
    if value is None:
        return
    yield name
    for field in value.__struct_fields__:  # type: ignore[attr-defined]
        below = getattr(value, field)
        if field in _SKIPPED or (field == "raw" and isinstance(value, ir.Envelope)):
            continue
        entries = below if isinstance(below, tuple) else (below,)
        if entries and isinstance(entries[0], ir.Node):
            for entry in entries:
                yield f"{_INDENT}{field.rstrip('_')}: {_node(entry)}"
        else:
            yield from (_INDENT + line for line in _field(field.rstrip("_"), below))


def _node(node: ir.Node) -> str:
    """Return the fields of a small node on one line."""
    parts = []
    for field in node.__struct_fields__:
        value = getattr(node, field)
        if field != "span" and value not in (None, (), False):
            parts.append(f"{field}={' | '.join(value) if isinstance(value, tuple) else value}")
    return ", ".join(parts)


def _section(section: ir.Section) -> Iterator[str]:
    role = f" ({section.role})" if section.role else ""
    yield f"section{role}: {section.heading}" if section.heading else f"section{role}"
    for block in section.blocks:
        yield from (_INDENT + line for line in _block(block))


def _block(block: ir.Block) -> Iterator[str]:
    match block:
        case ir.Paragraph():
            yield _paragraph(block)
        case ir.ItemList():
            yield "list"
            for item in block.items:
                yield from (_INDENT + line for line in _item(item))
        case ir.Quotation():
            yield f"quotation: {block.begin or ''}".rstrip()
            for inside in block.blocks:
                yield from (_INDENT + line for line in _block(inside))
            yield f"end of quotation: {block.end or ''}".rstrip()
        case ir.PageBreak():
            yield _inline(block)
        case _:
            yield "verbatim" if isinstance(block, ir.Verbatim) else "unparsed"
            yield from (f"{_INDENT}|{line}" for line in block.text.split("\n"))


def _paragraph(paragraph: ir.Paragraph) -> str:
    head = ["paragraph"]
    if paragraph.number is not None:
        head.append(str(paragraph.number))
    if paragraph.continues is not None:
        head.append(f"going on from {paragraph.continues}")
    if paragraph.label and paragraph.label != f"{paragraph.number}.":
        head.append(f"printed {paragraph.label}")
    if paragraph.marking:
        head.append(f"[{_marking(paragraph.marking)}]")
    if paragraph.role:
        head.append(f"({paragraph.role})")
    rules = " <rule>" * sum(isinstance(mark, ir.Mark) and mark.kind == "rule" for mark in paragraph.marks)
    return f"{' '.join(head)}:{rules} {_inlines(paragraph.content)}".rstrip()


def _marking(marking: ir.Marking) -> str:
    return " ".join([marking.raw, "=", marking.level or "?", *marking.caveats])


def _item(item: ir.Item) -> Iterator[str]:
    marking = f" [{_marking(item.marking)}]" if item.marking else ""
    yield f"{item.marker or '(no marker)'}{marking} {_inlines(item.content)}"
    for below in item.items:
        yield from (_INDENT + line for line in _item(below))


def _inlines(inlines: Iterable[ir.Inline]) -> str:
    return "".join(_inline(inline) for inline in inlines)


def _inline(inline: ir.Inline) -> str:
    match inline:
        case ir.Text():
            return f"{{{inline.text}}}" if inline.role == ir.Role.MARKER else inline.text
        case ir.PageBreak():
            return f"{{page {inline.page} of {inline.pages}}}"
        case ir.Reference():
            return f"{{{inline.raw} -> {inline.id or inline.label or '?'}}}"
        case ir.Damage():
            return f"{{damage {inline.raw} -> {inline.reading or '?'}}}"
        case ir.Redaction():
            return f"{{redaction {inline.raw}}}"
        case ir.Stray():
            return f"{{stray {inline.raw}}}"
