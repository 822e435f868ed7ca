"""Reader ``tei``: documents that the writer of this plugin made, and telegrams in *Foreign Relations* volumes."""

from collections.abc import Iterator
from typing import BinaryIO, Final

from lxml import etree

from cableconv import ir
from cableconv.errors import ReadError, TooLarge
from cableconv.formats import Context, Input
from cableconv_tei.elements import ID, NS
from cableconv_tei.parsing import SAFELY, own_entities, unknown_entity, unparsed
from cableconv_tei.reading.document import is_ours, read_document
from cableconv_tei.reading.frus import documents

_TEI: Final = f"{NS}TEI"
_CORPUS: Final = f"{NS}teiCorpus"

#: How many bytes are parsed at once.
_PIECE: Final = 64 * 2**10


class TEIReader:
    """Reads TEI P5. Nothing is fetched, and no file but the input is opened."""

    def read(self, source: Input, ctx: Context) -> Iterator[ir.Cable]:
        """Yield the cables of a document or a corpus; one of its ``TEI`` elements at a time is in memory.

        Args:
            source: The input.
            ctx: Option ``max-document``: the most bytes that one ``TEI`` element may have.

        Raises:
            ReadError: It is not well-formed (the error has line and column), declares entities, or is no TEI of cables.
        """
        try:
            with source.stream() as stream:
                yield from _read(stream, source.name, ctx)
        except ReadError as error:
            error.where = error.where or source.name
            raise
        except OSError as error:
            raise ReadError(f"cannot be read: {error.strerror or error}", where=source.name) from error
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            raise ReadError(
                f"is TEI, but not as cableconv writes it: {type(error).__name__}: {error}", where=source.name
            ) from error


def _read(stream: BinaryIO, name: str, ctx: Context) -> Iterator[ir.Cable]:
    parser = etree.XMLPullParser(
        ("start", "end"),
        tag=(_TEI, _CORPUS),
        remove_comments=True,
        remove_pis=True,
        **SAFELY,
    )
    found = False
    try:
        for document in _documents(parser, stream, ctx.options["max-document"]):
            found = True
            yield from _cables(document, name, ctx)
            _forget(document)
    except etree.XMLSyntaxError as error:
        raise _ill_formed(error, parser) from error
    if not found:
        raise ReadError("is XML without a TEI element in the namespace http://www.tei-c.org/ns/1.0")


def _documents(parser: etree.XMLPullParser, stream: BinaryIO, limit: int) -> Iterator[etree._Element]:
    """Yield each ``TEI`` element as soon as it has ended."""
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > limit:
            raise TooLarge(
                f"has more than {limit:,} bytes in one TEI element; raise the limit with --option max-document=BYTES"
            )
        parser.feed(piece)
        for event, element in parser.read_events():
            if not isinstance(element, etree._Element):
                continue
            if event == "start":
                if refused := own_entities(element):
                    raise ReadError(refused)
            elif element.tag == _TEI:
                yield element
                size = 0
    parser.close()


def _ill_formed(error: etree.XMLSyntaxError, parser: etree.XMLPullParser) -> ReadError:
    """Return an error with the place of the first mistake, which lxml may know only in its log."""
    for entry in parser.feed_error_log:
        return ReadError(unparsed(entry.message), line=entry.line, column=entry.column)
    line, column = error.position
    return ReadError(unparsed(error.msg or ""), line=line or 1, column=column or 1)


def _cables(document: etree._Element, name: str, ctx: Context) -> Iterator[ir.Cable]:
    if unknown := unknown_entity(document):
        message, line = unknown
        raise ReadError(message, line=line)
    if not is_ours(document):
        if document.find(f".//{NS}div[@type='document']") is None:
            raise ReadError(
                "is TEI that cableconv did not write, and no volume of Foreign Relations either: it has no div of "
                "type document"
            )
        yield from documents(document, name, ctx)
        return
    in_corpus = document.getparent() is not None
    yield read_document(document, f"{document.get(ID, '')}." if in_corpus else "")


def _forget(document: etree._Element) -> None:
    """Free a document of a corpus, and what stands before it."""
    parent = document.getparent()
    document.clear()
    while parent is not None and parent[0] is not document:
        del parent[0]
