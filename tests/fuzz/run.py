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
PLUGINS = HERE.parent.parent / "plugins"


def main() -> None:
    """Run one target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=1800, help="how long")
    parser.add_argument("--slowest", type=int, default=20, help="seconds after which an input counts as hanging")
    asked = parser.parse_args()
    with atheris.instrument_imports(include=["cableconv", *(path.name for path in PLUGINS.glob("cableconv_*"))]):
        from fuzz_targets import seeds, targets
        from mutations import mutate

        known = targets()
        if asked.target not in known:
            parser.error(f"no target {asked.target!r}; there are: {', '.join(known)}")
        target = known[asked.target]
        findings = HERE / "corpus" / asked.target
        findings.mkdir(parents=True, exist_ok=True)
        # All of a reader is imported at its first use, which has to happen here to be instrumented.
        good = [*seeds(asked.target), *(path.read_bytes() for path in sorted(findings.glob("*")))]
        for content in good:
            target(content)

    def mutated(content: bytes, max_size: int, seed: int) -> bytes:
        if random.Random(seed).random() < 0.3:
            return bytes(atheris.Mutate(content, len(content)))
        return mutate(content, seed)[:max_size]

    with tempfile.TemporaryDirectory() as grown:
        for number, content in enumerate(good):
            (Path(grown) / f"{number:03}").write_bytes(content)
        limits = [
            f"-max_total_time={asked.seconds}",
            f"-timeout={asked.slowest}",
            "-max_len=20000",
            "-rss_limit_mb=4096",
        ]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={findings}/", grown], target, custom_mutator=mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
