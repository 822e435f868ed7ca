"""Which portions of a cable are above a level (E.O. 13526, section 1.6; 5 FAH-2 H-400 for cables).

A portion has the level of its own mark. One without a mark that belongs to another portion (the continuation of a
paragraph, its items, tables and quotations) has that portion's. Whatever else has no mark, or one that nobody
understands, has the cable's overall classification; where that is not known, it counts as above every level. A heading
is as high as the highest of what stands under it.

Envelope, captions, E.O., TAGS and reference lines are no portions: they are never above a level.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from cableconv import ir, walk
from cableconv_redact.passages import Passage
from cableconv_redact.plugin import LEVELS

# "(S) The offer", "(S/NF) The offer": a heading's own mark is a part of its words.
_HEADING_MARK = re.compile(r"\(\s?(TS|S|C|U|SBU|LOU|FOUO)\b[^()\n]{0,40}\)", re.I)
_SHORT = {
    "TS": ir.Level.TOP_SECRET,
    "S": ir.Level.SECRET,
    "C": ir.Level.CONFIDENTIAL,
    "SBU": ir.Level.SENSITIVE,
    "FOUO": ir.Level.SENSITIVE,
    "LOU": ir.Level.LIMITED_OFFICIAL_USE,
    "U": ir.Level.UNCLASSIFIED,
}

# "BEGIN TEXT:" says nothing of what is quoted; "BEGIN TEXT OF A LETTER FROM …" does.
_PLAIN_QUOTATION = re.compile(r"(?:\W*\b(?:BEGIN|START|END|OF|THE|TEXT|QUOTE|UNQUOTE|QUOTATION)\b\W*)+", re.I)

# "SUMMARY", "ACTION REQUEST:" say what stands under them by kind only.
_PLAIN_HEADINGS = frozenset(
    value.replace("-", " ").upper() for name, value in vars(ir.Role).items() if not name.startswith("_")
)


class Rule(msgspec.Struct, frozen=True):
    """What has to go.

    Attributes:
        level: What is above it goes.
        unmarked: Whether what has no mark goes.
        drop: Whether numbers and marks go with their paragraph.
    """

    level: str
    unmarked: bool
    drop: bool

    def is_above(self, marking: ir.Marking | None, governing: bool | None) -> bool:
        """Tell whether a portion goes.

        Args:
            marking: Its own mark.
            governing: Whether the portion that it belongs to goes, if it belongs to one.
        """
        if marking is not None and marking.level in LEVELS:
            return LEVELS.index(marking.level) > LEVELS.index(self.level)
        if marking is not None or governing is None:
            return self.unmarked
        return governing


def overall_level(cable: ir.Cable) -> str | None:
    """Return a cable's classification as it says itself, else as its publisher says; nothing when none is known."""
    line = cable.header.classification if cable.header else None
    if line is not None:
        return line.level if line.level in LEVELS else None
    published = (cable.published.classification if cable.published else None) or ""
    words = published.partition("//")[0].strip().lower().replace(" ", "-")
    return words if words in LEVELS else None


def make_rule(cable: ir.Cable, level: str, unmarked: str, paragraphs: str) -> Rule:
    """Make the rule for one cable of what the options ``level``, ``unmarked`` and ``paragraphs`` say."""
    overall = overall_level(cable)
    is_above = overall is None or LEVELS.index(overall) > LEVELS.index(level)
    unmarked_goes = {"overall": is_above, "keep": False, "remove": True}[unmarked]
    return Rule(level, unmarked_goes, drop=paragraphs == "drop")


def passages_above(cable: ir.Cable, rule: Rule) -> Iterator[Passage]:
    """Yield what a rule takes out of a cable, in order."""
    if cable.header:
        yield from _in_header(cable.header, rule)
    governing: dict[int | None, bool] = {}
    for section in cable.sections:
        found = list(_in_blocks(section.blocks, rule, governing, None))
        heading = [mark for mark in section.marks if isinstance(mark, ir.Mark) and mark.kind == "heading"]
        if heading and _is_heading_above(section.heading or "", rule, is_any_above=bool(found), of=section):
            yield Passage("heading", heading)
        yield from found


def _in_header(header: ir.Header, rule: Rule) -> Iterator[Passage]:
    marks = [mark for mark in header.marks if isinstance(mark, ir.Mark)]
    subject = [mark for mark in marks if mark.kind == "subject"]
    if subject and rule.is_above(header.subject_marking, None):
        yield Passage("subject", subject)
    if rule.unmarked:
        # What no rule of the header understands may be anything.
        yield from (Passage("text", [mark]) for mark in marks if mark.kind == "other")


def _is_heading_above(heading: str, rule: Rule, *, is_any_above: bool, of: ir.Section) -> bool:
    if match := _HEADING_MARK.match(heading):
        return rule.is_above(ir.Marking(raw=match[0], level=_SHORT[match[1].upper()], span=of.span), None)
    if heading.strip(" .:-").upper() in _PLAIN_HEADINGS:
        return False
    return is_any_above if of.blocks else rule.unmarked


def _in_blocks(
    blocks: Iterable[ir.Block], rule: Rule, governing: dict[int | None, bool], enclosing: bool | None
) -> Iterator[Passage]:
    """Yield what goes of some blocks.

    Args:
        blocks: The blocks.
        rule: What has to go.
        governing: Whether the paragraph of each number goes.
        enclosing: Whether the portion goes that the blocks belong to, if they belong to one.
    """
    latest = enclosing
    for block in blocks:
        match block:
            case ir.Paragraph():
                belongs_to = governing.get(block.continues, enclosing) if block.continues is not None else enclosing
                latest = rule.is_above(block.marking, belongs_to)
                if block.number is not None:
                    governing[block.number] = latest
                if latest:
                    yield _portion("paragraph", block, rule)
            case ir.ItemList():
                yield from _in_items(block.items, rule, latest)
            case ir.Quotation():
                found = list(_in_blocks(block.blocks, rule, governing, latest))
                if found:
                    yield from _around(block)
                yield from found
            case ir.Verbatim() | ir.Unparsed() if rule.is_above(None, latest):
                yield Passage("text", [block])


def _around(quotation: ir.Quotation) -> Iterator[Passage]:
    for kind, words in (("begin", quotation.begin), ("end", quotation.end)):
        if words and not _PLAIN_QUOTATION.fullmatch(words):
            yield Passage("text", [mark for mark in quotation.marks if isinstance(mark, ir.Mark) and mark.kind == kind])


def _in_items(items: Iterable[ir.Item], rule: Rule, governing: bool | None) -> Iterator[Passage]:
    for item in items:
        is_above = rule.is_above(item.marking, governing)
        if is_above:
            yield _portion("text", item, rule)
        yield from _in_items(item.items, rule, is_above)


def _portion(kind: str, node: ir.Paragraph | ir.Item, rule: Rule) -> Passage:
    leaves: Sequence[walk.Leaf] = [*(node.marks if rule.drop else ()), *node.content]
    return Passage(kind, [leaf for leaf in leaves if not isinstance(leaf, ir.PageBreak)])
