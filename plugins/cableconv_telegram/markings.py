"""Classification levels, captions and portion marks (E.O. 12958 and 13526; 5 FAH-2 H-442 for captions)."""

import re
from itertools import islice

from cableconv import ir

#: What a classification or a portion mark says, in capitals, without blanks and stops.
LEVELS = {
    "TS": ir.Level.TOP_SECRET,
    "TOPSECRET": ir.Level.TOP_SECRET,
    "S": ir.Level.SECRET,
    "SECRET": ir.Level.SECRET,
    "C": ir.Level.CONFIDENTIAL,
    "CONFIDENTIAL": ir.Level.CONFIDENTIAL,
    "LOU": ir.Level.LIMITED_OFFICIAL_USE,
    "LIMITEDOFFICIALUSE": ir.Level.LIMITED_OFFICIAL_USE,
    "SBU": ir.Level.SENSITIVE,
    "SENSITIVEBUTUNCLASSIFIED": ir.Level.SENSITIVE,
    "U": ir.Level.UNCLASSIFIED,
    "UNCLAS": ir.Level.UNCLASSIFIED,
    "UNCLASSIFIED": ir.Level.UNCLASSIFIED,
}

_LONGEST_LEVEL = max(map(len, LEVELS))

#: Captions in their normal form, by how they are written without blanks.
CAPTIONS = {
    "SIPDIS": "SIPDIS",
    "NOFORN": "NOFORN",
    "NF": "NOFORN",
    "SENSITIVE": "SENSITIVE",
    "NODIS": "NODIS",
    "EXDIS": "EXDIS",
    "STADIS": "STADIS",
    "LIMDIS": "LIMDIS",
    "EFTO": "EFTO",
    "FOUO": "FOUO",
    "FOROFFICIALUSEONLY": "FOUO",
    "ORCON": "ORCON",
    "NOCONTRACT": "NOCONTRACT",
    "NOCONTRACTOR": "NOCONTRACT",
    "PROPIN": "PROPIN",
    "FGI": "FGI",
    "AIDAC": "AIDAC",
    "CODEL": "CODEL",
    "SBU": "SBU",
    "NOTFORINTERNETDISTRIBUTION": "NOT FOR INTERNET DISTRIBUTION",
    "NOTFORINTERNET": "NOT FOR INTERNET DISTRIBUTION",
}

# A caption as a word of a line; letters may be spaced out ("E F T O").
_WORD = "|".join(
    sorted(
        (r"\ ?".join(word) for word in ("SIPDIS", "NOFORN", "SENSITIVE", "NODIS", "EXDIS", "STADIS", "LIMDIS", "EFTO")),
        key=len,
        reverse=True,
    )
)
_LONGER = (
    r"FOUO|FOR\ OFFICIAL\ USE\ ONLY|ORCON|NOCONTRACT(?:OR)?|PROPIN|AIDAC|NOT\ FOR\ INTERNET(?:\ DISTRIBUTION)?|SBU"
)
# One caption, and what parts it from the next.
_CAPTION = re.compile(rf"({_WORD}|{_LONGER})(?![A-Za-z])[ \t/,.;-]*", re.I)

#: Lines that work like a caption but are free text: channel captions, handling, the correction notice.
CAPTION_SENTENCE = re.compile(
    r"""[ \t]*(?:
        (?:[A-Z]+\ ){1,3}CHANNEL(?:\ ONLY)?          # ROGER CHANNEL
      | C\ ?O\ ?R\ ?R\ ?E\ ?C\ ?T\ ?E\ ?D\b.*         # C O R R E C T E D COPY (ADDED TAGS)
      | SENSITIVE\ BUT\ UNCLASSIFIED\b.*              # SENSITIVE BUT UNCLASSIFIED -- HANDLE ACCORDINGLY
      | (?:FOR\ )?.{0,40}\bEYES\ ONLY\b.{0,40}
      | (?:"|'')?PERISHABLE\b.*
      | NOT\ FOR\ (?:INTERNET\ )?(?:PUBLICATION|DISTRIBUTION)\b.*
      | HANDLE\ AS\b.*
    )[ \t]*$""",
    re.X,
)


def squeezed(text: str) -> str:
    """Return a text in capitals, letters only."""
    return "".join(filter(str.isalpha, text.upper()))


def is_level(text: str) -> bool:
    """Tell whether a line is a level and nothing else; of a long line only the first letters are looked at.

    >>> is_level("- S E C R E T -"), is_level("SECRET TALKS")
    (True, False)
    """
    letters = filter(str.isalpha, map(str.upper, text))
    return "".join(islice(letters, _LONGEST_LEVEL + 1)) in LEVELS


def after_captions(text: str, at: int = 0) -> int:
    """Return where captions end that begin at an offset; the offset where none does."""
    while match := _CAPTION.match(text, at):
        at = match.end()
    return at


def is_caption_line(text: str) -> bool:
    """Tell whether a line is captions and nothing else."""
    start = len(text) - len(text.lstrip(" \t"))
    return start < after_captions(text, start) == len(text)


def is_stray_caption(text: str) -> bool:
    """Tell whether a line of the text is captions, as a relay prints them; else it is words of the prose.

    >>> is_stray_caption("SIPDIS"), is_stray_caption("Sensitive"), is_stray_caption("SENSITIVE.")
    (True, False, False)
    """
    return text.isupper() and "." not in text and ";" not in text and after_captions(text) == len(text)


def captions_in(text: str) -> list[str]:
    """Return the captions of a caption line in their normal form."""
    words = [squeezed(match[1]) for match in _CAPTION.finditer(text)]
    return [CAPTIONS.get(word, word) for word in words]


#: A portion mark at the start of a paragraph: (C), (S//NF), (U//FOUO), (C/REL NATO), (S//FGI//NF), (C NF), (N/SF).
PORTION = re.compile(
    r"""\(\s?(?:
        (?:TS|S|C|U|SBU|LOU|FOUO|N)
        (?:\s?(?://?|\ |,|-|\\)\s?(?:REL(?:\ TO)?(?:[ ,A-Z]{2,40})?|[A-Z]{2,6})){0,4}
      | UNCLAS(?:SIFIED)? | CONFIDENTIAL | SECRET
    )\s?\)""",
    re.X | re.I,
)
#: Says how far the mark reaches, not who may read.
_WHOLE = "ENTIRE TEXT"
_BETWEEN_WORDS = re.compile(r"[/\\,-]+|\s(?=NF|SF|FOUO|SBU|REL)")


def portion_values(raw: str) -> tuple[str | None, tuple[str, ...]]:
    """Return level and caveats of a portion mark.

    >>> portion_values("(S//FGI//NF)")
    ('secret', ('FGI', 'NOFORN'))
    >>> portion_values("(U//FOUO)")
    ('unclassified', ('FOUO',))
    >>> portion_values("(C - ENTIRE TEXT)")
    ('confidential', ())
    """
    words = [word.strip().upper() for word in _BETWEEN_WORDS.split(raw.strip("() \t\n")) if word.strip()]
    # (N/SF) is (S/NF) with two letters changed over.
    if words == ["N", "SF"]:
        words = ["S", "NF"]
    if not words:
        return None, ()
    level = LEVELS.get(words[0], ir.Level.SENSITIVE if words[0] == "FOUO" else None)
    caveats = [CAPTIONS.get(word, word) for word in words[1:] if word != _WHOLE]
    if caveats[:1] == ["SBU"] and level == ir.Level.UNCLASSIFIED:
        level, caveats = ir.Level.SENSITIVE, caveats[1:]
    return level, tuple(caveats)


_NAMES = ("TOP SECRET", "SECRET", "CONFIDENTIAL", "LIMITED OFFICIAL USE", "UNCLASSIFIED", "UNCLAS")
_SPACED = "|".join(r"\s?".join(name.replace(" ", "")) for name in _NAMES)
_SECTION = r"(?:FINAL\ )?SECTION\s+(?P<section>\d+)?\s*OF\s+(?P<sections>\d+)"
_STATION = r"(?P<station>[A-Z][A-Z.'\-]*(?:\ [A-Z.'\-]+){0,4}?)\ +(?P<number>\d{1,7})"
#: ``C O N F I D E N T I A L SECTION 01 OF 02 ONHAVA 000042``, and what damage makes of it: a first letter doubled or
#: lost (``SS E C R E T``, ``E C R E T``), lower case. The level may stand alone.
_CLASSIFICATION_LINE = re.compile(
    rf"""[ \t]*
    (?P<level>[SCUT]?\ ?(?:{_SPACED})|E\ C\ R\ E\ T|O\ N\ F\ I\ D\ E\ N\ T\ I\ A\ L|N\ C\ L\ A\ S)(?![A-Za-z])
    (?P<caveats>(?:[ \t/,-]*(?:{_WORD}|{_LONGER})(?![A-Za-z]))*)
    (?:[ \t/,-]*{_SECTION})?
    (?:[ \t]+{_STATION})?
    (?P<after>(?:[ \t/,-]*(?:{_WORD}|{_LONGER})(?![A-Za-z]))*)
    (?:[ \t/,-]*(?P<rest>{_SECTION.replace("section>", "late_section>").replace("sections>", "late_sections>")}))?
    (?:[ \t]+(?P<more>\S.*))?[ \t]*$""",
    re.X | re.I,
)


def classification_line(text: str) -> re.Match[str] | None:
    """Match a classification line; what else stands on the line is its group ``more``.

    A level and more words are prose, unless section or reference number stand between.
    """
    match = _CLASSIFICATION_LINE.match(text)
    if not match or not match["more"]:
        return match
    numbered = match["number"] and match["station"].isupper() and len(match["number"]) > 4
    return match if match["sections"] or numbered else None


def level_of(words: str) -> str | None:
    """Return the level that a classification says, spaced out or damaged at its first letter.

    >>> level_of("S E C R E T"), level_of("SS E C R E T"), level_of("E C R E T")
    ('secret', 'secret', 'secret')
    """
    letters = squeezed(words)
    if letters in LEVELS:
        return LEVELS[letters]
    for name in ("TOPSECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED", "UNCLAS"):
        if letters.endswith(name[1:]):
            return LEVELS[name]
    return None
