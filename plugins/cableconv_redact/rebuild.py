"""The cable with its new text: passages become redactions, and what was read from one is read again."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from cableconv import ir, walk
from cableconv.decoding import newline
from cableconv.diagnostics import CODES, Diagnostic
from cableconv.errors import WriteError
from cableconv.source import encode
from cableconv_redact.passages import Cut, Redacted

#: Makes a value of another that may repeat what was taken out.
Clean = Callable[[str], str]

StructT = TypeVar("StructT", bound=msgspec.Struct)


class _Texts(msgspec.Struct, frozen=True):
    """The source before and after, and how places of the one become places of the other."""

    old: ir.Source
    new: ir.Source
    redacted: Redacted


def rebuild(cable: ir.Cable, cuts: Sequence[Cut], clean: Clean) -> ir.Cable:
    """Return a cable without what is cut; its ``extras`` are left to the caller.

    Args:
        cable: The cable.
        cuts: What goes, in order and disjoint.
        clean: For values that may repeat what goes.
    """
    redacted = Redacted(cable.source.text, cuts)
    texts = _Texts(cable.source, _source(cable.source, redacted, clean), redacted)
    outlined = walk.map_nodes(cable, lambda node: _outlined(node, texts))
    moved = walk.map_nodes(outlined, lambda node: _moved(node, texts, clean))
    return msgspec.structs.replace(
        moved,
        source=texts.new,
        published=cleaned(cable.published, clean) if cable.published else None,
        diagnostics=tuple(_said(cable.diagnostics, redacted)),
    )


def cleaned(struct: StructT, clean: Clean) -> StructT:
    """Return a struct with its strings made clean, those in its tuples, too."""
    changed: dict[str, object] = {}
    for field in struct.__struct_fields__:
        value = getattr(struct, field)
        if isinstance(value, str):
            changed[field] = clean(value)
        elif isinstance(value, tuple):
            changed[field] = tuple(clean(each) if isinstance(each, str) else each for each in value)
    return msgspec.structs.replace(struct, **changed)


def _source(source: ir.Source, redacted: Redacted, clean: Clean) -> ir.Source:
    changed = msgspec.structs.replace(
        source,
        name=clean(source.name),
        newline=newline(redacted.text),
        text=redacted.text,
        furniture=redacted.spans(source.furniture),
        line_ends=redacted.spans(source.line_ends),
    )
    try:
        content = encode(changed)
    except WriteError:
        # A cable that somebody made of another text than its encoding has.
        changed = msgspec.structs.replace(changed, encoding="utf-8")
        content = changed.text.encode("utf-8", "surrogatepass")
    return msgspec.structs.replace(changed, size=len(content), sha256=hashlib.sha256(content).hexdigest())


# First, still in the places of the old text: what stands there once the cuts are made.


def _outlined(node: ir.Node, texts: _Texts) -> ir.Node:
    match node:
        case ir.Paragraph() | ir.Item():
            return _portion(node, texts)
        case ir.Verbatim() | ir.Unparsed():
            cuts = texts.redacted.cuts_in(node.span)
            if len(cuts) == 1 and _is_all_gone(node.span, cuts[0], texts):
                return ir.Paragraph(content=(_redaction(cuts[0]),), span=node.span)
        case ir.Header():
            return msgspec.structs.replace(node, subject=_read_again(node.subject, "subject", node.marks, texts))
        case ir.Section():
            return msgspec.structs.replace(node, heading=_read_again(node.heading, "heading", node.marks, texts))
        case ir.Quotation():
            begin = _read_again(node.begin, "begin", node.marks, texts)
            return msgspec.structs.replace(node, begin=begin, end=_read_again(node.end, "end", node.marks, texts))
    return node


def _portion(node: ir.Paragraph | ir.Item, texts: _Texts) -> ir.Node:
    cuts_in = texts.redacted.cuts_in
    gone = [mark for mark in node.marks if isinstance(mark, ir.Mark) and cuts_in(mark.span)]
    cuts = {cut for leaf in (*gone, *node.content) for cut in cuts_in(leaf.span)}
    if not cuts:
        return node
    pieces = [piece for inline in node.content for piece in _pieces(inline, cuts_in(inline.span))]
    content = sorted([*pieces, *map(_redaction, cuts)], key=lambda inline: inline.span)
    # Blanks at the ends of a paragraph are nobody's.
    while _is_blank(content[0], texts):
        del content[0]
    while _is_blank(content[-1], texts):
        del content[-1]
    changed: dict[str, Any] = {"content": tuple(content)}
    if gone:
        changed |= {"marks": tuple(mark for mark in node.marks if mark not in gone), "marking": None}
        changed |= {"marker": None} if isinstance(node, ir.Item) else {"number": None, "label": None}
    return msgspec.structs.replace(node, **changed)


def _pieces(inline: ir.Inline, cuts: Sequence[Cut]) -> Iterator[ir.Inline]:
    """Yield what is left of an inline: of running text, what stands around the cuts; of others, all or nothing."""
    if not cuts:
        yield inline
    elif isinstance(inline, ir.Text):
        at, end = inline.span
        for cut in (*cuts, Cut(end, end, "")):
            if at < cut.start:
                yield msgspec.structs.replace(inline, span=(at, cut.start))
            at = max(at, cut.end)


def _redaction(cut: Cut) -> ir.Redaction:
    return ir.Redaction(raw=cut.words, span=(cut.start, cut.end))


def _is_blank(inline: ir.Inline, texts: _Texts) -> bool:
    return isinstance(inline, ir.Text) and not walk.printed(texts.old, inline.span).strip()


def _is_all_gone(span: ir.Span, cut: Cut, texts: _Texts) -> bool:
    around = [(span[0], cut.start), (cut.end, span[1])]
    return not any(walk.printed(texts.old, each).strip() for each in around if each[0] < each[1])


def _read_again(value: str | None, kind: str, marks: ir.Marks, texts: _Texts) -> str | None:
    """Return the value that marks of a kind print, if something was taken out of one of them."""
    printed = [mark.span for mark in marks if isinstance(mark, ir.Mark) and mark.kind == kind]
    if not any(map(texts.redacted.cuts_in, printed)):
        return value
    return " ".join(walk.printed_line(texts.new, texts.redacted.span(span)) for span in printed)


# Then in the places of the new one.


def _moved(node: ir.Node, texts: _Texts, clean: Clean) -> ir.Node:
    span = texts.redacted.span(node.span)
    moved = msgspec.structs.replace(node, span=span)
    match moved:
        case ir.Text():
            return msgspec.structs.replace(moved, text=walk.printed_line(texts.new, span))
        case ir.Verbatim() | ir.Unparsed():
            return msgspec.structs.replace(moved, text=walk.printed(texts.new, span))
        case ir.Mark() | ir.PageBreak() | ir.Redaction() | ir.Reference() | ir.Damage() | ir.Stray():
            return moved
    return cleaned(moved, clean)


def _said(diagnostics: Iterable[Diagnostic], redacted: Redacted) -> Iterator[Diagnostic]:
    """Yield what still can be said: nothing of what is gone, and of the rest what quotes nothing."""
    for diagnostic in diagnostics:
        span = diagnostic.span
        if span is not None and redacted.cuts_in(span):
            continue
        _, meaning = CODES.get(diagnostic.code, ("", f"See the code {diagnostic.code}."))
        yield msgspec.structs.replace(diagnostic, message=meaning, span=redacted.span(span) if span else None)
