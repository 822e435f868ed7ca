"""The parts of the plugin author's guide that are made from the code: names, signatures, first sentences, examples."""

import importlib
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
from documents import ROOT, shell
from self_description import (
    ALIASES,
    SPAN,
    Rows,
    attributes,
    code,
    fields,
    first_value,
    in_order,
    paragraph,
    plain,
    said,
    short,
    signature,
    table,
    titled,
)

import cableconv
import cableconv.testing
import cableconv_telegram
from cableconv import (
    characters,
    diagnostics,
    dublin_core,
    errors,
    facts,
    hookspecs,
    ir,
    layout,
    source,
    spec_rules,
    vocabulary,
    walk,
)
from cableconv.plugins import registry
from cableconv.testing.contract import Contract
from cableconv.testing.kitchen_sink import kitchen_sink

#: The module: `cableconv.formats` is a function, too.
formats = importlib.import_module("cableconv.formats")

BAD_PLUGINS = ROOT / "tests" / "cableconv" / "bad_plugins.txt"


def hooks() -> str:
    rows = [
        (code(signature(hook)), said(hook))
        for hook in in_order(hookspecs, inspect.isfunction)
        if hasattr(hook, "cableconv_spec")
    ]
    return table(("hook", "what it does"), rows)


#: Examples of fields that no bundled format uses.
_NOT_BUNDLED = {"magic": r"(b'SLIPS\x01',)", "api": "1", "before": "('subjects',)", "after": "('redact',)"}


def specs() -> str:
    found = registry()
    offers = {
        formats.ReaderSpec: found.readers,
        formats.WriterSpec: found.writers,
        formats.TransformSpec: found.transforms,
        formats.EngineSpec: found.engines,
    }
    parts = []
    options = []
    for kind, by_name in offers.items():
        values = [offer.spec for offer in by_name.values() if offer.plugin.distribution == "cableconv"]
        options += [option for value in values for option in value.options]
        parts.append(
            titled(kind.__name__, said(kind), fields(kind, lambda name, values=values: _of_spec(values, name)))
        )
    about_options = fields(formats.Option, lambda name: _of_spec(options, name))
    parts.append(titled("Option", paragraph(said(formats.Option)), about_options))
    parts.append(titled("Context", paragraph(said(formats.Context)), fields(formats.Context)))
    return "\n\n".join(parts)


def _of_spec(values: Iterable[Any], name: str) -> str:
    value = first_value(values, name)
    if value is None:
        return _NOT_BUNDLED[name]
    if name == "options":
        return f"(Option(name={value[0].name!r}, …),)"
    return value.__name__ if callable(value) else short(repr(value))


def protocols() -> str:
    parts = []
    for each in in_order(formats, lambda thing: getattr(thing, "_is_protocol", False)):
        rows = [
            (code(f"{name}: {plain(inspect.signature(thing.fget).return_annotation)}"), said(thing.fget))
            if isinstance(thing, property)
            else (code(signature(thing, "" if name != "__call__" else each.__name__)), said(thing))
            for name, thing in vars(each).items()
            if isinstance(thing, property) or (inspect.isfunction(thing) and name in (*_public(each), "__call__"))
        ]
        parts.append(titled(each.__name__, said(each), table(("it has", "what it is"), rows)))
    parts += [titled(each.__name__, said(each), fields(each)) for each in (formats.Part, formats.Finding)]
    return "\n\n".join(parts)


def _public(thing: Any) -> list[str]:
    return [name for name in vars(thing) if not name.startswith("_")]


#: Examples of fields that have their defaults in the kitchen sink.
_NOT_IN_THE_SINK = {"line": "14", "line_ends": "[[120,124],[160,164]]"}


def ir_nodes() -> str:
    sink = kitchen_sink()
    every = [*walk.walk(sink), sink.published, sink.source]
    parts = []
    for struct in in_order(ir, lambda thing: isinstance(thing, type) and issubclass(thing, msgspec.Struct)):
        values = [value for value in every if type(value) is struct]
        parts.append(
            titled(
                struct.__name__,
                paragraph(said(struct)),
                fields(struct, lambda name, values=values: _as_json(values, name) if values else ""),
            )
        )
    aliases = [(code(name), code(ALIASES[name])) for name in ("Inline", "Block", "Marks")]
    aliases.append((code("Span"), code(SPAN)))
    return "\n\n".join([*parts, titled("Names for types", table(("name", "what it stands for"), aliases))])


def _as_json(values: Iterable[Any], name: str) -> str:
    value = first_value(values, name)
    return short(msgspec.json.encode(value).decode()) if value is not None else _NOT_IN_THE_SINK[name]


def marks() -> str:
    sink = kitchen_sink()
    stands_in: dict[str, list[str]] = {}
    example: dict[str, str] = {}
    for node in walk.walk(sink):
        for mark in getattr(node, "marks", ()):
            if isinstance(mark, ir.Mark):
                stands_in.setdefault(mark.kind, []).append(code(type(node).__name__))
                example.setdefault(mark.kind, code(short(walk.printed_line(sink.source, mark.span))))
    kinds = sorted({*stands_in, *layout.ROW_NAMES})
    rows = [
        (
            code(kind),
            ", ".join(dict.fromkeys(stands_in.get(kind, ()))),
            example.get(kind, ""),
            layout.ROW_NAMES.get(kind, ""),
        )
        for kind in kinds
        if kind != "furniture"
    ]
    return table(("kind", "stands in the marks of", "example", "row of `header_rows` without a label"), rows)


def vocabularies() -> str:
    rows = [
        (code(each.__name__), said(each), ", ".join(code(str(getattr(each, name))) for name in _public(each)))
        for each in in_order(vocabulary, inspect.isclass)
    ]
    return table(("class", "what it holds", "values"), rows)


def functions() -> str:
    top = [getattr(cableconv, name) for name in cableconv.__all__]
    named = {
        "cableconv": [each for each in top if inspect.isfunction(each)],
        "cableconv.walk": list(in_order(walk, inspect.isfunction)),
        "cableconv.layout": [layout.header_rows, layout.printed_lines],
        "cableconv.facts": list(in_order(facts, inspect.isfunction)),
        "cableconv.dublin_core": list(in_order(dublin_core, inspect.isfunction)),
        "cableconv.characters": list(in_order(characters, inspect.isfunction)),
        "cableconv.source": [source.parts, source.encoding_guess, source.make_source, source.open_input],
        "cableconv.diagnostics": [diagnostics.line_starts, diagnostics.position],
    }
    constants = [(code(name), code(repr(getattr(formats, name)))) for name in ("API_VERSION", "OLDEST_API", "ANY_KEY")]
    constants.append((code("IR_VERSION"), code(repr(ir.IR_VERSION))))
    constants += [
        (code(f"{module.__name__}.{name}"), code(repr(getattr(module, name))))
        for module, name in (
            (facts, "MONTHS"),
            (dublin_core, "TERMS"),
            (dublin_core, "ADDED_TERMS"),
            (characters, "NOT_IN_XML"),
        )
    ]
    parts = [
        titled(
            code(module), table(("function", "what it does"), ((code(signature(each)), said(each)) for each in found))
        )
        for module, found in named.items()
    ]
    parts += [titled(each.__name__, said(each), fields(each)) for each in (layout.Row, facts.Facts)]
    return "\n\n".join([*parts, titled("Constants", table(("name", "value"), constants))])


def error_classes() -> str:
    rows = [
        (code(each.__name__), code(str(each.__mro__[1].__name__)), str(each.exit_code), said(each))
        for each in in_order(errors, inspect.isclass)
    ]
    made = f"Each is made as {code(signature(errors.CableconvError))}."
    about = table(("attribute", "meaning"), ((code(k), v) for k, v in attributes(errors.CableconvError).items()))
    return "\n\n".join([made, about, table(("class", "is a", "exit code", "what happened"), rows)])


def codes() -> str:
    rows = ((code(name), severity, meaning) for name, (severity, meaning) in diagnostics.CODES.items())
    about = titled("Diagnostic", said(diagnostics.Diagnostic), fields(diagnostics.Diagnostic))
    return f"{about}\n\n{table(('code', 'severity', 'meaning'), rows)}"


def testing() -> str:
    named = {name: getattr(cableconv.testing, name) for name in sorted(cableconv.testing.__all__)}
    rows = [(code(signature(each, name)), said(each)) for name, each in named.items() if not inspect.isclass(each)]
    parts = [table(("function", "what it does"), rows), _contract(Contract, "What the contracts share")]
    for name, each in named.items():
        if inspect.isclass(each):
            parts.append(_contract(each, name) if issubclass(each, Contract) else _methods(each, name))
    return "\n\n".join(parts)


def _contract(contract: type[Any], title: str) -> str:
    own = [(name, thing) for name, thing in vars(contract).items() if inspect.isfunction(thing)]
    named = [(code(name), meaning) for name, meaning in attributes(contract).items()]
    overridden = [(code(signature(thing)), said(thing)) for name, thing in own if name in ("carried", "text_of")]
    checks = [(code(name), said(thing)) for name, thing in own if name.startswith("test_")]
    return titled(
        title,
        said(contract),
        table(("you may name", "meaning"), named + overridden),
        table(("check", "what holds"), checks),
    )


def _methods(each: type[Any], title: str) -> str:
    methods = [thing for name, thing in vars(each).items() if inspect.isfunction(thing) and not name.startswith("_")]
    return titled(
        title, said(each), table(("method", "what it does"), ((code(signature(m)), said(m)) for m in methods))
    )


def telegram() -> str:
    named = {name: getattr(cableconv_telegram, name) for name in cableconv_telegram.__all__}
    rows = [(code(signature(each)), said(each)) for each in named.values() if inspect.isfunction(each)]
    rows += [
        (
            code("Cut = tuple[int, int, str]"),
            "Start, end, and what the grammar reads in its place: nothing, or a line feed.",
        ),
        (code("PILCROW"), "The pattern of a publisher's ¶ before a paragraph's number."),
    ]
    script = cableconv_telegram.Script
    return "\n\n".join([table(("name", "what it is"), rows), titled("Script", said(script), fields(script))])


def commands() -> str:
    asked = ["new-plugin", "plugins", "formats", "describe", "inspect", "validate"]
    return "\n\n".join(
        f"```text\n$ cableconv {each} --help\n{shell(f'cableconv {each} --help', ROOT)}```" for each in asked
    )


#: What is shown of bad plugins where the guide explains; the reference has all of it.
TELLING = (
    "raises at import",
    "raises at registration",
    "raises in sniff",
    "raises in read after the third cable",
    "raises in write",
    "gives no cable",
    "prints in read",
    "claims another's name",
    "is for a newer cableconv",
)


def failures() -> str:
    return _told(row for row in _bad_plugins() if row[0] in TELLING)


def all_failures() -> str:
    return _told(_bad_plugins())


def _told(rows: Rows) -> str:
    return table(("it …", "`cableconv` …", "exit code", "files left", "what is told"), rows)


def _bad_plugins() -> Iterator[tuple[str, ...]]:
    """Yield what is told of bad plugins: the patterns of the cases that test it, as people read them."""
    for case in re.split(r"^=== ", BAD_PLUGINS.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, command, ends_with, leaves, says = case.split("\n")[:5]
        told = says.removeprefix("says: ")
        told = told if told.endswith("]") else f"{told}…"
        for pattern, text in _PATTERNS.items():
            told = told.replace(pattern, text)
        asked, left = command.removeprefix("run: cableconv "), leaves.removeprefix("leaves: ").strip("-")
        yield title, code(asked), ends_with.split()[-1], left and code(left), code(told.replace("\\", ""))


_PATTERNS = {
    "<odd>": "plugin odd (cableconv-odd 1.0)",
    "<disabled>": "odd cableconv-odd 1.0 disabled",
    r"[\d.]+": "…",
    ".*": "…",
    r"\\n": "␊",
    r"\n": " ",
}


def reserved() -> str:
    return paragraph(", ".join(code(name) for name in sorted(spec_rules.RESERVED_OPTIONS)))


def api() -> str:
    oldest, newest = formats.OLDEST_API, formats.API_VERSION
    return f"{newest}" if oldest == newest else f"{newest}; {oldest} and later work"


PARTS: dict[str, Callable[[], str]] = {
    "reserved": reserved,
    "failures": failures,
    "all_failures": all_failures,
    "api": api,
    "hooks": hooks,
    "specs": specs,
    "protocols": protocols,
    "ir": ir_nodes,
    "marks": marks,
    "vocabularies": vocabularies,
    "functions": functions,
    "errors": error_classes,
    "diagnostics": codes,
    "testing": testing,
    "telegram": telegram,
    "commands": commands,
}


def made_anew(guide: str) -> str:
    """Return the guide with the parts between its marks made anew; parts in a line of text stay in the line."""

    def part(found: re.Match[str]) -> str:
        text = PARTS[found["name"]]()
        space = "\n\n" if found["open"].endswith("\n") else ""
        return f"{found['open'].strip()}{space}{text}{space}<!-- end of {found['name']} -->"

    return re.sub(r"(?P<open><!-- generated: (?P<name>\w+) -->\n*)(?s:.*?)<!-- end of (?P=name) -->", part, guide)
