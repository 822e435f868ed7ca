"""Transform ``subjects``."""

import msgspec

from cableconv import ir
from cableconv.diagnostics import diagnose
from cableconv.formats import Context
from cableconv_subjects.casing import is_in_capitals, readable, words_in
from cableconv_subjects.evidence import forms

#: The namespace of this transform in ``extras``.
EXTRAS = "subjects"

# Terms of these kinds stand in a subject as they stand in the TAGS line.
_KINDS = frozenset({ir.TagKind.ORGANIZATION, ir.TagKind.PROGRAM, ir.TagKind.GEOGRAPHIC})


class Subjects:
    """Writes subjects in capitals like titles."""

    def apply(self, cable: ir.Cable, ctx: Context) -> ir.Cable:
        """Return the cable with a readable subject; the same cable if it has no subject in capitals.

        Args:
            cable: The cable.
            ctx: Nothing in it changes the result.
        """
        header = cable.header
        subject = header.subject if header else None
        if header is None or not subject or not is_in_capitals(subject):
            return cable
        tags = frozenset(tag.term for tag in header.tags if tag.kind in _KINDS)
        found = readable(subject, forms(cable, words_in(subject)), tags)
        if found.text == subject:
            return cable
        message = "The subject is printed in capitals; which of its letters would be small is a guess"
        if found.unsure:
            message += f", and {', '.join(found.unsure)} may be small, too"
        place = next((mark.span for mark in header.marks if isinstance(mark, ir.Mark) and mark.kind == "subject"), None)
        return msgspec.structs.replace(
            cable,
            header=msgspec.structs.replace(header, subject=found.text),
            diagnostics=(*cable.diagnostics, diagnose("subject-recased", place, f"{message}.")),
            extras=cable.extras | {EXTRAS: {"printed": subject, "unsure": list(found.unsure)}},
        )
