"""The index page of a job: browse and filter the collection in a browser, from a file, without a network.

``index.html`` holds what is the same for all cables and the choices of the filters; ``index/`` holds style, program and
the cables in parts of some thousand, in order of date. A page opened as a file may not fetch files, but it may load
scripts: each part is one, and hands its columns to ``index.js``.
"""

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from importlib import resources
from itertools import islice
from pathlib import Path
from string import Template
from typing import Any

from cableconv import dublin_core, facts
from cableconv.ingest.index_page.entries import Entry
from cableconv.ingest.legible import legible
from cableconv.output import make_folder, replacing

#: Cables in one part. A part is some 600 kB: shown at once, and small enough to be parsed between two key strokes.
PART_SIZE = 5_000

#: What the filters call an origin or a classification that a cable does not have.
NOT_KNOWN = "(not known)"

_STATIC = ("index.css", "index.js")


class _Numbers(dict[Any, int]):
    """Numbers for things, counted from 0 in the order in which they first come."""

    def __missing__(self, thing: Hashable) -> int:
        self[thing] = len(self)
        return self[thing]


@dataclass
class _Seen:
    """What is known of all cables once the last has passed; it grows with the number of different words only."""

    extensions: Mapping[str, str]
    origins: _Numbers = field(default_factory=_Numbers)
    classifications: _Numbers = field(default_factory=_Numbers)
    tags: _Numbers = field(default_factory=_Numbers)
    #: Folder and pack of files.
    places: _Numbers = field(default_factory=_Numbers)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: Days, as in 2009-02-04; ``""`` while there is none.
    first: str = ""
    last: str = ""
    total: int = 0
    undated: int = 0
    parts: int = 0


def write_index_page(
    folder: Path, entries: Iterable[Entry], extensions: Mapping[str, str], metadata: Mapping[str, str]
) -> None:
    """Write ``index.html`` and the folder ``index`` with all that it needs.

    Args:
        folder: Where it goes; what the paths of the entries are relative to.
        entries: The cables in order of date, those without a date last. Taken one part at a time.
        extensions: The extension of each format, with its dot; the order is that of the links.
        metadata: ``title`` and ``language`` of the page, where the user gives them.

    Raises:
        WriteError: A file cannot be written.
        UsageError: The language is no language tag.
    """
    index = folder / "index"
    make_folder(index)
    static = resources.files(__name__)
    for name in _STATIC:
        _write(index / name, (static / name).read_text(encoding="utf-8"))
    seen = _Seen(extensions)
    for part in _in_parts(iter(entries)):
        columns = _columns(part, seen)
        _write(index / _part_name(seen.parts), f"cableIndex.add({seen.parts}, {_script(columns)});\n")
        seen.parts += 1
    _remove_parts_from(index, seen.parts)
    title = metadata.get("title") or facts.years_title([day[:4] for day in (seen.first, seen.last) if day])
    _write(index / "collection.js", f"cableIndex.open({_script(_collection(seen))});\n")
    template = Template((static / "index.html").read_text(encoding="utf-8"))
    _write(
        folder / "index.html",
        template.substitute(
            language=escape(dublin_core.language(metadata)),
            title=escape(legible(title)),
            summary=escape(_summary(seen)),
            origins=_choices(seen, "origin", seen.origins),
            classifications=_choices(seen, "classification", seen.classifications),
            first=seen.first,
            last=seen.last,
        ),
    )


def _in_parts(entries: Iterator[Entry]) -> Iterator[Sequence[Entry]]:
    while part := list(islice(entries, PART_SIZE)):
        yield part


def _part_name(number: int) -> str:
    return f"cables-{number:04}.js"


def _remove_parts_from(index: Path, number: int) -> None:
    """Remove parts that an earlier and longer index left behind."""
    while (stale := index / _part_name(number)).exists():
        stale.unlink()
        number += 1


def _columns(part: Sequence[Entry], seen: _Seen) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        name: [] for name in ("id", "when", "origin", "classification", "tags", "subject", "files")
    }
    for entry in part:
        origin, classification = legible(entry.origin) or NOT_KNOWN, legible(entry.classification) or NOT_KNOWN
        seen.counts.update((("origin", origin), ("classification", classification)))
        seen.total += 1
        if entry.when:
            day = entry.when[:10]
            seen.first, seen.last = min(seen.first or day, day), max(seen.last, day)
        else:
            seen.undated += 1
        columns["id"].append(entry.id)
        columns["when"].append(entry.when[:16])
        columns["origin"].append(seen.origins[origin])
        columns["classification"].append(seen.classifications[classification])
        columns["tags"].append([seen.tags[legible(term)] for term in entry.tags])
        columns["subject"].append(legible(entry.subject))
        columns["files"].append(_files(entry, seen))
    return columns


def _files(entry: Entry, seen: _Seen) -> list[Any]:
    """Return for each format the number of a place, where the file is called as the cable; else place and name."""
    by_format = {file.format: file for file in entry.files}
    cells: list[Any] = []
    for name, extension in seen.extensions.items():
        if name not in by_format:
            cells.append(None)
            continue
        folder, slash, member = by_format[name].path.rpartition("/")
        place = seen.places[folder + slash, by_format[name].pack]
        cells.append(place if member == entry.id + extension else [place, member])
    return cells


def _collection(seen: _Seen) -> dict[str, Any]:
    return {
        "total": seen.total,
        "size": PART_SIZE,
        "parts": seen.parts,
        "formats": [{"name": name, "extension": extension} for name, extension in seen.extensions.items()],
        "places": [{"folder": folder, "pack": pack} for folder, pack in seen.places],
        "origins": list(seen.origins),
        "classifications": list(seen.classifications),
        "tags": list(seen.tags),
    }


def _script(value: object) -> str:
    """Return data as JavaScript that is plain ASCII: nothing in it ends a script, a string or a line."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def _choices(seen: _Seen, kind: str, names: Iterable[str]) -> str:
    return "".join(
        f'<option value="{escape(name)}">{escape(name)} ({seen.counts[kind, name]:,})</option>\n'
        for name in sorted(names, key=lambda name: (name == NOT_KNOWN, name))
    )


def _summary(seen: _Seen) -> str:
    text = f"{seen.total:,} {'cable' if seen.total == 1 else 'cables'}"
    if seen.first:
        days = dict.fromkeys(facts.long_date(date.fromisoformat(day)) for day in (seen.first, seen.last))
        text += f", {' to '.join(days)}"
    return f"{text}; {seen.undated:,} without a date" if seen.undated else text


def _write(path: Path, text: str) -> None:
    with replacing(path) as out:
        out.write(text.encode())
