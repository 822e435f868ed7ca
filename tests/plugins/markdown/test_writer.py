"""A document holds the whole cable, in order, as blocks that Markdown reads for what they are."""

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

import cableconv
from cableconv import ir
from cableconv.diagnostics import Diagnostic
from cableconv.formats import Context
from cableconv.testing.kitchen_sink import Scribe, kitchen_sink
from cableconv.walk import without_furniture
from cableconv_markdown.writer import SEPARATOR, MarkdownWriter

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "samples" / "telegram").glob("*.txt"))

#: Rules of markdownlint that would judge the cable's own words: two headings alike, a heading that ends in a colon,
#: headings and tables that are wider than a page.
LINT = '{"MD013": {"headings": false, "code_blocks": false}, "MD024": false, "MD026": false}'

#: It reads back what it had no part in writing.
_PARSER = MarkdownIt("commonmark")


def words(text: str) -> list[str]:
    """Return the runs of letters and digits in a text: what a writer may not lose, double or move."""
    return re.findall(r"[^\W_]+", text)


def without_front_matter(document: str) -> str:
    """Return a document without its front matter."""
    opening, _, rest = document.split("---\n", 2)
    assert opening == ""
    return rest


def rendered_text(markdown: str) -> str:
    """Return the text of rendered Markdown, without what stands in italics."""
    return "\n".join("".join(_plain(token)) for token in _PARSER.parse(markdown))


def _plain(token: Token) -> Iterator[str]:
    if token.type in {"fence", "code_block", "html_block"}:
        yield token.content
    depth = 0
    for child in token.children or ():
        depth += {"em_open": 1, "em_close": -1}.get(child.type, 0)
        if child.type in {"softbreak", "hardbreak"}:
            yield "\n"
        elif not depth:
            yield child.content


def kinds(markdown: str) -> list[str]:
    """Return the types of all tokens of rendered Markdown, block and inline."""
    tokens = _PARSER.parse(markdown)
    return [each.type for token in tokens for each in (token, *(token.children or ()))]


def written(*cables: ir.Cable) -> tuple[str, list[tuple[str, Diagnostic]]]:
    said: list[tuple[str, Diagnostic]] = []
    context = Context(options={}, metadata={}, epoch=None, report=lambda name, remark: said.append((name, remark)))
    out = io.BytesIO()
    MarkdownWriter().write(cables, out, context)
    return out.getvalue().decode(), said


def cable_of(scribe: Scribe, *blocks: ir.Block, marks: ir.Marks = ()) -> ir.Cable:
    """Return the kitchen sink's cable with another body and no header."""
    section = ir.Section(blocks=blocks, span=(0, len(scribe.text)))
    source = msgspec.structs.replace(kitchen_sink().source, text=scribe.text, furniture=())
    return msgspec.structs.replace(
        kitchen_sink(), envelope=None, header=None, sections=(section,), source=source, marks=marks, span=section.span
    )


def body(*blocks: ir.Block, scribe: Scribe) -> str:
    return without_front_matter(written(cable_of(scribe, *blocks))[0]).strip()


def all_words_come_back(cable: ir.Cable) -> bool:
    return words(rendered_text(without_front_matter(written(cable)[0]))) == words(without_furniture(cable.source))


def test_every_word_of_the_cable_comes_back_in_order() -> None:
    assert all_words_come_back(kitchen_sink())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_every_word_of_a_sample_comes_back_in_order(sample: Path) -> None:
    for cable in cableconv.read(sample):
        assert all_words_come_back(cable)


def test_every_word_of_a_real_cable_comes_back_in_order(shared_data: Path) -> None:
    for cable in cableconv.read(shared_data / "002_49e2a40cbf05f0e6.txt"):
        assert all_words_come_back(cable)


def test_what_is_printed_above_the_envelope_stands_above_it() -> None:
    telegram = SAMPLES[0].read_text(encoding="utf-8")
    (cable,) = cableconv.read(f"Distribution: ORM, RAL, SAM\n\n{telegram}".encode(), "telegram")
    assert isinstance(cable.sections[0].blocks[0], ir.Unparsed)
    assert without_front_matter(written(cable)[0]).startswith("\n```unparsed\nDistribution: ORM, RAL, SAM\n```\n\n- ")
    assert all_words_come_back(cable)


def test_the_kitchen_sink_reads_as_it_should() -> None:
    expected = Path(__file__).with_name("kitchen_sink.md").read_text(encoding="utf-8")
    assert written(kitchen_sink())[0] == expected


def test_many_cables_are_documents_each_with_its_front_matter() -> None:
    one, _ = written(kitchen_sink())
    many, _ = written(kitchen_sink(), kitchen_sink(), kitchen_sink())
    assert many.split(SEPARATOR) == [one, one, one]
    assert one.startswith("---\ntitle: ")
    assert one.endswith("\n")


def test_control_characters_are_shown_and_reported_once() -> None:
    s = Scribe()
    text = s.prose("bell \x07 and \x07, delete \x7f, a lone \ud800 surrogate")
    document, said = written(cable_of(s, ir.Paragraph(content=(text,), span=text.span)))
    assert "bell ␇ and ␇, delete ␡, a lone \ufffd surrogate" in document
    assert [(name, remark.code, remark.span, remark.message) for name, remark in said] == [
        ("09ONHAVA42", "character-replaced", (5, 6), "U+0007 is shown as ␇."),
        ("09ONHAVA42", "character-replaced", (21, 22), "U+007F is shown as ␡."),
        ("09ONHAVA42", "character-replaced", (31, 32), "U+D800 is shown as \ufffd."),
    ]


def test_a_page_break_stands_on_its_own_line_and_the_paragraph_goes_on() -> None:
    s = Scribe()
    before = s.prose("told the\n\n")
    page = ir.PageBreak(raw="ONHAVA 00000042  002 OF 003", span=s.span("ONHAVA 00000042  002 OF 003"))
    after = s.prose("\n\nAmbassador.")
    paragraph = ir.Paragraph(content=(before, page, after), span=(0, len(s.text)))
    markdown = body(paragraph, scribe=s)
    assert markdown == "told the\\\n`ONHAVA 00000042  002 OF 003`\\\nAmbassador."
    assert kinds(markdown).count("paragraph_open") == 1


def test_a_marker_glued_to_a_word_is_not_bold() -> None:
    s = Scribe()
    marker, text = s.prose("SUMMARY:", role=ir.Role.MARKER), s.prose("The talks.")
    assert body(ir.Paragraph(content=(marker, text), span=(0, len(s.text))), scribe=s) == "SUMMARY:The talks."


def test_an_entity_split_between_two_pieces_stays_text() -> None:
    s = Scribe()
    first, second = s.prose("A &am"), s.prose("p; B")
    markdown = body(ir.Paragraph(content=(first, second), span=(0, len(s.text))), scribe=s)
    assert rendered_text(markdown).strip() == "A &amp; B"


def test_a_rule_that_underlines_nothing_is_a_break() -> None:
    s = Scribe()
    rule = s.mark("rule", "*******", "\n")
    text = s.prose("The talks.")
    paragraph = ir.Paragraph(marks=(rule,), content=(text,), span=(0, len(s.text)))
    assert body(paragraph, scribe=s) == "---\n\nThe talks."


def test_a_table_keeps_its_columns_and_its_backticks() -> None:
    s = Scribe()
    table = "A   B \r\n1\t2\n````"
    assert body(ir.Verbatim(text=table, span=s.span(table)), scribe=s) == "`````text\nA   B\n1       2\n````\n`````"


def test_the_signature_may_stand_before_the_body_ends() -> None:
    s = Scribe()
    signature = s.mark("signature", "KINBOTE", "\n")
    text = s.prose("The talks.")
    cable = cable_of(s, marks=(signature,))
    section = ir.Section(blocks=(ir.Paragraph(content=(text,), span=text.span),), span=text.span)
    document, _ = written(msgspec.structs.replace(cable, sections=(section,)))
    assert without_front_matter(document).strip() == "KINBOTE\n\nThe talks."


def test_markdownlint_finds_nothing(needed: Any, tmp_path: Path) -> None:
    tool = needed.program("markdownlint-cli2")
    for number, cable in enumerate(
        [kitchen_sink(), *(cable for sample in SAMPLES for cable in cableconv.read(sample))]
    ):
        (tmp_path / f"{number}.md").write_text(written(cable)[0], encoding="utf-8")
    (tmp_path / ".markdownlint.json").write_text(LINT, encoding="utf-8")
    run = subprocess.run([tool, "*.md"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_what_is_nested_too_deep_is_an_error_and_no_crash() -> None:
    cable = kitchen_sink()
    block: ir.Block = ir.Paragraph(span=(0, 1))
    for _ in range(2000):
        block = ir.Quotation(blocks=(block,), span=(0, 1))
    deep = msgspec.structs.replace(cable, sections=(ir.Section(blocks=(block,), span=(0, 1)),))
    with pytest.raises(cableconv.WriteError, match="nested deeper than Markdown can show"):
        cableconv.write(deep, io.BytesIO(), "markdown")
