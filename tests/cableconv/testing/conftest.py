"""How a check of a contract is run on the plugin of `memo.py`, as it is or with a few lines more."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

from cableconv import spec_rules

MEMO = Path(__file__).with_name("memo.py").read_text(encoding="utf-8")
SAMPLE = b"MEMO TO ALL POSTS\nSUBJECT: GLASS\n\nThe glass factory of Onhava\nexports glass again.\n"

#: What a check is given that asks for a sample, or for something else to read or write.
CASES = {"sample": "a.memo", "other": "telegram", "what": "empty", "failure": OSError(5, "Input/output error")}


@pytest.fixture
def as_found() -> Iterator[None]:
    """Let Hypothesis show what it finds as it is: to make it smaller takes long, and nobody looks at it here."""
    settings.register_profile("as found", phases=[Phase.generate])
    settings.load_profile("as found")
    yield
    settings.load_profile("default")


@pytest.fixture
def run_check(
    site: Any, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, as_found: None
) -> Callable[[type, str, str], None]:
    """Run a check of a contract on a plugin that has some code below that of `memo.py`."""
    monkeypatch.setattr(spec_rules, "DEPRECATED_FIELDS", {})

    def run(contract: type, check: str, code: str = "") -> None:
        site.add("memo", f"{MEMO}\n{code}\n")
        plugin = importlib.import_module("memo_plugin")
        kind = contract.__name__.removesuffix("Contract").upper()
        named = {"spec": getattr(plugin, kind), "samples": {"a.memo": SAMPLE}, "examples": 10}
        made = type("TestMemo", (contract,), named | getattr(plugin, "CONTRACT", {}))()
        method = getattr(made, check)
        wanted = inspect.signature(method).parameters
        method(**{name: CASES[name] if name in CASES else request.getfixturevalue(name) for name in wanted})

    return run
