"""The faces, and which of them has which character.

A *chain* is an order of faces to try. A character that no face of the chain has is shown by its code point,
``[U+1F600]``, so that a reader sees that something stands there.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFont

#: Where each face lies: (package, file). All are under the SIL Open Font License 1.1.
#: IBM Plex has static TrueType files for each weight. Noto Serif adds Greek, rarer Latin and Cyrillic letters and
#: U+FFFD; it is a variable font, of which PDF gets the regular instance.
FACE_FILES = {
    "serif": ("fontpkg_ibm_plex_serif", "IBMPlexSerif-Regular.ttf"),
    "serif-italic": ("fontpkg_ibm_plex_serif", "IBMPlexSerif-Italic.ttf"),
    "serif-semibold": ("fontpkg_ibm_plex_serif", "IBMPlexSerif-SemiBold.ttf"),
    "mono": ("fontpkg_ibm_plex_mono", "IBMPlexMono-Regular.ttf"),
    "fallback": ("fontpkg_noto_serif", "NotoSerif[wdth,wght].ttf"),
}

#: Beyond the Basic Multilingual Plane reportlab's ToUnicode map has no room for a character.
_LAST_MAPPABLE = 0xFFFF


class Run(NamedTuple):
    """Characters drawn in one face.

    Attributes:
        face: The face.
        drawn: What is drawn.
        source: What it stands for: the same, but for a substitute.
        width: In thousandths of the font size.
    """

    face: TTFont
    drawn: str
    source: str
    width: float


class Word(NamedTuple):
    """A measured word.

    Attributes:
        width: In thousandths of the font size.
        runs: Its runs, or ``None`` when the chain's first face has all of it (nearly every word).
    """

    width: float
    runs: tuple[Run, ...] | None


@cache
def load_face(name: str) -> TTFont:
    """Return a face of `FACE_FILES`, loaded when it is first used."""
    package, file = FACE_FILES[name]
    path = Path(str(files(package))) / "files" / file
    return TTFont(f"cableconv-{name}", str(path))


def has_glyph(face: TTFont, char: str) -> bool:
    """Tell whether a face can draw a character.

    Glyph 0 is the sign for a missing one, and what some fonts have for control characters cannot be seen.
    """
    mappable = ord(char) < _LAST_MAPPABLE and unicodedata.category(char) != "Cc"
    return mappable and bool(face.face.charToGlyph.get(ord(char)))


def drawn_width(face: TTFont, text: str) -> float:
    """Return the width of a text in one face, in thousandths of the font size."""
    widths: dict[int, float] = face.face.charWidths
    return sum(widths[ord(char)] for char in text)


def substitute(char: str) -> str:
    """Return the visible sign for a character that no face has."""
    return f"[U+{ord(char):04X}]"


class Chain:
    """Faces to try in order."""

    def __init__(self, *names: str) -> None:
        self._names = names
        self._words: dict[str, Word] = {}

    @cached_property
    def first(self) -> TTFont:
        """The face that draws nearly everything."""
        return load_face(self._names[0])

    @cached_property
    def blank(self) -> float:
        """Width of a blank in thousandths of the font size."""
        return drawn_width(self.first, " ")

    def find(self, char: str) -> TTFont | None:
        """Return the first face that has a character, or ``None``."""
        for name in self._names:
            face = load_face(name)
            if has_glyph(face, char):
                return face
        return None

    def word(self, text: str) -> Word:
        """Measure a word. Words come again and again, so they are remembered, up to a limit."""
        word = self._words.get(text)
        if word is None:
            if len(self._words) > 50_000:
                self._words.clear()
            word = self._words[text] = self.measure(text)
        return word

    def measure(self, text: str) -> Word:
        """Return the width of a text and the faces that it needs."""
        if self._plain.issuperset(text):
            return Word(drawn_width(self.first, text), None)
        runs = tuple(self._runs(text))
        return Word(sum(run.width for run in runs), runs)

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(char for char in map(chr, self.first.face.charToGlyph) if has_glyph(self.first, char))

    def _runs(self, text: str) -> Iterator[Run]:
        for face, chars in groupby(text, self.find):
            source = "".join(chars)
            if face:
                yield Run(face, source, source, drawn_width(face, source))
                continue
            for char in source:
                drawn = substitute(char)
                yield Run(self.first, drawn, char, drawn_width(self.first, drawn))


SERIF = Chain("serif", "fallback", "mono")
ITALIC = Chain("serif-italic", "serif", "fallback", "mono")
SEMIBOLD = Chain("serif-semibold", "serif", "fallback", "mono")
MONO = Chain("mono", "serif", "fallback")
