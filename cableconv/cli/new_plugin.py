"""The command ``new-plugin``: the example of a plugin, copied under another name."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cableconv.plugins import Plugin

#: What a format may be called so that a package and a class can be called after it, in lines that are not too long.
_NAME = re.compile(r"(?=.{1,16}$)[a-z][a-z0-9]*(-[a-z0-9]+)*")

#: What working on the example leaves in its folder, and installing it.
_LEFT_BEHIND = re.compile(r"__pycache__|\..*_cache|\.hypothesis|\.venv|build|dist")

NEXT_STEPS = """\
made {folder}, a plugin that reads and writes the format {name}. What to do next:

  pip install --editable './{folder}[test]'
  pytest {folder}
  cableconv {folder}/samples/two-in-a-file{extension} -t markdown

Then make the format yours, from src/{package}/grammar.py on; {folder}/README.md tells where things are.
"""


@click.command("new-plugin", short_help="Begin a plugin of your own.")
@click.argument("name")
def new_plugin(name: str) -> None:
    """Make the folder cableconv-NAME: a plugin that reads and writes the format NAME, with its tests.

    It is complete, and what it does is for you to change. NAME is lower case, words joined by "-": memo, field-note.
    """
    from cableconv.plugins import installed

    plugins = installed()
    _check_name(name, plugins)
    folder = Path(f"cableconv-{name}")
    _copy(folder, _spellings(name))
    extension = _extension(name)
    click.echo(NEXT_STEPS.format(folder=folder, name=name, package=_package(name), extension=extension), nl=False)
    for plugin in plugins:
        if any(extension in getattr(spec, "extensions", ()) for spec in plugin.specs):
            click.echo(f"\nNames that end in {extension} are those of {plugin}, too: say which with -t or -f.")


def _check_name(name: str, plugins: "Iterable[Plugin]") -> None:
    """Check that a plugin can be called so.

    Raises:
        UsageError: It cannot, or something else is called so.
    """
    import importlib.util

    from cableconv.errors import UsageError
    from cableconv.spec_rules import kind

    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} is no name for a plugin; expected a letter, then lower-case letters and digits, words joined by "
            "-, 16 characters at most: memo, field-note"
        )
    for plugin in plugins:
        offers = [f"{kind(spec)} {spec.name}" for spec in plugin.specs]
        if name == plugin.name or any(name == spec.name for spec in plugin.specs):
            raise UsageError(f"{name!r} is taken: {plugin} offers {', '.join(offers) or 'it'}; choose another name")
    if importlib.util.find_spec(_package(name)):
        raise UsageError(f"a package {_package(name)} is installed already; choose another name")
    if Path(f"cableconv-{name}").exists():
        raise UsageError("is there already; move it away, or choose another name", where=f"cableconv-{name}")


def _package(name: str) -> str:
    return f"cableconv_{name.replace('-', '_')}"


def _extension(name: str) -> str:
    return f".{name.replace('-', '')}"


def _spellings(name: str) -> dict[str, str]:
    """Return how each spelling of the example's name is spelt in the copy; the first that fits counts."""
    return {
        "cableconv_docket": _package(name),
        "Docket": "".join(map(str.capitalize, name.split("-"))),
        "DOCKET": name.upper(),
        ".docket": _extension(name),
        "docket": name,
    }


def _copy(folder: Path, spellings: dict[str, str]) -> None:
    """Copy the example with its names changed, in files and in their names.

    Raises:
        WriteError: The copy cannot be written; nothing of it is left.
    """
    from cableconv.errors import WriteError

    example = _example()
    paths = [path.relative_to(example) for path in sorted(example.rglob("*")) if path.is_file()]
    copies = {
        folder / _respelt(str(path), spellings): _respelt((example / path).read_bytes().decode(), spellings)
        for path in paths
        if not any(map(_LEFT_BEHIND.fullmatch, path.parts))
    }
    try:
        for path, content in copies.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode())
    except OSError as error:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)
        raise WriteError(f"cannot be written: {error.strerror or error}", where=str(folder)) from error


def _respelt(text: str, spellings: dict[str, str]) -> str:
    return re.sub("|".join(map(re.escape, spellings)), lambda found: spellings[found[0]], text)


def _example() -> Path:
    """Return where the example lies: inside an installed cableconv, or among the plugins of a checkout.

    Raises:
        ReadError: It is in neither place.
    """
    from cableconv.errors import ReadError

    package = Path(__file__).parents[1]
    for folder in (package / "example", package.parent / "plugins" / "example"):
        if folder.is_dir():
            return folder
    raise ReadError("is missing, though cableconv comes with it; install cableconv again", where=str(folder))
