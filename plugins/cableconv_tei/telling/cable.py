"""The rules for a whole cable."""

import json

from cableconv import ir
from cableconv_tei.edition import Edition
from cableconv_tei.reading.vocabulary import VALUES
from cableconv_tei.register import Register
from cableconv_tei.telling.blocks import tells_sections
from cableconv_tei.telling.opening import tells_envelope, tells_header
from cableconv_tei.telling.passage import Passage, in_order, is_words, of_kind

_MARKS = frozenset({"signature", "end-mark", "classification", "stamp", "separator"})


def speaks_for_itself(edition: Edition) -> bool:
    """Tell whether a cable is surely read back from its markup, which is written, as it is."""
    cable, transcript = edition.cable, edition.transcript
    passage = Passage(text=transcript.text, place=transcript.place)
    envelope, header = cable.envelope, cable.header
    return (
        not transcript.illegal
        and cable.ir == ir.IR_VERSION
        and cable.span == (0, len(cable.source.text))
        and in_order([part for part in (envelope, header, *cable.sections[:1]) if part])
        and (envelope is None or tells_envelope(passage, envelope))
        and (header is None or tells_header(passage, edition, header))
        and tells_sections(passage, cable)
        and _tells_marks(passage, cable)
        and _tells_facts(cable)
        and _tells_categories(edition.register)
    )


def _tells_categories(register: Register) -> bool:
    """Tell whether each category leads back to the value that it stands for."""
    return register.is_clear and all(
        VALUES.get(name, value) == value and is_words(value)
        for _, categories in register.used()
        for name, value in categories
    )


def _tells_marks(passage: Passage, cable: ir.Cable) -> bool:
    marks = cable.marks
    return (
        in_order(marks)
        and all(isinstance(mark, ir.Mark) and mark.kind in _MARKS and passage.is_trimmed(mark) for mark in marks)
        and (not marks or (bool(cable.sections) and cable.sections[0].span[0] < marks[0].span[0]))
        and passage.is_first(of_kind(marks, "signature"), cable.signature)
    )


def _tells_facts(cable: ir.Cable) -> bool:
    source, published = cable.source, cable.published
    return (
        is_words(cable.id, cable.published_id)
        and "" not in (source.format, source.encoding, source.newline, source.sha256)
        and is_words(source.format, source.encoding, source.newline, source.sha256)
        and source.size >= 0
        and source.line >= 1
        and (published is None or _tells_published(published))
        and all(is_words(each.code) and is_words(each.message or None) for each in cable.diagnostics)
        and (not cable.extras or json.loads(json.dumps(cable.extras)) == cable.extras)
    )


def _tells_published(published: ir.Published) -> bool:
    return published != ir.Published() and is_words(
        published.title,
        published.created,
        published.released,
        published.classification,
        published.origin,
        *published.media,
    )
