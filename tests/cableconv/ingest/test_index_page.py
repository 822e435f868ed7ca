import itertools
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cableconv.errors import UsageError
from cableconv.ingest import index_page, layout
from cableconv.ingest.index_page import write_index_page
from cableconv.ingest.index_page.entries import Entry, File, entries

EXTENSIONS = {"tei": ".xml", "pdf": ".pdf"}

ORIGINS = ("AMEMBASSY ONHAVA", "AMCONSUL NOVA ZEMBLA", "")
LEVELS = ("UNCLASSIFIED", "CONFIDENTIAL", "SECRET//NOFORN")


def entry(number: int, **changes) -> Entry:
    day = 1 + number % 28
    folder = f"2009/{1 + number // 28:02}/"
    facts = {
        "id": f"09ONHAVA{number}",
        "when": f"2009-{1 + number // 28:02}-{day:02}T14:30:00Z",
        "origin": ORIGINS[number % 3],
        "classification": LEVELS[number % 2],
        "tags": ("PREL", "ZB") if number % 2 else ("PREL", "KINBOTE, CHARLES"),
        "subject": f"GLASS FACTORY TALKS, ROUND {number}",
        "files": (
            File(format="tei", path=f"{folder}09ONHAVA{number}.xml"),
            File(format="pdf", path=f"{folder}09ONHAVA{number}.pdf"),
        ),
    }
    return Entry(**facts | changes)


ODD = [
    entry(
        120,
        id="09ONHAVA120",
        origin="</option><script>alert(1)</script>",
        classification='SECRET"//\x07X',
        subject="</script><script>alert(2)</script> \u2028 'quoted' \"twice\" &amp; Zürich",
    ),
    entry(121, id="09ONHAVA121", subject="\u202eשלום עולם right to left", origin="\ud800 lone"),
    entry(
        122,
        id="undated/a #1?%20",
        when="",
        subject="",
        tags=(),
        files=(File(format="tei", path="undated/a #1?%20.xml"),),
    ),
    entry(123, when="", files=(File(format="tei", path="undated/09ONHAVA123.xml", pack="packs/000001.tei.zip"),)),
]

COLLECTION = [*(entry(number) for number in range(120)), *ODD]


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """The index page of a small collection, in parts."""
    monkeypatch.setattr(index_page, "PART_SIZE", 50)
    write_index_page(tmp_path, COLLECTION, EXTENSIONS, {})
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# What is written


def test_same_cables_give_the_same_bytes(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    write_index_page(other, COLLECTION, EXTENSIONS, {})
    assert files(other) == files(folder)


def test_parts_of_an_earlier_index_are_removed(folder):
    assert (folder / "index/cables-0002.js").exists()
    write_index_page(folder, COLLECTION[:10], EXTENSIONS, {})
    assert sorted(path.name for path in (folder / "index").glob("cables-*")) == ["cables-0000.js"]


def test_cables_are_taken_part_by_part(tmp_path):
    """However many there are: what has been taken is on the disk before more is asked for."""

    def taking():
        for number in range(3 * index_page.PART_SIZE):
            if number % index_page.PART_SIZE == 0 and number:
                assert (tmp_path / f"index/cables-{number // index_page.PART_SIZE - 1:04}.js").exists()
            yield entry(1)

    write_index_page(tmp_path, taking(), EXTENSIONS, {})


def test_scripts_are_plain_ascii_in_which_nothing_ends_a_script(folder):
    for path in (folder / "index").glob("c*.js"):
        content = path.read_text(encoding="ascii")
        assert "<" not in content
        assert content.isascii()


def test_title_and_language_are_the_users(tmp_path):
    write_index_page(tmp_path, COLLECTION, EXTENSIONS, {"title": "Cables of <Zembla>", "language": "de"})
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert "<title>Cables of &lt;Zembla&gt;</title>" in page


def test_language_that_is_none_is_refused(tmp_path):
    with pytest.raises(UsageError, match="is no language tag"):
        write_index_page(tmp_path, COLLECTION, EXTENSIONS, {"language": "in English"})


def test_entries_come_from_the_ledger_in_order_of_date(job):
    found = list(entries(job.connection))
    assert [each.id for each in found] == ["09ONHAVA42", "09ONHAVA43", "09ONHAVA51", "09ONHAVA52"]
    assert found[0] == Entry(
        id="09ONHAVA42",
        when="2009-02-04T14:30:00Z",
        origin="AMEMBASSY ONHAVA",
        classification="CONFIDENTIAL",
        tags=("PREL", "ZB"),
        subject="GLASS FACTORY TALKS STALL",
        files=(
            File(format="json", path="2009/02/09ONHAVA42.json"),
            File(format="tei", path="2009/02/09ONHAVA42.tei"),
        ),
    )
    assert found[1].files == (File(format="tei", path="2009/02/09ONHAVA43.tei", pack="packs/000002.tei.zip"),)


def test_cables_without_a_date_come_last(job):
    with closing(sqlite3.connect(layout.ledger(job.dest))) as connection, connection:
        connection.row_factory = sqlite3.Row
        connection.execute("UPDATE cable SET transmitted = NULL WHERE cable_id = '09ONHAVA42'")
        assert [each.id for each in entries(connection)][-1] == "09ONHAVA42"


# What a browser makes of it


@pytest.fixture(scope="module")
def browser(needed):
    """A headless Chromium. Of this module only: it keeps an event loop running."""
    sync_api = needed.module("playwright.sync_api")
    program = needed.program("chromium", "google-chrome")
    with sync_api.sync_playwright() as playwright:
        # Chromium's own sandbox does not work for root.
        started = playwright.chromium.launch(executable_path=program, chromium_sandbox=os.geteuid() != 0)
        yield started
        started.close()


@pytest.fixture
def show(browser, folder):
    """Open the page at an address; nothing may go wrong in it, and it may ask no network."""
    contexts = []

    def show(address: str = "", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{(folder / 'index.html').as_uri()}{address}")
        if options.get("java_script_enabled", True):
            page.locator("#loading").wait_for(state="hidden")
        return page

    wrong: list[str] = []
    asked: list[str] = []
    yield show
    for context in contexts:
        context.close()
    assert not wrong
    assert all(url.startswith(("file:", "data:")) for url in asked)


def ids(page) -> list[str]:
    return page.locator("tbody th").all_inner_texts()


def count(page, expected: str) -> None:
    """Wait until the page says how many cables there are."""
    page.locator("#count", has_text=expected).wait_for()


def numbers(*found: int) -> list[str]:
    return [f"09ONHAVA{number}" for number in found]


def test_all_cables_are_there_page_by_page(show):
    page = show()
    assert page.inner_text("h1") == "Diplomatic cables, 2009"
    assert page.inner_text("header p") == "124 cables, 1 January 2009 to 10 May 2009; 2 without a date"
    assert page.inner_text("#count") == "124 of 124 cables, page 1 of 3"
    found = ids(page)
    for number in (2, 3):
        page.get_by_role("button", name="Next page").click()
        count(page, f"page {number} of 3")
        found += ids(page)
    assert found == [each.id for each in COLLECTION]
    page.go_back()
    count(page, "page 2 of 3")
    page.get_by_label("Cables on a page").select_option("200")
    count(page, "124 of 124 cables, page 1 of 1")
    assert len(ids(page)) == 124


FILTERS = [
    ({"Words of the subject": "talk round 7"}, lambda each: " ROUND 7" in each.subject),
    ({"Words of the subject": "lass"}, lambda each: False),
    ({"Words of the subject": "zurich"}, lambda each: "Zürich" in each.subject),
    ({"Words of the subject": "(["}, lambda each: False),
    ({"TAGS": "zb"}, lambda each: "ZB" in each.tags),
    ({"TAGS": "prel, zb"}, lambda each: {"PREL", "ZB"} <= set(each.tags)),
    ({"TAGS": "PREL; kinbote, charles"}, lambda each: "KINBOTE, CHARLES" in each.tags),
    ({"TAGS": "PREL NONE"}, lambda each: False),
    ({"From": "AMEMBASSY ONHAVA"}, lambda each: each.origin == "AMEMBASSY ONHAVA"),
    ({"From": "(not known)"}, lambda each: each.origin == ""),
    ({"Classification": "CONFIDENTIAL"}, lambda each: each.classification == "CONFIDENTIAL"),
    ({"Sent on or after": "2009-04-20"}, lambda each: each.when >= "2009-04-20"),
    ({"Sent on or before": "2009-01-03"}, lambda each: each.when and each.when[:10] <= "2009-01-03"),
    (
        {"TAGS": "ZB", "Sent on or after": "2009-02-01", "Sent on or before": "2009-02-10", "From": "(not known)"},
        lambda each: "ZB" in each.tags and "2009-02-01" <= each.when[:10] <= "2009-02-10" and not each.origin,
    ),
]


@pytest.mark.parametrize(("asked", "fits"), FILTERS, ids=lambda value: str(value) if isinstance(value, dict) else "")
def test_filters(show, asked, fits):
    expected = [each.id for each in COLLECTION if fits(each)]
    page = show()
    for label, value in asked.items():
        field = page.get_by_label(label, exact=label != "TAGS")
        if field.evaluate("field => field.localName") == "select":
            field.select_option(value)
        else:
            field.fill(value)
    count(page, f"{len(expected)} of 124 cables")
    assert ids(page) == expected[:50]
    # The address holds it all: who opens it sees the same.
    page.reload()
    count(page, f"{len(expected)} of 124 cables")
    assert ids(page) == expected[:50]
    assert {label: page.get_by_label(label, exact=label != "TAGS").input_value() for label in asked} == asked
    page.get_by_role("button", name="Show all").click()
    count(page, "124 of 124 cables")
    assert all(page.get_by_label(label, exact=label != "TAGS").input_value() == "" for label in asked)


@pytest.mark.parametrize(
    "address", ["#origin=nobody&page=0&sort=x&rows=7", "#page=1e9", "#after=x&page=-1", "#cables", "#%"]
)
def test_address_that_means_nothing_shows_all(show, address):
    count(show(address), "124 of 124 cables")


def test_sorting(show):
    page = show()
    heads = {name: page.get_by_role("columnheader", name=name) for name in ("Date", "Id")}
    assert heads["Date"].get_attribute("aria-sort") == "ascending"
    heads["Date"].get_by_role("button").click()
    assert ids(page)[:4] == ["09ONHAVA123", "undated/a #1?%20", *numbers(121, 120)]
    assert heads["Date"].get_attribute("aria-sort") == "descending"
    heads["Id"].get_by_role("button").click()
    assert ids(page)[:3] == numbers(0, 1, 10)
    assert heads["Id"].get_attribute("aria-sort") == "ascending"
    assert heads["Date"].get_attribute("aria-sort") is None
    heads["Id"].get_by_role("button").click()
    assert ids(page)[:3] == ["undated/a #1?%20", *numbers(99, 98)]


def test_links_lead_to_the_files(show, folder):
    target = folder / "2009/01/09ONHAVA3.xml"
    target.parent.mkdir(parents=True)
    target.write_text("<TEI>cable 3</TEI>")
    odd = folder / "undated/a #1?%20.xml"
    odd.parent.mkdir()
    odd.write_text("<TEI>odd</TEI>")
    page = show("#page=3")
    links = {link.get_attribute("href"): link for link in page.get_by_role("link").all()}
    links["undated/a%20%231%3F%2520.xml"].click()
    assert page.locator("TEI").text_content() == "odd"
    page = show()
    page.get_by_role("link", name="tei, 09ONHAVA3", exact=True).click()
    assert page.locator("TEI").text_content() == "cable 3"


def test_pack_is_named_with_what_to_look_for_in_it(show):
    page = show("#page=3")
    row = page.get_by_role("row").filter(has_text="09ONHAVA123")
    link = row.get_by_role("link")
    assert link.get_attribute("href") == "packs/000001.tei.zip"
    assert link.inner_text() == "09ONHAVA123.xml"
    assert "undated/ in packs/000001.tei.zip" in row.inner_text()


def test_cables_cannot_break_the_page(show):
    page = show("#page=3")
    cell = page.get_by_role("row").filter(has_text="09ONHAVA120").locator(".subject")
    assert cell.text_content() == ODD[0].subject
    assert page.locator("script").count() == 2 + 3, "those of the page, and its parts"
    assert page.locator("body script").count() == 0
    page.get_by_label("From", exact=True).select_option("</option><script>alert(1)</script>")
    count(page, "1 of 124 cables")
    assert page.get_by_role("cell", name='SECRET"//␇X').is_visible()
    right_to_left = show("#words=right").locator(".subject")
    assert right_to_left.get_attribute("dir") == "auto"
    assert right_to_left.text_content() == ODD[1].subject


def test_tags_are_suggested(show):
    page = show()
    field = page.get_by_label("TAGS")

    def suggested() -> list[str]:
        return page.locator("#known-tags option").evaluate_all("options => options.map(each => each.value)")

    field.press_sequentially("z")
    assert suggested() == ["ZB"]
    field.fill("ZB pr")
    assert suggested() == ["ZB PREL"]
    field.fill("PREL; kinbote, c")
    assert suggested() == ["PREL; KINBOTE, CHARLES"]


def test_part_that_is_missing_is_told_of(browser, folder):
    (folder / "index/cables-0001.js").unlink()
    page = browser.new_page()
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("alert").wait_for()
    assert "cables-0001.js cannot be read" in page.get_by_role("alert").inner_text()
    assert page.inner_text("#count").startswith("50 of 124 cables so far")
    page.close()


def test_without_javascript_it_says_what_to_do(show):
    page = show(java_script_enabled=False)
    assert "ledger.sqlite" in page.locator("noscript").inner_text()
    assert not page.locator("#filters").is_visible()


def test_keyboard_alone_is_enough(show):
    page = show()
    focused = "document.activeElement.id || document.activeElement.textContent.trim()"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Skip to the cables"
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "cables"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Date"
    page.keyboard.press("Enter")
    assert ids(page)[0] == "09ONHAVA123"
    assert page.evaluate(focused) == "Date", "the place is not lost"
    page.reload()
    page.locator("#loading").wait_for(state="hidden")
    walked = []
    for _ in range(40):
        page.keyboard.press("Tab")
        walked.append(page.evaluate(focused))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", f"{walked[-1]} has the focus and does not show it"
    in_order = [name for name, _ in itertools.groupby(walked)]
    form = ["words", "tags", "origin", "classification", "after", "before", "rows", "Show all", "Date", "Id"]
    assert in_order[:11] == ["Skip to the cables", *form]
    page.get_by_role("button", name="Next page").focus()
    for number in (2, 3):
        page.keyboard.press("Enter")
        count(page, f"page {number} of 3")
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "next", "the last page does not take the keyboard's place away"
    # Past the end of the page, not round and round in it.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body || document.activeElement.className === 'skip'")


TREE = """
- link "Skip to the cables"
- banner:
  - heading "Diplomatic cables, 2009" [level=1]
  - paragraph: 124 cables, 1 January 2009 to 10 May 2009; 2 without a date
- main:
  - search "Filter the cables":
    - paragraph:
      - text: Words of the subject
      - searchbox "Words of the subject": "7"
    - paragraph:
      - text: TAGS (all of these)
      - combobox "TAGS (all of these)"
    - paragraph:
      - text: From
      - combobox "From"
    - paragraph:
      - text: Classification
      - combobox "Classification"
    - paragraph:
      - text: Sent on or after
      - textbox "Sent on or after": 2009-01-02
    - paragraph:
      - text: Sent on or before
      - textbox "Sent on or before": 2009-01-09
    - paragraph:
      - text: Cables on a page
      - combobox "Cables on a page"
    - paragraph:
      - button "Show all"
  - status: 1 of 124 cables, page 1 of 1
  - table "Cables":
    - caption: Cables
    - rowgroup:
      - row "Date Id From Classification TAGS Subject Files":
        - columnheader "Date":
          - button "Date"
        - columnheader "Id":
          - button "Id"
        - columnheader "From"
        - columnheader "Classification"
        - columnheader "TAGS"
        - columnheader "Subject"
        - columnheader "Files"
    - rowgroup:
      - row /2009-01-08 14:30 09ONHAVA7 .*/:
        - cell "2009-01-08 14:30"
        - rowheader "09ONHAVA7"
        - cell "AMCONSUL NOVA ZEMBLA"
        - cell "CONFIDENTIAL"
        - cell "PREL; ZB"
        - cell "GLASS FACTORY TALKS, ROUND 7"
        - cell "tei, 09ONHAVA7 pdf, 09ONHAVA7":
          - list:
            - listitem:
              - link "tei, 09ONHAVA7"
            - listitem:
              - link "pdf, 09ONHAVA7"
  - navigation "Pages":
    - button "Previous page" [disabled]
    - text: Page 1 of 1
    - button "Next page" [disabled]
"""


@pytest.mark.parametrize("width", [1280, 320], ids=["wide", "400 percent"])
def test_screen_readers_get_names_and_a_table(show, width):
    """In a narrow window, as in a wide one at 400 %, rows look like cards and still are rows."""
    from playwright.sync_api import expect

    page = show("#words=7&after=2009-01-02&before=2009-01-09", viewport={"width": width, "height": 256})
    expect(page.locator("body")).to_match_aria_snapshot(TREE)
    # Nothing has to be scrolled to both sides.
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(show, needed, scheme, width):
    axe = needed.module("axe_playwright_python.sync_playwright")
    page = show("#page=3", color_scheme=scheme, viewport={"width": width, "height": 800})
    found = axe.Axe().run(page, options={"preload": False})
    assert found.violations_count == 0, found.generate_report()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(253, 252, 250)") == (scheme == "light")


def test_counts_are_said_aloud(show):
    page = show()
    assert page.get_by_role("status").get_attribute("aria-live") == "polite"
    page.get_by_label("TAGS").fill("NONE")
    count(page, "0 of 124 cables")
    assert ids(page) == []


def test_print_leaves_out_what_paper_cannot_do(show):
    page = show("#words=7")
    page.emulate_media(media="print")
    assert not page.get_by_role("search").is_visible()
    assert not page.locator("#pages").is_visible()
    assert page.locator("#count").is_visible()
    assert page.locator("tbody tr").first.is_visible()
