"""Writer ``docket``: every word of a cable stands in it, in order."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

from cableconv import Context, Diagnostic, WriteError, ir, layout, walk

from cableconv_docket import grammar

#: The sign of each kind of words in braces.
SIGNS = {kind: sign for sign, kind in grammar.SIGNS.items()}

#: A line of text that would be taken for one that begins or ends a docket.
_FRAME = re.compile(r"(?m)^(?=(?:END )?DOCKET$)")


class DocketWriter:
    """Writes dockets."""

    def write(self, cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
        """Write each cable as soon as it is there.

        Args:
            cables: The cables.
            out: Takes the bytes: UTF-8, lines that end in LF, a blank line between two dockets.
            ctx: Option ``width`` says how many columns a line of text may have.

        Raises:
            WriteError: A cable holds half a character (a surrogate), for which UTF-8 has no bytes.
        """
        gap = ""
        for cable in cables:
            text = gap + "\n\n".join(_Typist(cable, ctx).passages()) + "\nEND DOCKET\n"
            try:
                out.write(text.encode())
            except UnicodeEncodeError as error:
                found = f"U+{ord(text[error.start]):04X}"
                raise WriteError(f"{found} is half a character, which UTF-8 cannot hold", where=_name(cable)) from error
            gap = "\n"


class _Typist:
    """Types one cable, passage by passage; a blank line parts them."""

    def __init__(self, cable: ir.Cable, ctx: Context) -> None:
        self.cable = cable
        self.ctx = ctx

    def passages(self) -> Iterator[str]:
        """Yield the fields, then the blocks of the text."""
        cable = self.cable
        yield "\n".join(["DOCKET", *_fields(cable)])
        for section in cable.sections:
            yield from self.text("= ", _escaped(section.heading or ""))
            for block in section.blocks:
                yield from self.block(block)
        for mark in cable.marks:
            sign = "/ " if isinstance(mark, ir.Mark) and mark.kind == "signature" else ""
            yield from self.text(sign, _escaped(walk.printed_line(cable.source, mark.span)))

    def block(self, block: ir.Block) -> Iterator[str]:
        """Yield the passages of a block; the format has no lists and no quotations, their words are plain text."""
        match block:
            case ir.Paragraph():
                sign = _number(block)
                yield from self.text(sign, self.inlines(block.content), "" if sign else block.label, block.marking)
            case ir.ItemList():
                for item in block.items:
                    yield from self.item(item)
            case ir.Quotation():
                yield from self.text("", _escaped(block.begin or ""))
                for each in block.blocks:
                    yield from self.block(each)
                yield from self.text("", _escaped(block.end or ""))
            case ir.PageBreak():
                yield from self.text("", self.inlines([block]))
            case ir.Verbatim() | ir.Unparsed():
                yield from _table(block.text)

    def item(self, item: ir.Item) -> Iterator[str]:
        """Yield an item of a list as a paragraph, then those below it."""
        yield from self.text("", self.inlines(item.content), item.marker, item.marking)
        for each in item.items:
            yield from self.item(each)

    def text(self, sign: str, words: str, label: str | None = None, marking: ir.Marking | None = None) -> Iterator[str]:
        """Yield a passage of running text behind its sign, wrapped; nothing where there are no words."""
        before = [_escaped(each) for each in (label, marking and marking.raw) if each]
        text = " ".join([*before, words.strip()]).strip()
        if (not sign and grammar.SIGN.match(text)) or (not before and grammar.PORTION.match(text)):
            text = f"\\{text}"
        if text:
            lines = textwrap.wrap(
                sign + text,
                self.ctx.options["width"],
                replace_whitespace=False,
                break_long_words=False,
                break_on_hyphens=False,
            )
            yield _FRAME.sub(r"\\", "\n".join(lines))

    def inlines(self, inlines: Iterable[ir.Inline]) -> str:
        """Return running text, words that are not plain in braces."""
        return "".join(map(self.inline, inlines))

    def inline(self, inline: ir.Inline) -> str:
        """Return a piece of running text."""
        if isinstance(inline, ir.Text):
            return _escaped(inline.text)
        words, detail = walk.unwrap(inline.raw).strip(), _detail(inline)
        if not words or grammar.SPECIAL.search(words + detail):
            message = f"Braces cannot hold {words!r}; it is written as plain text."
            diagnostic = Diagnostic(code="docket.plain", severity="warning", message=message)
            self.ctx.report(_name(self.cable), diagnostic)
            return _escaped(inline.raw)
        return f"{{{SIGNS[type(inline)]}{words}{detail and '|' + detail}}}"


def _name(cable: ir.Cable) -> str:
    return cable.id or cable.source.name


def _fields(cable: ir.Cable) -> Iterator[str]:
    """Yield the fields of a docket that the cable does not print, then all that it prints above its text."""
    rows = layout.header_rows(cable)
    printed = {row.label for row in rows}
    for label, lines in _values(cable).items():
        if lines and label not in printed:
            yield _field(label, *map(walk.unwrap, lines))
    for row in rows:
        # What is indented goes on with the line above.
        yield _FRAME.sub(grammar.INDENT, _field(row.label, *layout.printed_lines(cable.source, row)))


def _field(*pieces: str) -> str:
    label, *lines = pieces
    return " ".join([label, f"\n{grammar.INDENT}".join(lines)]).strip()


def _values(cable: ir.Cable) -> dict[str, list[str]]:
    """Return what the fields of a docket say of a cable, line by line."""
    envelope, header = cable.envelope or ir.Envelope(span=cable.span), cable.header or ir.Header(span=cable.span)
    number, grade = grammar.ID.fullmatch(cable.id or ""), header.classification
    return {
        "Date:": _date((envelope.dtg and envelope.dtg.when) or ""),
        "From:": [envelope.from_] if envelope.from_ else [],
        "To:": [addressee.name for addressee in envelope.to],
        "Number:": [f"{number['station']} {number['number']}/{number['year']}"] if number else [],
        "Grade:": ["//".join([grade.level.replace("-", " ").upper(), *grade.caveats])] if grade and grade.level else [],
        "Subject:": [header.subject] if header.subject else [],
    }


def _date(when: str) -> list[str]:
    """Return a time as ``04/03/1966 14:30``, a day as ``04/03/1966``."""
    try:
        instant = datetime.fromisoformat(when)
    except ValueError:
        return []
    return [f"{instant:%d/%m/%Y %H:%M}" if "T" in when else f"{instant:%d/%m/%Y}"]


def _number(paragraph: ir.Paragraph) -> str:
    """Return the number of a paragraph, as it is printed if that can be; nothing if it has none."""
    if paragraph.label and grammar.PARAGRAPH.fullmatch(paragraph.label):
        return f"{paragraph.label} "
    label = f"{paragraph.number}."
    return f"{label} " if grammar.PARAGRAPH.fullmatch(label) else ""


def _detail(inline: ir.Inline) -> str:
    match inline:
        case ir.Damage():
            return walk.unwrap(inline.reading or "")
        case ir.Reference():
            return walk.unwrap(inline.id or inline.label or "")
    return ""


def _table(text: str) -> Iterator[str]:
    """Yield the lines of a table, indented; what a blank line parts are two tables."""
    for block in re.split(r"\n(?:[^\S\n]*\n)+", text):
        lines = [line for line in block.split("\n") if line.strip()]
        indent = "" if all(line.startswith(grammar.INDENT) for line in lines) else grammar.INDENT
        if lines:
            yield "\n".join(indent + line.rstrip() for line in lines)


def _escaped(text: str) -> str:
    return grammar.SPECIAL.sub(r"\\\g<0>", walk.unwrap(text))
