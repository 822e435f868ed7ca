"""Reader ``docket``: every character that is not blank becomes part of a node, or furniture."""

from collections.abc import Iterator

import msgspec
from cableconv import Context, Input, ReadError, diagnose, ir, walk
from cableconv.source import encoding_guess, parts

from cableconv_docket import grammar
from cableconv_docket.body import read_body
from cableconv_docket.head import read_fields, read_head
from cableconv_docket.reading import Reading

#: It may begin a file, and is furniture already.
_BYTE_ORDER_MARK = "\ufeff"


class DocketReader:
    """Reads the messages of a file, one by one."""

    def read(self, source: Input, ctx: Context) -> Iterator[ir.Cable]:
        """Yield the messages in order.

        Args:
            source: The file.
            ctx: Option ``dates`` says whether the day or the month comes first.

        Raises:
            ReadError: No message begins in it, or it cannot be read.
        """
        whole = source.source("docket")
        starts = [match.start() for match in grammar.BEGIN.finditer(whole.text)]
        if not starts:
            message = "has no beginning; expected a line that says DOCKET and nothing else"
            raise ReadError(message, where=source.name)
        # What stands above the first one comes with it.
        for part in parts(whole, [0, *starts[1:]]):
            yield _read_message(Reading(part, day_first=ctx.options["dates"] == "day-first"))


def _read_message(reading: Reading) -> ir.Cable:
    text = reading.text
    start = len(_BYTE_ORDER_MARK) if text.startswith(_BYTE_ORDER_MARK) else 0
    begin, end = _frame(reading)
    (_, head_end), *blocks = grammar.blocks(text, (begin[0], end[0]))
    envelope, header = read_head(read_fields(reading, (begin[1], head_end)), reading)
    text_end, marks = _close(reading, blocks)
    sections = (
        *_unparsed(reading, (start, begin[0])),
        *read_body(reading, blocks[:text_end]),
        *_unparsed(reading, (end[1], len(text))),
    )
    if guess := encoding_guess(reading.source):
        reading.said.append(guess)
    furniture = sorted([*reading.source.furniture, *reading.furniture])
    return ir.Cable(
        ir=ir.IR_VERSION,
        id=_id(reading, header),
        envelope=envelope,
        header=header,
        sections=sections,
        signature=reading.printed(marks[0].span) if marks else None,
        source=msgspec.structs.replace(reading.source, furniture=tuple(furniture)),
        diagnostics=tuple(reading.said),
        marks=marks,
        span=(0, len(text)),
    )


def _frame(reading: Reading) -> tuple[ir.Span, ir.Span]:
    """Return where the lines are that begin and end the message."""
    begin = next(grammar.BEGIN.finditer(reading.text)).span()
    found = grammar.END.search(reading.text, begin[1])
    end = found.span() if found else (len(reading.text),) * 2
    reading.furniture += [begin, end] if found else [begin]
    if not found:
        reading.said.append(diagnose("truncated", message="No line says END DOCKET; the rest is missing."))
    return begin, end


def _close(reading: Reading, blocks: list[ir.Span]) -> tuple[int, tuple[ir.Mark, ...]]:
    """Return how many blocks are text, and the marks of the others: the signature, and what stands below it."""
    for count in reversed(range(len(blocks))):
        start, end = blocks[count]
        sign = grammar.SIGN.match(reading.text, start, end)
        if sign and sign.lastgroup == "signature":
            reading.furniture.append(sign.span("signature"))
            signature = ir.Mark(kind="signature", span=(sign.end(), end))
            return count, (signature, *(ir.Mark(kind="end-mark", span=block) for block in blocks[count + 1 :]))
    return len(blocks), ()


def _unparsed(reading: Reading, span: ir.Span) -> Iterator[ir.Section]:
    """Yield what stands outside of the message, which no rule understands."""
    for block in grammar.blocks(reading.text, span):
        reading.said.append(diagnose("unparsed", block))
        yield ir.Section(blocks=(ir.Unparsed(text=walk.printed(reading.source, block), span=block),), span=block)


def _id(reading: Reading, header: ir.Header | None) -> str | None:
    number = grammar.NUMBER.fullmatch((header and header.mrn) or "")
    if number is None:
        reading.said.append(diagnose("no-id", message="No field says Number: STATION 12/66; it has no canonical id."))
        return None
    return f"{number['year']}{number['station'].replace(' ', '')}{number['number']}"
