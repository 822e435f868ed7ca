"""What the code says of itself, as Markdown: first sentences, signatures, the fields of structs."""

import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any, get_args

import msgspec

from cableconv import diagnostics, ir, source

Rows = Iterable[tuple[str, ...]]


# Markdown


def table(heads: tuple[str, ...], rows: Rows) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def paragraph(text: str) -> str:
    return textwrap.fill(text, 136, break_long_words=False, break_on_hyphens=False)


def titled(title: str, *parts: str) -> str:
    return "\n\n".join(filter(None, [f"#### {title}", *parts]))


# Docstrings


def marked_up(text: str) -> str:
    """Return text of a docstring as Markdown."""
    return " ".join(text.split()).replace("``", "`")


def said(thing: Any) -> str:
    """Return the first paragraph of a docstring."""
    return marked_up((inspect.getdoc(thing) or "").partition("\n\n")[0])


def attributes(thing: Any) -> dict[str, str]:
    """Return what a docstring says of each attribute."""
    section = re.search(r"^Attributes:\n((?:[ ]{4}.*\n|\n)+)", f"{inspect.getdoc(thing)}\n", re.M)
    entries = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", section[1], re.M) if section else []
    return {name: marked_up(text) for name, text in entries}


def plain(annotation: Any) -> str:
    """Return a type, or a signature, as it is written in code that imports every name."""
    text = annotation.__name__ if isinstance(annotation, type) and not get_args(annotation) else str(annotation)
    text = _written(text)
    for name, written in ALIASES.items():
        text = text.replace(written, name)
    return text.replace("_Input", "Input")


def _written(annotation: Any) -> str:
    text = re.sub(r"(?:ForwardRef\(|<class )'([\w.]+)'[)>]|'([\w.]+)'(?=\)| ->|$)|~", r"\1\2", str(annotation))
    return re.sub(r"(?<!['\w])(?:[a-z_]\w*\.)+(?=[A-Za-z_])", "", text)


SPAN = _written(ir.Span)

#: What stands for long types.
ALIASES = {
    **{name: _written(getattr(ir, name)) for name in ("Inline", "Block", "Marks")},
    "Severity": _written(diagnostics.Severity),
    "Openable": _written(source.Openable),
}


def signature(function: Callable[..., Any], name: str = "") -> str:
    return (name or function.__name__) + plain(inspect.signature(function)).replace("(self, ", "(").replace(
        "(self)", "()"
    )


def in_order(module: ModuleType, is_wanted: Callable[[Any], bool]) -> Iterator[Any]:
    """Yield what a module defines itself and does not hide."""
    for name, thing in vars(module).items():
        if not name.startswith("_") and getattr(thing, "__module__", "") == module.__name__ and is_wanted(thing):
            yield thing


# Structs


def fields(struct: type[msgspec.Struct], example: Callable[[str], str] | None = None) -> str:
    """Return the table of a struct's fields; the span that every node has is left out."""
    heads = ("field", "type", "default", "meaning", *(("example",) if example else ()))
    meanings = attributes(struct)
    rows = []
    for field in msgspec.structs.fields(struct):
        if field.name == "span" and struct is not ir.Node:
            continue
        default = "" if field.required else code(str(_default(field)) or '""')
        row = (code(field.name), code(plain(field.type).replace(SPAN, "Span")), default, meanings.get(field.name, ""))
        rows.append((*row, code(example(field.name))) if example else row)
    return table(heads, rows) if rows else ""


def _default(field: Any) -> Any:
    if field.default is not msgspec.NODEFAULT:
        return field.default if isinstance(field.default, str) else repr(field.default)
    return repr(field.default_factory())


def short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def first_value(values: Iterable[Any], name: str) -> Any:
    """Return the first value of a field that is not its default."""
    for value in values:
        field = next(field for field in msgspec.structs.fields(value) if field.name == name)
        found = getattr(value, name)
        if field.required or (found != field.default and found not in ((), {})):
            return found
    return None
