"""What was taken out is in no output of any format.

Each secret word of these cables begins with CANARY, each address and number is listed; none of them may be found in
an output, however it is packed.
"""

import io
import re
from collections.abc import Callable, Iterator

import msgspec
import pytest

import cableconv
from cableconv import ir
from cableconv.plugins import registry

Redacted = Callable[..., ir.Cable]
Secrets = Callable[[bytes], set[str]]

TELEGRAM = """VZCZCXRO0042
OO RUEHAG
DE RUEHZB #0042/01 0351430
ZNY SSSSS ZZH
O 041430Z FEB 09
FM AMEMBASSY ONHAVA
TO RUEHC/SECSTATE WASHDC IMMEDIATE 5713
INFO RUEHZL/EUROPEAN POLITICAL COLLECTIVE PRIORITY

S E C R E T SECTION 01 OF 02 ONHAVA 000042

SIPDIS

DEPT FOR EUR/NZ KINBOTE (202-555-0111)

E.O. 12958: DECL: 02/04/2019
TAGS: PREL, ZB
SUBJECT: (S) CANARYSUBJECT TALKS STALL OVER
CANARYWRAP TARIFFS

REF: A. ONHAVA 12
     B. GORDON-KINBOTE E-MAIL (GORDONC@STATE.SGOV.GOV)

Classified By: Ambassador C. Kinbote, tel. 555-0123, for reasons 1.4 (b) and (d).

1. (S/NF) SUMMARY: CANARYONE told the Ambassador, in ref A,
that the CANARYTWO government,s plan

ONHAVA 00000042  002 OF 002

was CANARYTHREE. END SUMMARY.

CANARYFOUR AND THE TARIFFS
--------------------------

2. (C) This stays. The points were:

-- (S) CANARYFIVE;
-- (U) glass, about which write to gordonc@state.gov or call
+41 22 555 0101.

3. (S) CANARYSIX:

RATE        CANARYSEVEN   SINCE
Glass       12.5          2004
Mirrors      7.0          2006

BEGIN TEXT OF A LETTER FROM CANARYEIGHT:

CANARYNINE speaks.

END TEXT.

It goes on with CANARYTEN.

4. (C) Kept: Gordon (gordonc at state dot gov, fax: 202-555-0143 or 555-0144).

KINBOTE
NNNN
"""
CONTACTS = (
    "555-0111", "GORDONC", "SGOV", "555-0123", "gordonc", "+41 22", "555 0101", "555-0143", "555-0144", "dot gov",
)  # fmt: skip
PAGE = """<html><head><title>Cable 09ONHAVA42, {title}</title></head><body>
<a href="mailto:gordonc@state.gov">CANARYLINK</a>
<h3>Viewing cable 09ONHAVA42, {title}</h3>
<table class='cable'>
<tr><th>Reference ID</th><th>Created</th><th>Released</th><th>Classification</th><th>Origin</th></tr>
<tr><td><a href='#'>09ONHAVA42</a></td><td><a href='#'>2009-02-04 14:30</a></td>
<td><a href='#'>2011-08-30 01:44</a></td>
<td><a href='#' title='secret'>SECRET</a></td><td><a href='#'>Embassy Onhava</a></td></tr></table>
<code><pre>{envelope}</pre></code><code><pre>{text}</pre></code></body></html>
"""


def page() -> bytes:
    envelope, text = TELEGRAM.split("\n\n", 1)
    html = PAGE.format(title="CANARYSUBJECT TALKS STALL OVER", envelope=envelope, text=text)
    return html.replace("\n\n", "&#x000A;&#x000A;").encode()


@pytest.fixture(scope="session")
def secrets_in(insides: Callable[[bytes], str]) -> Secrets:
    """Return the secrets that an output holds."""

    def secrets(output: bytes) -> set[str]:
        text = insides(output)
        return set(re.findall(r"CANARY\w*", text, re.I)) | {contact for contact in CONTACTS if contact in text}

    return secrets


def every_source() -> Iterator[ir.Cable]:
    yield from cableconv.read(TELEGRAM.encode())
    yield from cableconv.read(page(), "cablegate")


@pytest.mark.parametrize("name", sorted(registry().writers))
@pytest.mark.parametrize("paragraphs", ["mask", "drop"])
@pytest.mark.parametrize("cable", list(every_source()), ids=lambda cable: cable.source.format)
def test_no_output_has_it(cable: ir.Cable, paragraphs: str, name: str, redacted: Redacted, secrets_in: Secrets) -> None:
    before, after = io.BytesIO(), io.BytesIO()
    cableconv.write(cable, before, name)
    cableconv.write(redacted(cable, level="confidential", paragraphs=paragraphs), after, name)
    if name != "cmif":
        assert {"CANARYONE", "gordonc", "555-0143"} <= secrets_in(before.getvalue()), "the test would find it"
    assert secrets_in(after.getvalue()) == set()


def test_nor_does_the_cable_itself(redacted: Redacted, secrets_in: Secrets) -> None:
    for cable in every_source():
        made = redacted(cable, level="confidential")
        assert secrets_in(repr(made).encode()) == set()
        assert made.source.sha256 not in repr(cable)
        assert cable.source.sha256 not in repr(made)


def test_nor_do_other_transforms_bring_it_back(secrets_in: Secrets) -> None:
    out = io.BytesIO()
    transforms = {"subjects": {}, "redact": {"level": "confidential"}}
    cableconv.convert(TELEGRAM.encode(), out, to_format="json", transforms=transforms)
    assert secrets_in(out.getvalue()) == set()


def test_what_other_plugins_say_goes(redacted: Redacted, secrets_in: Secrets) -> None:
    (cable,) = cableconv.read(TELEGRAM.encode())
    said = cableconv.Diagnostic(code="memo.said", severity="info", message="CANARYSAID", span=(0, 4))
    of_it = cableconv.Diagnostic(code="memo.said", severity="info", message="CANARYSAID", span=(900, 1200))
    odd = cableconv.from_json(
        cableconv.to_json(
            msgspec.structs.replace(cable, extras={"memo": {"said": "CANARYEXTRA"}}, diagnostics=(said, of_it))
        )
    )
    made = redacted(odd, level="confidential")
    assert secrets_in(repr(made).encode()) == set()
    assert made.extras["redact"]["left-out"] == ["memo"]
    assert [each.code for each in made.diagnostics] == ["memo.said", "redacted"]
