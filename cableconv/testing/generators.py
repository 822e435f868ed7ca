"""Cables made at random, for property tests with Hypothesis: any characters, any structure that the IR allows.

``cables()`` is a strategy. What it makes passes `cableconv.walk.check_coverage`, and little else can be counted on:
leaves may begin with blanks, values need not be printed, kinds and levels may be words that nobody knows.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

from cableconv import ir
from cableconv.decoding import newline
from cableconv.diagnostics import CODES, Diagnostic
from cableconv.walk import line_feeds, unwrap

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]

#: Characters and words over which software stumbles, or that mean something in a telegram.
_PIECES = st.sampled_from(
    [
        *("ONHAVA", "glass ", "SECSTATE WASHDC", "(C)", "1.", "--", "REF: A.", "TAGS:", "TO", "/", "END TEXT."),
        *("ONHAVA 00000042  002 OF 003", "PAGE 02", "Tariffs rose", "\n", " \n\n", "\r\n", "\r", "\t", " ", "&#x000A;"),
        *("<b>", "&amp;", "]]>", "\x00", "\x07", "\x0c", "\x85", "\u2028", "\ufffe", "\ud800", "é", "😀"),
    ]
)
#: A surrogate pair is no text: JSON reads it as the one character that it stands for in UTF-16.
_CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4)
_TEXTS = st.lists(_PIECES | _CHARACTERS, min_size=1, max_size=4).map("".join)
_VALUES = st.sampled_from(["PREL", "confidential", "1.4(b)", "AMEMBASSY ONHAVA", "2009-02-04", "A", "-"]) | _TEXTS
_BLANKS = st.sampled_from(["", " ", "\n", " \n\n", "\r\n", "   \n  ", "\t"])
_NUMBERS = st.integers(-2, 120)

_MARKS = st.sampled_from(
    """label separator heading rule begin end marker portion tag reference reference-label caption classification
    mrn section subject declassification classified-by precedence routing-indicator addressee exempted originator
    originator-name date-time-group continuity-number signature end-mark passing other Kind_of.nobody""".split()
)
_LEVELS = st.sampled_from(["confidential", "secret", "unclassified", "Cosmic", "ts"]) | _VALUES
_ROLES = st.sampled_from(["summary", "comment", "heading", "marker", "eo", "begin", "end"]) | _VALUES
_PRECEDENCES = st.sampled_from(["IMMEDIATE", "ROUTINE", "Flash"]) | _VALUES
_CAVEATS = st.lists(st.sampled_from(["NOFORN", "noforn", "REL NATO"]) | _VALUES, max_size=2).map(tuple)


@st.composite
def cables(draw: Draw[Any]) -> ir.Cable:
    """Make a cable."""
    return _Press(draw).cable()


class _Press:
    """Prints a text from its first character to its last, and makes the nodes that stand in it."""

    def __init__(self, draw: Draw[Any]) -> None:
        self._draw = draw
        self._text = ""
        self._furniture: list[ir.Span] = []
        self._line_ends: list[ir.Span] = []
        #: How this source writes line ends beside line feeds; ``""`` for one that does not.
        self._line_end: str = draw(st.sampled_from(["", "&#x000A;"]))
        self._leaves: list[int] = []

    # Characters

    def _print(self, text: str) -> ir.Span:
        start = len(self._text)
        self._text += text
        return start, len(self._text)

    def _gap(self) -> None:
        """Print what may stand between leaves: blanks, and now and then furniture."""
        self._print(self._draw(_BLANKS))
        if self._draw(st.integers(0, 15)) == 15:
            self._furniture.append(self._print(self._draw(_TEXTS).replace(self._line_end or "\n", "\n")))
            self._print(self._draw(_BLANKS))

    def _leaf(self) -> tuple[ir.Span, str]:
        self._gap()
        text = self._draw(_TEXTS)
        self._leaves.append(len(self._text))
        span = self._print(text)
        if self._line_end:
            found = re.finditer(re.escape(self._line_end), text)
            self._line_ends += ((span[0] + match.start(), span[0] + match.end()) for match in found)
        return span, line_feeds(self._text, span, self._line_ends)

    # Drawing

    def _maybe(self, strategy: st.SearchStrategy[T]) -> T | None:
        value: T | None = self._draw(st.none() | strategy)
        return value

    def _some(self, make: Callable[[], T], most: int) -> tuple[T, ...]:
        return tuple(make() for _ in range(self._draw(st.integers(0, most))))

    def _words(self) -> tuple[str, ...]:
        words: tuple[str, ...] = self._draw(st.lists(_VALUES, max_size=2).map(tuple))
        return words

    def _span(self, start: int) -> ir.Span:
        """Return the span of a container: from its first leaf, or from what was printed before that."""
        first = self._first_leaf(start)
        return start if self._draw(st.integers(0, 3)) == 3 else first, len(self._text)

    def _first_leaf(self, start: int) -> int:
        return next((leaf for leaf in self._leaves if leaf >= start), start)

    # Leaves

    def _mark(self) -> ir.Mark | ir.PageBreak:
        return self._page_break() if self._draw(st.integers(0, 9)) == 9 else self._plain_mark()

    def _plain_mark(self) -> ir.Mark:
        span, _ = self._leaf()
        return ir.Mark(kind=self._draw(_MARKS), span=span)

    def _page_break(self) -> ir.PageBreak:
        span, text = self._leaf()
        return ir.PageBreak(raw=unwrap(text), page=self._maybe(_NUMBERS), pages=self._maybe(_NUMBERS), span=span)

    def _inline(self) -> ir.Inline:
        kind = self._draw(st.integers(0, 8))
        if kind == 8:
            return self._page_break()
        span, text = self._leaf()
        raw = unwrap(text)
        match kind:
            case 4:
                return ir.Redaction(raw=raw, span=span)
            case 5:
                return ir.Reference(raw=raw, id=self._maybe(_VALUES), label=self._maybe(_VALUES), span=span)
            case 6:
                return ir.Damage(raw=raw, reading=self._maybe(_VALUES), span=span)
            case 7:
                return ir.Stray(raw=raw, span=span)
            case _:
                return ir.Text(text=raw, role=self._draw(_ROLES) if kind == 3 else None, span=span)

    # Blocks

    def _marking(self, marks: ir.Marks) -> ir.Marking | None:
        portions = [mark for mark in marks if isinstance(mark, ir.Mark) and mark.kind == "portion"]
        if not portions or self._draw(st.integers(0, 7)) == 7:
            return None
        span = portions[0].span
        return ir.Marking(
            raw=unwrap(line_feeds(self._text, span, self._line_ends)),
            level=self._maybe(_LEVELS),
            caveats=self._draw(_CAVEATS),
            span=span,
        )

    def _paragraph(self) -> ir.Paragraph:
        start = len(self._text)
        marks = self._some(self._mark, 2)
        content = self._some(self._inline, 4)
        marks += self._some(self._mark, 1)
        return ir.Paragraph(
            number=self._maybe(_NUMBERS),
            label=self._maybe(_VALUES),
            marking=self._marking(marks),
            role=self._maybe(_ROLES),
            continues=self._maybe(_NUMBERS),
            content=content,
            marks=marks,
            span=self._span(start),
        )

    def _item(self, depth: int = 2) -> ir.Item:
        start = len(self._text)
        marks = self._some(self._mark, 2)
        content = self._some(self._inline, 2)
        return ir.Item(
            marker=self._maybe(_VALUES),
            marking=self._marking(marks),
            content=content,
            items=self._some(lambda: self._item(depth - 1), 2) if depth else (),
            marks=marks,
            span=self._span(start),
        )

    def _block(self, depth: int = 1) -> ir.Block:
        start = len(self._text)
        match self._draw(st.integers(0, 7 if depth else 6)):
            case 3:
                return ir.ItemList(items=self._some(self._item, 3), span=self._span(start))
            case 4:
                return self._page_break()
            case 5 | 6 as kind:
                span, text = self._leaf()
                return (ir.Verbatim if kind == 5 else ir.Unparsed)(text=text, span=span)
            case 7:
                begin = self._some(self._mark, 2)
                blocks = self._some(lambda: self._block(depth - 1), 3)
                marks = begin + self._some(self._mark, 2)
                return ir.Quotation(
                    begin=self._maybe(_VALUES),
                    blocks=blocks,
                    end=self._maybe(_VALUES),
                    marks=marks,
                    span=self._span(start),
                )
            case _:
                return self._paragraph()

    def _section(self) -> ir.Section:
        start = len(self._text)
        marks = self._some(self._mark, 2)
        return ir.Section(
            heading=self._maybe(_VALUES),
            role=self._maybe(_ROLES),
            blocks=self._some(self._block, 3),
            marks=marks,
            span=self._span(start),
        )

    # Envelope and header

    def _value_span(self, marks: ir.Marks) -> ir.Span:
        """Return where a value stands: in one of the marks, as a rule."""
        spans = [mark.span for mark in marks]
        span: ir.Span = self._draw(st.sampled_from(spans)) if spans else (0, len(self._text))
        return span

    def _addressee(self, marks: ir.Marks) -> ir.Addressee:
        return ir.Addressee(
            name=self._draw(_VALUES),
            routing=self._maybe(_VALUES),
            precedence=self._maybe(_PRECEDENCES),
            mcn=self._maybe(_VALUES),
            exempt=self._words(),
            span=self._value_span(marks),
        )

    def _envelope(self) -> ir.Envelope:
        start = len(self._text)
        marks = self._some(self._mark, 6)
        dated = ir.DateTimeGroup(raw=self._draw(_VALUES), when=self._maybe(_VALUES), span=self._value_span(marks))
        return ir.Envelope(
            transmission_id=self._maybe(_VALUES),
            precedence=self._draw(st.lists(_PRECEDENCES, max_size=2).map(tuple)),
            routing=self._words(),
            originator=self._maybe(_VALUES),
            station_serial=self._maybe(_VALUES),
            security=self._maybe(_VALUES),
            dtg=self._maybe(st.just(dated)),
            from_=self._maybe(_VALUES),
            to=self._some(lambda: self._addressee(marks), 2),
            info=self._some(lambda: self._addressee(marks), 2),
            partial=self._draw(st.booleans()),
            raw=self._text[start:],
            marks=marks,
            span=self._span(start),
        )

    def _header(self) -> ir.Header:
        start = len(self._text)
        marks = self._some(self._mark, 8)
        at = self._value_span(marks)
        values = _VALUES
        classification = ir.Classification(
            raw=self._draw(values), level=self._maybe(_LEVELS), caveats=self._draw(_CAVEATS), span=at
        )
        declassification = ir.Declassification(
            raw=self._draw(values), order=self._maybe(values), on=self._maybe(values), span=at
        )
        authority = ir.ClassifiedBy(raw=self._draw(values), name=self._maybe(values), reasons=self._words(), span=at)
        return ir.Header(
            classification=self._maybe(st.just(classification)),
            captions=self._draw(_CAVEATS),
            mrn=self._maybe(values),
            parts=self._maybe(_NUMBERS),
            passing=self._words(),
            declassification=self._maybe(st.just(declassification)),
            tags=self._some(lambda: self._tag(marks), 3),
            subject=self._maybe(values),
            subject_marking=self._marking(marks),
            references=self._some(lambda: self._reference(marks), 2),
            classified_by=self._maybe(st.just(authority)),
            marks=marks,
            span=self._span(start),
        )

    def _tag(self, marks: ir.Marks) -> ir.Tag:
        return ir.Tag(
            raw=self._draw(_VALUES), term=self._draw(_VALUES), kind=self._draw(_VALUES), span=self._value_span(marks)
        )

    def _reference(self, marks: ir.Marks) -> ir.CableRef:
        return ir.CableRef(
            raw=self._draw(_VALUES),
            label=self._maybe(_VALUES),
            id=self._maybe(_VALUES),
            kind=self._draw(_VALUES),
            span=self._value_span(marks),
        )

    # The whole

    def _published(self) -> ir.Published:
        return ir.Published(
            title=self._maybe(_VALUES),
            created=self._maybe(_VALUES),
            released=self._maybe(st.just("2011-08-30T01:44") | _VALUES),
            classification=self._maybe(_VALUES),
            origin=self._maybe(_VALUES),
            media=self._words(),
        )

    def _diagnostic(self) -> Diagnostic:
        at = self._draw(st.integers(0, len(self._text)))
        return Diagnostic(
            code=self._draw(st.sampled_from(sorted(CODES)) | _VALUES),
            severity=self._draw(st.sampled_from(["info", "warning", "error"])),
            message=self._draw(_VALUES),
            span=self._maybe(st.just((at, len(self._text)))),
        )

    def cable(self) -> ir.Cable:
        """Print a whole cable."""
        envelope = self._envelope() if self._draw(st.booleans()) else None
        header = self._header() if self._draw(st.booleans()) else None
        sections = self._some(self._section, 3)
        marks = self._some(self._mark, 2)
        self._gap()
        content = self._text.encode("utf-8", "surrogatepass")
        return ir.Cable(
            ir=ir.IR_VERSION,
            id=self._maybe(st.just("09ONHAVA42") | _VALUES),
            published_id=self._maybe(_VALUES),
            envelope=envelope,
            header=header,
            sections=sections,
            signature=self._maybe(_VALUES),
            published=self._published() if self._draw(st.booleans()) else None,
            source=ir.Source(
                name=self._draw(st.just("-") | _VALUES),
                format=self._draw(st.sampled_from(["telegram", "cablegate"]) | _VALUES),
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                encoding="utf-8",
                newline=newline(self._text),
                text=self._text,
                line=self._draw(st.integers(1, 3)),
                furniture=tuple(self._furniture),
                line_ends=tuple(self._line_ends),
            ),
            diagnostics=self._some(self._diagnostic, 2),
            extras=self._draw(st.dictionaries(_VALUES, st.none() | st.integers() | _VALUES, max_size=2)),
            marks=marks,
            span=(0, len(self._text)),
        )
