"""The document of the benchmarks shows the figures that lie beside it."""

import json

import run
from cost import inputs, pictures, tables

DOCS = inputs.ROOT / "docs"


def test_tables_and_pictures_are_of_the_figures() -> None:
    figures = json.loads((DOCS / "benchmarks.json").read_text(encoding="utf-8"))
    document = (DOCS / "benchmarks.md").read_text(encoding="utf-8")
    assert sorted(figures) == sorted(run.PARTS)
    assert tables.fill(document, figures) == document
    for name, picture in pictures.pictures(figures["growth"]):
        assert (DOCS / name).read_text(encoding="utf-8") == picture
