"""Many cables in one file."""

import io

import pypdf
import pytest

from cableconv.testing.kitchen_sink import kitchen_sink


def links_of(reader):
    """(page, text of /Contents, page it leads to) of each link."""
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    return [
        (number, note.get_object()["/Contents"], numbers[note.get_object()["/Dest"].get_object()[0].idnum])
        for number, page in enumerate(reader.pages)
        for note in page.get("/Annots", ())
    ]


def test_contents_come_first_and_link_to_each_cable(write, make_cable):
    cables = [make_cable(["Text."], subject=f"SUBJECT {n}", id=f"09ONHAVA{n}") for n in (1, 2, 3)]
    reader = pypdf.PdfReader(io.BytesIO(write(cables, cover=False)))
    contents = reader.pages[0].extract_text()
    assert "Contents" in contents.splitlines()
    assert [f"SUBJECT {n}" in contents for n in (1, 2, 3)] == [True] * 3
    assert links_of(reader) == [(0, "page 1", 1), (0, "page 2", 2), (0, "page 3", 3)]
    assert reader.page_labels == ["i", "1", "2", "3"]


def test_cables_without_id_are_linked_too(write, make_cable):
    reader = pypdf.PdfReader(io.BytesIO(write([make_cable(["A."], id=None), make_cable(["B."], id=None)], cover=False)))
    assert [target for _, _, target in links_of(reader)] == [1, 2]


def test_a_cover_with_the_facts_stands_before_the_contents(write, make_cable, diagnostics):
    reader = pypdf.PdfReader(io.BytesIO(write([kitchen_sink(), make_cable(["Text."]), make_cable(["Text."])])))
    cover = " ".join(reader.pages[0].extract_text().split())
    assert cover == (
        "Diplomatic cables, 2009 Cables 3 Dates 4 February 2009 From AMEMBASSY ONHAVA (1) "
        "Classification CONFIDENTIAL//NOFORN (1)"
    )
    assert "Contents" in reader.pages[1].extract_text().splitlines()
    assert reader.page_labels[:3] == ["i", "ii", "1"]


@pytest.mark.parametrize(("cover", "toc", "front"), [(True, False, 1), (False, True, 1), (False, False, 0)])
def test_cover_and_contents_can_be_left_out(write, make_cable, cover, toc, front):
    reader = pypdf.PdfReader(io.BytesIO(write([make_cable(["A."]), make_cable(["B."])], cover=cover, toc=toc)))
    assert len(reader.pages) == 2 + front


def test_the_title_of_the_collection_can_be_set(write, make_cable):
    cables = [make_cable(["A."]), make_cable(["B."])]
    reader = pypdf.PdfReader(io.BytesIO(write(cables, metadata={"title": "Glass and Mirrors"})))
    assert reader.metadata.title == "Glass and Mirrors"
    assert reader.pages[0].extract_text().startswith("Glass and Mirrors")


def test_a_reference_links_to_a_cable_of_the_collection_before_or_after_it(write, make_cable):
    other = make_cable(["Text."], subject="EARLIER", id="09ONHAVA12")
    for cables in ([kitchen_sink(), other], [other, kitchen_sink()]):
        reader = pypdf.PdfReader(io.BytesIO(write(cables, cover=False, toc=False)))
        found = [link for link in links_of(reader) if link[1] == "09ONHAVA12"]
        # One in the REF line, one where the text says "ref A"; 08STATE123 is not in the collection.
        assert len(found) == 2
        assert {reader.pages[target].extract_text().split()[0] for _, _, target in found} == {"09ONHAVA12"}
        assert len(links_of(reader)) == 2


def test_a_cable_by_itself_has_no_links(write):
    assert links_of(pypdf.PdfReader(io.BytesIO(write([kitchen_sink()])))) == []


def test_each_cable_has_its_place_in_the_outline(write, make_cable):
    cables = [make_cable(["Text."], subject=f"SUBJECT {n}", id=f"09ONHAVA{n}") for n in (1, 2)]
    reader = pypdf.PdfReader(io.BytesIO(write(cables, cover=False)))
    assert [entry.title for entry in reader.outline] == ["09ONHAVA1 SUBJECT 1", "09ONHAVA2 SUBJECT 2"]
    assert [reader.get_destination_page_number(entry) for entry in reader.outline] == [1, 2]


def test_pages_are_counted_for_each_cable(write, make_cable):
    long = make_cable(["Glass. " * 2000])
    reader = pypdf.PdfReader(io.BytesIO(write([long, make_cable(["Text."])], cover=False, toc=False)))
    assert "page 1 of 1" in reader.pages[-1].extract_text()


def test_a_collection_of_nothing_is_a_file_all_the_same(write):
    assert "Diplomatic cables" in pypdf.PdfReader(io.BytesIO(write([]))).pages[0].extract_text()
