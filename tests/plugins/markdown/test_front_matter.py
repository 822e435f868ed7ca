"""The front matter is YAML that says what the cable says."""

import msgspec
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cableconv import ir
from cableconv.testing.kitchen_sink import kitchen_sink
from cableconv_markdown.front_matter import front_matter, quoted


@given(st.text())
def test_any_text_is_one_line_of_yaml(text: str) -> None:
    line = quoted(text)
    assert "\n" not in line
    assert yaml.safe_load(f"key: {line}") == {"key": text}


def test_the_facts_of_a_cable() -> None:
    first, *lines, last = front_matter(kitchen_sink(), {})
    facts = yaml.safe_load("\n".join(lines))
    assert (first, last) == ("---", "---")
    assert facts["id"] == "09ONHAVA42"
    assert facts["title"] == facts["subject"] == "ZEMBLA: GLASS FACTORY TALKS STALL OVER TARIFFS & <FNU>"
    assert facts["date"] == "2009-02-04T14:30:00Z"
    assert facts["from"] == "AMEMBASSY ONHAVA"
    assert facts["to"] == ["SECSTATE WASHDC"]
    assert facts["info"] == ["EUROPEAN POLITICAL COLLECTIVE"]
    assert facts["classification"] == "confidential"
    assert facts["captions"] == ["SIPDIS", "NOFORN"]
    assert facts["tags"] == ["PREL", "ZB"]
    assert facts["references"] == [
        {"label": "A", "id": "09ONHAVA12", "text": "ONHAVA 12"},
        {"label": "B", "text": "KINBOTE-GORDON E-MAIL OF 02/01/09"},
    ]
    assert facts["source"]["sha256"] == kitchen_sink().source.sha256


def test_a_cable_without_subject_has_the_title_it_was_published_under() -> None:
    cable = msgspec.structs.replace(kitchen_sink(), header=None, published=ir.Published(title="GLASS"))
    assert front_matter(cable, {})[1] == 'title: "GLASS"'


def test_what_the_user_says_goes_in_and_comes_first() -> None:
    given = {"title": "Glass: a reader", "publisher": "Zembla Press", "no": "1", "Key: x": "#"}
    _, *lines, _ = front_matter(kitchen_sink(), given)
    facts = yaml.safe_load("\n".join(lines))
    assert lines[0] == 'title: "Glass: a reader"'
    assert {key: facts[key] for key in given} == given
    assert facts["id"] == "09ONHAVA42"
