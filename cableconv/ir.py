"""The intermediate representation (IR) of a cable: what every reader makes and every writer takes.

Data only: frozen structs, no behaviour. `cableconv.walk` holds what one can do with them.

**Spans.** Every node has ``span``: (start, end) character offsets into ``source.text``. The *leaves* of a cable are
its `Mark` nodes (labels, rules, the fields of a header line), its inlines, and the blocks that hold plain text
(`PageBreak`, `Verbatim`, `Unparsed`). Leaves are in order and disjoint, and together with ``source.furniture`` they
hold every character of the source that is not blank. All other nodes are values or containers: their spans say where
they come from.

**Vocabularies** (levels, precedences, kinds, roles) are open strings; `cableconv.vocabulary` names the known values.
"""

from typing import Any, Final

import msgspec

from cableconv.diagnostics import Diagnostic
from cableconv.vocabulary import Level as Level
from cableconv.vocabulary import Precedence as Precedence
from cableconv.vocabulary import RefKind as RefKind
from cableconv.vocabulary import Role as Role
from cableconv.vocabulary import TagKind as TagKind

#: Version of the IR, written into every cable.
IR_VERSION: Final = "1"

#: (start, end) character offsets into ``source.text``.
Span = tuple[int, int]


# Nodes are frozen and hold only what was there before them, so that no cycle is among them: the garbage collector
# would go through all cables that are kept, again and again, and find nothing.
class Node(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Anything that stands in the source.

    Attributes:
        span: Where it stands in ``source.text``.
    """

    span: Span


# Leaves


class Mark(Node, frozen=True, kw_only=True, tag="mark"):
    """A printed piece that is not running text: a label, a rule, one field of a header line.

    Attributes:
        kind: What it is: ``label``, ``rule``, ``heading``, ``marker``, ``portion``, ``tag``, ``reference``, ``caption``
            … Its text is the slice of the source.
    """

    kind: str


class PageBreak(Node, frozen=True, kw_only=True, tag="page-break"):
    """A page or section marker printed by a relay: ``ONHAVA 00000042  002 OF 002``.

    Attributes:
        raw: As printed.
        page: Number of the page or section that begins here.
        pages: How many there are.
    """

    raw: str
    page: int | None = None
    pages: int | None = None


class Text(Node, frozen=True, kw_only=True, tag="text"):
    """Running text.

    Attributes:
        text: The slice of the source with each line wrap turned into one blank.
        role: ``marker`` for words that only mark a part, such as ``SUMMARY:`` or ``END COMMENT.``
    """

    text: str
    role: str | None = None


class Redaction(Node, frozen=True, kw_only=True, tag="redaction"):
    """Words taken out before publication: ``XXXXXXXXXXXX``, ``[SOURCE REMOVED]``.

    Attributes:
        raw: As printed.
    """

    raw: str


class Reference(Node, frozen=True, kw_only=True, tag="reference"):
    """A mention of another cable in the text: ``ref A``, ``reftel``, ``08 STATE 123``.

    Attributes:
        raw: As printed.
        id: Canonical id of the cable, where the mention names it.
        label: Label in ``header.references`` that it points at.
    """

    raw: str
    id: str | None = None
    label: str | None = None


class Damage(Node, frozen=True, kw_only=True, tag="damage"):
    """A spot that transmission or copying damaged.

    Attributes:
        raw: As printed.
        reading: What it most likely was, where that is certain enough to say.
    """

    raw: str
    reading: str | None = None


class Stray(Node, frozen=True, kw_only=True, tag="stray"):
    """A caption that a relay printed inside the text: ``SIPDIS`` in the middle of a paragraph.

    Attributes:
        raw: As printed.
    """

    raw: str


Inline = Text | PageBreak | Redaction | Reference | Damage | Stray

#: Marks of a node. A page break may fall between them.
Marks = tuple[Mark | PageBreak, ...]


# Body


class Marking(Node, frozen=True, kw_only=True):
    """A portion mark: ``(C)``, ``(S//NF)``, ``(U//FOUO)``.

    Attributes:
        raw: As printed, with its parentheses.
        level: A `Level`, or absent when the mark is not understood.
        caveats: Captions after the level, in their normal form: ``NOFORN``, ``FOUO``, ``REL NATO``.
    """

    raw: str
    level: str | None = None
    caveats: tuple[str, ...] = ()


class Item(Node, frozen=True, kw_only=True):
    """One item of a list.

    Attributes:
        marker: As printed: ``--``, ``A.``, ``(i)``.
        marking: Its portion mark.
        content: Its text.
        items: The items below it.
        marks: ``marker`` and ``portion``.
    """

    marker: str | None = None
    marking: Marking | None = None
    content: tuple[Inline, ...] = ()
    items: tuple["Item", ...] = ()
    marks: Marks = ()


class Paragraph(Node, frozen=True, kw_only=True, tag="paragraph"):
    """A paragraph.

    Attributes:
        number: Its number, after repair; absent in an unnumbered one.
        label: The number as printed: ``3.``, ``119.``
        marking: Its portion mark.
        role: A `Role`.
        continues: The number of the paragraph that this unnumbered one belongs to.
        content: Its text.
        marks: ``label``, ``portion``, ``separator`` and ``rule``.
    """

    number: int | None = None
    label: str | None = None
    marking: Marking | None = None
    role: str | None = None
    continues: int | None = None
    content: tuple[Inline, ...] = ()
    marks: Marks = ()


class ItemList(Node, frozen=True, kw_only=True, tag="item-list"):
    """Bullets or sub-paragraphs.

    Attributes:
        items: The items, in order.
    """

    items: tuple[Item, ...]


class Quotation(Node, frozen=True, kw_only=True, tag="quotation"):
    """A text quoted whole, between the marks of its begin and end.

    Attributes:
        begin: ``BEGIN TEXT:`` as printed.
        blocks: What is quoted. A heading in it is a paragraph of role ``heading``.
        end: ``END TEXT.`` as printed.
        marks: ``begin``, ``end`` and ``rule``.
    """

    begin: str | None = None
    blocks: tuple["Block", ...] = ()
    end: str | None = None
    marks: Marks = ()


class Verbatim(Node, frozen=True, kw_only=True, tag="verbatim"):
    """Text whose columns carry meaning, such as a table.

    Attributes:
        text: The slice of the source with its line ends as LF.
    """

    text: str


class Unparsed(Node, frozen=True, kw_only=True, tag="unparsed"):
    """Text that no rule understands.

    Attributes:
        text: The slice of the source with its line ends as LF.
    """

    text: str


Block = Paragraph | ItemList | Quotation | Verbatim | PageBreak | Unparsed


class Section(Node, frozen=True, kw_only=True):
    """A part of the body under one heading; the part before the first heading has none.

    Attributes:
        heading: The heading's reading text.
        role: A `Role`, where the heading names one.
        blocks: What stands under it.
        marks: ``heading`` and ``rule``.
    """

    heading: str | None = None
    role: str | None = None
    blocks: tuple[Block, ...] = ()
    marks: Marks = ()


# Envelope: ACP 127 format lines 1 to 9


class DateTimeGroup(Node, frozen=True, kw_only=True):
    """A date-time group: ``041430Z FEB 09``.

    Attributes:
        raw: As printed.
        when: ISO 8601 in UTC (``2009-02-04T14:30:00Z``), or absent when there is no such date.
    """

    raw: str
    when: str | None = None


class Addressee(Node, frozen=True, kw_only=True):
    """One addressee of format line 7 or 8.

    Attributes:
        name: Plain language address designator: ``SECSTATE WASHDC``.
        routing: Routing indicator: ``RUEHC``.
        precedence: A `Precedence`, where it has its own.
        mcn: Message continuity number, as printed.
        exempt: Names that format line 9 (``XMT``) takes out of this collective.
    """

    name: str
    routing: str | None = None
    precedence: str | None = None
    mcn: str | None = None
    exempt: tuple[str, ...] = ()


class Envelope(Node, frozen=True, kw_only=True, rename={"from_": "from"}):
    """The envelope of a telegram.

    Attributes:
        transmission_id: Format line 1.
        precedence: `Precedence` words of format line 5 (action first, then information), else of line 2.
        routing: Routing indicators of format line 2.
        originator: Routing indicator of format line 3.
        station_serial: ``#0042/01 0351430`` of format line 3.
        security: ``ZNY CCCCC ZZH``, format line 4.
        dtg: Date-time group, format line 5.
        from_: Originator's plain language address designator, format line 6. ``from`` in JSON.
        to: Action addressees, format line 7.
        info: Information addressees, format line 8.
        partial: The publisher had only an extract, or no text at all, and printed a notice in its place.
        raw: The whole as printed.
        marks: Every field in order.
    """

    transmission_id: str | None = None
    precedence: tuple[str, ...] = ()
    routing: tuple[str, ...] = ()
    originator: str | None = None
    station_serial: str | None = None
    security: str | None = None
    dtg: DateTimeGroup | None = None
    from_: str | None = None
    to: tuple[Addressee, ...] = ()
    info: tuple[Addressee, ...] = ()
    partial: bool = False
    raw: str = ""
    marks: Marks = ()


# Header: the first lines of the text (5 FAH-2)


class Classification(Node, frozen=True, kw_only=True):
    """The classification line.

    Attributes:
        raw: As printed: ``C O N F I D E N T I A L``.
        level: A `Level`.
        caveats: Captions on the same line, in their normal form.
    """

    raw: str
    level: str | None = None
    caveats: tuple[str, ...] = ()


class Declassification(Node, frozen=True, kw_only=True):
    """The E.O. line.

    Attributes:
        raw: As printed, without its label.
        order: Number of the executive order: ``12958``.
        on: ISO 8601 date of declassification, else the event in the words of the cable; absent for ``N/A``.
        exempt: Exemption category: ``X1``, ``25X6``.
    """

    raw: str
    order: str | None = None
    on: str | None = None
    exempt: str | None = None


class Tag(Node, frozen=True, kw_only=True):
    """One TAGS term.

    Attributes:
        raw: As printed.
        term: Normal form.
        kind: A `TagKind`.
    """

    raw: str
    term: str
    kind: str = TagKind.OTHER


class CableRef(Node, frozen=True, kw_only=True):
    """One entry of the reference line.

    Attributes:
        raw: As printed, without its label.
        label: ``A``, ``B`` …
        id: Canonical id (``08STATE123``), where it names a cable.
        kind: A `RefKind`.
    """

    raw: str
    label: str | None = None
    id: str | None = None
    kind: str = RefKind.OTHER


class ClassifiedBy(Node, frozen=True, kw_only=True):
    """The ``Classified By`` line.

    Attributes:
        raw: As printed.
        name: Who classified, with rank or title as printed.
        reasons: Reasons in their normal form: ``1.4(b)``, ``1.4(d)``.
    """

    raw: str
    name: str | None = None
    reasons: tuple[str, ...] = ()


class Header(Node, frozen=True, kw_only=True):
    """The header lines of the text, from the classification line to ``Classified By``.

    Attributes:
        classification: The classification line's level.
        captions: In their normal form, each once, in order: ``SIPDIS``, ``NOFORN``.
        mrn: Message reference number as printed: ``ONHAVA 000042``.
        parts: In how many sections the telegram was transmitted.
        passing: Passing instructions, one an entry.
        declassification: The E.O. line.
        tags: The TAGS line.
        subject: Reading text of the subject, without its portion mark.
        subject_marking: The subject's own portion mark.
        references: The reference line.
        classified_by: The ``Classified By`` line.
        marks: Every field in order.
    """

    classification: Classification | None = None
    captions: tuple[str, ...] = ()
    mrn: str | None = None
    parts: int | None = None
    passing: tuple[str, ...] = ()
    declassification: Declassification | None = None
    tags: tuple[Tag, ...] = ()
    subject: str | None = None
    subject_marking: Marking | None = None
    references: tuple[CableRef, ...] = ()
    classified_by: ClassifiedBy | None = None
    marks: Marks = ()


# The whole


class Published(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the page or record that published the cable says of it, as printed there.

    Attributes:
        title: Its title.
        created: When the cable was made: ``YYYY-MM-DDTHH:MM``, or the day alone, ``YYYY-MM-DD``.
        released: When it was published, likewise; of several releases the last, which is that of the text as it stands.
        classification: Its classification.
        origin: Where it comes from.
        media: Those with whom it was published.
    """

    title: str | None = None
    created: str | None = None
    released: str | None = None
    classification: str | None = None
    origin: str | None = None
    media: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the cable was read from.

    Attributes:
        name: Name of the input as given; ``-`` is standard input.
        format: Name of the reader.
        size: Bytes of ``text`` in the input.
        sha256: Of those bytes, in hexadecimal.
        encoding: Python's name for the encoding; with it, ``text`` gives the bytes back.
        newline: ``LF``, ``CRLF``, ``CR``, ``mixed`` or ``none``.
        text: What the spans point into; one of several telegrams in a file has only its own part.
        line: Line of the input at which ``text`` starts, counted from 1.
        furniture: Spans of ``text`` that are not the cable's: navigation, help, link targets, publishers' ¶.
        line_ends: Spans of ``text`` that end a line and are neither line feeds nor carriage returns: a page's
            ``&#x000A;`` and ``<br>``, in order.
    """

    name: str
    format: str
    size: int
    sha256: str
    encoding: str
    newline: str
    text: str
    line: int = 1
    furniture: tuple[Span, ...] = ()
    line_ends: tuple[Span, ...] = ()


class Cable(Node, frozen=True, kw_only=True):
    """One cable.

    Attributes:
        ir: `IR_VERSION`.
        id: Canonical message reference number (``09ONHAVA42``): two-digit year, station, number.
        published_id: The id under which it was published, as printed there.
        envelope: Absent when the copy has none.
        header: Absent when no header line is found.
        sections: The body.
        signature: The signer as printed.
        published: Metadata of the page.
        source: Where it was read from.
        diagnostics: What the reader has to say.
        extras: What the IR has no place for, each plugin's under its own name.
        marks: What stands outside envelope, header and sections: ``signature``, ``end-mark``, ``classification``.
    """

    ir: str
    id: str | None = None
    published_id: str | None = None
    envelope: Envelope | None = None
    header: Header | None = None
    sections: tuple[Section, ...] = ()
    signature: str | None = None
    published: Published | None = None
    source: Source
    diagnostics: tuple[Diagnostic, ...] = ()
    extras: dict[str, Any] = {}
    marks: Marks = ()
