"""Writing the encodingDesc: how the telegram was encoded, and the vocabularies in use."""

from copy import deepcopy
from typing import Final

from lxml import etree

from cableconv import ir
from cableconv_tei.edition import Edition
from cableconv_tei.elements import ILLEGAL, NAMESPACE, NS, sub
from cableconv_tei.taxonomies import TAXONOMIES
from cableconv_tei.transcript import NEWLINES, RULE, character_name

_DECLARATIONS: Final = f"""<encodingDesc xmlns="{NAMESPACE}">
<projectDesc><p>Mechanical conversion of a diplomatic telegram. The markup of the body follows the practice of the
Office of the Historian’s <title level="s">Foreign Relations of the United States</title> where it has one.</p>
</projectDesc>
<editorialDecl>
<correction status="unknown" method="markup"><p>Damage of transmission is kept: in <gi>sic</gi>, paired with a reading
in <gi>corr</gi>, or in <gi>unclear</gi>. Nothing is corrected silently.</p></correction>
<quotation marks="all"><p>Quotation marks stay in the text.</p></quotation>
<segmentation><p>Numbered paragraphs are <gi>p</gi> with <att>n</att>; the number as printed is a <gi>label</gi>, the
portion mark a <gi>seg</gi> of type portion. A paragraph that goes on after a break has <att>prev</att>.</p>
</segmentation>
<interpretation><p>Elements that are supplied, not in the source, bear <att>resp</att>.</p></interpretation>
<stdVals><p>Dates and times are ISO 8601; those of the message are in UTC (Z).</p></stdVals>
</editorialDecl>
</encodingDesc>"""

#: Parsed once; every header gets a copy.
_TEMPLATE: Final = etree.fromstring(_DECLARATIONS.replace("\n", " "), etree.XMLParser(remove_blank_text=True))

_RENDITIONS: Final = {"pre": "white-space: pre; font-family: monospace;"}


def write_encoding(edition: Edition, encoding: etree._Element, version: str) -> None:
    """Write the encodingDesc. All else has to be written before: it tells what is declared."""
    encoding.extend(deepcopy(_TEMPLATE))
    editorial = encoding.find(f"{NS}editorialDecl")
    if editorial is not None:
        _declare_lines(edition, editorial)
    renditions = sub(encoding, "tagsDecl")
    for name, css in _RENDITIONS.items():
        sub(renditions, "rendition", css, xml_id=edition.register.new(name), scheme="css")
    references = sub(encoding, "refsDecl")
    sub(references, "citeStructure", unit="paragraph", match="//body//p[@n][not(ancestor::quote)]", use="@n")
    prefixes = sub(encoding, "listPrefixDef")
    prefix = sub(
        prefixes,
        "prefixDef",
        ident="mrn",
        matchPattern="([0-9]{2})([A-Z]+)([0-9]+)",
        replacementPattern="$1$2$3.xml",
    )
    sub(prefix, "p", "Message reference number: two-digit year, station, number without leading zeros.")
    _declare_taxonomies(edition, encoding)
    _declare_characters(edition, encoding)
    application = sub(sub(encoding, "appInfo"), "application", ident="cableconv", version=version)
    sub(application, "label", "cableconv")
    sub(application, "ptr", target=edition.register.target("src-file"))


def _declare_lines(edition: Edition, editorial: etree._Element) -> None:
    normalization = sub(editorial, "normalization", method="markup")
    sub(normalization, "p", _line_ends(edition.cable.source))
    if not edition.lines:
        sub(normalization, "p", "A reading edition: the line ends of the source are not marked.")
        return
    sub(normalization, "p", "Every source line begins with an lb whose n is the number of the line in the input file.")
    sub(normalization, "p", RULE)
    hyphenation = sub(editorial, "hyphenation", eol="some")
    sub(hyphenation, "p", "A line end inside a word is an lb with break=no; hyphens stay in the text.")


def _line_ends(source: ir.Source) -> str:
    """Say what becomes of the line ends of the source; `cableconv_tei.carried` does it."""
    if source.newline in NEWLINES:
        return f"Every line end of the source is read as a line feed, and given back as {source.newline}."
    if source.newline in ("LF", "none") and not source.line_ends:
        return "The line ends of the source are line feeds."
    return f"Line ends of several kinds in the source ({source.newline}) are read, and given back, as line feeds."


def _declare_taxonomies(edition: Edition, encoding: etree._Element) -> None:
    register, header = edition.register, edition.cable.header
    declarations = etree.Element(f"{NS}classDecl")
    for name, categories in register.used():
        known = TAXONOMIES[name]
        taxonomy = sub(declarations, "taxonomy", xml_id=register.new(name))
        sub(taxonomy, "bibl", known.source)
        for identifier, value in categories:
            category = sub(taxonomy, "category", xml_id=register.new(identifier))
            sub(category, "catDesc", known.meanings.get(value, value))
    if header and header.tags:
        taxonomy = sub(declarations, "taxonomy", xml_id=register.new("TAGS"))
        sub(taxonomy, "bibl", "Traffic Analysis by Geography and Subject, U.S. Department of State")
    if len(declarations):
        encoding.append(declarations)


def _declare_characters(edition: Edition, encoding: etree._Element) -> None:
    characters = sorted(set(ILLEGAL.findall(edition.cable.source.text)))
    if not characters:
        return
    declaration = sub(encoding, "charDecl")
    for character in characters:
        char = sub(declaration, "char", xml_id=edition.register.new(character_name(character)))
        sub(char, "mapping", f"U+{ord(character):04X}", type="codepoint")
