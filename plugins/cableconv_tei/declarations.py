"""Writing what the encodingDesc declares of this file: each declaration only where the file has what it is about.

What the file has is found in its markup, where ``<`` always begins a tag and ``>`` ends one: text and attributes have
neither.
"""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from cableconv import ir
from cableconv_tei.edition import Edition
from cableconv_tei.markup import Lines, element, within, words
from cableconv_tei.transcript import NEWLINES, RULE, Transcript


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """One element of the editorialDecl.

    Attributes:
        name: Its name.
        attributes: Its attributes.
        sentences: What it says, as markup, each after the markup by which a file has what the sentence is about: a
            piece of it, or a pattern.
    """

    name: str
    attributes: Mapping[str, str] = {}
    sentences: Mapping[str | re.Pattern[str], str]


_DECLARATIONS: Final = (
    Declaration(
        name="correction",
        attributes={"status": "unknown", "method": "markup"},
        sentences={
            "<sic>": "Damage of transmission is kept in <gi>sic</gi>, paired with a reading in <gi>corr</gi>.",
            "<unclear ": "Damage of transmission that has no reading is kept in <gi>unclear</gi>.",
            re.compile("<sic>|<unclear "): "Nothing is corrected silently.",
        },
    ),
    Declaration(
        name="segmentation",
        sentences={
            "<p n=": "Numbered paragraphs are <gi>p</gi> with <att>n</att>.",
            re.compile("<p n=[^>]*><(?:lb [^>]*><)?label>"): "Their labels, as printed, are <gi>label</gi>.",
            '<seg type="portion"': "Portion marks are <gi>seg</gi> of type portion.",
            re.compile(' prev="[^<>]*>'): "A paragraph that goes on after a break has <att>prev</att>.",
        },
    ),
    Declaration(
        name="interpretation",
        sentences={" resp=": "Elements that are supplied, not in the source, bear <att>resp</att>."},
    ),
    Declaration(
        name="stdVals",
        sentences={
            re.compile(' when="[^<>]*>'): "Dates and times are ISO 8601.",
            re.compile('<date [^>]*when="[^"]*Z"'): "Those of the message are in UTC (Z).",
        },
    ),
    Declaration(
        name="hyphenation",
        attributes={"eol": "some"},
        sentences={' break="no"/>': "A line end inside a word is an lb with break=no; hyphens stay in the text."},
    ),
)

_QUOTATION_MARKS: Final = '"“”'
_QUOTATION: Final = within("quotation", [element("p", "Quotation marks stay in the text.")], marks="all")

_LINES: Final = "Every source line begins with an lb whose n is the number of the line in the input file."
_NO_LINES: Final = "A reading edition: the line ends of the source are not marked."

_PREFORMATTED: Final = re.compile("<ab [^>]*rendition=")
_NUMBERED: Final = re.compile('<p n="([^"]*)" xml:id="([^"]*)"')
_CABLES: Final = re.compile('<ref [^>]*target="[^"]*mrn:')


def editorial_declaration(edition: Edition, markup: str) -> Lines:
    """Return the editorialDecl.

    Args:
        edition: The cable.
        markup: What is written of the document.
    """
    lines = []
    for declaration in _DECLARATIONS:
        true = [sentence for about, sentence in declaration.sentences.items() if _has(markup, about)]
        if true:
            lines += within(declaration.name, [element("p", " ".join(true))], **declaration.attributes)
    if any(mark in edition.transcript.text for mark in _QUOTATION_MARKS):
        lines += _QUOTATION
    normalization = [_line_ends(edition.cable.source, edition.transcript)]
    normalization += [_LINES, RULE] if edition.lines else [_NO_LINES]
    lines += within("normalization", [element("p", sentence) for sentence in normalization], method="markup")
    return within("editorialDecl", lines)


def _has(markup: str, about: str | re.Pattern[str]) -> bool:
    return about in markup if isinstance(about, str) else about.search(markup) is not None


def _line_ends(source: ir.Source, transcript: Transcript) -> str:
    """Say what ends a line in the source, and what becomes of it; `cableconv_tei.carried` does it."""
    kinds = []
    if transcript.text.count("\n") > len(source.line_ends):
        kinds.append({"LF": "line feeds", "mixed": "of several kinds (mixed)"}.get(source.newline, source.newline))
    written = dict.fromkeys(source.text[start:end] for start, end in source.line_ends)
    written = dict.fromkeys(" ".join(each.split()) for each in written)
    kinds += [f"{'character references' if each.startswith('&') else 'markup'} ({each})" for each in written]
    if not kinds:
        return "The source has no line end."
    fact = f"The line ends of the source are {' and '.join(map(words, kinds))}"
    if kinds == ["line feeds"]:
        return f"{fact}."
    if source.newline in NEWLINES:
        return f"{fact}; they are read as line feeds, and given back as {words(source.newline)}."
    return f"{fact}; they are read, and given back, as line feeds."


def renditions(edition: Edition, markup: str) -> Lines:
    """Return the tagsDecl, where an element points at a rendition; arguments as above."""
    if not _PREFORMATTED.search(markup):
        return []
    css = "white-space: pre; font-family: monospace;"
    return within("tagsDecl", [element("rendition", css, xml_id=edition.register.new("pre"), scheme="css")])


def citation(edition: Edition, markup: str) -> Lines:
    """Return the refsDecl, where paragraphs are numbered; those of quotations are not cited. Arguments as above."""
    found = [number for number, name in _NUMBERED.findall(markup) if name.startswith(f"{edition.register.prefix}para-")]
    if not found:
        return []
    # A number that is printed twice cites no paragraph; its id does.
    use = "@n" if len(set(found)) == len(found) else "@xml:id"
    path = "//body//p[@n][not(ancestor::quote)]"
    return within("refsDecl", [element("citeStructure", unit="paragraph", match=path, use=use)])


def prefixes(markup: str) -> Lines:
    """Return the listPrefixDef, where a pointer has the prefix; argument as above."""
    if not _CABLES.search(markup):
        return []
    meaning = element("p", "Message reference number: two-digit year, station, number without leading zeros.")
    return within(
        "listPrefixDef",
        within(
            "prefixDef",
            [meaning],
            ident="mrn",
            matchPattern="([0-9]{2})([A-Z]+)([0-9]+)",
            replacementPattern="$1$2$3.xml",
        ),
    )
