"""The YAML front matter of a document: what static site generators, pandoc and catalogues read."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from cableconv import ir
from cableconv.facts import title_of

_json = json.JSONEncoder(ensure_ascii=False).encode

#: What JSON leaves as it is and YAML 1.1 or 1.2 does not allow, or takes for a line end, in a quoted string.
_NOT_YAML = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")

#: A key that needs no quotes and is no number or word of YAML's own.
_PLAIN_KEY = re.compile(r"(?!(?:yes|no|on|off|true|false|null|y|n)$)[a-z][a-z0-9_-]*")

Value = str | int | None | Iterable["Value"] | Mapping[str, "Value"]


def quoted(text: str) -> str:
    r"""Return a YAML string in double quotes, on one line, whatever the text is.

    >>> print(quoted('TARIFFS & "GLASS": #1'))
    "TARIFFS & \"GLASS\": #1"
    """
    return _NOT_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", _json(text))


def front_matter(cable: ir.Cable, metadata: Mapping[str, str]) -> list[str]:
    """Return the lines of a cable's front matter, the ``---`` before and after it included.

    Args:
        cable: The cable.
        metadata: The user's: each is an entry, in place of what the cable says under that name.
    """
    lines = ["---"]
    for key, value in (_facts(cable) | dict(metadata)).items():
        lines += _entry(key if _PLAIN_KEY.fullmatch(key) else quoted(key), value, "")
    return [*lines, "---"]


def _facts(cable: ir.Cable) -> dict[str, Value]:
    envelope = cable.envelope
    header = cable.header
    source = cable.source
    dtg = envelope.dtg if envelope else None
    classification = header.classification if header else None
    subject = header.subject if header else None
    name = PurePath(source.name).name
    return {
        "title": title_of(cable),
        "id": cable.id,
        "published_id": cable.published_id,
        "date": (dtg.when or dtg.raw) if dtg else None,
        "from": envelope.from_ if envelope else None,
        "to": [each.name for each in envelope.to] if envelope else (),
        "info": [each.name for each in envelope.info] if envelope else (),
        "precedence": envelope.precedence if envelope else (),
        "classification": (classification.level or classification.raw) if classification else None,
        "captions": header.captions if header else (),
        "tags": [tag.term for tag in header.tags] if header else (),
        "subject": subject,
        "references": [{"label": ref.label, "id": ref.id, "text": ref.raw} for ref in header.references]
        if header
        else (),
        "signature": cable.signature,
        "published": _published(cable.published) if cable.published else {},
        "source": {"name": name, "format": source.format, "size": source.size, "sha256": source.sha256},
    }


def _published(published: ir.Published) -> dict[str, Value]:
    return {
        "title": published.title,
        "created": published.created,
        "released": published.released,
        "classification": published.classification,
        "origin": published.origin,
        "media": published.media,
    }


def _entry(key: str, value: Value, indent: str) -> list[str]:
    """Return the lines of one entry; what is absent or empty has none."""
    match value:
        case None:
            return []
        case str():
            return [f"{indent}{key}: {quoted(value)}"]
        case int():
            return [f"{indent}{key}: {value}"]
        case Mapping():
            below = [line for name, entry in value.items() for line in _entry(name, entry, f"{indent}  ")]
        case _:
            below = [line for entry in value for line in _list_entry(entry, f"{indent}  ")]
    return [f"{indent}{key}:", *below] if below else []


def _list_entry(value: Value, indent: str) -> list[str]:
    if not isinstance(value, Mapping):
        return [f"{indent}- {quoted(str(value))}"]
    lines = [line for name, entry in value.items() for line in _entry(name, entry, f"{indent}  ")]
    return [f"{indent}- {lines[0].lstrip()}", *lines[1:]] if lines else []
