"""The sheet: measures and looks, all derived from the paper and the size of the running text.

Lengths are in points.
"""

from typing import NamedTuple

from cableconv_pdf import fonts

#: Width and height of the paper.
PAPER = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}

#: A line of about 66 characters reads best; so wide is it in ems of the running text.
MEASURE = 35.0
#: Room for the paragraph number in the margin, in ems.
HANG = 2.5
#: White that stays around the text on any paper.
MARGIN = 48.0


class Look(NamedTuple):
    """How a piece of text looks.

    Attributes:
        chain: The faces.
        size: Font size.
        gray: 0 is black, 1 white.
        ground: A light ground lies behind it.
        dotted: A dotted line runs under it.
    """

    chain: fonts.Chain
    size: float
    gray: float = 0.0
    ground: bool = False
    dotted: bool = False


class Sheet(NamedTuple):
    """The measures and looks of one output.

    Attributes:
        width: Of the paper.
        height: Of the paper.
        left: Left edge of the column of numbers.
        right: Right edge of the text.
        top: Where the text begins, from the foot of the paper.
        bottom: Where it ends.
        em: Size of the running text.
        leading: From line to line of the running text.
        hang: From ``left`` to the text.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    em: float
    leading: float
    hang: float
    prose: Look
    portion: Look
    marker: Look
    redaction: Look
    damage: Look
    caption: Look
    heading: Look
    subheading: Look
    title: Look
    fact: Look
    printed: Look
    printed_label: Look
    break_marker: Look
    running: Look


def make_sheet(page_size: str, font_size: float) -> Sheet:
    """Derive all measures from the paper (a key of `PAPER`) and the size of the running text in points."""
    width, height = PAPER[page_size]
    em = font_size
    text_width = min((MEASURE + HANG) * em, width - 2 * MARGIN)
    prose = Look(fonts.SERIF, em)
    return Sheet(
        width=width,
        height=height,
        left=(width - text_width) / 2,
        right=(width + text_width) / 2,
        top=height - 78,
        bottom=72,
        em=em,
        leading=1.42 * em,
        hang=HANG * em,
        prose=prose,
        portion=Look(fonts.SERIF, 0.86 * em, gray=0.42),
        marker=Look(fonts.ITALIC, em),
        redaction=prose._replace(ground=True),
        damage=prose._replace(dotted=True),
        caption=Look(fonts.MONO, 0.76 * em, gray=0.42),
        heading=Look(fonts.SEMIBOLD, em),
        subheading=Look(fonts.ITALIC, em),
        title=Look(fonts.SEMIBOLD, 1.5 * em),
        fact=Look(fonts.SERIF, 0.9 * em, gray=0.3),
        printed=Look(fonts.MONO, 0.78 * em, gray=0.12),
        printed_label=Look(fonts.MONO, 0.78 * em, gray=0.5),
        break_marker=Look(fonts.MONO, 0.7 * em, gray=0.5),
        running=Look(fonts.SERIF, 8.0, gray=0.42),
    )
