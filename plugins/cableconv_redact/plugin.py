"""What the plugin offers: transform ``redact``."""

from collections.abc import Iterable

from cableconv import ir
from cableconv.formats import Option, TransformSpec
from cableconv.hookspecs import hookimpl

#: Levels, lowest first.
LEVELS = (
    ir.Level.UNCLASSIFIED,
    ir.Level.LIMITED_OFFICIAL_USE,
    ir.Level.SENSITIVE,
    ir.Level.CONFIDENTIAL,
    ir.Level.SECRET,
    ir.Level.TOP_SECRET,
)

OPTIONS = (
    Option(
        name="level",
        type=str,
        default=None,
        help="Take out what is marked above this level; without it, marks take nothing out",
        choices=LEVELS,
    ),
    Option(
        name="unmarked",
        type=str,
        default="overall",
        help="Text without a mark has the cable's overall classification (and goes where there is none), "
        "or is kept, or removed",
        choices=("overall", "keep", "remove"),
    ),
    Option(
        name="paragraphs",
        type=str,
        default="mask",
        help="A paragraph that goes keeps its number and mark (mask) or loses them, too (drop)",
        choices=("mask", "drop"),
    ),
    Option(name="contacts", type=bool, default=True, help="Take out e-mail addresses and telephone numbers"),
    Option(
        name="original-hash",
        type=bool,
        default=False,
        help="Say the SHA-256 of the original; with it, a guess at a short passage can be checked",
    ),
)


@hookimpl
def register_transforms() -> Iterable[TransformSpec]:
    """Return transform ``redact``."""
    return [
        TransformSpec(
            name="redact",
            title="Takes out what is marked above a level, e-mail addresses and telephone numbers",
            load="cableconv_redact.transform:Redact",
            before=("subjects",),
            options=OPTIONS,
            removes=True,
        )
    ]
