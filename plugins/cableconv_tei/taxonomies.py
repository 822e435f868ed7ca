"""The controlled vocabularies of the TEI profile: what a category is called, and what it means."""

from collections.abc import Mapping
from typing import Final

import msgspec

from cableconv.ir import Cable, Level, Precedence, Role, TagKind


class Taxonomy(msgspec.Struct, frozen=True, kw_only=True):
    """One vocabulary.

    Attributes:
        prefix: What the ``xml:id`` of each category begins with.
        source: Where the vocabulary is defined.
        codes: The rest of the ``xml:id``, for each value of the IR. A value that is not here makes its own.
        meanings: What a category means, where its value does not say it.
    """

    prefix: str
    source: str = ""
    codes: Mapping[str, str] = {}
    meanings: Mapping[str, str] = {}


CLASSIFICATION: Final = "classification"
CAPTIONS: Final = "captions"
PRECEDENCE: Final = "precedence"
REASONS: Final = "eo12958-reasons"
FUNCTION: Final = "function"

_REASONS = {
    "a": "military plans, weapons systems, or operations",
    "b": "foreign government information",
    "c": "intelligence activities, sources or methods, or cryptology",
    "d": "foreign relations or foreign activities of the United States",
    "e": "scientific, technological, or economic matters relating to the national security",
    "f": "programs for safeguarding nuclear materials or facilities",
    "g": "vulnerabilities or capabilities of systems, installations, or plans relating to the national security",
    "h": "weapons of mass destruction",
}

#: The vocabularies by the ``xml:id`` of their taxonomy, in the order in which they are declared.
TAXONOMIES: Final[Mapping[str, Taxonomy]] = {
    CLASSIFICATION: Taxonomy(
        prefix="cls",
        source="Levels of Executive Order 12958, and of the Department of State below them",
        codes={
            Level.TOP_SECRET: "ts",
            Level.SECRET: "s",
            Level.CONFIDENTIAL: "c",
            Level.SENSITIVE: "sbu",
            Level.LIMITED_OFFICIAL_USE: "lou",
            Level.UNCLASSIFIED: "u",
        },
        meanings={
            Level.TOP_SECRET: "TOP SECRET",
            Level.SECRET: "SECRET",
            Level.CONFIDENTIAL: "CONFIDENTIAL",
            Level.SENSITIVE: "SENSITIVE BUT UNCLASSIFIED",
            Level.LIMITED_OFFICIAL_USE: "LIMITED OFFICIAL USE",
            Level.UNCLASSIFIED: "UNCLASSIFIED",
        },
    ),
    CAPTIONS: Taxonomy(prefix="cap", source="Captions and dissemination controls (5 FAH-2)"),
    PRECEDENCE: Taxonomy(
        prefix="prec",
        source="ACP 127, message precedence",
        codes={
            Precedence.FLASH: "z",
            Precedence.NIACT_IMMEDIATE: "niact",
            Precedence.IMMEDIATE: "o",
            Precedence.PRIORITY: "p",
            Precedence.ROUTINE: "r",
        },
        meanings={
            Precedence.FLASH: "FLASH (Z)",
            Precedence.NIACT_IMMEDIATE: "NIACT IMMEDIATE (O), night action",
            Precedence.IMMEDIATE: "IMMEDIATE (O)",
            Precedence.PRIORITY: "PRIORITY (P)",
            Precedence.ROUTINE: "ROUTINE (R)",
        },
    ),
    REASONS: Taxonomy(
        prefix="r",
        source="Reasons for classification, Executive Order 12958, section 1.4 (1.5 before 2003)",
        codes={f"1.{part}({letter})": f"1{part}{letter}" for part in "45" for letter in _REASONS},
        meanings={
            f"1.{part}({letter})": f"1.{part} ({letter}) {meaning}"
            for part in "45"
            for letter, meaning in _REASONS.items()
        },
    ),
    FUNCTION: Taxonomy(
        prefix="fn",
        source="What a line or a paragraph is for",
        meanings={
            "eo": "declassification line",
            "tags": "TAGS line",
            "classby": "classification authority",
            "begin": "beginning of a quoted text",
            "end": "end of a quoted text",
            Role.ACTION_REQUEST: "action request",
        },
    ),
}

#: ``term/@type`` for each kind of TAGS term.
TAG_TYPES: Final[Mapping[str, str]] = {
    TagKind.GEOGRAPHIC: "geo",
    TagKind.ORGANIZATION: "org",
}

_PROSIGNS = (
    ("Z", Precedence.FLASH),
    ("O", Precedence.IMMEDIATE),
    ("P", Precedence.PRIORITY),
    ("R", Precedence.ROUTINE),
)

#: How precedences are printed: the prosigns of ACP 127, single or doubled, and the words.
PRINTED_PRECEDENCES: Final[Mapping[str, str]] = {
    **{prosign * times: precedence for prosign, precedence in _PROSIGNS for times in (1, 2)},
    "FLASH": Precedence.FLASH,
    "NIACT IMMEDIATE": Precedence.NIACT_IMMEDIATE,
    "IMMEDIATE": Precedence.IMMEDIATE,
    "PRIORITY": Precedence.PRIORITY,
    "ROUTINE": Precedence.ROUTINE,
}


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """A publication of cables that a reader takes them from.

    Attributes:
        id: ``xml:id`` of who is responsible for it.
        publisher: Who published it.
        title: What it is called.
        medium: What a cable stands on in it.
    """

    id: str
    publisher: str
    title: str
    medium: str


#: The publications, by the first word of the name of the reader that reads them.
PUBLICATIONS: Final[Mapping[str, Publication]] = {
    "cablegate": Publication(id="wikileaks", publisher="WikiLeaks", title="Cablegate", medium="web page"),
}

#: How a station is called in a sentence, by the first word of its plain language address designator.
STATIONS: Final[Mapping[str, str]] = {
    "AMEMBASSY": "Embassy in",
    "AMCONSUL": "Consulate in",
    "AMCONGEN": "Consulate General in",
    "USINT": "Interests Section in",
    "SECSTATE": "Department of State",
}


def publication_of(cable: Cable) -> Publication | None:
    """Return the publication that a cable was read from, where its reader tells."""
    return PUBLICATIONS.get(cable.source.format.partition("-")[0])
