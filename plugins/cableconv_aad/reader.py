"""The reader `aad`: records of the Access to Archival Databases, each a telegram of 1973 to 1979.

The telegram is parsed as any other. What is not its own is set aside: the record's headings and attributes, the release
stamps and the banners at the edges of its pages. What the attributes say is kept in ``extras["aad"]``.
"""

from collections.abc import Iterator

import msgspec

from cableconv import ir
from cableconv.diagnostics import diagnose
from cableconv.errors import ReadError
from cableconv.formats import Context, Input
from cableconv.source import encoding_guess, parts
from cableconv.walk import printed
from cableconv_aad.attributes import identify, published, read_attributes
from cableconv_aad.record import Record, find_parts, record_starts, telegram_cuts
from cableconv_telegram import cut_script, parse_telegram

#: The namespace of this reader in ``extras``.
EXTRAS = "aad"


class AADReader:
    """Reads records of AAD, one or several in a file."""

    def read(self, source: Input, ctx: Context) -> Iterator[ir.Cable]:
        """Yield the cables of the records in order, also of those that have no text.

        Raises:
            ReadError: There is no record in it, or it cannot be read.
        """
        whole = source.source("aad")
        starts = record_starts(whole.text)
        if not starts:
            raise ReadError(
                "holds no record: it has neither a line 'Message Text' nor a line 'Message Attributes'; "
                "a telegram alone is -f telegram",
                where=source.name,
            )
        for part in parts(whole, starts):
            yield _read_record(part, find_parts(part.text))


def _read_record(source: ir.Source, record: Record) -> ir.Cable:
    attributes = read_attributes(source.text, record.attributes)
    said = [guess] if (guess := encoding_guess(source)) else []
    if record.missing:
        said.append(diagnose("page-incomplete", message=f"The record is incomplete: it lacks {record.missing}."))
    cuts, released = telegram_cuts(source.text, record)
    number = attributes.get("Document Number")
    identity = identify(number or "")
    cable = parse_telegram(cut_script(source.text, cuts), source, said, identity.year if identity else None)
    said = list(cable.diagnostics)
    if record.notice[0] < record.notice[1]:
        cable = _with_notice(cable, record.notice)
    if not source.text[slice(*record.telegram)].strip():
        # Of a telegram that is not there nothing can be missing.
        said = [each for each in said if each.code not in ("no-envelope", "no-header", "no-id")]
    if identity and cable.id is None:
        said = [each for each in said if each.code != "no-id"]
        said.append(diagnose("id-from-publisher"))
    elif identity and cable.id != identity.id:
        said.append(
            diagnose("published-differs", message=f"Published as {number}, the telegram calls itself {cable.id}.")
        )
    return msgspec.structs.replace(
        cable,
        id=cable.id or (identity.id if identity else None),
        published_id=number,
        published=published(attributes, released),
        diagnostics=tuple(said),
        extras={EXTRAS: attributes} if attributes else {},
    )


def _with_notice(cable: ir.Cable, span: ir.Span) -> ir.Cable:
    """Return a cable with what the record prints in place of a text: readers of every output are told."""
    source = cable.source
    notice = ir.Envelope(partial=True, raw=printed(source, span), marks=(ir.Mark(kind="notice", span=span),), span=span)
    around = tuple(each for each in source.furniture if each != span)
    return msgspec.structs.replace(cable, envelope=notice, source=msgspec.structs.replace(source, furniture=around))
