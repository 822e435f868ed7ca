"""What outputs of cables are called where several cables would have one name.

The first to be published has the name; each other one has a part of the hash of its text behind it, so that names tell
of the cable and not of the run. A cable that is done again keeps the name that it has.
"""

import sqlite3

from cableconv.ingest import layout
from cableconv.ingest.records import CableOutcome


def choose_name(
    connection: sqlite3.Connection, cable: CableOutcome, row: int, has: str | None
) -> tuple[str, int | None]:
    """Return the path of a cable's outputs, without extension; and the cable that had it first, if one had.

    Args:
        connection: The ledger.
        cable: The cable.
        row: Its row in the ledger.
        has: The path that it has so far.
    """
    plain = str(layout.month(cable.transmitted) / cable.name)
    namesake = _holder(connection, plain, row)
    digest = cable.text_sha256 or ""
    names = [plain, *(f"{plain}~{digest[:length]}" for length in (8, 16, 64)), f"{plain}~{digest}-{row}"]
    if has in names and has != plain:
        return has, namesake
    return next(name for name in names if _holder(connection, name, row) is None), namesake


def _holder(connection: sqlite3.Connection, name: str, but: int) -> int | None:
    found = connection.execute("SELECT id FROM cable WHERE name = ? AND id != ?", (name, but)).fetchone()
    return found[0] if found else None
