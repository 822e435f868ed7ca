"""The known values of the IR's open vocabularies. A value that nobody knows is kept as it is written."""

from typing import Final


class Level:
    """Classification levels, lowest first."""

    UNCLASSIFIED: Final = "unclassified"
    LIMITED_OFFICIAL_USE: Final = "limited-official-use"
    SENSITIVE: Final = "sensitive-but-unclassified"
    CONFIDENTIAL: Final = "confidential"
    SECRET: Final = "secret"
    TOP_SECRET: Final = "top-secret"


class Precedence:
    """Precedences of ACP 127, highest first; NIACT IMMEDIATE is the State Department's own."""

    FLASH: Final = "FLASH"
    NIACT_IMMEDIATE: Final = "NIACT IMMEDIATE"
    IMMEDIATE: Final = "IMMEDIATE"
    PRIORITY: Final = "PRIORITY"
    ROUTINE: Final = "ROUTINE"


class TagKind:
    """Kinds of TAGS terms (5 FAH-3, the TAGS handbook)."""

    SUBJECT: Final = "subject"
    PROGRAM: Final = "program"
    GEOGRAPHIC: Final = "geographic"
    ORGANIZATION: Final = "organization"
    PERSON: Final = "person"
    OTHER: Final = "other"


class RefKind:
    """What a reference line refers to."""

    CABLE: Final = "cable"
    EMAIL: Final = "email"
    TELEPHONE: Final = "telephone"
    REPORT: Final = "report"
    OTHER: Final = "other"


class Role:
    """What a section, a paragraph or a piece of text is for."""

    SUMMARY: Final = "summary"
    COMMENT: Final = "comment"
    ACTION_REQUEST: Final = "action-request"
    INTRODUCTION: Final = "introduction"
    BACKGROUND: Final = "background"
    CONCLUSION: Final = "conclusion"
    NOTE: Final = "note"
    QUESTION: Final = "question"
    ANSWER: Final = "answer"
    HEADING: Final = "heading"
    MARKER: Final = "marker"
