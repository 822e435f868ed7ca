"""Transform `subjects` keeps the contract."""

from typing import ClassVar

from cableconv import read
from cableconv.testing import TransformContract, kitchen_sink
from cableconv_subjects.plugin import register_transforms

PLAIN = (
    b"UNCLAS ONHAVA 000042\n\nE.O. 12958: N/A\nTAGS: PREL, ZB\nSUBJECT: ZEMBLA'S OIL, AND WHAT OPEC SAYS\n\n1. Text.\n"
)


class TestSubjects(TransformContract):
    (spec,) = register_transforms()
    cables: ClassVar = (kitchen_sink(), *read(PLAIN))
