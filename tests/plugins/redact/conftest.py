import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader

import cableconv
from cableconv import ir, options, walk
from cableconv_redact.plugin import register_transforms
from cableconv_redact.transform import Redact

Redacted = Callable[..., ir.Cable]


@pytest.fixture(scope="session")
def redacted() -> Redacted:
    """Redact a cable, given as such or as its text; what always has to hold is checked."""
    (spec,) = register_transforms()

    def redact(given: ir.Cable | str, **told: Any) -> ir.Cable:
        (cable,) = cableconv.read(given.encode(), "telegram") if isinstance(given, str) else (given,)
        ctx = options.context(spec, {name.replace("_", "-"): value for name, value in told.items()})
        made = Redact().apply(cable, ctx)
        assert walk.check_coverage(made) == []
        assert Redact().apply(made, ctx) == made
        return made

    return redact


@pytest.fixture(scope="session")
def insides() -> Callable[[bytes], str]:
    return _insides


def _insides(output: bytes) -> str:
    """Return all text in an output: its own, that of the members of a zip archive, that of a PDF and its metadata."""
    found = [output.decode("utf-8", "replace"), output.decode("utf-16-le", "replace")]
    if output.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(output)) as members:
            found += [_insides(members.read(name)) for name in members.namelist()]
    if output.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(output))
        found += [page.extract_text() for page in reader.pages]
        found += [str(reader.metadata), str(reader.outline)]
        for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
            item = reader.get_object(number)
            if hasattr(item, "get_data"):
                found.append(item.get_data().decode("utf-8", "replace"))
            found.append(str(item))
    return "\n".join(found)
