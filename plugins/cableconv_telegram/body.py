"""The body: sections, paragraphs, lists and quotations, made of the drafts that the lines gave."""

from collections.abc import Iterator, Sequence

import msgspec

from cableconv import ir
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.walk import unwrap
from cableconv_telegram.assembly import assemble
from cableconv_telegram.drafts import Draft
from cableconv_telegram.inlines import Spot, find_spots, marker_text, running_text
from cableconv_telegram.kinds import Piece, body_lines
from cableconv_telegram.labels import label_number
from cableconv_telegram.lines import Line
from cableconv_telegram.markings import PORTION, portion_values
from cableconv_telegram.numbering import repaired_numbers
from cableconv_telegram.pages import page_break
from cableconv_telegram.quotations import Heading, Part, QuoteMark, fold_quotations
from cableconv_telegram.references import Mentions
from cableconv_telegram.roles import CLOSING, OPENING, closing_role, heading_role, last_closing, opening_role
from cableconv_telegram.script import Script
from cableconv_telegram.tables import is_list_of_lines, right_margin, split_tables


class _Body(msgspec.Struct, frozen=True):
    script: Script
    spots: list[Spot]
    margin: int
    diagnostics: list[Diagnostic]


def read_body(
    script: Script, lines: list[Line], header: frozenset[str], mentions: Mentions, diagnostics: list[Diagnostic]
) -> tuple[ir.Section, ...]:
    """Read the body of a telegram.

    Args:
        script: The telegram.
        lines: Its lines between header and signature.
        header: The lines of its header.
        mentions: What the text may call a cable.
        diagnostics: What there is to say is added here.
    """
    if not lines:
        return ()
    margin = right_margin(lines)
    drafts = assemble(body_lines(lines, wraps=margin > 0), header, script.pilcrows, margin)
    spots = find_spots(script.text, lines[0].start, lines[-1].end, mentions)
    body = _Body(script, spots, margin, diagnostics)
    parts = _with_roles(list(_parts(body, drafts)))
    return tuple(_sections(fold_quotations(parts, diagnostics)))


def _parts(body: _Body, drafts: list[Draft]) -> Iterator[Part]:
    numbers = iter(_numbers(body, drafts))
    current: int | None = None
    items: list[Draft] = []
    for draft in drafts:
        if draft.kind == "item":
            items.append(draft)
            continue
        if items:
            yield from _item_list(body, items)
            items = []
        if draft.kind == "page":
            line = draft.pieces[0].lines[0]
            yield page_break(body.script, line.start, line.end)
        elif draft.kind in ("begin", "end"):
            yield _quote_mark(body.script, draft)
        elif draft.kind in ("opened", "closed"):
            yield QuoteMark("begin" if draft.kind == "opened" else "end", "", (), ())
        elif draft.kind == "heading":
            yield _heading(body, draft)
        elif draft.kind == "rule":
            marks = tuple(_rules(body.script, draft.pieces))
            yield ir.Paragraph(marks=marks, span=_span_of(marks))
        else:
            number = next(numbers) if draft.style == "number" else None
            current = number if number is not None else current
            yield from _paragraph(body, draft, number, None if number is not None else current)
    if items:
        yield from _item_list(body, items)


def _numbers(body: _Body, drafts: list[Draft]) -> list[int]:
    """Return the numbers of all numbered paragraphs, those with ¶ turned into 1 repaired."""
    labels = [draft.label for draft in drafts if draft.style == "number" and draft.label]
    printed = [label_number(line.text[:length]) for line, length in labels]
    certain = [line.start in body.script.pilcrows for line, _ in labels]
    numbers = repaired_numbers(printed, certain)
    if numbers != printed:
        first = next(at for at, number in enumerate(numbers) if number != printed[at])
        line, length = labels[first]
        body.diagnostics.append(diagnose("numbers-repaired", body.script.span(line.start, line.start + length)))
    return numbers


def _span_of(nodes: Sequence[ir.Node]) -> ir.Span:
    return min(node.span[0] for node in nodes), max(node.span[1] for node in nodes)


# Paragraphs


def _paragraph(body: _Body, draft: Draft, number: int | None, continues: int | None) -> Iterator[ir.Block]:
    """Make a paragraph of a draft; tables in it become blocks of their own, between its parts."""
    for line in draft.joined:
        body.diagnostics.append(diagnose("paragraph-joined", body.script.span(line.start, line.end)))
    label = draft.label
    for pieces in split_tables(draft.pieces, has_label=label is not None):
        if pieces[0].kind == "table":
            yield from _verbatim(body.script, pieces[0])
            continue
        if not label and len(pieces) == 1 and is_list_of_lines(pieces[0].lines, body.margin):
            yield _list_of_lines(body, pieces[0])
            continue
        yield _prose(body, pieces, label, number, continues)
        continues = continues if number is None else number
        label = number = None


def _verbatim(script: Script, piece: Piece) -> Iterator[ir.Verbatim]:
    # Blanks at the start of the first line keep its columns over those of the next; words there are another block's.
    first = piece.lines[0].start
    start = script.text.rfind("\n", 0, first) + 1
    if script.text[start:first].strip():
        start = first
    for span in script.stretches(start, piece.lines[-1].end):
        yield ir.Verbatim(text=script.printed(span), span=span)


def _prose(
    body: _Body, pieces: list[Piece], label: tuple[Line, int] | None, number: int | None, continues: int | None
) -> ir.Paragraph:
    script = body.script
    marks: list[ir.Mark] = []
    text = next((piece.lines for piece in pieces if piece.kind == "text"), pieces[0].lines)
    at, end = text[0].start, text[-1].end
    printed = None
    if label:
        line, length = label
        printed = line.text[:length].strip()
        marks += script.marks("label", line.start, line.start + length)
        at = line.start + length
    marking, at = _marking(script, at, end, marks)
    content = tuple(_content(body, pieces, at))
    marks += _rules(script, pieces)
    marks.sort(key=lambda mark: mark.span)
    return ir.Paragraph(
        number=number,
        label=printed,
        marking=marking,
        role=_role(script, printed, at, end),
        continues=continues,
        content=content,
        marks=tuple(marks),
        span=_span_of([*marks, *content]),
    )


def _role(script: Script, label: str | None, at: int, end: int) -> str | None:
    if label and label[0] in "Qq":
        return ir.Role.QUESTION
    if label and label[0] in "Aa":
        return ir.Role.ANSWER
    opening = OPENING.match(script.text, _skip_blanks(script.text, at), end)
    return opening_role(opening) if opening else None


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _marking(script: Script, at: int, end: int, marks: list[ir.Mark]) -> tuple[ir.Marking | None, int]:
    at = _skip_blanks(script.text, at)
    match = PORTION.match(script.text, at, end)
    if not match:
        return None, at
    level, caveats = portion_values(match[0])
    marks += script.marks("portion", *match.span())
    marking = ir.Marking(raw=script.raw(*match.span()), level=level, caveats=caveats, span=script.span(*match.span()))
    return marking, match.end()


def _content(body: _Body, pieces: Sequence[Piece], at: int) -> Iterator[ir.Inline]:
    """Yield the inlines of a block, from offset ``at`` on."""
    script, text = body.script, body.script.text
    at = _skip_blanks(text, at)
    first = True
    for index, piece in enumerate(pieces):
        if piece.kind == "rule":
            continue
        if piece.kind == "page":
            yield page_break(script, piece.lines[0].start, piece.lines[0].end)
            continue
        if piece.kind == "stray":
            span = script.span(piece.lines[0].start, piece.lines[0].end)
            yield ir.Stray(raw=script.raw(piece.lines[0].start, piece.lines[0].end), span=span)
            continue
        start = max(at, piece.lines[0].start)
        last = piece.lines[-1].end
        if start >= last:
            continue
        # The wrap before what comes next is the blank between the words.
        end = pieces[index + 1].lines[0].start if index + 1 < len(pieces) else last
        yield from _marked_text(body, start, last, end, first)
        first = False


def _marked_text(body: _Body, start: int, last: int, end: int, first: bool) -> Iterator[ir.Inline]:
    """Yield running text with the words at its start and end that only mark a part set apart."""
    script, text = body.script, body.script.text
    if first and (opening := OPENING.match(text, start, last)):
        yield from marker_text(script, start, opening.end())
        start = opening.end()
    closing = last_closing(text, start, last)
    if closing and closing.end() == last and closing.start() >= start:
        yield from running_text(script, start, closing.start(), body.spots)
        yield from marker_text(script, closing.start(), last)
        start = last
    yield from running_text(script, start, end, body.spots)


def _with_roles(parts: list[Part]) -> list[Part]:
    """Give the role of an opened part to all its paragraphs, from ``SUMMARY:`` to ``END SUMMARY``."""
    opened = 0
    role: str | None = None
    for at, part in enumerate(parts):
        if not isinstance(part, ir.Paragraph) or not part.content:
            continue
        if part.role:
            opened, role = at, part.role
        last = part.content[-1]
        if isinstance(last, ir.Text) and last.role == ir.Role.MARKER and CLOSING.match(last.text):
            if role and role == closing_role(last.text):
                parts[opened : at + 1] = [_with_role(each, role) for each in parts[opened : at + 1]]
            role = None
    return parts


def _with_role(part: Part, role: str) -> Part:
    if isinstance(part, ir.Paragraph) and not part.role:
        return msgspec.structs.replace(part, role=role)
    return part


# Lists


def _item_list(body: _Body, drafts: list[Draft]) -> Iterator[ir.Block]:
    items = _nested(body, drafts)
    yield ir.ItemList(items=items, span=(items[0].span[0], items[-1].span[1]))


def _list_of_lines(body: _Body, piece: Piece) -> ir.ItemList:
    items = []
    for line in piece.lines:
        content = tuple(running_text(body.script, line.start, line.end, body.spots))
        items.append(ir.Item(content=content, span=_span_of(content)))
    return ir.ItemList(items=tuple(items), span=_span_of(items))


def _nested(body: _Body, drafts: Sequence[Draft]) -> tuple[ir.Item, ...]:
    """Make items; those with another kind of marker than the first stand below the item before them."""
    style = drafts[0].style
    heads = [at for at, draft in enumerate(drafts) if draft.style == style]
    items = []
    for at, following in zip(heads, [*heads[1:], len(drafts)], strict=True):
        below = drafts[at + 1 : following]
        items.append(_item(body, drafts[at], _nested(body, below) if below else ()))
    return tuple(items)


def _item(body: _Body, draft: Draft, items: tuple[ir.Item, ...]) -> ir.Item:
    script = body.script
    if draft.label is None:
        raise AssertionError("an item has a marker")
    for joined in draft.joined:
        body.diagnostics.append(diagnose("paragraph-joined", script.span(joined.start, joined.end)))
    line, length = draft.label
    marks = script.marks("marker", line.start, line.start + length)
    marking, at = _marking(script, line.start + length, draft.pieces[0].lines[-1].end, marks)
    content = tuple(_content(body, draft.pieces, at))
    marks += _rules(script, draft.pieces)
    return ir.Item(
        marker=line.text[:length].strip(),
        marking=marking,
        content=content,
        items=items,
        marks=tuple(marks),
        span=_span_of([*marks, *content, *items]),
    )


# Headings, quotations, sections


def _rules(script: Script, pieces: Sequence[Piece]) -> Iterator[ir.Mark]:
    for piece in pieces:
        if piece.kind == "rule":
            yield from script.marks("rule", piece.lines[0].start, piece.lines[0].end)


def _heading_marks(script: Script, draft: Draft) -> Iterator[ir.Mark | ir.PageBreak]:
    for piece in draft.pieces:
        for line in piece.lines:
            if piece.kind == "page":
                yield page_break(script, line.start, line.end)
            else:
                yield from script.marks("rule" if piece.kind == "rule" else "heading", line.start, line.end)


def _heading(body: _Body, draft: Draft) -> Heading:
    marks = tuple(_heading_marks(body.script, draft))
    words = [line.text for piece in draft.pieces if piece.kind == "text" for line in piece.lines]
    inlines: list[ir.Inline] = []
    for piece in draft.pieces:
        if piece.kind == "text":
            inlines += running_text(body.script, piece.lines[0].start, piece.lines[-1].end, body.spots)
    return Heading(" ".join(words), marks, tuple(inlines))


def _quote_mark(script: Script, draft: Draft) -> QuoteMark:
    lines = draft.pieces[0].lines
    start, end = lines[0].start, lines[-1].end
    return QuoteMark(
        draft.kind,
        unwrap(script.text[start:end]),
        tuple(script.marks(draft.kind, start, end)),
        tuple(marker_text(script, start, end)),
    )


def _sections(parts: Sequence[ir.Block | Heading]) -> Iterator[ir.Section]:
    heading: Heading | None = None
    blocks: list[ir.Block] = []
    for part in [*parts, None]:
        if isinstance(part, Heading) or part is None:
            if heading or blocks:
                yield _section(heading, blocks)
            heading, blocks = part, []
        else:
            blocks.append(part)


def _section(heading: Heading | None, blocks: list[ir.Block]) -> ir.Section:
    marks = heading.marks if heading else ()
    return ir.Section(
        heading=heading.text if heading else None,
        role=heading_role(heading.text) if heading else None,
        blocks=tuple(blocks),
        marks=marks,
        span=_span_of([*marks, *blocks]),
    )
