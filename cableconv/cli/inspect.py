"""The command ``inspect``: what was recognised in an input, and what the reader has to say of it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from cableconv.cli.parameters import KEY_VALUE, reading, timeout

if TYPE_CHECKING:
    from cableconv import ir


@click.command(short_help="Show what is recognised in a file.")
@click.argument("file")
@reading
@click.option(
    "--option", "options", type=KEY_VALUE, metavar="KEY=VALUE", multiple=True, help="An option of the reader."
)
@timeout(300, "a cable may take to be read")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def inspect(
    file: str,
    from_format: str | None,
    encoding: str | None,
    max_size: int,
    max_depth: int,
    strict_plugins: bool,
    options: tuple[tuple[str, str], ...],
    timeout: float,
    as_json: bool,
) -> None:
    """Show what is recognised in FILE ("-" is standard input), as a table, with diagnostics and their places."""
    from cableconv import plugins
    from cableconv.cli.messages import Messages, listen
    from cableconv.cli.overhearing import overheard, overhearing
    from cableconv.cli.patience import each_within, too_slow, within
    from cableconv.convert import choose_reader, read_cables
    from cableconv.detect import attempts
    from cableconv.errors import ReadError
    from cableconv.options import context
    from cableconv.source import open_input

    registry = plugins.registry()
    if strict_plugins:
        plugins.require_all(registry.plugins)
    source = open_input(file, max_size=max_size, encoding=encoding)
    readers = registry.readers
    messages = Messages()
    late = too_slow(ReadError, timeout, "recognised", where=file)
    with listen(messages), overhearing(messages), within(timeout, late):
        reader = choose_reader(from_format, source)
        tried = [str(attempt) for attempt in attempts(readers.values(), source.head(), source.name)]
    ctx = context(reader.spec, dict(options), report=messages.diagnostic)
    cables = overheard(
        each_within(read_cables(reader, source, ctx, max_depth=max_depth), timeout, where=file), messages
    )
    if as_json:
        found = {
            "input": file,
            "reader": reader.spec.name,
            "tried": tried,
            "cables": [summary(each) for each in cables],
        }
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    _print(f"{file}: {reader} (recognised: {'; '.join(tried)})", cables)


def summary(cable: "ir.Cable") -> dict[str, Any]:
    """Return what was recognised in a cable, as plain values in the order of the cable; absent what is not there."""
    from cableconv.places import places
    from cableconv.walk import check_coverage

    found = dict(_facts(cable))
    found["diagnostics"] = [
        {"severity": each.severity, "code": each.code, "message": each.message, "line": line, "column": column}
        for each, (line, column) in zip(cable.diagnostics, places(cable, cable.diagnostics), strict=True)
    ]
    found["not-covered"] = check_coverage(cable)
    return found


def _facts(cable: "ir.Cable") -> Iterator[tuple[str, Any]]:
    for name, value in (*_about(cable), *_envelope(cable.envelope), *_header(cable.header), *_body(cable)):
        if value not in (None, (), [], ""):
            yield name, value


def _about(cable: "ir.Cable") -> Iterable[tuple[str, Any]]:
    source = cable.source
    return (
        ("id", cable.id),
        ("published-id", cable.published_id),
        ("line", source.line),
        ("size", source.size),
        ("encoding", source.encoding),
        ("line-ends", source.newline),
    )


def _envelope(envelope: "ir.Envelope | None") -> Iterable[tuple[str, Any]]:
    if envelope is None:
        return ()
    return (
        ("transmission-id", envelope.transmission_id),
        ("precedence", envelope.precedence),
        ("date", envelope.dtg and (envelope.dtg.when or envelope.dtg.raw)),
        ("from", envelope.from_),
        ("to", [_addressee(each) for each in envelope.to]),
        ("for-information", [_addressee(each) for each in envelope.info]),
        ("partial-extract", "yes" if envelope.partial else None),
    )


def _addressee(addressee: "ir.Addressee") -> str:
    parts = (addressee.routing, addressee.name, addressee.precedence, addressee.mcn)
    exempt = f"except {', '.join(addressee.exempt)}" if addressee.exempt else None
    return " ".join(part for part in (*parts, exempt) if part)


def _header(header: "ir.Header | None") -> Iterable[tuple[str, Any]]:
    if header is None:
        return ()
    classification, declassification = header.classification, header.declassification
    return (
        ("classification", classification and (classification.level or classification.raw)),
        ("captions", header.captions),
        ("reference-number", header.mrn),
        ("sections-transmitted", header.parts),
        ("passing", header.passing),
        ("declassification", declassification and declassification.raw),
        ("tags", [f"{tag.term} ({tag.kind})" for tag in header.tags]),
        ("subject", header.subject),
        ("references", [f"{ref.label or '-'}: {ref.id or ref.raw} ({ref.kind})" for ref in header.references]),
        ("classified-by", header.classified_by and (header.classified_by.name or header.classified_by.raw)),
    )


def _body(cable: "ir.Cable") -> Iterable[tuple[str, Any]]:
    from cableconv import ir
    from cableconv.walk import paragraphs, walk

    counts = Counter(
        type(node).__name__ for section in cable.sections for node in walk(section) if not isinstance(node, ir.Mark)
    )
    return (
        ("headings", [section.heading for section in cable.sections if section.heading]),
        ("paragraph-numbers", _ranges([each.number for each in paragraphs(cable) if each.number is not None])),
        ("body", [f"{count} {name}" for name, count in sorted(counts.items())]),
        ("signature", cable.signature),
    )


def _ranges(numbers: list[int]) -> str:
    """Write numbers short.

    >>> _ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _print(title: str, cables: "Iterable[ir.Cable]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cableconv.cli.messages import printable

    click.echo(printable(title))
    console = Console(highlight=False)
    for cable in cables:
        found = summary(cable)
        table = Table(show_header=False)
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for name, value in found.items():
            lines = [value] if not isinstance(value, list | tuple) else [_line(each) for each in value]
            if lines:
                table.add_row(name.replace("-", " "), Text("\n".join(printable(str(line)) for line in lines)))
        console.print(table)


def _line(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    place = f"{value['line']}:{value['column']}: " if value["line"] else ""
    return f"{place}{value['severity']}: {value['message']} [{value['code']}]"
