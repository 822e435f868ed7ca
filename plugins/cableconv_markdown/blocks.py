"""Header, sections and blocks of a cable as blocks of Markdown; a block is a list of lines."""

import re
from collections.abc import Iterable, Iterator
from operator import attrgetter

from cableconv import ir, layout, walk
from cableconv_markdown.escape import code, delimiter, escape, escape_heading
from cableconv_markdown.flow import WIDTH, in_order, lines

Block = list[str]

#: A break between paragraphs where the cable prints a rule that underlines no heading.
BREAK = "---"

#: Level of a section's heading; the front matter's title is the first.
LEVEL = 2

_LINE_END = re.compile(r"\r\n|\r|\n")

_span = attrgetter("span")


def content(cable: ir.Cable, text: str) -> list[Block]:
    """Return the whole cable in source order: the header stands where it is printed, as a rule first."""
    rows = layout.header_rows(cable)
    start = rows[0].marks[0].span[0] if rows else 0
    parts = _parts(cable)
    return [
        *_body([part for part in parts if part[0].span[0] < start], text),
        *_header(rows, text),
        *_body([part for part in parts if part[0].span[0] >= start], text),
    ]


def _header(rows: list[layout.Row], text: str) -> list[Block]:
    """Return envelope and header as one list: printed labels are bold, names that this writer gives are in italics."""
    items: Block = []
    for row in rows:
        items += _bullet(_row(row, text))
    return [items] if items else []


def _row(row: layout.Row, text: str) -> Block:
    marks = row.marks[1:] if row.label else row.marks
    name = f"**{escape(row.label)}**" if row.label else f"*{row.name}*"
    rest: Block = []
    for line in _printed_lines(marks, text):
        if rest:
            rest[-1] += "\\"
        rest += lines(text, line, WIDTH - len(name) - 4)
    return [" ".join([name, *rest[:1]]), *rest[1:]]


def _printed_lines(marks: ir.Marks, text: str) -> Iterator[ir.Marks]:
    """Yield marks line by line, as the source prints them."""
    line: list[ir.Mark | ir.PageBreak] = []
    for mark in marks:
        if line and _LINE_END.search(text, line[-1].span[1], mark.span[0]):
            yield tuple(line)
            line = []
        line.append(mark)
    if line:
        yield tuple(line)


Loose = ir.Mark | ir.PageBreak
Part = tuple[ir.Section | Loose, list[Loose]]


def _parts(cable: ir.Cable) -> list[Part]:
    """Return the sections, each with the marks of the closing that stand in it; and the marks before and between them.

    Those marks are signature, end marks, separators.
    """
    inside, outside = walk.marks_by_section(cable)
    parts: list[Part] = [(section, inside.get(section.span, [])) for section in cable.sections]
    parts += [(mark, []) for mark in outside]
    return sorted(parts, key=lambda part: part[0].span)


def _body(parts: list[Part], text: str) -> list[Block]:
    found: list[Block] = []
    for node, inside in parts:
        if isinstance(node, ir.Section):
            found += _section(node, inside, text)
        else:
            found += _block(node, text, LEVEL, WIDTH)
    return found


def _section(node: ir.Section, inside: list[Loose], text: str) -> list[Block]:
    """Return a section: its heading, then what stands under it."""
    heading = [mark for mark in node.marks if isinstance(mark, ir.Mark) and mark.kind != "rule"]
    found: list[Block] = []
    if heading:
        found.append(_heading(lines(text, heading), LEVEL))
    elif node.marks:
        found.append([BREAK])
    found += [[code(mark.raw)] for mark in node.marks if isinstance(mark, ir.PageBreak)]
    # Headings in a quoted text are one below the section's own, where it has one.
    below = sorted([*node.blocks, *inside], key=_span)
    return found + _blocks(below, text, LEVEL + 1 if heading else LEVEL, WIDTH)


def _blocks(nodes: Iterable[ir.Block | ir.Mark], text: str, level: int, width: int) -> list[Block]:
    return [block for node in nodes for block in _block(node, text, level, width)]


def _block(node: ir.Block | ir.Mark, text: str, level: int, width: int) -> list[Block]:
    match node:
        case ir.Paragraph():
            return _paragraph(node, text, level, width)
        case ir.ItemList():
            return [_items(node.items, text, width)]
        case ir.Quotation():
            return _quotation(node, text, level, width)
        case ir.Verbatim(text=printed):
            return [_fenced(printed, "text")]
        case ir.Unparsed(text=printed):
            return [_fenced(printed, "unparsed")]
        case ir.PageBreak(raw=raw):
            return [[code(raw)]]
        case ir.Mark():
            return [lines(text, [node], width)]


def _paragraph(node: ir.Paragraph, text: str, level: int, width: int) -> list[Block]:
    """Return a paragraph; a rule printed above or below it becomes a break between paragraphs."""
    found: list[Block] = []
    run: list[walk.Leaf] = []
    for leaf in in_order([*node.marks, *node.content]):
        if isinstance(leaf, ir.Mark) and leaf.kind == "rule":
            found += [_run(node, run, text, level, width)] if run else []
            found.append([BREAK])
            run = []
        else:
            run.append(leaf)
    return [*found, _run(node, run, text, level, width)] if run else found


def _run(node: ir.Paragraph, run: list[walk.Leaf], text: str, level: int, width: int) -> Block:
    found = lines(text, run, width)
    return _heading(found, level) if node.role == ir.Role.HEADING else found


def _heading(found: Block, level: int) -> Block:
    words = " ".join(line.removesuffix("\\") for line in found)
    return [f"{'#' * min(level, 6)} {escape_heading(words)}"]


def _items(items: tuple[ir.Item, ...], text: str, width: int) -> Block:
    found: Block = []
    for item in items:
        leaves = [leaf for leaf in in_order([*item.marks, *item.content]) if not _is_bullet(leaf, text)]
        found += _bullet([*lines(text, leaves, width - 2), *_items(item.items, text, width - 2)])
    return found


def _is_bullet(leaf: walk.Leaf, text: str) -> bool:
    """Tell a bullet, which Markdown's own replaces, from a letter or a number, which is kept."""
    if not isinstance(leaf, ir.Mark) or leaf.kind != "marker":
        return False
    return not any(map(str.isalnum, text[slice(*leaf.span)]))


def _quotation(node: ir.Quotation, text: str, level: int, width: int) -> list[Block]:
    """Return a quoted text between the marks of its begin and its end, which are printed as they stand."""
    marks = [mark for mark in node.marks if isinstance(mark, ir.PageBreak) or mark.kind != "rule"]
    first = min((block.span[0] for block in node.blocks), default=node.span[1])
    before = [mark for mark in marks if mark.span[0] < first]
    after = [mark for mark in marks if mark.span[0] >= first]
    quoted: Block = []
    for block in _blocks(node.blocks, text, level, width - 2):
        quoted += [">"] if quoted else []
        quoted += [f"> {line}".rstrip(" ") for line in block]
    around = [lines(text, before, width), quoted, lines(text, after, width)]
    return [block for block in around if block]


def _fenced(printed: str, kind: str) -> Block:
    fence = delimiter(printed, "`", 3)
    return [f"{fence}{kind}", *(line.expandtabs().rstrip(" ") for line in _LINE_END.split(printed)), fence]


def _bullet(block: Block) -> Block:
    if not block:
        return ["-"]
    return [f"- {block[0]}", *(f"  {line}" for line in block[1:])]
