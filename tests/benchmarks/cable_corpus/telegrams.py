"""Telegrams of invented posts and people, in size and make-up like real ones; the same for the same seed."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import wrap

#: Plain language address, routing indicator, country of each post.
POSTS = (
    ("AMEMBASSY ONHAVA", "RUEHZB", "ZB"),
    ("AMCONSUL NOVA ZEMBLA", "RUEHNZ", "ZB"),
    ("AMEMBASSY STRELSAU", "RUEHRU", "RT"),
    ("AMEMBASSY KINROSS", "RUEHKR", "KN"),
    ("AMCONSUL SOUTH ONHAVA", "RUEHSO", "ZB"),
    ("AMEMBASSY FREEDONIA", "RUEHFD", "FD"),
    ("AMEMBASSY PORT GRIMAUD", "RUEHPG", "PG"),
)

#: Classification line, ZNR or ZNY, portion mark, what a page's table calls it; and how often it occurs.
LEVELS = (
    ("UNCLAS", "ZNR UUUUU ZZH", "(U)", "UNCLASSIFIED", 40),
    ("UNCLAS", "ZNR UUUUU ZZH", "(SBU)", "UNCLASSIFIED//FOR OFFICIAL USE ONLY", 20),
    ("C O N F I D E N T I A L", "ZNY CCCCC ZZH", "(C)", "CONFIDENTIAL", 32),
    ("S E C R E T", "ZNY SSSSS ZZH", "(S//NF)", "SECRET//NOFORN", 8),
)

_SUBJECT_TAGS = "PREL PGOV ECON ETRD EIND EAIR PHUM PTER SENV SOCI MARR EFIN KDEM KPAO".split()
_SIGNERS = "KINBOTE SHADE GRADUS BOTKIN DISA FLEUR ODON NODO BRETWIT IZUMRUDOV".split()

_WHO = (
    "the Ambassador|PolOff|EconOff|Trade Minister Oswin Hallam|the deputy governor|a member of the opposition|"
    "XXXXXXXXXXXX|the director of the glass works|the Zemblan delegation|Bishop Yeslove|[SOURCE REMOVED]|"
    "our contact at the port|the head of the mirror makers, guild|the DCM|Post|the Ruritanian chargé|both sides|"
    "the Prime Minister,s office"
).split("|")
_DID = (
    "said that|made it clear that|denied that|did not rule out that|wrote to the Ministry that|"
    "told us in confidence that|repeated that|was surprised to hear that|has learned from the newspapers that|"
    "insisted over lunch that"
).split("|")
_WHAT = (
    "the tariff on sheet glass would rise by {} per cent before the ice goes|"
    "{} of the furnaces at Nova Zembla had been cold since November|"
    "the agreement of {} had been signed in the minutes only, not in the text|"
    "nobody in the cabinet had read the clause (ref A)|"
    "a loan of {} million crowns would be called in|"
    "the harbour could take no more than {} ships a month, whatever the Ministry,s figures say|"
    "{} observers had been turned back at the border near Kobaltana|"
    "the election commission had lost the lists of {} districts|"
    "talks would begin again in the week of the fair, with {} delegations at the table|"
    "Q,a mirror tells nobody what to think8, as the saying goes|"
    "the airline would keep {} of its aircraft on the ground"
).split("|")
_AND = (
    "|; this differs from what we were told in {}|, and that there was nothing to be done about it|"
    ", although his own deputy had said the opposite a day before|, if only until spring|; please protect|"
    " (see septel)|, which the embassy of Ruritania confirmed"
).split("|")
_CLASSIFIED_BY = ("Classified By: Ambassador Calder W. Kinross for reasons ", "1.4 (b) and (d). ", " ")
_HEADINGS = (
    "THE FURNACES|A CLAUSE NOBODY HAS READ|Background|WHO WOULD BUY|Fish, Glass and Mirrors|THE VIEW FROM STRELSAU|"
    "Elections: A Slow Start|NEXT STEPS"
).split("|")
_SUBJECTS = (
    "ZEMBLA: GLASS TALKS {}|FISHERIES AGREEMENT {}|THE MIRROR MAKERS {}|SCENESETTER: VISIT OF THE DELEGATION {}|"
    "ELECTIONS IN THE DISTRICTS {}|PORT OF KOBALTANA {}|CIVIL AVIATION: THE ONHAVA ROUTE {}|RURITANIAN LOANS {}"
).split("|")
_ENDINGS = (
    "STALL OVER TARIFFS|BEGIN AGAIN AFTER A LONG WINTER|AND WHAT THE CABINET MAKES OF THEM, AS FAR AS ANYBODY KNOWS|"
    "ARE NOT WHAT THEY SEEM|IN FIGURES: MONTHLY REPORT|COST MORE THAN THEY BRING"
).split("|")


@dataclass(frozen=True)
class Telegram:
    """A telegram, and what others say of it.

    Attributes:
        id: Canonical.
        envelope: From the transmission identification to the addressees, without a line break at the end.
        text: From the classification line to the signature, with ¶ before numbers as publishers print them.
        subject: Its first line.
        sent: UTC, to the minute.
        post: Plain language address of who sent it.
        classification: As tables have it.
        tags: Terms.
    """

    id: str
    envelope: str
    text: str
    subject: str
    sent: datetime
    post: str
    classification: str
    tags: tuple[str, ...]

    def printed(self) -> str:
        """Return the whole as a teletype prints it: without ¶."""
        return f"{self.envelope}\n{self.text}".replace("¶", "")


def telegram(number: int, seed: int) -> Telegram:
    """Make a telegram.

    Args:
        number: No two numbers make telegrams of one id.
        seed: Of the archive.
    """
    draw = random.Random(f"{seed} {number}")
    post, routing, country = POSTS[number % len(POSTS)]
    year = 2003 + number // len(POSTS) % 7
    serial = number // (len(POSTS) * 7) + 1
    sent = datetime(year, 1, 1) + timedelta(minutes=draw.randrange(365 * 24 * 60))
    line, security, mark, classification, _ = draw.choices(LEVELS, [level[-1] for level in LEVELS])[0]
    station = post.partition(" ")[2]
    tags = (*sorted(draw.sample(_SUBJECT_TAGS, draw.randint(1, 4))), country)
    subject = wrap(draw.choice(_SUBJECTS).format(draw.choice(_ENDINGS)), 48)
    head = _Head(line, mark, station, serial, sent, country)
    return Telegram(
        id=f"{year % 100:02}{station.replace(' ', '')}{serial}",
        envelope="\n".join(_envelope(draw, head, post, routing, security)),
        text="\n".join([*_header(draw, head, tags, subject), *_body(draw, head), draw.choice(_SIGNERS), ""]),
        subject=subject[0],
        sent=sent,
        post=post,
        classification=classification,
        tags=tags,
    )


@dataclass(frozen=True)
class _Head:
    """What several parts of a telegram repeat."""

    line: str
    mark: str
    station: str
    serial: int
    sent: datetime
    country: str


def _envelope(draw: random.Random, head: _Head, post: str, routing: str, security: str) -> list[str]:
    precedence, word = draw.choice((("O", "IMMEDIATE"), ("P", "PRIORITY"), ("R", "ROUTINE")))
    others = [each for each in POSTS if each[0] != post]
    return [
        f"VZCZCXRO{head.serial % 10_000:04}",
        f"{precedence * 2} {' '.join(each[1] for each in draw.sample(others, draw.randint(1, 4)))}",
        f"DE {routing} #{head.serial % 10_000:04}/01 {head.sent:%j%H%M}",
        security,
        f"{precedence} {head.sent:%d%H%MZ} {head.sent:%b %y}".upper(),
        f"FM {post}",
        f"TO RUEHC/SECSTATE WASHDC {word} {draw.randint(100, 9999)}",
        "INFO RUEHZL/EUROPEAN POLITICAL COLLECTIVE PRIORITY",
        *(f"{each[1]}/{each[0]} {draw.randint(100, 9999):04}" for each in draw.sample(others, draw.randint(0, 4))),
    ]


def _header(draw: random.Random, head: _Head, tags: tuple[str, ...], subject: list[str]) -> list[str]:
    is_classified = " " in head.line
    year, station = head.sent.year, head.station
    references = [
        f"{station} {draw.randint(1, 999)}",
        f"{(year - 1) % 100:02} STATE {draw.randint(1, 99999)}",
        f"{station} {draw.randint(1, 999)} (NOTAL)",
    ][: draw.randint(0, 3)]
    return [
        f"{head.line} {station} {head.serial:06} ",
        " ",
        *draw.choice((["SIPDIS "], ["SIPDIS ", " ", "SIPDIS "], ["NOFORN ", "SIPDIS "])),
        " ",
        *draw.choice(([], ["DEPT FOR EUR/NZ, ALSO FOR INR/B ", " "], ["STATE PASS TO USTR FOR BLACKWELL ", " "])),
        f"E.O. 12958: {f'DECL: {head.sent:%m/%d}/{year + 10}' if is_classified else 'N/A'} ",
        f"TAGS: {', '.join(tags)} ",
        *(f"{'SUBJECT: ' if not at else ''}{part} " for at, part in enumerate(subject)),
        " ",
        *(f"{'REF: ' if not at else '     '}{'ABC'[at]}. {each} " for at, each in enumerate(references)),
        *([" "] if references else []),
        *(_CLASSIFIED_BY if is_classified else []),
    ]


def _body(draw: random.Random, head: _Head) -> list[str]:
    """Return numbered paragraphs with headings, lists, tables and page markers among them."""
    size = min(60_000.0, draw.lognormvariate(8.7, 0.7))
    is_wrapped = draw.random() < 0.6
    lines: list[str] = []
    number, made, page = 0, 0, 1
    while made < size:
        number += 1
        begin = len(lines)
        if number > 1 and draw.random() < 0.2:
            heading = draw.choice(_HEADINGS)
            lines += [f"{heading} ", f"{'-' * len(heading)} ", " "]
        text = " ".join(_sentence(draw, head) for _ in range(draw.randint(2, 7)))
        if number == 1 and draw.random() < 0.7:
            text = f"SUMMARY: {text} END SUMMARY."
        lines += _lines(f"¶{number}. {head.mark} {text}", is_wrapped)
        if is_wrapped and draw.random() < 0.12:
            page += 1
            lines[-1:-1] = [" ", f"{head.station} {head.serial:08}  {page:03} OF {page:03} ", " "]
        lines += [" ", *_extra(draw, head, is_wrapped)]
        made += sum(map(len, lines[begin:]))
    return lines


def _extra(draw: random.Random, head: _Head, is_wrapped: bool) -> list[str]:
    """Return what may follow a paragraph: a list or a table."""
    kind = draw.random()
    if kind < 0.1:
        items = [_lines(f"-- {_sentence(draw, head)}", is_wrapped) for _ in range(draw.randint(2, 4))]
        return [line for item in items for line in (*item, " ")]
    if kind < 0.13:
        rows = [
            f"{name:<24}{draw.randint(1, 99_999):>8,}{draw.randint(1, 999):>8} "
            for name in draw.sample(("Nova Zembla", "Kobaltana", "Strelsau", "Onhava, port", "All others"), 4)
        ]
        return ["PLACE                     PANES     MEN ", *rows, " "]
    return []


def _sentence(draw: random.Random, head: _Head) -> str:
    figure = draw.randint(2, 1999)
    said = f"{draw.choice(_WHO)} {draw.choice(_DID)} {draw.choice(_WHAT)}{draw.choice(_AND)}."
    return (said[0].upper() + said[1:]).replace("{}", str(figure))


def _lines(text: str, is_wrapped: bool) -> list[str]:
    return [f"{line} " for line in wrap(text, 65)] if is_wrapped else [f"{text} "]
