"""Any text stays that text, whatever Markdown might take it for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cableconv.characters import with_signs
from cableconv_markdown.escape import UNPRINTABLE, code, delimiter, escape, escape_heading
from cableconv_markdown.flow import fill

#: CommonMark, and the same with GFM's tables and strikethrough.
PARSERS = [MarkdownIt("commonmark"), MarkdownIt("commonmark").enable(["table", "strikethrough"])]

TRAPS = r"""
1. 12) - -- --- === + # ## #0828 > <b> </b> <!-- <http://a.b> http://a.b/c_d_e * ** _ __a__ ` ``` ~~~ ~~a~~ | |---| :--
&amp; &#35; & \ \\ ![ [a](b) [a]: b@c.de www.a.b XXXX don,t ¶3. $7
"""
BLANKS = ["    ", "\t", "\n", "\n\n", " ", "  \n", "\u00a0", "\x00", "\x0c"]
TEXTS = st.lists(st.sampled_from([*TRAPS.split(), *BLANKS]) | st.text(max_size=4), max_size=30).map("".join)


def back(parser: MarkdownIt, markdown: str) -> str:
    pieces = []
    for token in parser.parse(markdown):
        pieces += ["\n" if child.type == "softbreak" else child.content for child in token.children or ()]
        pieces.append("\n")
    return "".join(pieces)


@given(TEXTS, st.integers(4, 40), st.sampled_from(PARSERS))
def test_running_text_comes_back_word_for_word(text: str, width: int, parser: MarkdownIt) -> None:
    shown = with_signs(text, UNPRINTABLE)
    markdown = "\n".join(fill(escape(shown), width))
    assert back(parser, markdown).split() == shown.split()
    assert {token.type for token in parser.parse(markdown)} <= {"paragraph_open", "inline", "paragraph_close"}


@given(TEXTS, st.sampled_from(PARSERS))
def test_a_heading_comes_back_word_for_word(text: str, parser: MarkdownIt) -> None:
    shown = with_signs(text, UNPRINTABLE)
    markdown = "## " + escape_heading(" ".join(fill(escape(shown))))
    assert back(parser, markdown).split() == shown.split()


@given(TEXTS)
def test_text_in_a_list_and_a_quotation_comes_back_word_for_word(text: str) -> None:
    shown = with_signs(text, UNPRINTABLE)
    lines = fill(escape(shown), 20) or [""]
    markdown = "\n".join(f"> {'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines))
    assert back(PARSERS[0], markdown).split() == shown.split()


@given(st.text(alphabet="ab`\\*<& ", min_size=1).map(str.strip).filter(bool))
def test_a_code_span_comes_back_as_it_is(text: str) -> None:
    (inline,) = [token for token in PARSERS[0].parse(code(text)) if token.type == "inline"]
    assert [(child.type, child.content) for child in inline.children] == [("code_inline", text)]


@pytest.mark.parametrize(
    ("printed", "markdown"),
    [
        ("3. (C) The talks", r"3\. (C) The talks"),
        ("2) next", r"2\) next"),
        ("3.5 percent", "3.5 percent"),
        ("¶3. (C) The talks", "¶3. (C) The talks"),
        ("-- a bullet", r"\-- a bullet"),
        ("#0828", r"\#0828"),
        ("=====", r"\====="),
        ("R&D, AT&T &amp; M&Ms;", r"R&D, AT&T \&amp; M\&Ms;"),
        ("<FNU> [SOURCE REMOVED]", r"\<FNU> \[SOURCE REMOVED\]"),
        ("http://a.example/b", r"http\://a.example/b"),
        ("e.g., at 10:30", "e.g., at 10:30"),
    ],
)
def test_escapes_are_as_few_as_will_do(printed: str, markdown: str) -> None:
    assert fill(escape(printed)) == [markdown]


@pytest.mark.parametrize(("text", "fence"), [("plain", "```"), ("``", "```"), ("a ```` b `", "`````")])
def test_a_fence_is_longer_than_any_in_the_text(text: str, fence: str) -> None:
    assert delimiter(text, "`", 3) == fence
