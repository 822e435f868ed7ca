"""Options become typed values; what is wrong with one is said in full."""

from typing import Any

import pytest

from cableconv import Option, OptionError, ReaderSpec, UsageError, WriterSpec
from cableconv.diagnostics import diagnose
from cableconv.options import check_known, context, epoch, own, parse, unused_metadata

SPEC = WriterSpec(
    name="book",
    title="A book",
    load="x:X",
    options=(
        Option(name="page-size", type=str, default="a4", help="Paper", choices=("a4", "letter")),
        Option(name="font-size", type=float, default=10.5, help="Points", minimum=6, maximum=24.5),
        Option(name="columns", type=int, default=1, help="How many", minimum=1),
        Option(name="contents", type=bool, default=True, help="With contents"),
        Option(name="style", type=str, default=None, help="A style sheet"),
    ),
)
OTHER = WriterSpec(name="other", title="Another", load="x:X")


def test_defaults_are_filled_in() -> None:
    ctx = context(SPEC)
    assert ctx.options == {
        "page-size": "a4",
        "font-size": 10.5,
        "columns": 1,
        "contents": True,
        "style": None,
    }
    assert ctx.metadata == {}


def test_an_error_that_nobody_takes_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    ctx = context(SPEC)
    ctx.report("list.csv:12", diagnose("row-unread", message="A row is broken."))
    ctx.report("09ONHAVA42", diagnose("damage"))
    assert [record.getMessage() for record in caplog.records] == ["list.csv:12: A row is broken."]


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("page-size", "letter", "letter"),
        ("font-size", "12", 12.0),
        ("font-size", 12, 12.0),
        ("columns", "2", 2),
        ("columns", 2, 2),
        ("contents", "no", False),
        ("contents", "YES", True),
        ("contents", "off", False),
        ("contents", False, False),
        ("style", "", ""),
    ],
)
def test_values(name: str, given: Any, value: Any) -> None:
    made = context(SPEC, {name: given}).options[name]
    assert made == value
    assert type(made) is type(value)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("page-size", "a3", "option 'page-size' is 'a3', expected one of: a4, letter"),
        ("font-size", "big", "option 'font-size' is 'big', expected a number"),
        ("columns", "1.5", "option 'columns' is '1.5', expected a whole number"),
        ("columns", True, "option 'columns' is True, expected a whole number"),
        ("columns", 0, "option 'columns' is 0, expected at least 1"),
        ("font-size", "24.6", "option 'font-size' is '24.6', expected at least 6 and at most 24.5"),
        ("font-size", "nan", "option 'font-size' is 'nan', expected at least 6 and at most 24.5"),
        ("contents", "maybe", "option 'contents' is 'maybe', expected yes or no"),
        (
            "font",
            "x",
            "unknown option 'font'; known options of book: page-size, font-size, columns, contents, style",
        ),
    ],
)
def test_wrong_options(name: str, given: Any, message: str) -> None:
    with pytest.raises(OptionError) as caught:
        context(SPEC, {name: given})
    assert str(caught.value) == message


def test_an_option_of_one_of_several_specs_is_known() -> None:
    check_known(["columns"], [OTHER, SPEC])
    with pytest.raises(OptionError, match="unknown option 'lines'; known options of other: none; book: page-size"):
        check_known(["lines"], [OTHER, SPEC])
    assert own({"columns": "2", "lines": "no"}, SPEC) == {"columns": "2"}


def test_reader_and_writer_of_one_name_each_have_their_options() -> None:
    reader = ReaderSpec(
        name="book", title="A book", load="x:X", options=(Option(name="pages", type=int, default=1, help="-"),)
    )
    check_known(["columns", "pages"], [SPEC, reader])
    with pytest.raises(OptionError, match=r"book: page-size, .*; book: pages"):
        check_known(["lines"], [SPEC, reader])


def test_parse_keeps_a_value_of_the_type() -> None:
    assert parse(Option(name="x", type=int, default=None, help=""), 5) == 5


@pytest.mark.parametrize(("value", "seconds"), [("0", 0), ("1234567890", 1234567890), ("253402300799", 253402300799)])
def test_epoch(value: str, seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert context(SPEC).epoch == seconds


def test_no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert epoch() is None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert epoch() is None


@pytest.mark.parametrize("value", ["now", "-1", "1.5", " 1", "1_000", "١", "253402300800", "9" * 5000])
def test_an_epoch_that_is_no_time_is_a_clear_error(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(UsageError, match=r"SOURCE_DATE_EPOCH is .* expected whole seconds since 1970-01-01 UTC"):
        epoch()


class TestUnusedMetadata:
    TITLED = WriterSpec(name="titled", title="Titled", load="x:X", metadata=("title", "language"))
    ANY = WriterSpec(name="any", title="Any", load="x:X", metadata=("*",))

    def test_one_warning_a_key(self) -> None:
        titel, editor = unused_metadata(["titel", "title", "editor"], [self.TITLED, OTHER])
        assert (titel.code, titel.severity) == ("metadata-unused", "warning")
        assert titel.message == "The metadata 'titel' has no place in titled, other; known: title, language."
        assert "'editor'" in editor.message

    def test_a_writer_that_uses_none(self) -> None:
        (said,) = unused_metadata(["title"], [OTHER])
        assert said.message == "The metadata 'title' has no place in other; known: none."

    def test_one_writer_that_uses_it_is_enough(self) -> None:
        assert list(unused_metadata(["title"], [OTHER, self.TITLED])) == []
        assert list(unused_metadata(["whatever"], [OTHER, self.ANY])) == []
