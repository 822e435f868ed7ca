"""``python -m cableconv``, and what the program ``cableconv`` runs.

Only what is light is imported at the top: from there on an interrupt is met quietly, also while the rest is imported.
"""

import gc
import signal
import sys
from types import FrameType

from cableconv.errors import INTERRUPTED


def main() -> int:
    """Run the command line of this process and return its exit code."""
    # What is imported is no garbage, nor is what cables are made of: Python looks for it less often than after 700 new
    # objects, as a rule.
    gc.set_threshold(50_000)
    interrupts: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        # Python drops an exception that is raised while it cleans up; the interrupt has to count all the same.
        interrupts.append(number)
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    try:
        from cableconv.cli import main as run

        code = run()
    except KeyboardInterrupt:
        return INTERRUPTED
    return INTERRUPTED if interrupts else code


if __name__ == "__main__":
    sys.exit(main())
