"""What the encoding supplies in words, as documentary editions do: titles, the head, the source note."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from cableconv import ir
from cableconv.facts import long_date
from cableconv_tei.edition import Edition
from cableconv_tei.markup import element, words
from cableconv_tei.taxonomies import CLASSIFICATION, STATIONS, TAXONOMIES, publication_of

#: Small words in the names of places.
_PARTICLES = frozenset({"AU", "DA", "DE", "DEL", "DES", "DO", "DU", "LE", "LES"})

#: How designators of offices there end (5 FAH-2 has WASHDC; other departments wrote the city out).
_WASHINGTON = ("WASHDC", "WASHINGTON DC")

_FIRST_LETTER = re.compile(r"[^\W\d_]")


def sub_title(cable: ir.Cable) -> str:
    """Return the facts of a cable as a title: id, sender, addressees, date."""
    facts = ["Telegram", cable.id or ""]
    envelope = cable.envelope
    if envelope and envelope.from_:
        facts.append(f"from {envelope.from_}")
    if envelope and envelope.to:
        facts.append(f"to {_listed([addressee.name for addressee in envelope.to])}")
    when = envelope.dtg.when if envelope and envelope.dtg else None
    title = " ".join(fact for fact in facts if fact)
    return f"{title}, {written_date(when)}" if when else title


def written_date(when: str) -> str:
    """Return a time in words.

    >>> written_date("2009-02-04T14:30:00Z")
    '4 February 2009, 1430Z'
    """
    try:
        time = datetime.fromisoformat(when)
    except ValueError:
        return when
    return f"{long_date(time)}, {time:%H%M}Z"


def station(name: str) -> str:
    """Return how a station is called in a sentence; one that is not known, as it is printed.

    >>> station("AMEMBASSY ONHAVA"), station("SECSTATE WASHDC"), station("JOINT STAFF")
    ('the Embassy in Onhava', 'the Department of State', 'JOINT STAFF')
    """
    kind = STATIONS.get(name.partition(" ")[0])
    place = place_of(name)
    if kind is None or place is None:
        return name
    return f"the {kind} {place}" if kind.endswith(" in") else f"the {kind}"


def place_of(name: str) -> str | None:
    """Return where a station or office is, if its designator tells.

    >>> place_of("AMCONSUL RIO DE JANEIRO"), place_of("SECDEF WASHINGTON DC"), place_of("JOINT STAFF")
    ('Rio de Janeiro', 'Washington, D.C.', None)
    """
    kind, _, place = " ".join(name.split()).partition(" ")
    if place.endswith(_WASHINGTON):
        return "Washington, D.C."
    if kind not in STATIONS or not place:
        return None
    return " ".join(word.lower() if word in _PARTICLES else word.capitalize() for word in place.split())


def document_head(edition: Edition) -> str:
    """Return the head of the document, in the words of *Foreign Relations of the United States*, as markup."""
    envelope = edition.cable.envelope
    markup = ["Telegram"]
    if envelope and envelope.from_:
        markup += [" From ", _gloss("from", station(envelope.from_))]
    if envelope:
        last = len(envelope.to) - 1
        for index, addressee in enumerate(envelope.to):
            before = " to " if index == 0 else " and " if index == last else ", "
            markup += [before, _gloss("to", station(addressee.name))]
    note = source_note(edition.cable)
    if note:
        markup.append(element("note", words(note), type="source", n=1, xml_id=edition.register.new("d1fn1")))
    return "".join(markup)


def _gloss(kind: str, name: str) -> str:
    article = "the " if name.startswith("the ") else ""
    return article + element("gloss", words(name.removeprefix(article)), type=kind)


def source_note(cable: ir.Cable) -> str:
    """Return the source note: publication and id, classification, precedence, captions, further addressees."""
    publication = publication_of(cable)
    place = [publication.publisher, publication.title] if publication else []
    header, envelope = cable.header, cable.envelope
    facts = [
        *_level(header),
        *map(in_sentence, envelope.precedence[:1] if envelope else ()),
        *map(in_sentence, header.captions if header else ()),
    ]
    sentences = [
        f"Source: {', '.join([*place, cable.id])}." if cable.id else "",
        f"{'; '.join(facts)}." if facts else "",
        f"Sent for information {_informed(envelope.info)}." if envelope and envelope.info else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def in_sentence(printed: str) -> str:
    """Return words that telegrams print in capitals as a sentence has them: the first letter is one.

    >>> in_sentence("NOFORN"), in_sentence('"PERISHABLE INFORMATION"')
    ('Noforn', '"Perishable information"')
    """
    return _FIRST_LETTER.sub(lambda match: match[0].upper(), printed.lower(), count=1)


def _level(header: ir.Header | None) -> list[str]:
    level = header.classification.level if header and header.classification else None
    if not level:
        return []
    return [in_sentence(TAXONOMIES[CLASSIFICATION].meanings.get(level, level))]


def _informed(addressees: Sequence[ir.Addressee]) -> str:
    parts = []
    for precedence, group in groupby(addressees, lambda addressee: addressee.precedence):
        names = _listed([addressee.name for addressee in group])
        parts.append(f"{in_sentence(precedence)} to {names}" if precedence else f"to {names}")
    return "; ".join(parts)


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"
