"""What `cableconv validate` says of a file."""

import pytest
from cableconv.source import open_input

from cableconv_docket.check import check

GOOD = "DOCKET\nGrade: SECRET\n\n1. Glass.\nEND DOCKET\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GOOD, []),
        (f"\ufeff{GOOD}\n{GOOD}", []),
        ("", [(1, "ends without its last line; expected DOCKET, then END DOCKET")]),
        ("DOCKET\n\n1. Glass.\n", [(4, "ends without its last line; expected END DOCKET")]),
        (f"Glass\n{GOOD}", [(1, "stands outside of a docket; expected DOCKET above it")]),
        (f"{GOOD}\nGlass\n{GOOD}", [(7, "stands outside of a docket; expected DOCKET above it")]),
        (f"DOCKET\n{GOOD}", [(2, "DOCKET again; expected END DOCKET above it")]),
        (f"{GOOD}END DOCKET\n", [(6, "END DOCKET again; expected DOCKET above it")]),
    ],
)
def test_each_docket_has_its_first_and_last_line(text: str, found: list[tuple[int, str]]) -> None:
    assert [(each.line, each.message) for each in check(open_input(text.encode()))] == found
