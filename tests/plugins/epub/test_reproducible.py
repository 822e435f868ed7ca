"""What makes a zip the same on every day: the contract holds the whole book to that."""

import io
import zipfile

from cableconv.testing import kitchen_sink


def test_members_bear_one_fixed_date_and_the_media_type_comes_first_and_bare(write):
    with zipfile.ZipFile(io.BytesIO(write(kitchen_sink()).data)) as members:
        first, *others = members.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert members.read(first) == b"application/epub+zip"
        assert {each.date_time for each in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}
        assert {each.compress_type for each in others} == {zipfile.ZIP_DEFLATED}
