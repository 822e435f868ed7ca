"""The header of a cable as rows."""

import msgspec
import pytest

from cableconv import ir, layout
from cableconv.testing.kitchen_sink import kitchen_sink

SINK = kitchen_sink()


@pytest.mark.parametrize("name", ["DE", "FM", "TO", "INFO", "XMT", "E.O. 12958:", "TAGS:", "SUBJECT:", "REF:"])
def test_each_label_begins_a_row_with_a_name(name: str) -> None:
    (row,) = [row for row in layout.header_rows(SINK) if row.label == name]
    assert row.name not in ("", "Other")


def test_rows_keep_every_word_of_envelope_and_header() -> None:
    assert SINK.envelope is not None
    assert SINK.header is not None
    start, end = SINK.envelope.span[0], SINK.header.span[1]
    rows = layout.header_rows(SINK)
    words = [word for row in rows for word in " ".join([row.label, *layout.printed_lines(SINK.source, row)]).split()]
    assert words == SINK.source.text[start:end].split()


def test_furniture_inside_a_row_is_not_shown() -> None:
    text = "TAGS: [PREL](#) [ZE](#)\n"
    spans = {"label": (0, 5), "one": (7, 11), "two": (17, 19)}
    header = ir.Header(
        marks=(
            ir.Mark(kind="label", span=spans["label"]),
            ir.Mark(kind="tag", span=spans["one"]),
            ir.Mark(kind="tag", span=spans["two"]),
        ),
        span=(0, 19),
    )
    source = msgspec.structs.replace(SINK.source, text=text)
    (row,) = layout.header_rows(ir.Cable(ir=ir.IR_VERSION, source=source, header=header, span=(0, len(text))))
    assert (row.name, row.label) == ("Tags", "TAGS:")
    assert layout.printed_lines(source, row) == ["PREL ZE"]
