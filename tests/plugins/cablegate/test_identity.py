"""Canonical ids of published ones."""

import pytest

from cableconv_cablegate.identity import identify


@pytest.mark.parametrize(
    ("published", "canonical"),
    [
        pytest.param("09ONHAVA42", "09ONHAVA42", id="as it should be"),
        pytest.param("09ONHAVA000042", "09ONHAVA42", id="leading zeros"),
        pytest.param("2009ONHAVA42", "09ONHAVA42", id="four-digit year"),
        pytest.param("1972 ONHAVA 1164", "72ONHAVA1164", id="blanks"),
        pytest.param("09 Nova Zembla 7", "09NOVAZEMBLA7", id="small letters"),
        pytest.param("08ECTION01OF02MANAMA492", "08MANAMA492", id="section glued in front"),
        pytest.param("08SECTION01OF02MANAMA492", "08MANAMA492", id="the whole word"),
        pytest.param("08LASSECTION01OF02MANAMA492", "08MANAMA492", id="the end of UNCLAS with it"),
        pytest.param("09EMBASSYONHAVA42", "09ONHAVA42", id="kind of post"),
        pytest.param("09AMCONSULATENOVAZEMBLA42", "09NOVAZEMBLA42", id="another kind of post"),
        pytest.param("09SECSTATE123", "09STATE123", id="SECSTATE is STATE"),
        pytest.param("09USUN123", "09USUNNEWYORK123", id="USUN is in New York"),
        pytest.param("09MISSIONUSNATO7", "09USNATO7", id="a mission"),
    ],
)
def test_canonical(published: str, canonical: str) -> None:
    identity = identify(published)
    assert identity
    assert identity.id == canonical
    assert identify(identity.id) == identity


@pytest.mark.parametrize("published", ["", "Onhava", "09ONHAVA", "ONHAVA42", "42", "09-42", "09ONHAVA42X7Y"])
def test_what_is_no_id(published: str) -> None:
    assert identify(published) is None


@pytest.mark.parametrize(("published", "year"), [("09ONHAVA42", 2009), ("66ONHAVA1", 1966), ("1979ONHAVA1", 1979)])
def test_year(published: str, year: int) -> None:
    identity = identify(published)
    assert identity
    assert identity.year == year
