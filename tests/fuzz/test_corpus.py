"""What the fuzzer found once is never found again; a few hundred mutations at every run of the tests."""

from pathlib import Path

import pytest
from fuzz_targets import SAMPLES, seeds, targets
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import mutate

HERE = Path(__file__).parent
FOUND = sorted(path for path in (HERE / "corpus").glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name[:20]}")
def test_what_was_found_before(path: Path) -> None:
    targets()[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", targets())
def test_mutations(target: str) -> None:
    good = seeds(target)
    others = [path.read_bytes() for path in sorted(SAMPLES.glob("*/*")) if path.is_file()]

    @given(content=st.sampled_from(good) | st.sampled_from(others), seed=st.integers(0, 2**32 - 1))
    @settings(max_examples=15)
    def holds(content: bytes, seed: int) -> None:
        targets()[target](mutate(content, seed))

    holds()
