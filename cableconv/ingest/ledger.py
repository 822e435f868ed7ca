"""Open the ledger of a job, and hold the lock of the one process that may write it.

The ledger is SQLite with a write-ahead log: others can read it while a job runs; afterwards it is one plain file. A
transaction is on the disk when its commit returns (``synchronous=FULL``). Workers never open it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib import resources
from pathlib import Path

from cableconv.errors import CableconvError, UsageError, WriteError
from cableconv.ingest import layout

#: Of ``ledger.sql``.
SCHEMA_VERSION = 2


def create(dest: Path) -> None:
    """Make the ledger of a new job, unless there is one.

    Raises:
        WriteError: It cannot be made.
        UsageError: It was made by another version of cableconv.
    """
    path = layout.ledger(dest)
    if path.exists():
        with opened(dest):
            return
    schema = (resources.files("cableconv.ingest") / "ledger.sql").read_text(encoding="utf-8")
    part = layout.work(dest) / "ledger.part"
    with _reporting(path):
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as connection:
            connection.executescript(schema)
            connection.commit()
        part.replace(path)


@contextmanager
def opened(dest: Path, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the ledger of a job. Rows are `sqlite3.Row`; use ``with connection:`` for a transaction.

    Args:
        dest: The folder of the job.
        read_only: Nothing can be changed, and another process may be at work.

    Raises:
        UsageError: There is no job in the folder, or another version of cableconv made it.
        WriteError: SQLite cannot go on, for instance because the disk is full.
    """
    path = layout.ledger(dest)
    if not path.is_file():
        raise UsageError(
            f"there is no job in {dest} (no {path.name}); begin one with: cableconv ingest SRC -t FORMAT -o {dest}"
        )
    with _reporting(path), closing(_connect(path, read_only)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            raise UsageError(f"{path} is no ledger, or was emptied; begin again in another folder")
        if version != SCHEMA_VERSION:
            raise UsageError(
                f"{path} has schema {version}, this cableconv knows {SCHEMA_VERSION}; "
                "go on with the version of cableconv that made it, or begin in another folder"
            )
        yield connection
        if not read_only:
            _settle(connection)


def _settle(connection: sqlite3.Connection) -> None:
    """Put all into the one file, which can then be read where nothing can be written; not while others look at it."""
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA journal_mode = DELETE")


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}", uri=True, timeout=60)
    connection.row_factory = sqlite3.Row
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@contextmanager
def locked(dest: Path) -> Iterator[None]:
    """Be the one process that plans or publishes in a folder. The lock ends with the process, however it ends.

    Raises:
        UsageError: Another process holds it.
        WriteError: The folder of the job cannot be made.
    """
    path = layout.lock(dest)
    with _reporting(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # A database that nothing is kept in: its lock works wherever SQLite does.
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname.startswith("SQLITE_BUSY"):
                    raise UsageError(f"another cableconv is at work in {dest}; wait until it has ended") from error
                raise
            yield


@contextmanager
def _reporting(path: Path) -> Iterator[None]:
    try:
        yield
    except CableconvError:
        raise
    except sqlite3.Error as error:
        raise WriteError(
            f"the ledger cannot go on: {error}; start again once that is mended. If it is lost, begin again in another "
            "folder: the outputs come out the same",
            where=str(path),
        ) from error
    except OSError as error:
        raise WriteError(f"cannot be written: {error.strerror or error}", where=str(path)) from error
