"""The cables of one page: one as a rule, two where a page holds a corrected copy and then the original."""

from collections.abc import Iterator, Sequence

from cableconv import ir
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.source import parts
from cableconv_cablegate.published import Publication, read_published
from cableconv_telegram import Cut, cut_script, split_messages


def read_versions(
    whole: ir.Source,
    cuts: Sequence[Cut],
    publication: Publication,
    said: Sequence[Diagnostic],
    line_end: str = "\n",
) -> Iterator[ir.Cable]:
    """Yield the cables of one page, each with its part of the source.

    Args:
        whole: The source of the page.
        cuts: What on it is not the telegram's, in order.
        publication: What the publisher says.
        said: What there is to say so far.
        line_end: See `cableconv_telegram.cut_script`.
    """
    script = cut_script(whole.text, cuts, line_end)
    messages = list(split_messages(script.text))
    if len(messages) < 2:
        yield read_published(script, whole, publication, said)
        return
    said = [
        *said,
        diagnose("id-repeated", message=f"The page holds {len(messages)} versions of the cable; all are kept."),
    ]
    starts = [0, *(script.span(start, start + 1)[0] for start, _ in messages[1:])]
    for start, version in zip(starts, parts(whole, starts), strict=True):
        within = cuts_within(cuts, start, start + len(version.text))
        yield read_published(cut_script(version.text, within, line_end), version, publication, said)


def cuts_within(cuts: Sequence[Cut], start: int, end: int) -> list[Cut]:
    """Return the cuts in one part of a source, counted from its start."""
    return [(first - start, last - start, instead) for first, last, instead in cuts if start <= first and last <= end]
