"""Tell which outputs are out of date: made by another version, with other options, missing or damaged."""

import hashlib
import sqlite3
import zipfile
from pathlib import Path

from cableconv.ingest import fingerprints, layout
from cableconv.ingest.records import Settings
from cableconv.plugins import registry


class Freshness:
    """What is asked for, to be compared with what is there.

    Attributes:
        attempt: Fingerprint of an attempt that is made now.
    """

    def __init__(self, connection: sqlite3.Connection, dest: Path, settings: Settings, *, verify: bool) -> None:
        """Begin.

        Args:
            connection: The ledger.
            dest: The folder of the job.
            settings: What is asked for.
            verify: Outputs are read and their hashes compared; otherwise their sizes are.
        """
        self.attempt = fingerprints.of_attempt(settings)
        self._ledger = connection
        self._settings = settings
        self._verify = verify
        self._root = layout.outputs(dest, bag=settings.bag)
        self._expected: dict[str, dict[str, str]] = {}
        self._packs: dict[str, dict[str, int]] = {}

    def stale_formats(self, row: sqlite3.Row) -> tuple[str, ...]:
        """Return the formats in which an input that did not fail has to be written again, given its row."""
        formats = self._settings.formats
        expected = self._fingerprints(row["reader"])
        if row["fingerprint"] != expected.get("") or self._settings.reader not in (None, row["reader"]):
            return formats
        lost = self._ledger.execute(
            "SELECT 1 FROM cable WHERE input = ? AND status = 'duplicate' AND duplicate_of IS NULL", (row["id"],)
        )
        if lost.fetchone():
            return formats
        found: dict[int, dict[str, sqlite3.Row]] = {}
        for output in self._ledger.execute(
            "SELECT cable.id AS cable, output.* FROM cable LEFT JOIN output ON output.cable = cable.id"
            " WHERE cable.input = ? AND cable.status = 'written'",
            (row["id"],),
        ):
            found.setdefault(output["cable"], {})[output["format"]] = output
        return tuple(
            name
            for name in formats
            if not all(
                name in outputs
                and outputs[name]["fingerprint"] == expected[name]
                and self._is_checked(outputs[name])
                and self.is_sound(outputs[name])
                for outputs in found.values()
            )
        )

    def _is_checked(self, output: sqlite3.Row) -> bool:
        """Tell whether an output was checked, if it is to be: one that was not is made again."""
        is_wanted = self._settings.validate and registry().writers[output["format"]].spec.validate
        return bool(output["validated"] or not is_wanted)

    def _fingerprints(self, reader: str) -> dict[str, str]:
        """Return the fingerprints that outputs have now, by format; ``""`` is that of reading. None for no reader."""
        if reader not in self._expected:
            found = registry()
            made: dict[str, str] = {}
            if reader in found.readers:
                made[""] = fingerprints.of_reading(self._settings, found.readers[reader])
                for name in self._settings.formats:
                    made[name] = fingerprints.of_writing(self._settings, found.writers[name], made[""])
            self._expected[reader] = made
        return self._expected[reader]

    def is_sound(self, output: sqlite3.Row) -> bool:
        """Tell whether an output is there as it was written, given its row."""
        try:
            if output["pack"]:
                return self._is_sound_in_pack(output)
            path = self._root / output["path"]
            if path.stat().st_size != output["size"]:
                return False
            return not self._verify or bool(file_sha256(path) == output["sha256"])
        except OSError:
            return False

    def _is_sound_in_pack(self, output: sqlite3.Row) -> bool:
        pack = output["pack"]
        try:
            if pack not in self._packs:
                self._packs[pack] = {}
                with zipfile.ZipFile(self._root / pack) as archive:
                    self._packs[pack] = {info.filename: info.file_size for info in archive.infolist()}
            if self._packs[pack].get(output["path"]) != output["size"]:
                return False
            if not self._verify:
                return True
            with zipfile.ZipFile(self._root / pack) as archive:
                return bool(hashlib.sha256(archive.read(output["path"])).hexdigest() == output["sha256"])
        except (zipfile.BadZipFile, EOFError, ValueError):
            return False


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
