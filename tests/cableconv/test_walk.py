"""Going through the IR, and the check that nothing is lost."""

from collections.abc import Callable

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from cableconv import ir, walk
from cableconv.testing.kitchen_sink import kitchen_sink

SINK = kitchen_sink()


def change(cable: ir.Cable, what: Callable[[ir.Node], bool], **fields: object) -> ir.Cable:
    """Change the first node for which ``what`` holds."""
    target = next(node for node in walk.walk(cable) if what(node))
    return walk.map_nodes(cable, lambda node: msgspec.structs.replace(node, **fields) if node is target else node)


def is_text(node: ir.Node) -> bool:
    return isinstance(node, ir.Text) and "Minister" in node.text


def test_nothing_is_wrong_with_the_kitchen_sink() -> None:
    assert walk.check_coverage(SINK) == []


def test_a_lost_piece_is_found() -> None:
    section = SINK.sections[1]
    lost = msgspec.structs.replace(section, blocks=section.blocks[:-1])
    breaches = walk.check_coverage(msgspec.structs.replace(SINK, sections=(SINK.sections[0], lost)))
    assert [breach for breach in breaches if "is in no leaf: '~~%%~~ ]][['" in breach] == breaches


def test_lost_furniture_is_found() -> None:
    source = msgspec.structs.replace(SINK.source, furniture=())
    assert walk.check_coverage(msgspec.structs.replace(SINK, source=source)) == [
        "(0, 25) is in no leaf: 'Browse by tag: PREL PGOV'"
    ]


def test_a_piece_held_twice_is_found() -> None:
    assert SINK.envelope is not None
    doubled = change(SINK, lambda node: isinstance(node, ir.Mark) and node.kind == "originator", span=(25, 40))
    assert any("overlap" in breach for breach in walk.check_coverage(doubled))


def test_a_changed_word_is_found() -> None:
    (breach,) = walk.check_coverage(change(SINK, is_text, text=" Trade Minister Gordon said nothing."))
    assert "reads ' Trade Minister Gordon said nothing.', its source ' Trade Minister Gordon told" in breach


def test_a_span_outside_the_source_is_found() -> None:
    end = len(SINK.source.text)
    assert any(
        "not inside the source" in each for each in walk.check_coverage(change(SINK, is_text, span=(end, end + 9)))
    )


def test_a_table_with_other_line_ends_reads_as_line_feeds() -> None:
    text = "GLASS   12&#x000A;MIRROR   7\r\nLENS   1"
    source = msgspec.structs.replace(SINK.source, text=text, furniture=(), line_ends=((10, 18),))
    table = ir.Verbatim(text="GLASS   12\nMIRROR   7\nLENS   1", span=(0, len(text)))
    cable = ir.Cable(
        ir=ir.IR_VERSION, source=source, sections=(ir.Section(blocks=(table,), span=table.span),), span=table.span
    )
    assert walk.check_coverage(cable) == []


def test_walking_goes_from_the_whole_to_its_parts() -> None:
    seen: list[ir.Node] = []
    for node in walk.walk(SINK):
        assert not any(child is earlier for child in walk.children(node) for earlier in seen)
        seen.append(node)
    assert seen[0] is SINK
    assert len(seen) == 1 + sum(len(list(walk.children(node))) for node in seen)


def test_leaves_come_in_the_order_of_the_source() -> None:
    spans = [leaf.span for leaf in walk.leaves(SINK)]
    assert spans == sorted(spans)
    words = " ".join(walk.slice_of(SINK, leaf) for leaf in walk.leaves(SINK)).split()
    assert words[:3] == ["VZCZCXRO0042", "OO", "RUEHAG"]
    assert words[-2:] == ["KINBOTE", "NNNN"]


def test_rebuilding_without_change_gives_the_same() -> None:
    assert walk.map_nodes(SINK, lambda node: node) == SINK


def test_depth_is_no_matter() -> None:
    item = ir.Item(span=(0, 1))
    for _ in range(5000):
        item = ir.Item(items=(item,), span=(0, 1))
    assert sum(1 for _ in walk.walk(item)) == 5001


def test_reading_text_leaves_page_breaks_out_and_damage_as_printed() -> None:
    text = walk.reading_text(next(walk.paragraphs(SINK)).content)
    assert "government,s talks (ref A and 08 STATE 123) had  stalled" in text
    assert "002 OF 003" not in text


@given(st.text(alphabet="ab \t\n\r", max_size=40))
def test_unwrapping_keeps_every_word(text: str) -> None:
    unwrapped = walk.unwrap(text)
    assert unwrapped.split() == text.split()
    assert not set(unwrapped) & set("\n\r")


def test_a_signature_before_an_annex_stands_in_a_section_and_an_end_mark_after_it_does_not() -> None:
    section = ir.Section(span=(0, 30), blocks=(ir.Verbatim(span=(0, 10), text=""), ir.Verbatim(span=(20, 30), text="")))
    signature, end_mark = ir.Mark(kind="signature", span=(12, 18)), ir.Mark(kind="end", span=(30, 34))
    cable = msgspec.structs.replace(SINK, sections=(section,), marks=(end_mark, signature))
    assert walk.marks_by_section(cable) == ({(0, 30): [signature]}, [end_mark])


def test_blanks_in_furniture_part_nothing_and_spans_still_hold() -> None:
    text = "TAGS [PREL](go to PREL)ZE<br>08"
    source = msgspec.structs.replace(
        SINK.source, text=text, furniture=((11, 23), (5, 6), (10, 11)), line_ends=((25, 29),)
    )
    shown = walk.without_furniture(source)
    assert (len(shown), shown.split()) == (len(text), ["TAGS", "\x1aPREL" + "\x1a" * 13 + "ZE", "08"])
