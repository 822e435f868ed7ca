"""``python -m cableconv``, and what the program ``cableconv`` runs.

Only what is light is imported at the top: from there on an interrupt is met quietly, also while the rest is imported.
"""

import sys

from cableconv.errors import INTERRUPTED


def main() -> int:
    """Run the command line of this process and return its exit code."""
    try:
        from cableconv.cli import main as run

        return run()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
