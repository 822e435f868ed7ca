"""Dumps: text that tools made of a page is read as the page is."""

import re
import textwrap
from pathlib import Path

import pytest

from cableconv import ReadError, UnknownFormat, ir, read, walk
from cableconv.source import encode

HEADING = "Viewing cable 09ONHAVA42, GLASS\n\n"
TABLE = (
    "Reference ID Created Released Classification Origin\n"
    "09ONHAVA42 2009-02-04 14:30 2011-08-30 01:44 UNCLASSIFIED Embassy Onhava\n"
)
ENVELOPE = "O 041430Z FEB 09\nFM AMEMBASSY ONHAVA\nTO SECSTATE WASHDC\n"
HEADER = "UNCLAS ONHAVA 000042\n\nTAGS: ECON, PREL\nSUBJECT: GLASS\n\n"
BODY = "1. (U) The works are closed.\n\nKINBOTE\n"


def cables(content: str | bytes) -> list[ir.Cable]:
    found = list(read(content.encode() if isinstance(content, str) else content, "cablegate-dump"))
    for cable in found:
        assert walk.check_coverage(cable) == []
    return found


def only(content: str | bytes) -> ir.Cable:
    (cable,) = cables(content)
    return cable


def telegram(header: str = HEADER, body: str = BODY) -> ir.Cable:
    return only(f"{HEADING}{TABLE}\n{ENVELOPE}\n{header}{body}")


def codes(cable: ir.Cable) -> set[str]:
    return {each.code for each in cable.diagnostics}


def text_of(cable: ir.Cable) -> str:
    return "\n".join(walk.reading_text(paragraph.content) for paragraph in walk.paragraphs(cable))


# Samples: one page, as tools leave it


def samples(root: Path) -> list[Path]:
    return sorted(path for path in (root / "samples" / "cablegate-dump").iterdir() if path.suffix != ".html")


def test_samples_say_what_their_page_says(root: Path, content) -> None:  # type: ignore[no-untyped-def]
    (page,) = read(root / "samples" / "cablegate-dump" / "page.html")
    paths = samples(root)
    assert len(paths) > 5
    for path in paths:
        (cable,) = read(path)
        assert (path.name, cable.source.format) == (path.name, "cablegate-dump")
        assert (path.name, content(cable)) == (path.name, content(page))
        assert walk.check_coverage(cable) == []
        assert encode(cable.source) == path.read_bytes()


def test_samples_keep_page_and_links_out_of_the_text(root: Path) -> None:
    for path in samples(root):
        (cable,) = read(path)
        kept = " ".join(walk.slice_of(cable, leaf) for leaf in walk.leaves(cable))
        for foreign in ("Viewing cable", "Currently released", "Reference ID", ".html", "example.org", "`", "¶"):
            assert foreign not in kept, path.name
        # A number in brackets that is the telegram's own is no link's.
        assert "[12]" in kept


# The table

TABLES = {
    "one cell a line": """\
Reference ID

Created

Released

Classification

Origin


09ONHAVA42

2009-02-04 14:30

2011-08-30 01:44

UNCLASSIFIED//FOR OFFICIAL USE ONLY

US Interests Section Onhava
""",
    "pipes and links": """\
| Reference ID | Created | Released | Classification | Origin |
| --- | --- | --- | --- | --- |
| [09ONHAVA42](/cable/2009/02/09ONHAVA42.html) | [2009-02-04 14:30](/date/2009-02_0.html) \
| [2011-08-30 01:44](/reldate/2011-08-30_0.html) \
| [UNCLASSIFIED//FOR OFFICIAL USE ONLY](/classification/6_0.html "confidential//noforn") \
| [US Interests Section Onhava](/origin/1_0.html) |
""",
    "wrapped cells": """\
Reference ID Created    Released   Classification    Origin
[9]09ONHAVA42 [10]2009-02-04 [11]2011-08-30 [12]UNCLASSIFIED//FOR [13]US Interests
              14:30          01:44          OFFICIAL USE ONLY     Section Onhava
""",
    "wrapped names": """\
Reference   Created    Released   Classification  Origin
    ID
            2009-02-04 2011-08-30 UNCLASSIFIED//  US Interests
09ONHAVA42  14:30      01:44      FOR OFFICIAL    Section
                                  USE ONLY        Onhava
""",
    "tabs": """\
Reference ID\t\tCreated\t\tReleased\t\tClassification\t\tOrigin
09ONHAVA42 \t\t2009-02-04 14:30 \t\t2011-08-30 01:44 \t\t\
UNCLASSIFIED//FOR OFFICIAL USE ONLY \t\tUS Interests Section Onhava
""",
    "as it was": """\
<table class="cable">
<tr>
<th>Reference ID</th>
<th>Created</th>
<th>Released</th>
<th>Classification</th>
<th>Origin</th>
</tr>
<tr class="odd">
<td><a href="/cable/09ONHAVA42.html">09ONHAVA42</a></td>
<td>2009-02-04 14:30</td>
<td>2011-08-30 01:44</td>
<td>UNCLASSIFIED//FOR OFFICIAL USE ONLY</td>
<td>US Interests Section Onhava</td>
</tr>
</table>
""",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_tables_of_every_shape(table: str) -> None:
    cable = only(f"{HEADING}{table}\n{ENVELOPE}\n{HEADER}{BODY}")
    assert cable.published == ir.Published(
        title="GLASS",
        created="2009-02-04T14:30",
        released="2011-08-30T01:44",
        classification="UNCLASSIFIED//FOR OFFICIAL USE ONLY",
        origin="US Interests Section Onhava",
    )
    assert cable.published_id == cable.id == "09ONHAVA42"
    assert cable.envelope
    assert cable.envelope.span[0] == cable.source.text.index("O 041430Z")


@pytest.mark.parametrize("label", ["Appears in these articles:\n", "| Appears in these\narticles: |  |\n"])
def test_articles(label: str) -> None:
    cable = only(f"{HEADING}{TABLE}{label}[15]http://www.example.org/glass\n\n{ENVELOPE}\n{HEADER}{BODY}")
    assert cable.published
    assert cable.published.media == ("http://www.example.org/glass",)
    assert cable.published.origin == "Embassy Onhava"


def test_a_title_over_several_lines() -> None:
    heading = "### Viewing cable 09ONHAVA42, GLASS AND MIRRORS FROM NOVA ZEMBLA AND THOSE\nWHO WOULD BUY THEM\n\n"
    cable = only(f"{heading}{TABLE}{ENVELOPE}{HEADER}{BODY}")
    assert cable.published
    assert cable.published.title == "GLASS AND MIRRORS FROM NOVA ZEMBLA AND THOSE WHO WOULD BUY THEM"


def test_without_heading_and_without_table() -> None:
    assert "the heading" in next(iter(only(f"{TABLE}{ENVELOPE}{HEADER}{BODY}").diagnostics)).message
    cable = only(f"{HEADING}Understanding cables\nEvery cable consists of three parts.\n\n{ENVELOPE}{HEADER}{BODY}")
    assert (cable.published_id, cable.id) == ("09ONHAVA42", "09ONHAVA42")
    assert [each.message for each in cable.diagnostics] == ["The page is incomplete: it lacks the table."]


# Line ends


def test_words_broken_at_the_edge_of_the_screen() -> None:
    first = "1. (U) The mirrors of Nova Zembla have been made since the reign of Thurgus, kin"
    assert len(first) == 80
    cable = telegram(body=f"{first}\ng of Zembla, who liked to see himself.\n\nKINBOTE\n")
    assert text_of(cable) == f"{first[7:]}g of Zembla, who liked to see himself."


def test_a_blank_that_fell_upon_the_edge() -> None:
    full = "1. (U) The mirrors of Nova Zembla have been made since the reign of Thurgus, who"
    assert len(full) == 80
    cable = telegram(body=f"{full}\n liked to see himself.\n\nKINBOTE\n")
    assert text_of(cable) == f"{full[7:]} liked to see himself."


def test_lines_filled_with_words_are_not_broken() -> None:
    prose = " ".join(f"mirror {number} went to the {number * number}th buyer," for number in range(1, 40)) + " at last."
    lines = textwrap.wrap(f"1. (U) {prose}", 80)
    assert max(map(len, lines)) == 80
    assert text_of(telegram(body="\n".join(lines) + "\n\nKINBOTE\n")) == prose


def test_a_link_broken_at_the_edge() -> None:
    tags = "TAGS: " + " ".join(f"[{number}]ABCD" for number in range(101, 108)) + " "
    tags += "X" * (78 - len(tags) - 1) + " "
    header = f"UNCLAS ONHAVA 000042\n\n{tags}[1\n08]PREL [109]ZB\nSUBJECT: GLASS\n\n"
    cable = telegram(header=header)
    assert cable.header
    assert [tag.term for tag in cable.header.tags][-2:] == ["PREL", "ZB"]


def test_line_ends_as_the_page_writes_them() -> None:
    written = (
        "UNCLAS ONHAVA 000042 &#x000A;&#x000A;TAGS: ECON\nPREL&#x000A;SUBJECT: GLASS &#x000A;&#x000A;1. (U) The U.S.-\n"
        "Zemblan works\nare closed. &#x000A;&#x000A;2. (U) So are\n&#x000A;the furnaces. &#x000A;&#x000A;KINBOTE\n"
    )
    envelope = ENVELOPE.strip().replace("\n", "&#x000A;")
    cable = only(f"{HEADING}{TABLE}{envelope}\n\n{written}")
    assert text_of(cable) == "The U.S.-Zemblan works are closed.\nSo are the furnaces."
    assert cable.header
    assert [tag.term for tag in cable.header.tags] == ["ECON", "PREL"]
    assert cable.envelope
    assert [each.name for each in cable.envelope.to] == ["SECSTATE WASHDC"]
    assert cable.signature == "KINBOTE"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends(end: str) -> None:
    lines = f"{HEADING}{TABLE}\n{ENVELOPE}\n{HEADER}¶\n1. (U) The works\nare closed.\n\nKINBOTE\n"
    cable = only(lines.replace("\n", end))
    assert (cable.published_id, text_of(cable), cable.signature) == ("09ONHAVA42", "The works are closed.", "KINBOTE")


# Mark-up within the telegram


@pytest.mark.parametrize(
    "tags",
    [
        "[ECON](/tag/ECON_0.html) [PREL](/tag/PREL_0.html)",
        "[ECON](#) [PREL](#)",
        '[ECON](http://www.example.org/tag/ECON_0.html "tag") [PREL](file:///tag/PREL_0.html)',
        "[ECON][5] [PREL][6]",
        "ECON (/tag/ECON_0.html) PREL (/tag/PREL_0.html)",
        "[http://www.example.org/tag/ECON_0.html]ECON [http://www.example.org/tag/PREL_0.html]PREL",
        "[14]ECON [15]PREL",
        "<a href='/tag/ECON_0.html'>ECON</a> <a href='/tag/PREL_0.html'>PREL</a>",
        "\nECON\n \nPREL\n",
        "\nECON\n, \nPREL\n",
        "\nECON\nPREL",
    ],
)
def test_links(tags: str) -> None:
    cable = telegram(header=f"UNCLAS ONHAVA 000042\n\nTAGS: {tags}\nSUBJECT: GLASS\n\n")
    assert cable.header
    assert ([tag.raw for tag in cable.header.tags], cable.header.subject) == (["ECON", "PREL"], "GLASS")


def test_numbers_in_brackets_that_are_no_links() -> None:
    body = "[20]¶1. (U) See [3]below and [7]above.\n\n[21]¶2. (U) All [22] are closed.\n\nKINBOTE\n"
    assert text_of(telegram(body=body)) == "See [3]below and [7]above.\nAll [22] are closed."


@pytest.mark.parametrize("pilcrow", ["¶", "[16]¶", "¶ ", "\n¶\n", "[¶](#par1)", "¶ (#par1)"])
def test_pilcrows(pilcrow: str) -> None:
    cable = telegram(body=f"{pilcrow}1. (U) The works are closed.\n\nKINBOTE\n")
    assert [(each.number, each.label) for each in walk.paragraphs(cable)] == [(1, "1.")]
    assert text_of(cable) == "The works are closed."


@pytest.mark.parametrize(
    ("before", "after"),
    [("```\n", "```\n"), ("`\n\n", "\n`\n"), ("```` ```\n", "``` ````\n"), ("[code]\n", "[/code]\n")],
)
def test_fences(before: str, after: str) -> None:
    cable = only(f"{HEADING}{TABLE}{before}{ENVELOPE}{after}{before}{HEADER}{BODY}{after}")
    assert (text_of(cable), cable.signature) == ("The works are closed.", "KINBOTE")


def test_escapes_of_a_telegram_that_a_tool_took_for_prose() -> None:
    cable = telegram(
        header="UNCLAS ONHAVA 000042\n\nTAGS: [ECON](#)\nSUBJECT: GLASS\n\n",
        body="1\\. (U) The works cost \\$7 million\\.\n\nKINBOTE\n",
    )
    assert text_of(cable) == "The works cost $7 million."


def test_indents() -> None:
    lines = f"{ENVELOPE}\n{HEADER}{BODY}"
    cable = only(f"{HEADING}{TABLE}" + re.sub("^(?=.)", "    ", lines, flags=re.M))
    assert (text_of(cable), cable.signature) == ("The works are closed.", "KINBOTE")


@pytest.mark.parametrize(
    "links",
    [
        "References\n\n   1. http://www.example.org/\n   2. file:///tag/ECON_0.html\n",
        "References\n\n   Visible links\n   1. file:///index.html\n   2. file:///tag/ECON_0.html\n   3. fil",
        "References:\n\n[1] http://www.example.org/\n[2] /tag/ECON_0.html\n",
        "Links:\n1. http://www.example.org/\n",
        "   [1]: /tag/ECON_0.html\n\n   [2]:\nhttp://www.example.org/\n",
        '  [The United\n  States]: General,32.html\n  [SECRET]: /classification/3_0.html "confidential"\n',
    ],
)
def test_lists_of_links(links: str) -> None:
    cable = only(f"{HEADING}{TABLE}{ENVELOPE}{HEADER}{BODY}\n{links}")
    assert (text_of(cable), cable.signature) == ("The works are closed.", "KINBOTE")


def test_a_reference_line_is_no_list_of_links() -> None:
    cable = telegram(body="1. (U) See our\n\nReferences\n\n1. the glass report.\n\nKINBOTE\n")
    assert "the glass report" in text_of(cable)


# Several cables


def test_several_pages_in_one_dump() -> None:
    first = f"Currently released so far... 3 / 251,287\n\n{HEADING}{TABLE}{ENVELOPE}{HEADER}{BODY}\n"
    second = first.replace("09ONHAVA42", "09ONHAVA43").replace("000042", "000043").replace("KINBOTE", "SHADE")
    both = cables(first + second)
    assert [(cable.id, cable.signature) for cable in both] == [("09ONHAVA42", "KINBOTE"), ("09ONHAVA43", "SHADE")]
    assert "".join(cable.source.text for cable in both) == first + second
    assert [cable.source.line for cable in both] == [1, 1 + first.count("\n")]


def test_two_versions_on_one_page() -> None:
    message = f"{ENVELOPE}\n{HEADER}{BODY}\n"
    both = cables(f"{HEADING}{TABLE}\n{message}{message.replace('closed', 'shut')}")
    assert [text_of(cable) for cable in both] == ["The works are closed.", "The works are shut."]
    assert all("id-repeated" in codes(cable) and cable.id == "09ONHAVA42" for cable in both)


def test_what_page_and_telegram_say_otherwise_is_said() -> None:
    cable = only(f"{HEADING}{TABLE.replace('UNCLASSIFIED', 'SECRET')}{ENVELOPE}{HEADER}{BODY}")
    assert codes(cable) == {"published-differs"}


# Detection


def test_samples_are_recognised(root: Path) -> None:
    for path in samples(root):
        assert next(read(path.read_bytes())).source.format == "cablegate-dump", path.name


@pytest.mark.parametrize(
    "content",
    [
        "Browse by tag\n\nECON PREL\n",
        "We created a table (reference ID, created, released, origin) of all glass works.\n",
        "Dear Shade,\n\nI am viewing cable television tonight.\n",
    ],
)
def test_other_text_is_refused(content: str) -> None:
    with pytest.raises(UnknownFormat):
        list(read(content.encode()))


def test_text_without_a_cable_is_an_error() -> None:
    with pytest.raises(ReadError, match=r"holds no cable.*-f telegram"):
        list(read(b"Currently released so far... 3 / 251,287\n\nBrowse latest releases\n", "cablegate-dump"))


# Bad input


def test_dumps_cut_short(root: Path) -> None:
    for path in samples(root):
        whole = path.read_bytes()
        for size in range(0, len(whole), 50):
            try:
                found = cables(whole[:size])
            except ReadError:
                assert b"Viewing cable 09NOVAZEMBLA42," not in whole[:size]
            else:
                assert [cable.published_id for cable in found] == ["09NOVAZEMBLA42"]
                assert found[0].envelope or "page-incomplete" in codes(found[0]), (path.name, size)


def test_text_whose_line_ends_are_lost_is_kept() -> None:
    line = " ".join(f"{HEADING}{TABLE}{ENVELOPE}{HEADER}{BODY}".split())
    cable = only(f"{line}\n")
    kept = "".join(walk.slice_of(cable, leaf) for leaf in walk.leaves(cable))
    assert "FM AMEMBASSY ONHAVA" in kept
    assert "works are closed. KINBOTE" in kept


@pytest.mark.parametrize(
    "body",
    [
        "1. (U) \x00\x0c\x07The works\x1b are closed.\n",
        "1. (U) " + "glass " * 100_000 + "\n",
        "[" * 50_000 + "\n",
        "[1]" * 20_000 + "\n",
        "\\" * 50_000 + "](/tag/ECON_0.html)\n",
        "TAGS:\n" * 5_000,
        "¶\n" * 20_000,
        "`\n" * 20_000,
        " " * 200_000 + "x\n",
        "References\n\n" * 5_000,
        "Viewing cable 09ONHAVA42, GLASS\n" * 3_000,
    ],
)
def test_odd_bodies(body: str) -> None:
    content = f"{HEADING}{TABLE}{ENVELOPE}{HEADER}{body}"
    cable = next(iter(cables(content)))
    assert cable.id == "09ONHAVA42"


def test_encodings() -> None:
    content = f"{HEADING}{TABLE}{ENVELOPE}{HEADER}¶1. (U) The works at Curaçao are closed.\n\nKINBOTE\n"
    guessed = only(content.encode("cp1252"))
    assert text_of(guessed) == "The works at Curaçao are closed."
    (guess,) = [each for each in guessed.diagnostics if each.code == "encoding-guessed"]
    assert guess.span
    assert guessed.source.text[slice(*guess.span)] == "¶"
    assert text_of(only(content.encode("utf-8-sig"))) == "The works at Curaçao are closed."
