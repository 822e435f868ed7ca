"""The reader `cablegate-csv`: the file of all cables, one cable a row, read as a stream.

A row that is broken is told of as an error with its line, and the next one is read.
"""

import re
from array import array
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b

import msgspec

from cableconv import ir
from cableconv.decoding import BYTE_ORDER_MARKS
from cableconv.diagnostics import diagnose
from cableconv.errors import ReadError
from cableconv.formats import Context, Input, Part
from cableconv.source import MAX_SIZE, make_source, parts
from cableconv_cablegate.csv_rows import COLUMNS, Row, find_fields, reference_id, split_rows
from cableconv_cablegate.published import Publication, read_published
from cableconv_telegram import PILCROW, Cut, cut_script

#: The namespace in ``extras`` of what the IR has no place for: the row's number, and its references.
EXTRAS = "cablegate-csv"

# An escape sets the backslash aside, not what it stands before; a line end after it is still one.
_MARKUP = re.compile(rf"(?=[\\\r¶])(?:\\(?P<escaped>[^\r]|(?=\r))|(?P<line_end>\r\n?)|{PILCROW})", re.DOTALL)
_SAMPLE = b'","'
_UNESCAPED = re.compile(r"\\(.)", re.DOTALL)


class CSVReader:
    """Reads the Cablegate CSV."""

    def read(self, source: Input, ctx: Context) -> Iterator[ir.Cable]:
        """Yield the cables of a file, row by row; rows that cannot be read go to ``ctx.report`` as errors.

        Raises:
            ReadError: The file cannot be read.
        """
        met = Met()
        with source.stream() as stream:
            for row in split_rows(stream, MAX_SIZE):
                _check_bytes(row, source)
                for cable in _read_rows(row, source, ctx):
                    if cable.id and not met.add(cable.id):
                        said = diagnose(
                            "id-repeated", message=f"An earlier row has the id {cable.id}, too; all are kept."
                        )
                        cable = msgspec.structs.replace(cable, diagnostics=(*cable.diagnostics, said))
                    yield cable

    def split(self, source: Input) -> Iterator[Part]:
        """Yield where the rows are. That an id is repeated is all that is not seen by who reads a row alone.

        Raises:
            ReadError: The file cannot be read.
        """
        with source.stream() as stream:
            for row in split_rows(stream, MAX_SIZE):
                _check_bytes(row, source)
                stamp = blake2b(row.content, digest_size=8).hexdigest()
                id_ = reference_id(row.content)
                yield Part(offset=row.offset, size=row.size, line=row.line, stamp=stamp, id=id_)


def _check_bytes(row: Row, source: Input) -> None:
    """Check that rows can be told apart by their bytes: that ASCII is written as such.

    Raises:
        ReadError: It is not.
    """
    marked = [name for mark, name in BYTE_ORDER_MARKS if row.line == 1 and row.content.startswith(mark)]
    named = [source.encoding] if source.encoding and _SAMPLE.decode(source.encoding, "replace") != '","' else []
    if encoding := next(iter(marked + named), None):
        raise ReadError(
            f"is in {encoding}, where rows do not begin as they do in ASCII; expected UTF-8 or an encoding like it: "
            f"iconv -f {encoding} -t utf-8 makes one of it"
        )


def _read_rows(row: Row, source: Input, ctx: Context) -> Iterator[ir.Cable]:
    try:
        whole = make_source(row.content, name=source.name, reader="cablegate-csv", encoding=source.encoding)
    except ReadError as error:
        _tell_unread(ctx, source.name, row.line, f"The row was left out: it {error.message}.")
        return
    for own in _sources(msgspec.structs.replace(whole, line=row.line)):
        try:
            cable = read_row(own)
        except ReadError as error:
            _tell_unread(ctx, own.name, own.line, error.message)
        else:
            yield cable


def _tell_unread(ctx: Context, name: str, line: int, message: str) -> None:
    ctx.report(f"{name}:{line}", diagnose("row-unread", message=message))


def _sources(source: ir.Source) -> Iterator[ir.Source]:
    """Yield the source of a row; then that of the lines below its end, if there are any that are no row."""
    fields, end = find_fields(source.text)
    line_end = source.text.find("\n", end) + 1
    own_line_is_over = line_end and not source.text[end:line_end].strip()
    if len(fields) == COLUMNS and own_line_is_over and source.text[line_end:].strip():
        yield from parts(source, [0, line_end])
    else:
        yield source


# One row


def read_row(source: ir.Source) -> ir.Cable:
    """Read a row.

    Args:
        source: The row and nothing else.

    Raises:
        ReadError: It is broken.
    """
    text = source.text
    fields, end = find_fields(text)
    if source.size > MAX_SIZE:
        raise ReadError(f"The row is over {MAX_SIZE:,} bytes and was left out; is its last quotation mark missing?")
    if len(fields) < COLUMNS:
        raise ReadError(
            f"The row was left out: after {len(fields)} of {COLUMNS} fields stands {text[end : end + 20]!r}, expected "
            + (
                "a field that begins and ends with a quotation mark"
                if not fields or text[end - 1] == ","
                else "a comma"
            )
        )
    if text[end:].strip():
        raise ReadError(
            f"The row was left out: after its last field stands {text[end : end + 20]!r}, expected the end of the line"
        )
    number, created, published_id, origin, classification, references = (
        _UNESCAPED.sub(r"\1", text[slice(*span)]) for span in fields[:-2]
    )
    publication = Publication(
        published_id or None,
        ir.Published(created=_time(created), classification=classification or None, origin=origin or None),
    )
    cable = read_published(cut_script(text, _cuts(text, fields[-2:])), source, publication)
    if text[: fields[0][0] - 1].strip("\ufeff"):
        said = diagnose("column-names", (0, fields[0][0] - 1))
        cable = msgspec.structs.replace(cable, diagnostics=(said, *cable.diagnostics))
    extras = {"row": number, "references": [each for each in references.split("|") if each]}
    return msgspec.structs.replace(cable, extras={EXTRAS: extras})


def _cuts(text: str, fields: list[ir.Span]) -> list[Cut]:
    """Return what is not the telegram's in a row, given where its envelope and its text stand."""
    cuts: list[Cut] = []
    at = 0
    for start, end in fields:
        cuts.append((at, start, "\n\n" if cuts else ""))
        for match in _MARKUP.finditer(text, start, end):
            escape = match["escaped"] is not None
            cuts.append(
                (match.start(), match.start() + 1 if escape else match.end(), "\n" if match["line_end"] else "")
            )
        at = end
    return [*cuts, (at, len(text), "")]


def _time(text: str) -> str | None:
    """Return a time as `ir.Published` has it; what is no date and time stays as it is printed.

    >>> _time("2/4/2009 14:30")
    '2009-02-04T14:30'
    """
    try:
        return datetime.strptime(text, "%m/%d/%Y %H:%M").strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        return text or None


# Ids met before


class Met:
    """Ids that a file has named so far, in eight bytes each: a quarter of a million must not fill the memory."""

    def __init__(self) -> None:
        """Begin with none."""
        self._buckets = [array("Q") for _ in range(4096)]

    def add(self, name: str) -> bool:
        """Remember an id; tell whether it is new."""
        digest = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
        bucket = self._buckets[digest % len(self._buckets)]
        if digest in bucket:
            return False
        bucket.append(digest)
        return True
