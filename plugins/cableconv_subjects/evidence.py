"""How the cable's own paragraphs write a word."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping

from cableconv import ir, walk

_WORD = re.compile(r"[^\W\d_]+")


def forms(cable: ir.Cable, wanted: Container[str]) -> Mapping[str, Counter[str]]:
    """Return how often the paragraphs write each wanted word in which form.

    Text that is in capitals itself tells nothing, and neither does a word between others in capitals, such as those of
    a heading at the beginning of a paragraph.

    Args:
        cable: The cable.
        wanted: Words in capitals.
    """
    found: dict[str, Counter[str]] = {}
    for text in _texts(cable):
        words = _WORD.findall(text)
        for place, word in enumerate(words):
            capitals = word.upper()
            if capitals in wanted and not (word.isupper() and _is_among_capitals(words, place)):
                found.setdefault(capitals, Counter())[word] += 1
    return found


def _texts(cable: ir.Cable) -> Iterator[str]:
    for section in cable.sections:
        for node in walk.walk(section):
            if isinstance(node, ir.Paragraph | ir.Item):
                text = walk.reading_text(node.content)
                if sum(map(str.islower, text)) > sum(map(str.isupper, text)):
                    yield text


def _is_among_capitals(words: list[str], place: int) -> bool:
    around = (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
    return any(len(word) > 3 and word.isupper() for word in around)
