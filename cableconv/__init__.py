"""Convert diplomatic cables to TEI, EPUB, PDF, Markdown and JSON: nothing lost, nothing invented.

The public API: what programs and plugins need, each name imported when it is first used. The modules `cableconv.ir`,
`cableconv.walk`, `cableconv.layout`, `cableconv.formats`, `cableconv.hookspecs`, `cableconv.errors` and
`cableconv.diagnostics` are public, too.
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cableconv.convert import convert, formats, read, write
    from cableconv.diagnostics import Diagnostic, diagnose
    from cableconv.errors import (
        AmbiguousFormat,
        CableconvError,
        OptionError,
        PluginError,
        ReadError,
        TooLarge,
        UnknownFormat,
        UnknownName,
        UsageError,
        WriteError,
    )
    from cableconv.formats import (
        Context,
        EngineSpec,
        Input,
        Option,
        Reader,
        ReaderSpec,
        Transform,
        TransformSpec,
        Writer,
        WriterSpec,
    )
    from cableconv.hookspecs import hookimpl
    from cableconv.ir import (
        IR_VERSION,
        Addressee,
        Block,
        Cable,
        CableRef,
        Classification,
        ClassifiedBy,
        Damage,
        DateTimeGroup,
        Declassification,
        Envelope,
        Header,
        Inline,
        Item,
        ItemList,
        Level,
        Mark,
        Marking,
        Marks,
        Node,
        PageBreak,
        Paragraph,
        Precedence,
        Published,
        Quotation,
        Redaction,
        Reference,
        RefKind,
        Role,
        Section,
        Source,
        Span,
        Stray,
        Tag,
        TagKind,
        Text,
        Unparsed,
        Verbatim,
    )
    from cableconv.serialization import from_json, to_json
    from cableconv.source import decode, encode

_HOME = {
    name: module
    for module, names in {
        "convert": ("convert", "formats", "read", "write"),
        "diagnostics": ("Diagnostic", "diagnose"),
        "errors": (
            "AmbiguousFormat",
            "CableconvError",
            "OptionError",
            "PluginError",
            "ReadError",
            "TooLarge",
            "UnknownFormat",
            "UnknownName",
            "UsageError",
            "WriteError",
        ),
        "formats": (
            "Context",
            "EngineSpec",
            "Input",
            "Option",
            "Reader",
            "ReaderSpec",
            "Transform",
            "TransformSpec",
            "Writer",
            "WriterSpec",
        ),
        "hookspecs": ("hookimpl",),
        "ir": (
            "Addressee",
            "Block",
            "Cable",
            "CableRef",
            "Classification",
            "ClassifiedBy",
            "Damage",
            "DateTimeGroup",
            "Declassification",
            "Envelope",
            "Header",
            "IR_VERSION",
            "Inline",
            "Item",
            "ItemList",
            "Level",
            "Mark",
            "Marking",
            "Marks",
            "Node",
            "PageBreak",
            "Paragraph",
            "Precedence",
            "Published",
            "Quotation",
            "Redaction",
            "RefKind",
            "Reference",
            "Role",
            "Section",
            "Source",
            "Span",
            "Stray",
            "Tag",
            "TagKind",
            "Text",
            "Unparsed",
            "Verbatim",
        ),
        "serialization": ("from_json", "to_json"),
        "source": ("decode", "encode"),
    }.items()
    for name in names
}

__all__ = [
    "IR_VERSION",
    "Addressee",
    "AmbiguousFormat",
    "Block",
    "Cable",
    "CableRef",
    "CableconvError",
    "Classification",
    "ClassifiedBy",
    "Context",
    "Damage",
    "DateTimeGroup",
    "Declassification",
    "Diagnostic",
    "EngineSpec",
    "Envelope",
    "Header",
    "Inline",
    "Input",
    "Item",
    "ItemList",
    "Level",
    "Mark",
    "Marking",
    "Marks",
    "Node",
    "Option",
    "OptionError",
    "PageBreak",
    "Paragraph",
    "PluginError",
    "Precedence",
    "Published",
    "Quotation",
    "ReadError",
    "Reader",
    "ReaderSpec",
    "Redaction",
    "RefKind",
    "Reference",
    "Role",
    "Section",
    "Source",
    "Span",
    "Stray",
    "Tag",
    "TagKind",
    "Text",
    "TooLarge",
    "Transform",
    "TransformSpec",
    "UnknownFormat",
    "UnknownName",
    "Unparsed",
    "UsageError",
    "Verbatim",
    "WriteError",
    "Writer",
    "WriterSpec",
    "convert",
    "decode",
    "diagnose",
    "encode",
    "formats",
    "from_json",
    "hookimpl",
    "read",
    "to_json",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Keeps the functions `convert` and `formats` from being covered by the modules of the same names."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
