"""What has to go of one cable: passages, and whatever may repeat one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from cableconv import ir, walk
from cableconv_redact.contacts import find_addresses, find_contacts, find_doubtful, masked
from cableconv_redact.levels import Rule, passages_above
from cableconv_redact.passages import WORDS, Cut, Passage, cuts_of, furniture_cuts, touching
from cableconv_redact.rebuild import Clean
from cableconv_redact.runs import Run, runs

_LEAST_TELLING = 7


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What has to go of one cable.

    Attributes:
        passages: Each passage that goes.
        cuts: The stretches of the source that go, in order, those of furniture included.
        doubtful: Where something stands that may be contact data, and stays.
        hides_title: The title under which it was published goes.
        repeats: Its name, or what surrounds it, holds contact data.
        clean: Makes values clean that may repeat a passage.
    """

    passages: Sequence[Passage]
    cuts: Sequence[Cut]
    doubtful: Sequence[ir.Span]
    hides_title: bool
    repeats: bool
    clean: Clean

    def __bool__(self) -> bool:
        return bool(self.passages) or self.hides_title or self.repeats


def find(cable: ir.Cable, rule: Rule | None, *, contacts: bool) -> Findings:
    """Find what has to go.

    Args:
        cable: The cable.
        rule: What is above the level; nothing when it is absent.
        contacts: Whether contact data go.
    """
    printed = walk.printed_whole(cable.source)
    leaves = walk.leaves(cable)
    passages: list[Passage] = []
    cuts: list[Cut] = []

    def take_out(passage: Passage) -> None:
        found = list(cuts_of(passage, leaves, printed))
        if found:
            passages.append(passage)
            cuts.extend(found)

    for passage in passages_above(cable, rule) if rule else ():
        take_out(passage)
    secrets: dict[str, str] = {}
    doubtful: list[ir.Span] = []
    for run in _left(cable, cuts) if contacts else ():
        for start, end, kind in find_contacts(run.text):
            take_out(Passage(kind, list(run.parts(start, end))))
            secrets[" ".join(run.text[start:end].split())] = kind
        doubtful += [run.span(start, end) for start, end in find_doubtful(run.text)]
    clean = _cleaner(secrets) if contacts else str
    return Findings(
        passages=passages,
        cuts=sorted([*cuts, *furniture_cuts(cable.source, printed, sorted(cuts))]),
        doubtful=sorted(doubtful),
        hides_title=_hides_title(cable, passages, rule),
        repeats=contacts and _repeats(cable, printed, clean),
        clean=clean,
    )


def _left(cable: ir.Cable, cuts: Sequence[Cut]) -> Iterator[Run]:
    """Yield what is read in a cable once cuts are made."""
    gone = sorted(cuts)
    for run in runs(cable):
        if not any(touching(gone, leaf.span) for leaf in run.leaves):
            yield run


def _hides_title(cable: ir.Cable, passages: Iterable[Passage], rule: Rule | None) -> bool:
    """Tell whether the published title goes: with the subject, whose first line it is, or like an unmarked one."""
    title = cable.published.title if cable.published else None
    if not title or rule is None or title == WORDS["subject"]:
        return False
    has_subject = cable.header is not None and cable.header.subject is not None
    return any(passage.kind == "subject" for passage in passages) or (not has_subject and rule.unmarked)


def _repeats(cable: ir.Cable, printed: str, clean: Clean) -> bool:
    """Tell whether what surrounds a cable holds contact data; of its furniture, which is long, addresses count."""
    published = cable.published or ir.Published()
    told = (cable.source.name, published.title, published.origin, published.classification, *published.media)
    furniture = "\n".join(printed[start:end] for start, end in cable.source.furniture)
    return any(text and clean(text) != text for text in told) or any(True for _ in find_addresses(furniture))


def _cleaner(secrets: Mapping[str, str]) -> Clean:
    """Return what takes contact data out of a value: those that were found, and those that it has by itself.

    Short ones ("ext. 12") are looked for by themselves only: elsewhere their digits mean something else.

    Args:
        secrets: What was found, on one line, and its kind.
    """
    longest_first = sorted(
        (each for each in secrets if len(each) >= _LEAST_TELLING), key=lambda each: (-len(each), each)
    )
    words = "|".join(re.escape(secret).replace(r"\ ", r"\s+") for secret in longest_first)
    found = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None

    def clean(value: str) -> str:
        if found:
            value = found.sub(lambda match: WORDS[secrets[" ".join(match[0].split())]], value)
        return masked(value)

    return clean
