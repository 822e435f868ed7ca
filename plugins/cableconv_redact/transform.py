"""Transform ``redact``."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from cableconv import ir
from cableconv.diagnostics import Diagnostic, diagnose
from cableconv.formats import Context
from cableconv_redact.finding import Findings, find
from cableconv_redact.levels import make_rule, overall_level
from cableconv_redact.passages import WORDS
from cableconv_redact.rebuild import rebuild

#: The namespace of this transform in ``extras``.
EXTRAS = "redact"

# What people call each kind of passage: one, and many of it.
_NAMES = {
    "paragraph": ("paragraph", "paragraphs"),
    "text": ("item, table or the like", "items, tables and the like"),
    "heading": ("heading", "headings"),
    "subject": ("subject", "subjects"),
    "e-mail": ("e-mail address", "e-mail addresses"),
    "telephone": ("telephone number", "telephone numbers"),
}


class Redact:
    """Takes out what is marked above a level, and contact data."""

    def apply(self, cable: ir.Cable, ctx: Context) -> ir.Cable:
        """Return a cable with a text of its own, without these; the same cable if there is nothing to take out.

        Args:
            cable: The cable.
            ctx: Options ``level``, ``unmarked``, ``paragraphs``, ``contacts`` and ``original-hash``.
        """
        given = ctx.options
        rule = make_rule(cable, given["level"], given["unmarked"], given["paragraphs"]) if given["level"] else None
        found = find(cable, rule, contacts=given["contacts"])
        doubted = _with_doubts(cable, found)
        if not found:
            return doubted
        redacted = rebuild(doubted, found.cuts, found.clean)
        if redacted.published and found.hides_title:
            published = msgspec.structs.replace(redacted.published, title=WORDS["subject"])
            redacted = msgspec.structs.replace(redacted, published=published)
        return msgspec.structs.replace(
            redacted,
            diagnostics=(*redacted.diagnostics, *_said(cable, found, given)),
            extras={EXTRAS: _record(cable, found, with_hash=given["original-hash"])},
        )


def _with_doubts(cable: ir.Cable, found: Findings) -> ir.Cable:
    said = (diagnose("contact-doubtful", span) for span in found.doubtful)
    new = [diagnostic for diagnostic in said if diagnostic not in cable.diagnostics]
    return msgspec.structs.replace(cable, diagnostics=(*cable.diagnostics, *new)) if new else cable


def _said(cable: ir.Cable, found: Findings, given: Any) -> Iterator[Diagnostic]:
    counts = _counts(found)
    listed = ", ".join(f"{count} {_NAMES[kind][count > 1]}" for kind, count in counts.items())
    yield diagnose("redacted", message=f"Taken out: {listed or 'what surrounds the cable'}.")
    by_level = (
        given["level"]
        and given["unmarked"] == "overall"
        and counts.keys() & {"paragraph", "text", "heading", "subject"}
    )
    if by_level and overall_level(cable) is None:
        yield diagnose("classification-unknown")


def _counts(found: Findings) -> dict[str, int]:
    counts = Counter(passage.kind for passage in found.passages)
    return {kind: counts[kind] for kind in _NAMES if counts[kind]}


def _record(cable: ir.Cable, found: Findings, *, with_hash: bool) -> dict[str, Any]:
    """Return what ``extras`` say of it, with what they say of earlier redactions of the same cable."""
    earlier = cable.extras.get(EXTRAS)
    earlier = earlier if isinstance(earlier, dict) else {}
    before = earlier.get("passages", {})
    counts = _counts(found)
    left_out = {*earlier.get("left-out", ()), *cable.extras.keys()} - {EXTRAS}
    record: dict[str, Any] = {
        "passages": {
            kind: before.get(kind, 0) + counts.get(kind, 0) for kind in _NAMES if kind in before or kind in counts
        },
        "left-out": sorted(map(found.clean, left_out)),
    }
    original = earlier.get("original-sha256") if earlier else (cable.source.sha256 if with_hash else None)
    return record | ({"original-sha256": original} if original else {})
