"""Texts quoted whole: what stands between ``BEGIN TEXT:`` and ``END TEXT.``, ``QUOTE`` and ``UNQUOTE``."""

import re
from collections.abc import Sequence

import msgspec

from cableconv import ir
from cableconv.diagnostics import Diagnostic, diagnose


class Heading(msgspec.Struct, frozen=True):
    """A heading among the blocks, before the blocks are divided into sections.

    Attributes:
        text: Its reading text.
        marks: ``heading`` and ``rule``, in order.
        inlines: The same words as running text.
    """

    text: str
    marks: ir.Marks
    inlines: tuple[ir.Inline, ...]


class QuoteMark(msgspec.Struct, frozen=True):
    """A line that begins or ends a quoted text.

    Attributes:
        kind: ``begin`` or ``end``.
        text: Its reading text; empty where the last words of a paragraph do the same.
        marks: Marks of that kind.
        inlines: The same words as running text.
    """

    kind: str
    text: str
    marks: tuple[ir.Mark, ...]
    inlines: tuple[ir.Inline, ...]


Part = ir.Block | Heading | QuoteMark
_Open = tuple[QuoteMark | None, list[ir.Block | Heading]]


#: How deep quotations may stand in one another.
_DEEPEST = 8


def fold_quotations(parts: Sequence[Part], diagnostics: list[Diagnostic]) -> list[ir.Block | Heading]:
    """Put what stands between a begin and its end into a `Quotation`.

    A begin without an end, and an end without a begin, stay in the text as they are.
    """
    stack: list[_Open] = [(None, [])]
    for part in parts:
        if not isinstance(part, QuoteMark):
            stack[-1][1].append(part)
        elif part.kind == "begin" and len(stack) <= _DEEPEST:
            stack.append((part, []))
        elif part.kind == "begin":
            stack[-1][1].extend([_paragraph(part.inlines)] if part.inlines else [])
        else:
            depth = _begun(stack, part)
            if depth:
                while len(stack) > depth + 1:
                    _unfold(stack, diagnostics)
                begin, inside = stack.pop()
                stack[-1][1].extend([_quotation(begin, inside, part)] if inside or part.inlines else [])
            elif part.inlines:
                stack[-1][1].append(_paragraph(part.inlines))
    while len(stack) > 1:
        _unfold(stack, diagnostics)
    return stack[0][1]


_NOUN = re.compile(r"[A-Z][A-Z\-]{3,}")
_NO_NOUNS = frozenset(("BEGIN", "START", "UNQUOTE", "UNQUOTED"))


def _nouns(mark: QuoteMark | None) -> set[str]:
    return set(_NOUN.findall(mark.text.upper())) - _NO_NOUNS if mark else set()


def _begun(stack: list[_Open], end: QuoteMark) -> int:
    """Return the depth of the begin that an end belongs to: the nearest that shares a word, or the only one; else 0."""
    for depth in range(len(stack) - 1, 0, -1):
        if _nouns(stack[depth][0]) & _nouns(end) or not _nouns(end):
            return depth
    return 1 if len(stack) == 2 else 0


def _unfold(stack: list[_Open], diagnostics: list[Diagnostic]) -> None:
    """Leave the innermost open quotation in the text as it is."""
    begin, inside = stack.pop()
    if begin and begin.inlines:
        diagnostics.append(diagnose("quotation-open", begin.marks[0].span))
        stack[-1][1].append(_paragraph(begin.inlines))
    stack[-1][1].extend(inside)


def _paragraph(inlines: tuple[ir.Inline, ...]) -> ir.Paragraph:
    return ir.Paragraph(content=inlines, span=(inlines[0].span[0], inlines[-1].span[1]))


def _quotation(begin: QuoteMark | None, inside: list[ir.Block | Heading], end: QuoteMark) -> ir.Quotation:
    if begin is None:
        raise AssertionError("only what was begun is ended")
    blocks = tuple(_inside(part) for part in inside)
    nodes = [*begin.marks, *blocks, *end.marks]
    return ir.Quotation(
        begin=begin.text or None,
        blocks=blocks,
        end=end.text or None,
        marks=(*begin.marks, *end.marks),
        span=(nodes[0].span[0], nodes[-1].span[1]),
    )


def _inside(part: ir.Block | Heading) -> ir.Block:
    if not isinstance(part, Heading):
        return part
    rules = tuple(mark for mark in part.marks if isinstance(mark, ir.PageBreak) or mark.kind == "rule")
    leaves = [*rules, *part.inlines]
    return ir.Paragraph(
        role=ir.Role.HEADING,
        content=part.inlines,
        marks=rules,
        span=(min(leaf.span[0] for leaf in leaves), max(leaf.span[1] for leaf in leaves)),
    )
