"""The grammar, case by case: a title, a piece of a telegram, and what is recognised in it.

::

    ## A portion mark with caveats
    1. (S//NF) The lighthouse is out.
    --> body
    section
      paragraph 1 [(S//NF) = secret NOFORN]: The lighthouse is out.

``-->`` names the part of the outline that the case is about. ``pytest --update-golden`` writes the answers anew.
"""

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from cableconv import walk
from cableconv.source import make_source
from cableconv.testing.outline import outline
from cableconv.testing.pytest_plugin import Golden
from cableconv_telegram.reader import read_telegram

CASES = Path(__file__).parent / "cases"


class Case(NamedTuple):
    """One case."""

    title: str
    text: str
    part: str
    expected: str


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a file."""
    cases = []
    for chunk in path.read_text(encoding="utf-8").removeprefix("## ").split("\n## "):
        title, _, rest = chunk.partition("\n")
        text, _, answer = rest.partition("\n--> ")
        part, _, expected = answer.partition("\n")
        cases.append(Case(title, text, part.strip(), expected.rstrip("\n") + "\n"))
    return cases


def write_cases(path: Path, cases: list[Case]) -> None:
    """Write cases to a file."""
    chunks = [f"## {case.title}\n{case.text}\n--> {case.part}\n{case.expected}" for case in cases]
    path.write_text("\n\n".join(chunk.rstrip("\n") for chunk in chunks) + "\n", encoding="utf-8")


FILES = sorted(CASES.glob("*.txt"))
PARAMETERS = [(path, case) for path in FILES for case in read_cases(path)]


def recognised(case: Case) -> str:
    cable = read_telegram(make_source(case.text.encode(), name="case.txt", reader="telegram"))
    assert walk.check_coverage(cable) == []
    lines = outline(cable).splitlines()
    tops = [at for at, line in enumerate(lines) if not line.startswith(" ")] + [len(lines)]
    blocks = ["\n".join(lines[a:b]) for a, b in pairwise(tops)]
    wanted = {
        "envelope": ("envelope",),
        "header": ("header",),
        "body": ("section",),
        "closing": ("signature", "end-mark", "classification", "separator", "stamp"),
    }
    if case.part != "all":
        says = ("says paragraph-joined", "says numbers", "says quotation", "says bad", "says markup")
        blocks = [block for block in blocks if block.startswith((*wanted[case.part], *says))]
    return "\n".join(blocks) + "\n"


@pytest.mark.parametrize(("path", "case"), PARAMETERS, ids=[f"{p.stem}: {c.title}" for p, c in PARAMETERS])
def test_case(path: Path, case: Case, golden: Golden) -> None:
    result = recognised(case)
    if golden.update and result != case.expected:
        cases = read_cases(path)
        write_cases(path, [each._replace(expected=result) if each.title == case.title else each for each in cases])
        golden.written.append(path)
    else:
        assert result == case.expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_titles_are_unique(path: Path) -> None:
    titles = [case.title for case in read_cases(path)]
    assert len(titles) == len(set(titles))
