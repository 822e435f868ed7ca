"""Changes to texts that know what texts of cables are made of; a fuzzer's own know bytes only."""

import random
from collections.abc import Callable

#: What readers look for. A fuzzer would have to guess it letter by letter.
WORDS = (
    "ZCZC~VZCZC~NNNN~FM ~TO ~INFO ~DE ~ZNY~BT~UNCLAS ~C O N F I D E N T I A L ~S E C R E T ~"
    "E.O. 12958: DECL: ~TAGS: ~SUBJECT: ~SUBJ: ~REF: A. ~Classified By: ~SIPDIS~NOFORN~SECTION 01 OF 02~"
    "1. (C) ~2. ~¶3. ~(U)~(SBU)~SUMMARY~END SUMMARY.~COMMENT:~BEGIN TEXT:~END TEXT.~PAGE 02 ~ 002 OF 003~"
    "#0042~041430Z FEB 09~09ONHAVA42~REFTEL~A. ~-- ~Q: ~XXXXXXXXXXXX~[garble]~------~\t~\x0c~\x00~"
    "<pre>~</pre>~<br>~&#x000A;~&amp;~<a href='/tag/PREL.html'>~</a>~<table class='cable'>~Viewing cable 09ONHAVA42, ~"
    '"~""~","~\\~](#)~\\$~|~{~}~[~<TEI>~<!DOCTYPE~<![CDATA[~]]>~\ufeff~\u2028~\ud800'
).split("~")


def _shuffle_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def _drop_lines(text: str, chance: random.Random) -> str:
    return "\n".join(line for line in text.split("\n") if chance.random() > 0.3)


def _repeat_block(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    block = text[start : start + chance.randrange(1, 200)]
    return text[:start] + block * chance.choice([2, 3, 10, 100]) + text[start:]


def _cut_block(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.randrange(1, 3000) :]


def _insert_words(text: str, chance: random.Random) -> str:
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(WORDS) * chance.choice([1, 1, 1, 2, 50]) + text[at:]
    return text


def _change_blanks(text: str, chance: random.Random) -> str:
    old = chance.choice(["\n", " ", "\n\n"])
    return text.replace(
        old, chance.choice(["\r", "\r\n", " ", "", "\n \n", "\t", "\u2028", "<br>"]), chance.randrange(1, 400)
    )


def _flip_characters(text: str, chance: random.Random) -> str:
    rate = chance.choice([0.001, 0.01, 0.1])
    return "".join(chr(chance.randrange(1, 0x250)) if chance.random() < rate else each for each in text)


def _huge_numbers(text: str, chance: random.Random) -> str:
    digits = [at for at, each in enumerate(text) if each in "0123456789"]
    if not digits:
        return text
    at = chance.choice(digits)
    return text[:at] + "9" * chance.choice([3, 20, 5000]) + text[at:]


def _other_case(text: str, chance: random.Random) -> str:
    return chance.choice([str.upper, str.lower, str.title])(text)


MUTATIONS: list[Callable[[str, random.Random], str]] = [
    _shuffle_lines,
    _drop_lines,
    _repeat_block,
    _cut_block,
    _insert_words,
    _change_blanks,
    _flip_characters,
    _huge_numbers,
    _other_case,
]


def mutate(content: bytes, seed: int) -> bytes:
    """Change bytes by one to three of `MUTATIONS`; the same seed makes the same change."""
    chance = random.Random(seed)
    text = content.decode("utf-8", "surrogateescape")
    for _ in range(chance.randrange(1, 4)):
        text = chance.choice(MUTATIONS)(text, chance)[:1_000_000]
    encoding = chance.choice(["utf-8"] * 8 + ["utf-16", "cp1252", "latin-1"])
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
