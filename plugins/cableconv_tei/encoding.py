"""Writing the encodingDesc: how the telegram was encoded, and the vocabularies in use."""

from typing import Final

from cableconv import ir
from cableconv_tei.edition import Edition
from cableconv_tei.markup import Lines, element, within, words
from cableconv_tei.taxonomies import TAXONOMIES
from cableconv_tei.transcript import NEWLINES, RULE, character_name


def _paragraph(*sentences: str) -> Lines:
    return [element("p", " ".join(sentences))]


_PROJECT: Final = within(
    "projectDesc",
    _paragraph(
        "Mechanical conversion of a diplomatic telegram. The markup of the body follows the practice of the Office of",
        'the Historian’s <title level="s">Foreign Relations of the United States</title> where it has one.',
    ),
)

#: What is true of every document.
_DECLARATIONS: Final = [
    *within(
        "correction",
        _paragraph(
            "Damage of transmission is kept: in <gi>sic</gi>, paired with a reading in <gi>corr</gi>, or in",
            "<gi>unclear</gi>. Nothing is corrected silently.",
        ),
        status="unknown",
        method="markup",
    ),
    *within("quotation", _paragraph("Quotation marks stay in the text."), marks="all"),
    *within(
        "segmentation",
        _paragraph(
            "Numbered paragraphs are <gi>p</gi> with <att>n</att>; the number as printed is a <gi>label</gi>, the",
            "portion mark a <gi>seg</gi> of type portion. A paragraph that goes on after a break has <att>prev</att>.",
        ),
    ),
    *within("interpretation", _paragraph("Elements that are supplied, not in the source, bear <att>resp</att>.")),
    *within("stdVals", _paragraph("Dates and times are ISO 8601; those of the message are in UTC (Z).")),
]

_LINES: Final = _paragraph("Every source line begins with an lb whose n is the number of the line in the input file.")
_NO_LINES: Final = _paragraph("A reading edition: the line ends of the source are not marked.")
_HYPHENATION: Final = within(
    "hyphenation",
    _paragraph("A line end inside a word is an lb with break=no; hyphens stay in the text."),
    eol="some",
)

_RENDITIONS: Final = {"pre": "white-space: pre; font-family: monospace;"}

_CITATION: Final = within(
    "refsDecl",
    [element("citeStructure", unit="paragraph", match="//body//p[@n][not(ancestor::quote)]", use="@n")],
)
_PREFIXES: Final = within(
    "listPrefixDef",
    within(
        "prefixDef",
        _paragraph("Message reference number: two-digit year, station, number without leading zeros."),
        ident="mrn",
        matchPattern="([0-9]{2})([A-Z]+)([0-9]+)",
        replacementPattern="$1$2$3.xml",
    ),
)


def encoding_description(edition: Edition, version: str) -> Lines:
    """Return the encodingDesc. All else has to be written before: it tells what is declared."""
    register = edition.register
    renditions = [
        element("rendition", css, xml_id=register.new(name), scheme="css") for name, css in _RENDITIONS.items()
    ]
    label, pointer = element("label", "cableconv"), element("ptr", target=register.target("src-file"))
    return within(
        "encodingDesc",
        [
            *_PROJECT,
            *within("editorialDecl", [*_DECLARATIONS, *_lines(edition)]),
            *within("tagsDecl", renditions),
            *_CITATION,
            *_PREFIXES,
            *_taxonomies(edition),
            *_characters(edition),
            *within("appInfo", within("application", [label, pointer], ident="cableconv", version=version)),
        ],
    )


def _lines(edition: Edition) -> Lines:
    line_ends = _paragraph(_line_ends(edition.cable.source))
    if not edition.lines:
        return within("normalization", [*line_ends, *_NO_LINES], method="markup")
    return [*within("normalization", [*line_ends, *_LINES, *_paragraph(RULE)], method="markup"), *_HYPHENATION]


def _line_ends(source: ir.Source) -> str:
    """Say what becomes of the line ends of the source; `cableconv_tei.carried` does it."""
    if source.newline in NEWLINES:
        return f"Every line end of the source is read as a line feed, and given back as {words(source.newline)}."
    if source.newline in ("LF", "none") and not source.line_ends:
        return "The line ends of the source are line feeds."
    return (
        f"Line ends of several kinds in the source ({words(source.newline)}) are read, and given back, as line feeds."
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
