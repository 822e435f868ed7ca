"""Makes blocks of a cable: title block, envelope and header as printed, the body, what closes it.

Each function takes one kind of node. Printed marks and text are taken together in the order of the source, so that
nothing that stands between two of them can be left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from cableconv import ir
from cableconv.facts import Facts, long_time
from cableconv.layout import Row, header_rows
from cableconv.walk import marks_by_section, printed, printed_line, without_furniture
from cableconv_pdf.blocks import LINE_END, Block, Bookmark, Columns, Piece, Style
from cableconv_pdf.sheet import Look, Sheet
from cableconv_pdf.tags import Element

Blocks = Iterator[Block | Columns]
Leaf = ir.Mark | ir.Inline

#: Widest printed label that still has a column of its own: ``E.O. 12958:``.
LABEL_COLUMNS = 12

#: Indentation of a level of a list or a quotation, and of the deepest, in ems.
INDENT = 1.9
DEEPEST = 12.0


class Setting(NamedTuple):
    """What every function here needs.

    Attributes:
        cable: The cable.
        text: Its source as `cableconv.walk.without_furniture` gives it.
        sheet: The measures.
        linked: References to other cables may become links.
        targets: Ids of the cables that its reference labels stand for; empty when nothing is linked.
        indent: Indentation of what is being set, from that of plain paragraphs.
    """

    cable: ir.Cable
    text: str
    sheet: Sheet
    linked: bool
    targets: Mapping[str, str]
    indent: float = 0.0

    def indented(self) -> "Setting":
        """Return the setting of what stands below; however deep that is, most of the column is left for text."""
        return self._replace(indent=min(self.indent + INDENT * self.sheet.em, DEEPEST * self.sheet.em))

    def style(self, **changes: Any) -> Style:
        """Return the style of a plain paragraph, with changes."""
        sheet = self.sheet
        style = Style(
            left=sheet.hang + self.indent,
            label_left=self.indent,
            leading=sheet.leading,
            above=0.55 * sheet.leading,
            below=0.55 * sheet.leading,
        )
        return style._replace(**changes)


class Closing(NamedTuple):
    """A line after the text, or among it: a slash and a signature, an end mark. A page break has its own."""

    marks: tuple[ir.Mark | ir.PageBreak, ...]


def cable_blocks(cable: ir.Cable, facts: Facts, sheet: Sheet, root: Element, *, linked: bool) -> Blocks:
    """Yield the blocks of a cable in order.

    Args:
        cable: The cable.
        facts: What stands above it.
        sheet: The measures.
        root: The element that it goes under.
        linked: References to other cables may become links.
    """
    references = cable.header.references if cable.header and linked else ()
    targets = {ref.label: ref.id for ref in references if ref.label and ref.id}
    setting = Setting(cable, without_furniture(cable.source), sheet, linked, targets)
    yield from _title_block(facts, setting, root)
    # A signature may stand inside the last section: an attachment follows it.
    inside, outside = marks_by_section(cable)
    parts: list[Row | ir.Section | Closing] = [*header_rows(cable), *cable.sections, *_closings(cable, outside)]
    parts.sort(key=_start)
    for is_row, group in groupby(parts, lambda part: isinstance(part, Row)):
        if is_row:
            yield from _header([part for part in group if isinstance(part, Row)], setting, root)
            continue
        for part in group:
            if isinstance(part, ir.Section):
                yield from _section(part, _closings(cable, inside.get(part.span, ())), setting, root)
            elif isinstance(part, Closing):
                yield _closing(part, setting, root)


def _start(part: ir.Node | Row | Closing) -> int:
    return part.marks[0].span[0] if isinstance(part, Row | Closing) else part.span[0]


# Head


def _title_block(facts: Facts, setting: Setting, root: Element) -> Blocks:
    """Set id and classification, the subject, who sent it and when; a thin rule ends the block."""
    cable, sheet = setting.cable, setting.sheet
    raw_date = cable.envelope.dtg.raw if cable.envelope and cable.envelope.dtg else ""
    above = _joined(facts.id, facts.classification)
    below = _joined(facts.origin, long_time(facts) or raw_date)
    flush = Style(left=0.0, leading=sheet.leading, keep_next=True)
    space = 0.3 * sheet.leading
    heading = flush._replace(leading=1.22 * sheet.title.size, above=space, below=space)
    blocks = [
        Block(root.child("P"), (Piece(above, sheet.fact),), flush) if above else None,
        Block(
            root.child("H1"),
            (Piece(facts.title, sheet.title),),
            heading,
            bookmark=Bookmark(0, _bookmark_title(facts), cable.id),
        ),
        Block(root.child("P"), (Piece(below, sheet.fact),), flush) if below else None,
    ]
    *others, last = filter(None, blocks)
    yield from others
    yield last._replace(style=last.style._replace(below=1.4 * sheet.leading, rule_below=True, keep_next=False))


def _joined(*facts: str) -> str:
    return " · ".join(filter(None, facts))


def _bookmark_title(facts: Facts) -> str:
    return f"{facts.id} {facts.title}" if facts.id and facts.id != facts.title else facts.title


def _header(rows: Sequence[Row], setting: Setting, root: Element) -> Blocks:
    """Set envelope and header as printed: labels on the left, the rest in a column."""
    sheet = setting.sheet
    column = (LABEL_COLUMNS + 1) * 0.6 * sheet.printed.size
    style = Style(left=column, leading=1.36 * sheet.printed.size, above=0.12 * sheet.leading)
    element = root.child("L")
    for row in rows:
        item = element.child("LI")
        if isinstance(row.marks[0], ir.PageBreak):
            block = _break_marker(row.marks[0], setting, item.child("LBody"))
        else:
            block = Block(
                label=Piece(row.label, sheet.printed_label) if row.label else None,
                label_element=item.child("Lbl") if row.label else None,
                element=item.child("LBody"),
                pieces=tuple(_printed(row.marks[1:] if row.label else row.marks, setting)),
                style=style._replace(above=_space_above(row, style, sheet)),
            )
        if row is rows[-1]:
            block = block._replace(style=block.style._replace(rule_below=True, below=2.2 * sheet.leading))
        yield block


def _space_above(row: Row, style: Style, sheet: Sheet) -> float:
    """The text of the message begins with its classification line; so there is more white above it."""
    return 0.8 * sheet.leading if row.kind == "classification" else style.above


def _printed(marks: ir.Marks, setting: Setting) -> Iterator[Piece]:
    """Return marks as printed, with the blanks and line ends between them."""
    look = setting.sheet.printed
    source = setting.cable.source
    references = setting.cable.header.references if setting.cable.header and setting.linked else ()
    targets = {ref.span: ref.id for ref in references}
    for mark, before in zip(marks, [None, *marks], strict=False):
        if before and "\n" in printed(source, (before.span[1], mark.span[0])):
            yield Piece(LINE_END, look)
        elif before and _is_blank_between(before, mark, setting):
            yield Piece(" ", look)
        lines = [line.strip() for line in printed(source, mark.span).splitlines()]
        for n, line in enumerate(filter(None, lines)):
            if n:
                yield Piece(LINE_END, look)
            yield Piece(line, look, targets.get(mark.span))


# Body


def _section(section: ir.Section, closing: Iterable[Closing], setting: Setting, root: Element) -> Blocks:
    """Set a section: its heading, then its blocks, and the closing lines that stand among them."""
    element = root.child("Sect") if section.heading else root
    yield from _heading(section, setting, element)
    for part in sorted((*section.blocks, *closing), key=_start):
        if isinstance(part, Closing):
            yield _closing(part, setting, root)
        else:
            yield from _blocks([part], setting, element)


def _heading(section: ir.Section, setting: Setting, parent: Element) -> Blocks:
    """Set a heading. The type shows that it is one, so its printed rules are not set; a rule by itself is."""
    sheet = setting.sheet
    style = setting.style(above=1.3 * sheet.leading, below=0.4 * sheet.leading, keep_next=True)
    marks = [mark for mark in section.marks if not _is_rule(mark)]
    bookmark = Bookmark(1, section.heading) if section.heading else None
    for block in _text(marks, setting, parent.child("H2"), style, look=sheet.heading):
        yield block._replace(bookmark=bookmark) if isinstance(block, Block) else block
        bookmark = None
    if section.marks and not marks:
        yield Block(parent, (), setting.style(rule_above=True, leading=0.1 * sheet.leading))


def _is_rule(leaf: Leaf) -> bool:
    return isinstance(leaf, ir.Mark) and leaf.kind == "rule"


def _blocks(blocks: Iterable[ir.Block], setting: Setting, parent: Element) -> Blocks:
    for block in blocks:
        match block:
            case ir.Paragraph():
                yield from _paragraph(block, setting, parent)
            case ir.ItemList():
                yield from _items(block.items, setting, parent.child("L"))
            case ir.Quotation():
                yield from _quotation(block, setting, parent)
            case ir.PageBreak():
                yield _break_marker(block, setting, parent.child("P"))
            case ir.Verbatim() | ir.Unparsed():
                yield _columns(block.text, setting, parent)


def _paragraph(paragraph: ir.Paragraph, setting: Setting, parent: Element) -> Blocks:
    heading = paragraph.role == ir.Role.HEADING
    style = setting.style(keep_next=heading)
    yield from _text(
        (*paragraph.marks, *paragraph.content),
        setting,
        parent.child("H3" if heading else "P"),
        style,
        look=setting.sheet.subheading if heading else setting.sheet.prose,
    )


def _items(items: Iterable[ir.Item], setting: Setting, parent: Element) -> Blocks:
    """Set a list; each level is indented once more. Its marker hangs in the indentation."""
    inner = setting.indented()
    for item in items:
        element = parent.child("LI")
        style = inner.style(
            label_left=setting.sheet.hang + setting.indent,
            above=0.25 * setting.sheet.leading,
            below=0.25 * setting.sheet.leading,
        )
        label = element.child("Lbl")
        body = element.child("LBody")
        yield from _text((*item.marks, *item.content), inner, body, style, label_element=label)
        if item.items:
            yield from _items(item.items, inner, body.child("L"))


def _quotation(quotation: ir.Quotation, setting: Setting, parent: Element) -> Blocks:
    """Set quoted text indented, its printed begin and end as quiet lines around it."""
    element = parent.child("BlockQuote")
    inner = setting.indented()
    parts: list[ir.Mark | ir.Block] = sorted((*quotation.marks, *quotation.blocks), key=_start)
    for part in parts:
        if isinstance(part, ir.Mark):
            if part.kind != "rule":
                style = setting.style(keep_next=part.kind == "begin")
                words = printed_line(setting.cable.source, part.span)
                yield Block(element.child("P"), (Piece(words, setting.sheet.caption),), style)
        else:
            yield from _blocks([part], inner, element)


def _columns(text: str, setting: Setting, parent: Element) -> Columns:
    look = setting.sheet.printed._replace(gray=0.0)
    style = setting.style(leading=1.3 * look.size, above=0.8 * setting.sheet.leading, below=0.8 * setting.sheet.leading)
    return Columns(parent.child("P"), text.strip("\r\n"), look, style._replace(whole=True))


def _break_marker(marker: ir.PageBreak, setting: Setting, element: Element) -> Block:
    look = setting.sheet.break_marker
    space = 0.5 * setting.sheet.leading
    style = setting.style(leading=1.4 * look.size, above=space, below=space)
    return Block(element, (Piece(marker.raw, look),), style._replace(centered=True))


def _closings(cable: ir.Cable, marks: Iterable[ir.Mark | ir.PageBreak]) -> list[Closing]:
    lines: list[Closing] = []
    for mark in marks:
        last = lines[-1].marks[-1] if lines else None
        glued = last and not cable.source.text[last.span[1] : mark.span[0]].strip(" \t")
        if glued and isinstance(last, ir.Mark) and isinstance(mark, ir.Mark):
            lines[-1] = Closing((*lines[-1].marks, mark))
        else:
            lines.append(Closing((mark,)))
    return lines


def _closing(line: Closing, setting: Setting, root: Element) -> Block:
    """Set a line of what stands outside envelope, header and sections: signature, end marks."""
    if isinstance(line.marks[0], ir.PageBreak):
        return _break_marker(line.marks[0], setting, root.child("P"))
    pieces: list[Piece] = []
    for mark, before in zip(line.marks, [None, *line.marks], strict=False):
        if before and _is_blank_between(before, mark, setting):
            pieces.append(Piece(" ", setting.sheet.prose))
        is_signature = isinstance(mark, ir.Mark) and mark.kind == "signature"
        look = setting.sheet.prose if is_signature else setting.sheet.caption
        pieces.append(Piece(printed_line(setting.cable.source, mark.span), look))
    return Block(root.child("P"), tuple(pieces), setting.style(above=0.9 * setting.sheet.leading))


# Text


def _text(
    leaves: Sequence[Leaf],
    setting: Setting,
    element: Element,
    style: Style,
    *,
    look: Look | None = None,
    label_element: Element | None = None,
) -> Blocks:
    """Set marks and inlines in source order.

    A page break divides the block; the element goes on after it. A printed rule becomes a thin rule above or below.
    """
    prose = look or setting.sheet.prose
    ordered = sorted(leaves, key=_start)
    label: Piece | None = None
    pieces: list[Piece] = []
    for leaf, before in zip(ordered, [None, *ordered], strict=False):
        if before and _is_blank_between(before, leaf, setting):
            pieces.append(Piece(" ", prose))
        if isinstance(leaf, ir.PageBreak):
            if _has_words(label, pieces):
                yield Block(element, tuple(pieces), style._replace(below=0.0), label, label_element)
            yield _break_marker(leaf, setting, element.child("Span"))
            label, pieces, style = None, [], style._replace(above=0.0, rule_above=False)
        elif _is_rule(leaf):
            words = _has_words(label, pieces)
            style = style._replace(rule_above=style.rule_above or not words, rule_below=words)
        elif isinstance(leaf, ir.Mark) and leaf.kind in ("label", "marker") and not _has_words(label, pieces):
            label = Piece(printed_line(setting.cable.source, leaf.span), prose)
        else:
            pieces.append(_piece(leaf, setting, prose))
    if _has_words(label, pieces):
        yield Block(element, tuple(pieces), style, label, label_element)


def _is_blank_between(before: Leaf, leaf: Leaf, setting: Setting) -> bool:
    """Tell whether the source parts two leaves: furniture between them does not, whatever is in it."""
    return any(map(str.isspace, setting.text[before.span[1] : leaf.span[0]]))


def _has_words(label: Piece | None, pieces: Iterable[Piece]) -> bool:
    return label is not None or any(piece.text.strip() for piece in pieces)


def _piece(leaf: Leaf, setting: Setting, prose: Look) -> Piece:
    sheet = setting.sheet
    match leaf:
        case ir.Text(text=text, role=role):
            return Piece(text, sheet.marker if role else prose)
        case ir.Reference(raw=raw, id=id_, label=label):
            return Piece(raw, prose, (id_ or setting.targets.get(label or "")) if setting.linked else None)
        case ir.Redaction(raw=raw):
            return Piece(raw, sheet.redaction)
        case ir.Damage(raw=raw):
            return Piece(raw, sheet.damage)
        case ir.Stray(raw=raw):
            return Piece(raw, sheet.caption)
        case ir.Mark():
            look = sheet.portion if leaf.kind in ("portion", "label", "marker", "separator") else prose
            return Piece(printed_line(setting.cable.source, leaf.span), look)
        case ir.PageBreak(raw=raw):
            return Piece(raw, sheet.break_marker)
