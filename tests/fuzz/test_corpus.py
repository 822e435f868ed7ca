"""What the fuzzer found once is never found again; a few hundred mutations at every run of the tests."""

from pathlib import Path

import pytest
from fuzz_targets import targets
from hypothesis import given, settings
from hypothesis import strategies as st

from cableconv.testing.mutations import mutate

HERE = Path(__file__).parent
FOUND = sorted(path for path in (HERE / "corpus").glob("*/*") if path.is_file())
SAMPLES = sorted(path for path in (HERE.parent.parent / "samples").glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name[:20]}")
def test_what_was_found_before(path: Path) -> None:
    targets()[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", targets())
@given(sample=st.sampled_from(SAMPLES), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_mutated_samples(target: str, sample: Path, seed: int) -> None:
    targets()[target](mutate(sample.read_bytes(), seed))
