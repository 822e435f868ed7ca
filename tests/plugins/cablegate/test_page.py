"""Pages: what is read of them, what is set aside, and what bad ones do."""

from pathlib import Path

import pytest

from cableconv import ReadError, ir, read, walk
from cableconv.source import encode
from cableconv.testing.outline import outline
from cableconv.testing.pytest_plugin import Golden

GOLDEN = Path(__file__).parent / "golden"

ENVELOPE = "O 041430Z FEB 09\nFM AMEMBASSY ONHAVA\nTO SECSTATE WASHDC"
TEXT = "UNCLAS ONHAVA 000042\n\nSUBJECT: GLASS\n\n1. (U) The works are closed.\n\nKINBOTE"


def table(**cells: str) -> str:
    names = ("Reference ID", "Created", "Released", "Classification", "Origin")
    values = {
        "id": "09ONHAVA42",
        "created": "2009-02-04 14:30",
        "released": "2011-08-30 01:44",
        "classification": "UNCLASSIFIED",
        "origin": "Embassy Onhava",
        **cells,
    }
    heads = "".join(f"<th>{name}</th>" for name in names)
    return (
        f"<table class='cable'>\n<tr>{heads}</tr>\n<tr>"
        + "".join(f"<td>\n<a href='/x'>{value}</a>\n</td>" for value in values.values())
        + "</tr>\n</table>\n"
    )


def page(*blocks: str, title: str = "GLASS", **cells: str) -> str:
    written = "\n".join(f"<code><pre>{block}</pre></code>".replace("\n", "&#x000A;") for block in blocks)
    identity = cells.get("id", "09ONHAVA42")
    return (
        f"<html><title>Cable Viewer</title><body>\n<h3>Viewing cable {identity}, {title}</h3>\n"
        f"{table(**cells)}{written}\n</body></html>\n"
    )


def only(content: str | bytes) -> ir.Cable:
    (cable,) = read(content.encode() if isinstance(content, str) else content, "cablegate")
    assert walk.check_coverage(cable) == []
    return cable


def said(cable: ir.Cable, code: str) -> list[str]:
    return [each.message for each in cable.diagnostics if each.code == code]


def body(cable: ir.Cable) -> list[str]:
    return [walk.reading_text(paragraph.content) for paragraph in walk.paragraphs(cable)]


# Samples


@pytest.mark.parametrize(
    "name",
    ["export-layout", "newspaper-layout", "one-block", "publisher-differs", "two-blocks", "two-versions"],
)
def test_sample(name: str, root: Path, golden: Golden) -> None:
    cables = list(read(root / "samples" / "cablegate" / f"{name}.html"))
    assert [walk.check_coverage(cable) for cable in cables] == [[] for _ in cables]
    assert {cable.source.format for cable in cables} == {"cablegate"}
    golden.check(GOLDEN / f"{name}.txt", "\n".join(map(outline, cables)))


def test_the_page_comes_back_byte_for_byte(root: Path) -> None:
    for path in sorted((root / "samples" / "cablegate").glob("*.html")):
        assert b"".join(encode(cable.source) for cable in read(path)) == path.read_bytes()


# What is the telegram's, and what is the publisher's


def test_signs_that_look_like_markup_are_text() -> None:
    cable = only(page(ENVELOPE, TEXT.replace("The works", "Less < more & <<218634>> <FNU> &amp; &lt; the works")))
    assert body(cable) == ["Less < more & <<218634>> <FNU> &amp; &lt; the works are closed."]


@pytest.mark.parametrize(
    "markup",
    [
        "The <a href='/tag/X_0.html'>works</a> are closed.",
        'The <a class="x" href="/y">works</a> are closed.',
        "The <strong>works</strong> are closed.",
        "The works\nare closed.",
        "The works<br />are closed.",
        "The works <br>\nare closed.",
    ],
)
def test_publishers_markup_is_set_aside(markup: str) -> None:
    cable = only(page(ENVELOPE, TEXT.replace("The works are closed.", markup)))
    assert body(cable) == ["The works are closed."]


@pytest.mark.parametrize("sign", ["<a id='par1' href='#par1'>¶</a>1.", "¶1."])
def test_pilcrows_are_furniture(sign: str) -> None:
    cable = only(page(ENVELOPE, TEXT.replace("1. (U)", f"{sign} (U)")))
    assert [(each.number, each.label) for each in walk.paragraphs(cable)] == [(1, "1.")]
    at = cable.source.text.index("¶")
    assert any(start <= at < end for start, end in cable.source.furniture)


def test_the_navigation_is_furniture() -> None:
    cable = only(page(ENVELOPE, TEXT).replace("<body>", "<body><h3>Browse by tag</h3><a>PREL</a>"))
    start, end = cable.source.furniture[0]
    assert start == 0
    assert cable.source.text[:end].endswith("<code><pre>")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_may_be_those_of_the_file(line_end: str) -> None:
    cable = only(page(ENVELOPE, TEXT).replace("&#x000A;", "\n").replace("\n", line_end))
    assert body(cable) == ["The works are closed."]
    assert cable.header
    assert cable.header.subject == "GLASS"
    assert cable.signature == "KINBOTE"


# The table


def test_published() -> None:
    cable = only(page(ENVELOPE, TEXT, classification="SECRET//NOFORN", title="GLASS &amp; <MIRRORS>"))
    assert cable.published_id == "09ONHAVA42"
    assert cable.published == ir.Published(
        title="GLASS & <MIRRORS>",
        created="2009-02-04T14:30",
        released="2011-08-30T01:44",
        classification="SECRET//NOFORN",
        origin="Embassy Onhava",
    )


def test_columns_may_stand_in_another_order() -> None:
    content = page(ENVELOPE, TEXT).replace("<th>Created</th><th>Released</th>", "<th>Released</th><th>Created</th>")
    published = only(content).published
    assert published
    assert (published.created, published.released) == ("2011-08-30T01:44", "2009-02-04T14:30")


@pytest.mark.parametrize(("title", "read_as"), [("GLASS, MIRRORS", "GLASS, MIRRORS"), ("", None)])
def test_a_title_may_have_a_comma_or_be_empty(title: str, read_as: str | None) -> None:
    published = only(page(ENVELOPE, TEXT, title=title)).published
    assert published
    assert published.title == read_as


# Where publisher and telegram disagree


def test_agreement_says_nothing() -> None:
    assert only(page(ENVELOPE, TEXT)).diagnostics == ()


@pytest.mark.parametrize(
    ("cells", "code", "words"),
    [
        ({"created": "2009-02-04 14:02"}, "published-minutes", ["hour", "minutes"]),
        ({"created": "2009-02-04 14:14"}, "published-differs", ["Created", "2009-02-04T14:14", "2009-02-04T14:30"]),
        ({"created": "2009-02-05 14:30"}, "published-differs", ["Created", "2009-02-05T14:30", "2009-02-04T14:30"]),
        ({"classification": "SECRET"}, "published-differs", ["Classification", "SECRET", "UNCLAS"]),
        ({"origin": "Embassy Yeslove"}, "published-differs", ["Origin", "Embassy Yeslove", "AMEMBASSY ONHAVA"]),
        ({"id": "09ONHAVA43"}, "published-differs", ["09ONHAVA43", "09ONHAVA42"]),
        ({"id": "Onhava"}, "published-differs", ["Onhava"]),
    ],
)
def test_disagreement_is_said_and_both_are_kept(cells: dict[str, str], code: str, words: list[str]) -> None:
    cable = only(page(ENVELOPE, TEXT, **cells))
    (message,) = said(cable, code)
    assert [word for word in words if word not in message] == []
    assert cable.id == "09ONHAVA42"
    assert cable.published_id == cells.get("id", "09ONHAVA42")
    assert cable.envelope
    assert cable.envelope.dtg
    assert cable.envelope.dtg.when == "2009-02-04T14:30:00Z"


def test_official_use_only_is_unclassified() -> None:
    text = TEXT.replace("UNCLAS ONHAVA", "UNCLAS SENSITIVE ONHAVA")
    assert only(page(ENVELOPE, text, classification="UNCLASSIFIED//FOR OFFICIAL USE ONLY")).diagnostics == ()


def test_the_published_id_stands_in_for_a_number_that_the_telegram_lacks() -> None:
    cable = only(page("DE RUEHZB #3812 1701621\n" + ENVELOPE, TEXT.replace(" ONHAVA 000042", ""), id="09ONHAVA63812"))
    assert cable.id == "09ONHAVA63812"
    assert [each.code for each in cable.diagnostics] == ["id-from-publisher"]


def test_a_telegram_without_date_takes_the_year_from_its_publisher() -> None:
    text = TEXT.replace("SUBJECT: GLASS", "SUBJECT: GLASS\nREF: ONHAVA 12")
    cable = only(page("This record is a partial extract of the original cable.", text))
    assert cable.id == "09ONHAVA42"
    assert cable.header
    assert [each.id for each in cable.header.references] == ["09ONHAVA12"]


# Two versions


def test_two_versions_are_two_cables_of_one_id() -> None:
    both = f"{TEXT}\n{ENVELOPE}\n\n{TEXT.replace('closed', 'open')}"
    cables = list(read(page(ENVELOPE, both).encode()))
    assert [cable.id for cable in cables] == ["09ONHAVA42", "09ONHAVA42"]
    assert [body(cable) for cable in cables] == [["The works are closed."], ["The works are open."]]
    assert all(walk.check_coverage(cable) == [] and said(cable, "id-repeated") for cable in cables)
    assert "".join(cable.source.text for cable in cables) == page(ENVELOPE, both)


# Bad pages


def test_a_page_cut_short_says_what_is_missing(root: Path) -> None:
    whole = (root / "samples" / "cablegate" / "two-blocks.html").read_bytes()
    heading = whole.index(b"</h3>\n<div>If you are new")
    for end in range(0, len(whole) - 10, 97):
        content = whole[:end]
        if end <= heading:
            with pytest.raises(ReadError):
                list(read(content, "cablegate"))
            continue
        cable = only(content)
        assert cable.published_id == "09ONHAVA42"
        (message,) = said(cable, "page-incomplete")
        assert "its last lines" in message
        assert ("telegram" in message) == (
            content.count(b"<pre>") > content.count(b"</pre>") or b"<pre>" not in content
        )
        assert ("table" in message) == (b"</table>" not in content)


def test_a_cell_that_is_cut_short_is_no_value() -> None:
    content = page(ENVELOPE, TEXT)
    published = only(content[: content.index("2011-08-30") + 6]).published
    assert published == ir.Published(title="GLASS", created="2009-02-04T14:30")


@pytest.mark.parametrize("end", ["<a id='par2' hr", "</", "&#x0", "&#x000A"])
def test_a_tag_that_is_cut_in_two_is_no_text(end: str) -> None:
    content = page(ENVELOPE, TEXT)
    cable = only(content[: content.index("&#x000A;&#x000A;KINBOTE")] + end)
    assert body(cable) == ["The works are closed."]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body><pre>UNCLAS ONHAVA 000042</pre></body></html>",
        b"<html><body><table class='cable'><tr><td>RG-58</td></tr></table></body></html>",
        b"UNCLAS ONHAVA 000042\n",
    ],
)
def test_other_things_are_no_page(content: bytes) -> None:
    with pytest.raises(ReadError, match="is no Cablegate page"):
        list(read(content, "cablegate"))


def test_a_block_of_11_megabytes_is_read_whole() -> None:
    line = "The glass factory of Onhava is closed.\n"
    cable = only(page(ENVELOPE, TEXT.replace("The works are closed.", line * (11 * 2**20 // len(line)))))
    (text,) = body(cable)
    assert text.count("Onhava") == 11 * 2**20 // len(line)


@pytest.mark.parametrize("tag", ["<div>", "<td>", "<a href='x'>", "<a href='x' ", "<strong>", "<pre>", "<table "])
def test_100_000_nested_tags(tag: str) -> None:
    many = tag * 100_000
    whole = page(ENVELOPE, TEXT)
    for content in (whole.replace("<body>", f"<body>{many}"), whole.replace("SUBJECT:", f"{many}SUBJECT:")):
        assert only(content).published_id == "09ONHAVA42"


@pytest.mark.parametrize(
    ("declared", "written", "used", "guessed"),
    [
        ("iso-8859-1", "utf-8", "utf-8", False),
        ("utf-8", "cp1252", "cp1252", True),
        ("iso-8859-1", "cp1252", "windows-1252", False),
        ("iso-8859-2", "iso-8859-2", "iso-8859-2", False),
        ("hex", "cp1252", "cp1252", True),
        ("no-such-thing", "cp1252", "cp1252", True),
    ],
)
def test_declared_encodings(declared: str, written: str, used: str, guessed: bool) -> None:
    content = f"<?xml version='1.0' encoding='{declared}' ?>\n{page(ENVELOPE, TEXT.replace('works', 'café'))}"
    cable = only(content.encode(written))
    assert body(cable) == ["The café are closed."]
    assert encode(cable.source) == content.encode(written)
    assert (cable.source.encoding.lower().replace("iso8859", "iso-8859"), bool(said(cable, "encoding-guessed"))) == (
        used,
        guessed,
    )
    assert [
        cable.source.text[slice(*each.span)]
        for each in cable.diagnostics
        if each.code == "encoding-guessed" and each.span
    ] == (["é"] * guessed)


def test_control_characters_are_kept() -> None:
    cable = only(page(ENVELOPE, TEXT.replace("works", "wo\x00\x1b\x0c\x85rks")))
    assert body(cable) == ["The wo\x00\x1b\x0c\x85rks are closed."]


# Real pages


def test_real_pages(shared_data: Path) -> None:
    pages = sorted((shared_data / "pages").glob("*.html"))
    assert pages
    for path in pages:
        (cable,) = read(path)
        name = path.stem.removeprefix("final-")
        assert (cable.source.format, cable.published_id, cable.id) == ("cablegate", name, name)
        assert walk.check_coverage(cable) == []
        assert not [node for node in walk.walk(cable) if isinstance(node, ir.Unparsed)], path.name
        assert cable.published
        assert cable.published.title
        assert cable.published.origin
        # The older releases print the hour for the minutes; nothing else differs.
        assert said(cable, "published-differs") == []
        dtg = cable.envelope.dtg if cable.envelope else None
        if dtg:
            agrees = cable.published.created == str(dtg.when)[:16]
            assert agrees == (not said(cable, "published-minutes"))
            assert agrees == path.stem.startswith("final-")
