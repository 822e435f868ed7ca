"""The projection of a document of ours to the idiom of *Foreign Relations of the United States* (``profile=frus``).

The volumes of that series head a telegram in words, cite it in a source note, set its text in ``p`` and ``list``, and
tell all else in footnotes. They have no element for what only a machine or a message centre reads. So this is where
each goes:

==========================================================  ========================================================
in our TEI                                                  in the projection
==========================================================  ========================================================
envelope, classification line, captions, end marks          a footnote to the head, as printed
date-time group                                             ``dateline``, in words, with ``date/@when``
id of the cable (header)                                    ``ref`` in the source note, as `cableconv_tei.edition.uri`
E.O. line, TAGS, Classified By                              ``p``
``p/@n``, sections with their heading, lists, quotations    the same
``choice``, ``unclear``                                     the text as printed, with a footnote
``gap``                                                     ``hi``, italic, around the X's
``g``                                                       the visible sign of the character
``ab``                                                      ``p``; lines that depend on columns end with ``lb``
a marker line of a page or section, a rule of dashes        left out, and counted in a diagnostic
what a ``seg``, ``label``, ``term`` or ``idno`` marks       the words without the mark
the header but for title, publication and id                left out
==========================================================  ========================================================
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

import msgspec
from lxml import etree

from cableconv.characters import legible
from cableconv_tei.edition import mrn, uri
from cableconv_tei.elements import ID, NS
from cableconv_tei.supplied import written_date
from cableconv_tei.trees import say, sub

#: What is left out of the text, as a diagnostic names it, by the element.
_LEFT_OUT: Final = {"fw": "page and section markers", "seg": "rules of dashes"}

#: Elements that stand for a place in the text, and hold none.
_PLACES: Final = frozenset({"lb", "pb", "milestone"})

_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_MRN: Final = mrn("")
_CHARACTER: Final = re.compile(r"char-([0-9A-F]+)$")


class Page(msgspec.Struct, kw_only=True):
    """One document of a volume, while it is made.

    Attributes:
        id: Its ``xml:id``, with which all ids in it begin: ``d7``.
        notes: How many notes it has; grows.
        left_out: How many of what was left out of its text; grows.
    """

    id: str
    notes: int = 0
    left_out: Counter[str] = msgspec.field(default_factory=Counter)


def project(document: etree._Element, number: int) -> tuple[etree._Element, Counter[str]]:
    """Return a cable as a document of a volume, and what was left out of its text, with how often.

    Args:
        document: The ``TEI`` element of a reading edition of ours; it is only read.
        number: Of the document in the volume.
    """
    page = Page(id=f"d{number}")
    made = etree.Element(f"{NS}div", nsmap=document.nsmap)  # type: ignore[arg-type]
    for name, value in (("type", "document"), ("subtype", "historical-document"), ("n", str(number))):
        made.set(name, value)
    made.set(ID, page.id)
    source = document.find(f"{NS}text/{NS}body/{NS}div")
    if source is not None:
        head = _head(page, made, source.find(f"{NS}head"), document, number)
        _note(page, head, "The telegram is printed with this envelope: ", _words(source.iterchildren(f"{NS}opener")))
        _note(page, head, "It ends with: ", _words(source.iterchildren(f"{NS}trailer")))
        _dateline(made, document)
        for child in source:
            _block(page, made, child)
    return made, page.left_out


# What stands before the text


def _head(
    page: Page, made: etree._Element, supplied: etree._Element | None, document: etree._Element, number: int
) -> etree._Element:
    head = sub(made, "head", f"{number}. ")
    if supplied is None:
        return head
    say(head, supplied.text or "")
    for child in supplied:
        if child.tag == f"{NS}note":
            note = _note(page, head, child.text or "", type="source")
            _cite(note, document.findtext(f"{NS}teiHeader/{NS}fileDesc/{NS}publicationStmt/{NS}idno[@type='MRN']"))
        else:
            sub(head, "gloss", child.text, type=child.get("type")).tail = child.tail
    return head


def _note(page: Page, parent: etree._Element, *words: str, **attributes: str) -> etree._Element:
    """Add a footnote; its last words say something, or there is none to add."""
    if not words[-1]:
        return parent
    page.notes += 1
    return sub(parent, "note", "".join(words), n=page.notes, xml_id=f"{page.id}fn{page.notes}", **attributes)


def _cite(note: etree._Element, identifier: str | None) -> None:
    """Make the id of the cable in its source note a reference."""
    if identifier and note.text and identifier in note.text:
        note.text, _, after = note.text.partition(identifier)
        sub(note, "ref", identifier, target=uri(identifier)).tail = after


def _dateline(made: etree._Element, document: etree._Element) -> None:
    """Add when and where it was sent, as the header tells."""
    profile = f"{NS}teiHeader/{NS}profileDesc"
    date = document.find(f"{profile}/{NS}creation/{NS}date")
    if date is None:
        return
    dateline = sub(sub(made, "opener"), "dateline")
    place = document.findtext(f"{profile}/{NS}correspDesc/{NS}correspAction[@type='sent']/{NS}placeName")
    if place:
        sub(dateline, "placeName", place).tail = ", "
    when = date.get("when")
    sub(dateline, "date", american_date(when) if when else date.text, when=when)


def american_date(when: str) -> str:
    """Return a time as the series prints it.

    >>> american_date("2009-02-04T14:30:00Z")
    'February 4, 2009, 1430Z'
    """
    day, month, rest = written_date(when).split(" ", 2)
    return f"{month} {day}, {rest}"


def _words(elements: Iterable[etree._Element]) -> str:
    """Return the text of elements on one line."""
    return " ".join(" ".join(_visible(element) for element in elements).split())


def _visible(element: etree._Element) -> str:
    texts = [_sign(element) if element.tag == f"{NS}g" else element.text or ""]
    for child in element:
        texts += [_visible(child), child.tail or ""]
    return "".join(texts)


def _sign(g: etree._Element) -> str:
    found = _CHARACTER.search(g.get("ref", ""))
    return legible(chr(int(found[1], 16))) if found else ""


# Blocks


def _block(page: Page, parent: etree._Element, block: etree._Element) -> None:
    name = str(block.tag).removeprefix(NS)
    if name in ("p", "ab"):
        _paragraph(page, parent, block)
    elif name == "list":
        _list(page, parent, block)
    elif name in ("div", "quote"):
        made = sub(parent, name, type=block.get("type"))
        for child in block:
            _block(page, made, child)
        if not len(made):
            parent.remove(made)
    elif name == "head" and parent.get("type") == "section":
        _prose(page, sub(parent, "head"), block)
    elif name == "closer":
        for signed in block.iterchildren(f"{NS}signed"):
            signer = sub(sub(sub(parent, "closer"), "signed"), "persName")
            _prose(page, signer, signed)
    elif name in _LEFT_OUT:
        page.left_out[_LEFT_OUT[name]] += 1


def _paragraph(page: Page, parent: etree._Element, block: etree._Element) -> None:
    made = sub(parent, "p", n=block.get("n"))
    if block.get("type") == "preformatted":
        made.set("rendition", "#pre")
        _columns(made, _visible(block).rstrip().lstrip("\n").split("\n"))
    else:
        _prose(page, made, block)
    if not made.text and not len(made):
        parent.remove(made)


def _columns(paragraph: etree._Element, lines: list[str]) -> None:
    for index, line in enumerate(lines):
        if index:
            sub(paragraph, "lb")
        say(paragraph, line.rstrip())


def _list(page: Page, parent: etree._Element, block: etree._Element) -> None:
    made = sub(parent, "list", type=block.get("type"))
    for child in block:
        name = str(child.tag).removeprefix(NS)
        if name not in ("head", "label", "item"):
            _block(page, made, child)
            continue
        identifier = child.get(ID)
        part = sub(made, name, xml_id=f"{page.id}-{identifier}" if identifier else None)
        _prose(page, part, child)
        if block.get("type") == "subject" and name == "item":
            _unmark(made, part, child)


def _unmark(subject: etree._Element, item: etree._Element, source: etree._Element) -> None:
    """Move the portion mark before a subject to the label, so that the item is the subject alone."""
    mark = source[0] if len(source) and not (source.text or "").strip() else None
    head = subject.find(f"{NS}head")
    if mark is None or mark.get("type") != "portion" or head is None or not item.text:
        return
    printed = _words([mark])
    if item.text.startswith(printed):
        say(head, f" {printed}")
        item.text = item.text.removeprefix(printed).lstrip()


# Running text


def _prose(page: Page, target: etree._Element, source: etree._Element) -> None:
    """Write running text on one line."""
    _inline(page, target, source)
    for element in target.iter():
        element.text = _BLANKS.sub(" ", element.text) if element.text else None
        if element is not target and element.tail:
            element.tail = _BLANKS.sub(" ", element.tail)
    target.text = (target.text or "").lstrip() or None
    if len(target) and target[-1].tail:
        target[-1].tail = target[-1].tail.rstrip()
    elif target.text and not len(target):
        target.text = target.text.rstrip()


def _inline(page: Page, target: etree._Element, source: etree._Element) -> None:
    say(target, source.text or "")
    for child in source:
        _leaf(page, target, child)
        say(target, child.tail or "")


def _leaf(page: Page, target: etree._Element, leaf: etree._Element) -> None:
    name = str(leaf.tag).removeprefix(NS)
    if name == "fw" or leaf.get("type") == "rule":
        page.left_out[_LEFT_OUT[name]] += 1
    elif name == "g":
        say(target, _sign(leaf))
    elif name == "choice":
        sic, corr = leaf
        _inline(page, target, sic)
        _note(page, target, f"So printed; read “{corr.text or ''}”.")
    elif name == "unclear":
        _inline(page, target, leaf)
        _note(page, target, "The source is damaged here.")
    elif name == "gap":
        _inline(page, sub(target, "hi", rend="italic"), leaf)
    elif name == "ref" and leaf.get("target"):
        _inline(page, sub(target, "ref", target=_targets(page, leaf.get("target", ""))), leaf)
    elif name == "list":
        _list(page, target, leaf)
    elif name not in _PLACES:
        _inline(page, target, leaf)


def _targets(page: Page, pointers: str) -> str:
    """Return pointers as they are in the volume: into the document, or to another cable by its URI."""
    made = []
    for pointer in pointers.split():
        if pointer.startswith("#"):
            made.append(f"#{page.id}-{pointer[1:]}")
        else:
            made.append(uri("") + pointer.removeprefix(_MRN))
    return " ".join(made)
