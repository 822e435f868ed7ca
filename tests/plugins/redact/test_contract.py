"""Transform `redact` keeps the contract."""

from typing import Any, ClassVar

import pytest
from msgspec.structs import replace

from cableconv import from_json, ir, read, to_json, walk
from cableconv.testing import TransformContract, kitchen_sink
from cableconv.testing.contract import for_any
from cableconv.testing.generators import cables as any_cables
from cableconv_redact.plugin import LEVELS, register_transforms

CONTACTS = b"""C O N F I D E N T I A L ONHAVA 000042

E.O. 12958: DECL: 02/04/2019
TAGS: PREL, ZB
SUBJECT: (C) CALL 202-555-0143 ABOUT GLASS

1. (C) Kinbote (kinbotec@state.gov, tel. 555-0143) said so.

2. (S) He said more.
"""


class TestRedact(TransformContract):
    (spec,) = register_transforms()
    cables: ClassVar = (kitchen_sink(), *read(CONTACTS))

    @pytest.mark.parametrize(("unmarked", "paragraphs"), [("overall", "mask"), ("remove", "drop")])
    def test_any_cable_at_any_level(self, unmarked: str, paragraphs: str) -> None:
        def check(cable: ir.Cable) -> None:
            for level in (LEVELS[0], LEVELS[4]):
                given: dict[str, Any] = {"level": level, "unmarked": unmarked, "paragraphs": paragraphs}
                transform = self.made()
                once = transform.apply(cable, self.context(given))
                assert not walk.check_coverage(once)
                assert from_json(to_json(once)) == once
                assert transform.apply(once, self.context(given)) == once

        for_any(any_cables(), check, 15)

    def test_what_holds_nothing_to_take_out_is_the_same_cable(self) -> None:
        cable = kitchen_sink()
        assert self.made().apply(cable, self.context({"level": "top-secret"})) is cable

    def test_a_text_that_its_encoding_does_not_have(self) -> None:
        (cable,) = read(CONTACTS)
        odd = replace(
            cable, source=replace(cable.source, encoding="ascii", text=cable.source.text.replace("He ", "H\ud800 "))
        )
        assert self.made().apply(odd, self.context()).source.encoding == "utf-8"
