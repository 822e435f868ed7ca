"""The commands that tell what is installed: ``formats``, ``plugins`` and ``describe``."""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cableconv.formats import Option
    from cableconv.plugins import Offer, Plugin

_as_json = click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")


@click.command(short_help="List the formats.")
@_as_json
def formats(as_json: bool) -> None:
    """List the formats that can be read and written."""
    from cableconv.plugins import registry

    found = registry()
    listed = [
        {
            "name": name,
            "reads": name in found.readers,
            "writes": name in found.writers,
            "title": _first(name, found.readers, found.writers).spec.title,
            "extensions": _extensions(name, found.readers, found.writers),
        }
        for name in sorted({*found.readers, *found.writers})
    ]
    if as_json:
        _print_json(listed)
        return
    rows = [
        (
            each["name"],
            "reads" if each["reads"] else "",
            "writes" if each["writes"] else "",
            " ".join(each["extensions"]),
            each["title"],
        )
        for each in listed
    ]
    _print_table(rows)


@click.command(short_help="List the plugins, and why one is disabled.")
@_as_json
def plugins(as_json: bool) -> None:
    """List the plugins: version, distribution, what they offer, and why one is disabled.

    Two plugins that claim one name are told of, too, with exit code 4.
    """
    from cableconv.plugins import installed, make_registry

    found = installed()
    if as_json:
        _print_json([_plugin(plugin) for plugin in found])
    else:
        _print_table([(plugin.name, f"{plugin.distribution} {plugin.version}", _offers(plugin)) for plugin in found])
    make_registry(found)


@click.command(short_help="Tell all about a format or transform.")
@click.argument("name")
@_as_json
def describe(name: str, as_json: bool) -> None:
    """Tell all about the format or transform NAME: what it is, its options, the plugin it comes from."""
    from cableconv.errors import UnknownName
    from cableconv.plugins import find, registry

    found = registry()
    offers: list[Offer[Any]] = []
    kinds: list[Any] = [found.readers, found.writers, found.transforms, found.engines]
    for kind in kinds:
        try:
            offers.append(find(kind, name))
        except UnknownName:
            continue
    if not offers:
        known = ", ".join(sorted({each for kind in kinds for each in kind}))
        raise UnknownName(f"nothing installed is called {name!r}; known: {known or 'none'} (see: cableconv plugins)")
    described = [_description(offer) for offer in offers]
    if as_json:
        _print_json(described)
        return
    for number, description in enumerate(described):
        if number:
            click.echo()
        _print_description(description)


def _description(offer: "Offer[Any]") -> dict[str, Any]:
    from cableconv.spec_rules import kind

    spec = offer.spec
    described: dict[str, Any] = {
        "kind": kind(spec),
        "name": spec.name,
        "title": spec.title,
        "plugin": offer.plugin.name,
        "distribution": offer.plugin.distribution,
        "version": offer.plugin.version,
    }
    for field in ("extensions", "mimetypes", "binary", "collects", "metadata", "before", "after"):
        if hasattr(spec, field):
            described[field] = getattr(spec, field)
    described["options"] = [_option(option) for option in spec.options]
    return described


def _option(option: "Option") -> dict[str, Any]:
    return {
        "name": option.name,
        "type": option.type.__name__,
        "default": option.default,
        "choices": option.choices,
        "minimum": option.minimum,
        "maximum": option.maximum,
        "help": option.help,
    }


def _print_description(described: dict[str, Any]) -> None:
    from cableconv.formats import ANY_KEY

    click.secho(f"{described['kind']} {described['name']}", bold=True)
    rows = [("title", described["title"])]
    rows += [(field, " ".join(described[field])) for field in ("extensions", "mimetypes") if described.get(field)]
    rows += [(field, "yes" if described[field] else "no") for field in ("binary", "collects") if field in described]
    if keys := described.get("metadata"):
        rows.append(("metadata", "any" if ANY_KEY in keys else ", ".join(keys)))
    rows += [(field, ", ".join(described[field])) for field in ("before", "after") if described.get(field)]
    rows += [("plugin", f"{described['plugin']} ({described['distribution']} {described['version']})")]
    _print_table(rows, indent="  ")
    if described["options"]:
        click.echo("  options")
        _print_table([_option_row(option) for option in described["options"]], indent="    ")


def _option_row(option: dict[str, Any]) -> tuple[str, str, str]:
    values = "|".join(option["choices"]) or ("yes|no" if option["type"] == "bool" else option["type"])
    default = option["default"]
    shown = {True: "yes", False: "no"}[default] if isinstance(default, bool) else default
    return option["name"], values, option["help"] + ("" if default is None else f" (default: {shown})")


def _plugin(plugin: "Plugin") -> dict[str, Any]:
    from cableconv.spec_rules import kind

    return {
        "name": plugin.name,
        "module": plugin.module,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "offers": [{"kind": kind(spec), "name": spec.name} for spec in plugin.specs],
        "disabled": plugin.disabled or None,
        "deprecated": plugin.deprecated,
    }


def _offers(plugin: "Plugin") -> str:
    from cableconv.spec_rules import kind

    if plugin.disabled:
        return f"disabled: {plugin.disabled.splitlines()[0]}"
    offers = ", ".join(f"{kind(spec)} {spec.name}" for spec in plugin.specs) or "nothing"
    return "; ".join([offers, *(f"deprecated: {each}" for each in plugin.deprecated)])


def _first(name: str, *kinds: Any) -> Any:
    return next(kind[name] for kind in kinds if name in kind)


def _extensions(name: str, *kinds: Any) -> list[str]:
    return list(dict.fromkeys(each for kind in kinds if name in kind for each in kind[name].spec.extensions))


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _print_table(rows: Iterable[Sequence[str]], indent: str = "") -> None:
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo(indent + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
