"""What the parts of the body writer share while they write one cable."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Final, TypeVar
from urllib.parse import quote

import msgspec

from cableconv import ir, walk
from cableconv_tei.elements import ncname
from cableconv_tei.pen import Pen
from cableconv_tei.register import Register
from cableconv_tei.taxonomies import publication_of
from cableconv_tei.transcript import Transcript, transcribe

#: What stands among the marks of a node.
Mark = ir.Mark | ir.PageBreak


#: The key that puts nodes in source order.
span_of: Final[Callable[[ir.Node], ir.Span]] = attrgetter("span")


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """An addressee as an action of the correspondence.

    Attributes:
        addressee: The addressee.
        subtype: ``action`` or ``info``.
        name: Name of the action's id: ``to-1``, ``info-1``.
    """

    addressee: ir.Addressee
    subtype: str
    name: str


class Edition(msgspec.Struct, kw_only=True):
    """One cable being written.

    Attributes:
        cable: The cable.
        pen: Writes its text.
        register: Its ids and categories.
        transcript: Its text.
        lines: Every line of the source is marked.
        redactor: Pointer to who published the source copy and took words out of it, where known.
        organizations: Name and routing indicator of those that the header lists, by the name of their id.
        persons: Name and roles of those that the header lists, by the name of their id.
        actions: The addressees, as actions of the correspondence.
        tags: The TAGS terms, by their place.
        entries: The entries of the reference line, by their place.
        references: Pointer to the entry of the reference line, by its label; grows while that line is written.
        passing: For each mark of a passing instruction that stands on several lines, which part of it it is.
        numbered: Name of the id of the last paragraph that prints a number, by the name of that number: ``para-1.2``
            where it is printed twice; grows with the paragraphs.
        chains: Id of the last paragraph under a number, by the name of that number; grows with the paragraphs.
    """

    cable: ir.Cable
    transcript: Transcript
    pen: Pen
    register: Register
    lines: bool
    redactor: str | None = None
    organizations: Mapping[str, tuple[str, str | None]]
    persons: Mapping[str, tuple[str, str]]
    actions: Sequence[Received]
    tags: Mapping[ir.Span, ir.Tag]
    entries: Mapping[ir.Span, ir.CableRef]
    references: dict[str, str] = {}
    numbered: dict[str, str] = {}
    chains: dict[str, str] = {}
    passing: Mapping[ir.Span, str] = {}

    def organization(self, name: str) -> str | None:
        """Return a pointer to an organization, if the header lists it."""
        identifier = organization_name(name)
        return self.register.target(identifier) if identifier in self.organizations else None

    def person(self, name: str) -> str | None:
        """Return a pointer to a person, if the header lists them."""
        identifier = person_name(name)
        return self.register.target(identifier) if identifier in self.persons else None


def edition_of(cable: ir.Cable, prefix: str, *, lines: bool) -> Edition:
    """Return the edition of a cable, with nothing written yet.

    Args:
        cable: The cable.
        prefix: What the ids in the document begin with.
        lines: Every line of the source is marked.
    """
    register, transcript, header = Register(prefix), transcribe(cable.source), cable.header
    publication = publication_of(cable)
    return Edition(
        cable=cable,
        transcript=transcript,
        pen=Pen(transcript, register, lines=lines, depth=2),
        register=register,
        lines=lines,
        redactor=register.target(publication.id) if publication else None,
        organizations=organizations(cable.envelope),
        persons=persons(cable),
        actions=received(cable.envelope),
        tags=_by_place(header.tags) if header else {},
        entries=_by_place(header.references) if header else {},
        passing=passing_parts(cable),
    )


NodeT = TypeVar("NodeT", bound=ir.Node)


def _by_place(nodes: Sequence[NodeT]) -> dict[ir.Span, NodeT]:
    return {node.span: node for node in reversed(nodes)}


def begin(node: ir.Node) -> int:
    """Return the offset at which the first leaf of a node begins: before it, furniture may stand in the node."""
    found = _first_leaf(node)
    return node.span[0] if found is None else found


def _first_leaf(node: ir.Node) -> int | None:
    if isinstance(node, walk.Leaf):
        return node.span[0]
    below = map(_first_leaf, sorted(walk.children(node), key=span_of))
    return next((start for start in below if start is not None), None)


def received(envelope: ir.Envelope | None) -> list[Received]:
    """Return the actions of all addressees, those for action first."""
    if envelope is None:
        return []
    series = (("action", "to", envelope.to), ("info", "info", envelope.info))
    return [
        Received(addressee=addressee, subtype=subtype, name=f"{stem}-{number}")
        for subtype, stem, addressees in series
        for number, addressee in enumerate(addressees, 1)
    ]


def mrn(identifier: str) -> str:
    """Return the pointer to a cable by its canonical id: ``mrn:08STATE123``; the header's prefixDef resolves it."""
    return f"mrn:{quote(identifier, safe='', errors='surrogatepass')}"


def uri(identifier: str) -> str:
    """Return the URI of a cable."""
    return f"urn:x-cable:{quote(identifier, safe='', errors='surrogatepass')}"


def tag_name(tag: ir.Tag) -> str:
    """Return the name of the id of a TAGS term: ``tag-PREL``."""
    return f"tag-{ncname(tag.term)}"


def organization_name(name: str) -> str:
    """Return the name of the id of an organization: ``org-amembassy_onhava``."""
    return f"org-{ncname(' '.join(name.lower().split()))}"


def is_collective(name: str) -> bool:
    """Tell whether an addressee is a list of addressees that the message centre expands."""
    return "COLLECTIVE" in name.upper()


def organizations(envelope: ir.Envelope | None) -> Mapping[str, tuple[str, str | None]]:
    """Return the sender and the action addressees, each once: their name and routing indicator, by the id's name."""
    if envelope is None:
        return {}
    found: dict[str, tuple[str, str | None]] = {}
    if envelope.from_:
        found[organization_name(envelope.from_)] = (envelope.from_, envelope.originator)
    for addressee in envelope.to:
        if addressee.name and not is_collective(addressee.name):
            found.setdefault(organization_name(addressee.name), (addressee.name, addressee.routing))
    return found


def persons(cable: ir.Cable) -> Mapping[str, tuple[str, str]]:
    """Return who classified and who signed: their name and roles, by the id's name; one entry if it is one person."""
    found: dict[str, tuple[str, str]] = {}
    classified_by = cable.header.classified_by if cable.header else None
    if classified_by and classified_by.name:
        found[person_name(classified_by.name)] = (classified_by.name, "classifier")
    if cable.signature:
        name = person_name(cable.signature)
        known = found.get(name)
        found[name] = (known[0], "classifier signatory") if known else (cable.signature, "signatory")
    return found


def passing_parts(cable: ir.Cable) -> Mapping[ir.Span, str]:
    """Return which part of its passing instruction each mark is: ``I``, ``M`` or ``F``; whole ones are left out."""
    header = cable.header
    if header is None:
        return {}
    marks = [mark for mark in header.marks if isinstance(mark, ir.Mark) and mark.kind == "passing"]
    found: dict[ir.Span, str] = {}
    at = 0
    for instruction in header.passing:
        begin, words = at, ""
        while at < len(marks) and words != instruction:
            words = f"{words} {walk.printed_line(cable.source, marks[at].span)}".strip()
            at += 1
        if at - begin > 1:
            found |= {mark.span: "M" for mark in marks[begin:at]}
            found |= {marks[begin].span: "I", marks[at - 1].span: "F"}
    return found


def person_name(name: str) -> str:
    """Return the name of a person's id, made of the surname: ``person-kinbote``."""
    words = name.partition(",")[0].split()
    return f"person-{ncname(words[-1].lower())}" if words else "person"
