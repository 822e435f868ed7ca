"""What failed: a copy of its bytes, where they could be read, and beside it the reason as JSON.

Names come from the input's own and from a hash of where it lies, so that each failure has the same name in every run.
"""

import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from cableconv.ingest import layout
from cableconv.output import replacing

#: The ending of the file that tells why.
REASON = ".reason.json"

#: How much of an input's own name is kept, in bytes; file systems take 255.
_LONGEST = 120


def reason_path(location: str, place: int = 0) -> str:
    """Return the path of the file that tells why an input or a cable failed, relative to DEST.

    Args:
        location: Where the input lies.
        place: The cable's place in its input, counted from 1; 0 for the input itself.

    >>> reason_path("/data/note.txt")
    'quarantine/note~5f5fe125.txt.reason.json'
    """
    own = PurePosixPath(quote(location.rstrip("/").rpartition("/")[2][: _LONGEST // 3], safe=" ")[:_LONGEST] or "input")
    digest = hashlib.sha256(location.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    number = f"-{place}" if place else ""
    return f"{layout.QUARANTINE}/{own.stem}~{digest}{number}{own.suffix}{REASON}"


def keep(dest: Path, path: str, facts: dict[str, Any], staged: Path | None = None) -> None:
    """Tell why something failed, and keep a copy of it. To be called again with the same does nothing.

    Args:
        dest: The folder of the job.
        path: See `reason_path`.
        facts: What there is to tell.
        staged: The copy, which is moved; absent when there is none. One that is gone was moved before.

    Raises:
        WriteError: A file cannot be made.
    """
    target = dest / path
    target.parent.mkdir(exist_ok=True)
    copy = target.with_name(target.name.removesuffix(REASON))
    if staged and staged.exists():
        staged.replace(copy)
    told = {**facts, "copy": copy.name if staged else None}
    with replacing(target) as out:
        out.write(json.dumps(told, indent=2, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace") + b"\n")


def drop(dest: Path, path: str) -> None:
    """Remove what is kept of something that has failed before.

    Args:
        dest: The folder of the job.
        path: See `reason_path`.
    """
    target = dest / path
    target.unlink(missing_ok=True)
    target.with_name(target.name.removesuffix(REASON)).unlink(missing_ok=True)
