"""The grammar of telephone numbers as cables write them.

What makes a number a telephone number is what stands around it ("Tel.:", "fax", "IVG", "ext.", "(cell)") or its own
form (``+41 22 555 0101``, ``011-58-2-555-0553``, ``(202) 555-0143``, ``202-555-0143``). A number of which neither is
sure (``555-0143``) is told of and stays.
"""

import re
from collections.abc import Iterator

_GROUP = r"(?:\(\+?\d{1,5}(?:[-\ ]\d{1,5})?\)|\d{1,12})"
_SEPARATOR = r"(?:[ \n]?[-–/][ \n]?|\.|[ \n]|(?<=\))|(?=\())"
# Some digits in groups, whatever they mean. Neither money ("$5,000") nor a part of a word or of a longer number.
_NUMBER = rf"(?<![\w$€£\#])(?<!\d[.,/-])\+?[ ]?{_GROUP}(?:{_SEPARATOR}{_GROUP}){{0,7}}(?![\w])(?![.,/-]\d)"
_EXTENSION = r"(?:,?[ \n]?\(?(?:ext|extn|extension|x)\b\.?:?[ \n]?\d{1,6}\)?|,?[ \n]?x\d{1,6}(?!\w))?"
NUMBER = re.compile(_NUMBER + _EXTENSION, re.I)

# Words that a telephone number follows.
_LINES = r"(?-i:STE|IVG|DSN|VOIP|VoIP|STU-?(?:III|3))|ext|extn|extension"
_TELEPHONES = r"""tel|tele|tel[eé]fono|t[eé]l[eé]phone|telephones?|phones?|ph|cells?|cellular|cellphones?|mobiles?
    |handphones?|fax|faxes|telefax|facsimile|landlines?|sat-?phones?|inmarsat|iridium|thuraya|pagers?|beepers?|blackberry
    |bb|voice\ ?mail|switchboard|(?:direct|secure|unclass|unclassified|commercial|office)\ line"""
_PEOPLE = r"""calls?|calling|dial|dialing|reach(?:ed|able)?|contact(?:ed)?|commercial|comm|office|home|work|voice
    |sms|text|duty\ officer|poc"""
_FEWEST_AFTER_PEOPLE = 7
# How many digits it has at least: extensions are short; what follows "phone" may be a time or a year.
_LABELS = ((3, _LINES), (5, _TELEPHONES), (_FEWEST_AFTER_PEOPLE, _PEOPLE))
# What may stand between the word and the number: "Tel. No. is", "fax (unclass):", "phone and fax:".
_BETWEEN = r"""(?:
      [ \n]?(?:\d: | [:\#=)] | \((?!\+?[\d -]{1,11}\)) | \.(?![ \n]?\d{1,3}\.) | -{1,2}(?=[ \n]) | ,)
    | [ \n](?:no|nos|nr|num|number|numbers|is|are|was|at|on|via|line|or|and|him|her|them|us|post|work|office|home)\b\.?
    | [ \n]?(?:/|&|,|or|and)[ \n]?(?:tel|telephone|phone|fax|facsimile|cell|mobile|voice)\b\.?
    | [ \n]?\([A-Za-z.]{1,10}\)
    )*[ \n]?"""
_LABELLED = [
    (least, re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])(?P<between>{_BETWEEN})(?={_NUMBER})", re.I | re.X))
    for least, words in _LABELS
]
# "555-0143 (cell)".
_LABEL_AFTER = re.compile(
    r"[ \n]?\((?:cell|mobile|office|home|work|fax|tel|telephone|phone|direct|desk|secure|STE|IVG|DSN|[cfhmotw])\.?\)",
    re.I,
)
# "or 555-0199", "; fax 555-0199" after one that is sure.
_AND_ANOTHER = re.compile(rf"[ \n]?(?:,|;|/|&|or\b|and\b)[ \n]?(?:or\b|and\b)?[ \n]?(?={_NUMBER})", re.I)
_LEAST_ANOTHER = 5

# Numbers that need no word: international, with a trunk prefix, North American, four groups with hyphens.
_FREE = r"(?<![\w.,/$-])"
_ENDED = r"(?!\w)(?![-.,/]\d)"
_SELF_EVIDENT = (
    re.compile(rf"(?<![\w.,/-])\+[ ]?\(?\d{{1,3}}\)?{_SEPARATOR}?{_GROUP}(?:{_SEPARATOR}{_GROUP}){{0,6}}{_ENDED}"),
    re.compile(rf"{_FREE}(?:011|00)[-. /]\(?[1-9]\d{{0,3}}\)?(?:{_SEPARATOR}{_GROUP}){{1,6}}{_ENDED}"),
    re.compile(rf"{_FREE}(?:1[-. ])?\([2-9]\d\d\)[-. \n]?[2-9]\d\d[-. ]\d{{4}}{_ENDED}"),
    re.compile(rf"{_FREE}(?:1[-. ])?[2-9]\d\d[-./][2-9]\d\d[-.]\d{{4}}{_ENDED}"),
    re.compile(rf"{_FREE}[1-9]\d{{0,2}}-\d{{1,4}}-\d{{3,4}}-\d{{3,4}}{_ENDED}"),
)
_LEAST_SELF_EVIDENT = 8
_LEAST_BEFORE_LABEL = 7
_LONE_EXTENSION = re.compile(rf"{_FREE}x\d{{4,5}}{_ENDED}")

# What could be one.
_DOUBTFUL = (
    re.compile(rf"{_FREE}(?<![€£#])[2-9]\d\d-\d{{4}}{_ENDED}"),
    re.compile(rf"{_FREE}(?<![€£#])[2-9]\d\d[ ][2-9]\d\d[ -]\d{{4}}{_ENDED}"),
)

# What is a date, a year, or several after all.
_DATE = re.compile(
    r"""\d{1,2}([/.-])\d{1,2}\1(?:\d\d|\d{4})
    | (?:19|20)\d\d([/.-])\d{1,2}\2\d{1,2}
    | (?:19|20)\d\d(?:[-–/\ \n](?:19|20)?\d\d)*""",
    re.X,
)
# "1 200 000 people".
_THOUSANDS = re.compile(r"\d{1,3}(?:[ \n]\d{3})+")
_MOST_DIGITS = 15


def find_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where telephone numbers stand that are sure, in no order; they may overlap."""
    for least, label in _LABELLED:
        for match in label.finditer(text):
            number = NUMBER.match(text, match.end())
            if number and _is_meant(match["between"], _within(number), least):
                yield from _with_others(text, number)
    for pattern in _SELF_EVIDENT:
        for match in pattern.finditer(text):
            number = NUMBER.match(text, match.start())
            if number and _digits(match[0]) >= _LEAST_SELF_EVIDENT:
                yield from _with_others(text, number)
    for number in NUMBER.finditer(text):
        if (
            _digits(number[0]) >= _LEAST_BEFORE_LABEL
            and not _is_date(number[0])
            and _LABEL_AFTER.match(text, number.end())
        ):
            yield number.span()
    for match in _LONE_EXTENSION.finditer(text):
        yield match.span()


def find_doubtful(text: str) -> Iterator[tuple[int, int]]:
    """Yield where numbers stand that may be telephone numbers."""
    for pattern in _DOUBTFUL:
        for match in pattern.finditer(text):
            yield match.span()


def _is_meant(between: str, number: str, least: int) -> bool:
    """Tell whether a number is what a label speaks of.

    Args:
        between: What stands between the two.
        number: The number.
        least: The least digits that the label asks for.
    """
    words = between.split()
    if "on" in words or "at" in words:
        # "by phone on 12 May", "by phone at 1430".
        least = max(least, _FEWEST_AFTER_PEOPLE)
    if _digits(number) < least or _is_date(number):
        return False
    is_pointed_at = any(sign in between for sign in ":.#)")
    is_loose = number.replace(" ", "").replace("\n", "").isdigit()
    # "reached 1 200 000 people", "calls 2000 2001".
    return is_pointed_at or not (_THOUSANDS.fullmatch(number) or (least == _FEWEST_AFTER_PEOPLE and is_loose))


def _with_others(text: str, number: re.Match[str] | None) -> Iterator[tuple[int, int]]:
    """Yield a number, and those that "or" and "and" add to it."""
    while number:
        end = number.start() + len(_within(number))
        yield number.start(), end
        another = _AND_ANOTHER.match(text, end)
        number = NUMBER.match(text, another.end()) if another else None
        if number and (_digits(number[0]) < _LEAST_ANOTHER or _is_date(number[0])):
            return


def _within(number: re.Match[str]) -> str:
    """Return a number without the groups after the most digits that one has: they are something else."""
    text = number[0]
    while _digits(text.partition("x")[0]) > _MOST_DIGITS and (blank := max(text.rfind(" "), text.rfind("\n"))) > 0:
        text = text[:blank]
    return text


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _is_date(number: str) -> bool:
    return _DATE.fullmatch(number.strip()) is not None
