"""Telegrams as TEI: the invented samples, and a real one where it is present."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import cableconv
from cableconv_tei.transcript import transcribe

Write = Callable[..., bytes]
Find = Callable[[bytes, str], Any]
Read = Callable[[bytes], str]

SAMPLES = Path(__file__).parents[3] / "samples" / "telegram"


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_samples_come_back_whole(write: Write, body_text: Read, sample: Path) -> None:
    for cable in cableconv.read(sample, format="telegram"):
        assert body_text(write(cable)) == transcribe(cable.source).text


def test_samples_are_valid(write: Write, jing: Callable[[Sequence[bytes]], str]) -> None:
    cables = [cable for sample in sorted(SAMPLES.glob("*.txt")) for cable in cableconv.read(sample, format="telegram")]
    documents = [write(cable, lines=lines) for cable in cables for lines in (True, False)]
    assert jing([*documents, write(*cables)]) == ""


def test_a_real_telegram(
    write: Write, find: Find, body_text: Read, jing: Callable[[Sequence[bytes]], str], shared_data: Path
) -> None:
    cable = next(iter(cableconv.read(shared_data / "002_49e2a40cbf05f0e6.txt")))
    document = write(cable)
    assert body_text(document) == transcribe(cable.source).text
    assert find(document, "count(//t:correspAction[@type='received'])") == 2
    assert find(document, "count(//t:keywords/t:term)") == 9
    assert find(document, "//t:correspContext/t:ref/@target") == ["mrn:09MEXICO586"]
    breaks = find(document, "//t:body//t:milestone[@n != 1]")
    assert [(each.get("n"), "".join(each.getnext().itertext())) for each in breaks] == [
        (str(number), f"MEXICO 00000828 {number:03} OF 011") for number in range(2, 12)
    ]
    assert jing([document]) == ""
