"""The text of a docket, block by block, becomes the sections of a cable."""

from collections.abc import Iterable

from cableconv import Role, ir, walk

from cableconv_docket import grammar
from cableconv_docket.reading import Reading

#: Headings that say what a section is for.
ROLES = {"summary": Role.SUMMARY, "comment": Role.COMMENT}


def read_body(reading: Reading, blocks: Iterable[ir.Span]) -> list[ir.Section]:
    """Return the sections; all that stands above the first heading is one, too."""
    sections: list[tuple[ir.Mark | None, list[ir.Block]]] = [(None, [])]
    number: int | None = None
    for span in blocks:
        sign = grammar.SIGN.match(reading.text, *span)
        if sign and sign.lastgroup == "heading":
            reading.furniture.append(sign.span("heading"))
            sections.append((ir.Mark(kind="heading", span=(sign.end(), span[1])), []))
        elif reading.text.startswith(grammar.INDENT, span[0]):
            sections[-1][1].append(ir.Verbatim(text=walk.printed(reading.source, span), span=span))
        else:
            paragraph = _paragraph(reading, grammar.words(reading.text, span), number)
            number = paragraph.number or number
            sections[-1][1].append(paragraph)
    return [_section(reading, heading, blocks) for heading, blocks in sections if heading or blocks]


def _section(reading: Reading, heading: ir.Mark | None, blocks: list[ir.Block]) -> ir.Section:
    words = reading.printed(heading.span) if heading else None
    nodes = [*([heading] if heading else []), *blocks]
    return ir.Section(
        heading=words,
        role=ROLES.get(words.lower()) if words else None,
        blocks=tuple(blocks),
        marks=(heading,) if heading else (),
        span=(nodes[0].span[0], nodes[-1].span[1]),
    )


def _paragraph(reading: Reading, span: ir.Span, above: int | None) -> ir.Paragraph:
    """Return a paragraph; one without a number goes on with the one above that has the number ``above``."""
    start, end = span
    marks = []
    sign = grammar.SIGN.match(reading.text, start, end)
    label = sign["label"] if sign else None
    if sign and label:
        marks.append(ir.Mark(kind="label", span=sign.span("label")))
        start = sign.end()
    portion = grammar.PORTION.match(reading.text, start, end)
    if portion:
        marks.append(ir.Mark(kind="portion", span=portion.span()))
        start, end = grammar.words(reading.text, (portion.end(), end))
    return ir.Paragraph(
        number=int(label[:-1]) if label else None,
        label=label,
        marking=ir.Marking(raw=portion[0], level=grammar.LEVELS[portion[1]], span=portion.span()) if portion else None,
        continues=None if label else above,
        content=tuple(_inlines(reading, (start, end))),
        marks=tuple(marks),
        span=span,
    )


def _inlines(reading: Reading, span: ir.Span) -> list[ir.Inline]:
    """Read running text: plain pieces, and words in braces."""
    found: list[ir.Inline] = []
    at, end = span
    for match in grammar.INLINE.finditer(reading.text, at, end):
        found += _plain(reading, (at, match.start()))
        if match["escaped"]:
            # The sign behind the backslash begins the next plain piece.
            reading.furniture.append((match.start(), match.start("escaped")))
            at = match.start("escaped")
        else:
            words = match.span("words")
            reading.furniture += [(match.start(), words[0]), (words[1], match.end())]
            found.append(_special(match["sign"], reading.printed(words), match["detail"], words))
            at = match.end()
    return found + _plain(reading, (at, end))


def _plain(reading: Reading, span: ir.Span) -> list[ir.Inline]:
    return [ir.Text(text=reading.printed(span), span=span)] if span[0] < span[1] else []


def _special(sign: str, raw: str, detail: str | None, span: ir.Span) -> ir.Inline:
    """Return the node that words in braces are."""
    kind = grammar.SIGNS[sign]
    detail = walk.unwrap(detail) if detail else None
    if kind is ir.Damage:
        return ir.Damage(raw=raw, reading=detail, span=span)
    if kind is ir.Reference:
        is_id = detail and grammar.ID.fullmatch(detail)
        return ir.Reference(raw=raw, id=detail if is_id else None, label=None if is_id else detail, span=span)
    return kind(raw=raw, span=span)
