"""What plugin authors test their formats and transforms with: the conformance kit.

``ReaderContract``, ``WriterContract`` and ``TransformContract`` are subclassed; the rest is material for further tests.
The fixture ``golden`` comes with the pytest plugin, which is there wherever cableconv is installed.
"""

from typing import TYPE_CHECKING

from cableconv.lazy import lazy

if TYPE_CHECKING:
    from cableconv.testing.generators import cables
    from cableconv.testing.kitchen_sink import Scribe, kitchen_sink
    from cableconv.testing.outline import outline
    from cableconv.testing.pytest_plugin import Golden
    from cableconv.testing.reader_contract import ReaderContract
    from cableconv.testing.telegrams import telegram_texts
    from cableconv.testing.transform_contract import TransformContract
    from cableconv.testing.writer_contract import WriterContract

__all__ = [
    "Golden",
    "ReaderContract",
    "Scribe",
    "TransformContract",
    "WriterContract",
    "cables",
    "kitchen_sink",
    "outline",
    "telegram_texts",
]

lazy(
    __name__,
    {
        "generators": ("cables",),
        "kitchen_sink": ("Scribe", "kitchen_sink"),
        "outline": ("outline",),
        "pytest_plugin": ("Golden",),
        "reader_contract": ("ReaderContract",),
        "telegrams": ("telegram_texts",),
        "transform_contract": ("TransformContract",),
        "writer_contract": ("WriterContract",),
    },
)
