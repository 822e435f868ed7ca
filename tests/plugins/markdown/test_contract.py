"""Writer `markdown` keeps the contract."""

from markdown_it import MarkdownIt

from cableconv.testing import WriterContract
from cableconv_markdown.plugin import MARKDOWN


class TestMarkdownWriter(WriterContract):
    spec = MARKDOWN

    def text_of(self, output: bytes) -> str:
        tokens = MarkdownIt("commonmark").parse(output.decode())
        return "\n".join(
            "".join("\n" if each.type.endswith("break") else each.content for each in token.children or [token])
            for token in tokens
        )
