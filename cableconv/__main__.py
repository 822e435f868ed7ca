"""``python -m cableconv``."""

import sys

from cableconv.cli import main

if __name__ == "__main__":
    sys.exit(main())
