"""What the plugin offers: transform ``subjects``."""

from collections.abc import Iterable

from cableconv.formats import TransformSpec
from cableconv.hookspecs import hookimpl


@hookimpl
def register_transforms() -> Iterable[TransformSpec]:
    """Return transform ``subjects``."""
    return [
        TransformSpec(
            name="subjects",
            title="Writes subjects that are printed in capitals like titles, acronyms kept",
            load="cableconv_subjects.transform:Subjects",
            after=("redact",),
        )
    ]
