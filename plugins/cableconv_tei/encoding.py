"""Writing the encodingDesc: how the telegram was encoded, and the vocabularies in use."""

from typing import Final

from cableconv_tei.declarations import citation, editorial_declaration, prefixes, renditions
from cableconv_tei.edition import Edition
from cableconv_tei.markup import Lines, element, within, words
from cableconv_tei.taxonomies import TAXONOMIES
from cableconv_tei.transcript import character_name

_PROJECT: Final = within(
    "projectDesc",
    [
        element(
            "p",
            "Mechanical conversion of a diplomatic telegram. The markup of the body follows the practice of the Office "
            'of the Historian’s <title level="s">Foreign Relations of the United States</title> where it has one.',
        )
    ],
)


def encoding_description(edition: Edition, version: str, markup: str) -> Lines:
    """Return the encodingDesc, which declares what the rest of the document has.

    Args:
        edition: The cable.
        version: Of cableconv.
        markup: The rest of the document.
    """
    register = edition.register
    label, pointer = element("label", "cableconv"), element("ptr", target=register.target("src-file"))
    return within(
        "encodingDesc",
        [
            *_PROJECT,
            *editorial_declaration(edition, markup),
            *renditions(edition, markup),
            *citation(edition, markup),
            *prefixes(markup),
            *_taxonomies(edition),
            *_characters(edition),
            *within("appInfo", within("application", [label, pointer], ident="cableconv", version=version)),
        ],
    )


def _taxonomies(edition: Edition) -> Lines:
    register, header = edition.register, edition.cable.header
    lines = []
    for name, categories in register.used():
        known = TAXONOMIES[name]
        identifier = register.new(name)
        declared = [element("bibl", words(known.source))]
        for each, value in categories:
            meaning = element("catDesc", words(known.meanings.get(value, value)))
            declared += within("category", [meaning], xml_id=register.new(each))
        lines += within("taxonomy", declared, xml_id=identifier)
    if header and header.tags:
        source = element("bibl", "Traffic Analysis by Geography and Subject, U.S. Department of State")
        lines += within("taxonomy", [source], xml_id=register.new("TAGS"))
    return within("classDecl", lines) if lines else []


def _characters(edition: Edition) -> Lines:
    lines = []
    for character in edition.transcript.illegal:
        code = element("mapping", f"U+{ord(character):04X}", type="codepoint")
        lines += within("char", [code], xml_id=edition.register.new(character_name(character)))
    return within("charDecl", lines) if lines else []
