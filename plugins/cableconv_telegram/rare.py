"""Patterns of rules that few telegrams need: compiling all of them would take longer than a small telegram."""

import re
from typing import Any, cast


def rare(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first used."""
    return cast("re.Pattern[str]", _Rare(pattern, flags))


class _Rare:
    def __init__(self, pattern: str, flags: int) -> None:
        self._asked = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Return a method of the pattern, which from now on is found at once."""
        method = getattr(re.compile(*self._asked), name)
        self.__dict__[name] = method
        return method
