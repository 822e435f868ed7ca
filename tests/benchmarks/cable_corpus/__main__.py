"""``python -m cable_corpus FOLDER COUNT``: write an archive, and say what has to become of its inputs, as JSON."""

import argparse
import json
from pathlib import Path

from cable_corpus.archive import write


def main() -> None:
    """Write an archive."""
    arguments = argparse.ArgumentParser(prog="python -m cable_corpus", description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("count", type=int)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    print(json.dumps(write(asked.folder, asked.count, asked.seed).as_dict(), indent=2))


if __name__ == "__main__":
    main()
