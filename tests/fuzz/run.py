"""Attack one target with a coverage-guided fuzzer: ``python tests/fuzz/run.py telegram --seconds 1800``.

It begins with the samples and with what earlier runs found (``tests/fuzz/corpus``). An input that breaks a promise is
written there, where `test_corpus` replays it for ever; the run goes on until its time is over or the first finding.
The fuzzer is atheris, from the extra ``fuzz``.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def main() -> None:
    """Run one target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=1800, help="how long")
    parser.add_argument("--slowest", type=int, default=20, help="seconds after which an input counts as hanging")
    asked = parser.parse_args()
    with atheris.instrument_imports(
        include=["cableconv", "cableconv_cablegate", "cableconv_json", "cableconv_tei", "cableconv_telegram"]
    ):
        from fuzz_targets import targets

        from cableconv.testing.mutations import mutate

        known = targets()
        if asked.target not in known:
            parser.error(f"no target {asked.target!r}; there are: {', '.join(known)}")
        target = known[asked.target]
        # All of a reader is imported at its first use, which has to happen here to be instrumented.
        for sample in _seeds(asked.target):
            target(sample.read_bytes())

    def mutated(content: bytes, max_size: int, seed: int) -> bytes:
        if random.Random(seed).random() < 0.3:
            return bytes(atheris.Mutate(content, len(content)))
        return mutate(content, seed)[:max_size]

    findings = HERE / "corpus" / asked.target
    findings.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as grown:
        seeds = Path(grown) / "seeds"
        seeds.mkdir()
        for number, sample in enumerate(_seeds(asked.target)):
            (seeds / f"{number:03}").write_bytes(sample.read_bytes())
        limits = [
            f"-max_total_time={asked.seconds}",
            f"-timeout={asked.slowest}",
            "-max_len=20000",
            "-rss_limit_mb=4096",
        ]
        atheris.Setup(
            [sys.argv[0], *limits, f"-artifact_prefix={findings}/", str(seeds)], target, custom_mutator=mutated
        )
        atheris.Fuzz()


def _seeds(target: str) -> list[Path]:
    folders = {
        "cablegate": ["cablegate"],
        "cablegate-csv": ["cablegate"],
        "cablegate-dump": ["cablegate-dump"],
        "telegram": ["telegram"],
    }
    samples = [
        path
        for folder in folders.get(target, ["cablegate", "cablegate-dump", "telegram"])
        for path in sorted((ROOT / "samples" / folder).iterdir())
        if path.is_file()
    ]
    return [*samples, *sorted((HERE / "corpus" / target).glob("*"))]


if __name__ == "__main__":
    main()
