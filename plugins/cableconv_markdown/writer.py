"""A cable as a Markdown document; many cables as documents one after the other."""

from collections.abc import Iterable, Mapping
from typing import BinaryIO

from cableconv import ir, walk
from cableconv.characters import sign, with_signs
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.errors import WriteError
from cableconv.formats import Context
from cableconv_markdown import blocks
from cableconv_markdown.escape import UNPRINTABLE
from cableconv_markdown.front_matter import front_matter

#: Between two documents of one output: a line with a form feed. No document has one in itself, and each can be
#: taken out and used alone: ``text.split(SEPARATOR)``.
SEPARATOR = "\f\n"


class MarkdownWriter:
    """Writes ``markdown``."""

    def write(self, cables: Iterable[ir.Cable], out: BinaryIO, ctx: Context) -> None:
        """Write each cable as a document with its own front matter, `SEPARATOR` between two of them.

        Args:
            cables: The cables.
            out: Takes the bytes.
            ctx: ``metadata`` are entries of each front matter; where diagnostics go.
        """
        for number, cable in enumerate(cables):
            text = document(cable, ctx.metadata)
            unprintable = sorted(set(UNPRINTABLE.findall(text)))
            for character in unprintable:
                ctx.report(cable.id or cable.source.name, _replaced(character, cable))
            if unprintable:
                text = with_signs(text, UNPRINTABLE)
            out.write((SEPARATOR if number else "").encode() + text.encode())


def document(cable: ir.Cable, metadata: Mapping[str, str]) -> str:
    """Return the document of a cable, control characters as they are.

    Args:
        cable: The cable.
        metadata: See `front_matter`.

    Raises:
        WriteError: Lists or quotations are nested too deep.
    """
    try:
        found = [front_matter(cable, metadata), *blocks.content(cable, walk.without_furniture(cable.source))]
    except RecursionError as error:
        raise WriteError(
            "Lists or quotations are nested deeper than Markdown can show, some hundred levels. "
            "Check what the input holds; -t json keeps any depth.",
            where=cable.id or cable.source.name,
        ) from error
    return "\n\n".join("\n".join(block) for block in found if block) + "\n"


def _replaced(character: str, cable: ir.Cable) -> Diagnostic:
    first = cable.source.text.find(character)
    message = f"U+{ord(character):04X} is shown as {sign(character)}."
    return diagnose("character-replaced", (first, first + 1), message)
