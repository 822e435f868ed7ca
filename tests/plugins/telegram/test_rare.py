"""A rare pattern is as any other, once it is used."""

import re

import pytest

from cableconv_telegram.rare import rare


def test_it_does_what_the_pattern_does() -> None:
    pattern = rare(r"(?P<word>sip\w+)", re.I)
    match = pattern.match("SIPDIS, SIPRNET")
    assert match is not None
    assert match["word"] == "SIPDIS"
    assert pattern.match is pattern.match
    assert pattern.findall("SIPDIS, SIPRNET") == ["SIPDIS", "SIPRNET"]
    assert pattern.groups == 1


def test_it_is_compiled_when_it_is_used() -> None:
    pattern = rare("(")
    with pytest.raises(re.error):
        pattern.search("")
