"""What became of each input, as lines of JSON."""

import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from cableconv.errors import ReadError
from cableconv.output import replacing

#: How a report begins: see `_told`.
_BEGINNING = b'{"input":'

_DIAGNOSTICS = 'SELECT cable, severity, code, message, line, "column" FROM diagnostic WHERE input = ? ORDER BY rowid'


def write_report(connection: sqlite3.Connection, target: Path) -> None:
    """Write what became of each input, one a line, in the order of the plan.

    Args:
        connection: The ledger.
        target: The file.

    Raises:
        WriteError: It cannot be made.
    """
    with replacing(target) as out:
        for row in connection.execute("SELECT * FROM input ORDER BY id"):
            out.write(msgspec.json.encode(_told(connection, row)) + b"\n")


def is_report(path: Path) -> bool:
    """Tell whether a file is empty or holds a report.

    Raises:
        ReadError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(len(_BEGINNING)) in (b"", _BEGINNING)
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", where=str(path)) from error


def _told(connection: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    columns = ("status", "reason", "message", "size", "sha256", "reader", "seconds", "quarantine")
    remarks: dict[int | None, list[dict[str, Any]]] = {}
    for remark in connection.execute(_DIAGNOSTICS, (row["id"],)):
        told = _present(remark, ("severity", "code", "message", "line", "column"))
        remarks.setdefault(remark["cable"], []).append(told)
    cables = connection.execute("SELECT * FROM cable WHERE input = ? ORDER BY place", (row["id"],)).fetchall()
    return {
        "input": row["location"],
        **_present(row, columns),
        "diagnostics": remarks.get(None, []),
        "cables": [_cable(connection, cable, remarks.get(cable["id"], [])) for cable in cables],
    }


def _cable(connection: sqlite3.Connection, row: sqlite3.Row, remarks: list[dict[str, Any]]) -> dict[str, Any]:
    outputs = connection.execute("SELECT * FROM output WHERE cable = ? ORDER BY format", (row["id"],))
    return {
        "id": row["cable_id"],
        **_present(row, ("place", "line", "status", "reason", "message", "quarantine")),
        "outputs": [_present(output, ("format", "path", "pack", "size", "sha256")) for output in outputs],
        "diagnostics": remarks,
    }


def _present(row: sqlite3.Row, columns: tuple[str, ...]) -> dict[str, Any]:
    return {column: row[column] for column in columns if row[column] is not None}
