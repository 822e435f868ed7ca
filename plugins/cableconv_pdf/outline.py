"""The outline as a tree of linked entries, from a flat list of bookmarks with levels."""

from collections.abc import Sequence

import msgspec

from cableconv_pdf.blocks import Bookmark


class Entry(msgspec.Struct):
    """An entry's neighbours, as indexes into the list; ``count`` is how many stand directly below it."""

    parent: int | None = None
    previous: int | None = None
    next: int | None = None
    first: int | None = None
    last: int | None = None
    count: int = 0


def nest(bookmarks: Sequence[Bookmark]) -> list[Entry]:
    """Link bookmarks; one with a deeper level than the one before it stands below it."""
    entries: list[Entry] = []
    above: list[tuple[int, int]] = []  # (level, index) of the entries that are open
    last_top: int | None = None
    for index, bookmark in enumerate(bookmarks):
        while above and above[-1][0] >= bookmark.level:
            above.pop()
        entry = Entry(parent=above[-1][1] if above else None)
        entries.append(entry)
        if entry.parent is None:
            entry.previous, last_top = last_top, index
        else:
            parent = entries[entry.parent]
            entry.previous, parent.last = parent.last, index
            parent.first = index if parent.first is None else parent.first
            parent.count += 1
        if entry.previous is not None:
            entries[entry.previous].next = index
        above.append((bookmark.level, index))
    return entries
