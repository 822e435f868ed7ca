"""Dumps of real pages, as 13 tools leave them, and the one that came without its page."""

from pathlib import Path

import pytest

from cableconv import ir, read, walk
from cableconv.source import encode


@pytest.mark.parametrize("identity", ["08RIODEJANEIRO171", "09PARIS1267"])
def test_all_dumps_of_a_page_say_what_the_page_says(identity: str, shared_data: Path, content) -> None:  # type: ignore[no-untyped-def]
    (page,) = read(shared_data / "pages" / f"{identity}.html")
    paths = sorted((shared_data / "dumps").glob(f"{identity}.*.txt"))
    assert len(paths) == 13
    for path in paths:
        # Without its name: the extension must not be needed.
        (cable,) = read(path.read_bytes())
        assert cable.source.format == "cablegate-dump", path.name
        assert (path.name, content(cable)) == (path.name, content(page))
        assert not [node for node in walk.walk(cable) if isinstance(node, ir.Unparsed)], path.name
        assert walk.check_coverage(cable) == []
        assert encode(cable.source) == path.read_bytes()


def test_dumps_of_a_page_that_keep_its_blank_lines_have_its_sections(shared_data: Path) -> None:
    (page,) = read(shared_data / "pages" / "08RIODEJANEIRO171.html")
    for path in sorted((shared_data / "dumps").glob("08RIODEJANEIRO171.*.txt")):
        if "trafilatura" not in path.name:
            (cable,) = read(path)
            assert [section.heading for section in cable.sections] == [section.heading for section in page.sections]


def test_real_dumps_cut_short(shared_data: Path) -> None:
    for path in sorted((shared_data / "dumps").glob("09PARIS1267.*.txt")):
        whole = path.read_bytes()
        start = whole.index(b"Viewing cable 09PARIS1267,") + 60
        for size in range(start, len(whole), 1000):
            (cable,) = read(whole[:size], "cablegate-dump")
            assert cable.published_id == "09PARIS1267", (path.name, size)
            assert walk.check_coverage(cable) == []
            assert cable.envelope or "page-incomplete" in {each.code for each in cable.diagnostics}


@pytest.fixture(scope="module")
def mexico(shared_data: Path) -> ir.Cable:
    (cable,) = read(shared_data / "000_dc1ed3e2da0ecb57.txt")
    return cable


def test_what_the_page_says(mexico: ir.Cable) -> None:
    assert mexico.source.format == "cablegate-dump"
    assert mexico.id == mexico.published_id == "09STATE60627"
    assert mexico.published == ir.Published(
        title="MEXICO -- 2009 TIP REPORT: PRESS GUIDANCE AND",
        created="2009-06-12T00:57",
        released="2011-08-26T00:00",
        classification="UNCLASSIFIED",
        origin="Secretary of State",
    )


def test_what_the_telegram_says(mexico: ir.Cable) -> None:
    envelope, header = mexico.envelope, mexico.header
    assert envelope
    assert header
    assert (envelope.transmission_id, envelope.precedence) == ("VZCZCXYZ0003", ("IMMEDIATE",))
    assert envelope.dtg
    assert envelope.dtg.when == "2009-06-12T00:57:00Z"
    assert (envelope.from_, [each.name for each in envelope.to]) == ("SECSTATE WASHDC", ["AMEMBASSY MEXICO"])
    assert [tag.term for tag in header.tags] == "KTIP ELAB KCRM KPAO KWMN PGOV PHUM PREL SMIG MX".split()
    assert header.subject == "MEXICO -- 2009 TIP REPORT: PRESS GUIDANCE AND DEMARCHE"
    assert [each.id for each in header.references] == ["09STATE59732", "09STATE5577"]
    assert mexico.signature == "CLINTON"


def test_its_body(mexico: ir.Cable) -> None:
    assert [each.number for each in walk.paragraphs(mexico) if each.number] == list(range(1, 13))
    headings = [section.heading for section in mexico.sections if section.heading]
    assert headings == ["MEXICO (TIER 2)", "Prosecution", "Protection", "Prevention"]
    asked = [(each.label, each.role) for each in walk.paragraphs(mexico) if each.role in ("question", "answer")]
    assert asked == [
        (label, role) for number in "123" for label, role in ((f"Q{number}:", "question"), ("A:", "answer"))
    ]
    (quotation,) = (node for node in walk.walk(mexico) if isinstance(node, ir.Quotation))
    assert (quotation.begin, quotation.end) == ("(begin non-paper)", "(end non-paper)")
    assert mexico.source.text[quotation.span[0] :].startswith("(begin non-paper)")
    assert "Palermo Protocol" in walk.slice_of(mexico, quotation)


def test_its_navigation_is_in_no_output(mexico: ir.Cable, shared_data: Path, cableconv) -> None:  # type: ignore[no-untyped-def]
    path = shared_data / "000_dc1ed3e2da0ecb57.txt"
    for writer in ("markdown", "tei"):
        done = cableconv(path, "-t", writer)
        assert done.returncode == 0, done.stderr
        text = done.stdout.decode()
        assert "Palermo" in text
        for foreign in ("Browse by", "Understanding cables", "ABUD", "KPKO KIPR"):
            assert foreign not in text, (writer, foreign)
    kept = "".join(walk.slice_of(mexico, leaf) for leaf in walk.leaves(mexico))
    assert "Browse" not in kept
