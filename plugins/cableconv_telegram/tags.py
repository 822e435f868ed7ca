"""TAGS: Traffic Analysis by Geography and Subject (5 FAH-3).

A line of terms between blanks or commas: subjects (four letters), programs (K and three letters), countries (two
letters), organizations, persons in parentheses after OVIP: ``PREL PGOV ZB OVIP (GORDON, ANDREI) USEU BRUSSELS``.
"""

import re
from collections.abc import Iterator

from cableconv import ir
from cableconv.walk import unwrap
from cableconv_telegram.script import Piece, Script

#: Subject terms of 5 FAH-3: administration, business, consular, economic, military, operations, political, social,
#: technology.
SUBJECTS = frozenset(
    """
    ABLD ACOA ADCO ADPM AEMR AFIN AFSI AFSN AGAO AINF AINT AINR ALOW AMED AMGT ANET AODE AORC APCS APER ASCH ASEC ASIG
    ASUP ATRN
    BBSR BEXP BMGT BTIO
    CASC CFED CJAN CLOK CMGT CPAS CVIS
    EAGR EAID EAIR ECIN ECON ECPS EFIN EFIS EIND EINT EINV ELAB ELTN EMIN ENRG EPET ETRD ETRN ETTC EWWT
    MARR MASS MCAP MNUC MOPS MPOS
    OCII OEXC OFDP OIIP OPDC OPRC OREP OSCI OTRA OVIP
    PARM PBTS PGOV PHSA PHUM PINR PINS PNAT PREF PREL PROP PTER
    SCUL SENV SMIG SNAR SOCI
    TBIO TINT TNGD TPHY TRGY TSPA TSPL
    """.split()
)

#: Organizations whose names look like subjects or places. Source: 5 FAH-3's list of organization TAGS.
ORGANIZATIONS = frozenset(
    """
    AMIS APEC ASEAN CARICOM CBW COE CSCE CTBT ECOSOC ECOWAS EUN EFTA FAO GATT GCC IADB IAEA IBRD ICAO ICJ ICRC ICTR ICTY
    IDB ILO IMF IMO ITU NATO NPT OAS OAU OECD OIC OIE OPCW OPEC OSCE PAHO SADC UN UNCHR UNDP UNEP UNESCO UNGA UNHCR
    UNHRC UNICEF UNMIK UNSC UNVIE USEU USNATO USOSCE USUN WEU WHO WIPO WMO WTO WTRO
    """.split()
)

_PIECE = re.compile(r"\((?P<person>[^()]*)\)|(?P<separator>[,;]+|[()])|(?P<word>[^\s,;()]+)")


def tag_kind(term: str) -> str:
    """Return the kind of a term in its normal form.

    >>> [tag_kind(term) for term in ("PREL", "KTIP", "ZB", "USEU BRUSSELS", "ASEAN", "QQ99")]
    ['subject', 'program', 'geographic', 'organization', 'organization', 'other']
    """
    if term in ORGANIZATIONS or term.partition(" ")[0] in ORGANIZATIONS:
        return ir.TagKind.ORGANIZATION
    if not term.isalpha():
        return ir.TagKind.OTHER
    if len(term) == 2:
        return ir.TagKind.GEOGRAPHIC
    if len(term) == 4 and term[0] == "K":
        return ir.TagKind.PROGRAM
    if len(term) == 4 and term[0] in "ABCEMOPST":
        return ir.TagKind.SUBJECT
    return ir.TagKind.ORGANIZATION if 3 <= len(term) <= 8 else ir.TagKind.OTHER


def read_tags(script: Script, start: int, end: int) -> tuple[list[ir.Tag], list[Piece]]:
    """Read the terms of a TAGS line, after its label.

    Args:
        script: The telegram.
        start: Offset of the first character after the label.
        end: Offset after the last line of the field.

    Returns:
        The terms, and what there is to mark.
    """
    tags: list[ir.Tag] = []
    marks: list[Piece] = []
    pieces = list(_PIECE.finditer(script.text, start, end))
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        first, last = piece.span()
        if piece["separator"]:
            marks.append(("separator", first, last))
            continue
        if piece["person"] is not None:
            name = unwrap(piece["person"]).strip().upper()
            tags.append(_tag(script, first, last, name, ir.TagKind.PERSON))
            marks.append(("tag", first, last))
            continue
        if at < len(pieces) and _goes_on(piece["word"], pieces[at]["word"]):
            last = pieces[at].end()
            at += 1
        for part_first, part_last in _unglued(script.text, first, last):
            term = " ".join(script.text[part_first:part_last].upper().split()).strip(".:-")
            if term:
                tags.append(_tag(script, part_first, part_last, term, tag_kind(term)))
                marks.append(("tag", part_first, part_last))
            else:
                marks.append(("separator", part_first, part_last))
    return tags, marks


def _tag(script: Script, start: int, end: int, term: str, kind: str) -> ir.Tag:
    return ir.Tag(raw=script.text[start:end], term=term, kind=kind, span=script.span(start, end))


def _goes_on(word: str, following: str | None) -> bool:
    """Tell whether the next word is the seat of the mission named by this one: ``USEU BRUSSELS``."""
    return (
        following is not None
        and word.upper().startswith("US")
        and word.upper() in ORGANIZATIONS
        and len(following) > 4
        and following.isalpha()
    )


def _unglued(text: str, start: int, end: int) -> Iterator[ir.Span]:
    """Part terms that were glued together, where every part is a subject of the handbook: ``ECONEFIN``."""
    word = text[start:end].upper()
    if len(word) >= 8 and len(word) % 4 == 0:
        parts = range(0, len(word), 4)
        if all(word[at : at + 4] in SUBJECTS for at in parts):
            for at in parts:
                yield start + at, start + at + 4
            return
    yield start, end
