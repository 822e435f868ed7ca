"""A bad plugin is disabled with its reason; the others work."""

from importlib import metadata
from types import SimpleNamespace
from typing import Any

import pytest

from cableconv import PluginError, ReaderSpec, UnknownName, cli, hookspecs, plugins, spec_rules
from cableconv.hookspecs import hookspec
from cableconv.plugins import Plugin

GOOD = """
from cableconv import ReaderSpec, WriterSpec, hookimpl

@hookimpl
def register_readers():
    return [ReaderSpec(name="memo", title="A memo", load="memo_plugin:Memo", extensions=(".memo", ".mm"))]

@hookimpl
def register_writers():
    yield WriterSpec(name="memo", title="A memo", load="memo_plugin:Memo", extensions=(".memo", ".mm"))

class Memo:
    def read(self, source, ctx):
        return iter(())
"""

HOOK = "from cableconv import ReaderSpec, hookimpl\n@hookimpl\ndef register_readers():\n    "


def one(name: str) -> Plugin:
    (found,) = [plugin for plugin in plugins.installed() if plugin.name == name]
    return found


def test_a_good_plugin(site: Any) -> None:
    site.add("memo", GOOD, distribution="cableconv-memo", version="2.3")
    plugin = one("memo")
    assert (plugin.distribution, plugin.version, plugin.module) == ("cableconv-memo", "2.3", "memo_plugin")
    assert plugin.disabled == ""
    assert [(type(spec).__name__, spec.name) for spec in plugin.specs] == [
        ("ReaderSpec", "memo"),
        ("WriterSpec", "memo"),
    ]
    assert str(plugins.registry().readers["memo"]) == "reader memo of plugin memo (cableconv-memo 2.3)"


BAD = {
    "raises at import": ("1 / 0", "ZeroDivisionError: division by zero"),
    "has a syntax error": ("def", "SyntaxError: invalid syntax"),
    "needs what is not installed": ("import no_such_library", "ModuleNotFoundError: No module named 'no_such_library'"),
    "ends the program": ("import sys; sys.exit(3)", "it ends the program (SystemExit: 3) when it is loaded"),
    "raises in a hook": (HOOK + "raise ValueError('broken')", "ValueError: broken"),
    "raises in a generator": (HOOK + "yield from (1 / 0,)", "ZeroDivisionError: division by zero"),
    "has a wrong signature": (
        "from cableconv import hookimpl\n@hookimpl\ndef register_readers(config):\n    return []",
        "config",
    ),
    "has a signature wrong in several ways": (
        "from cableconv import hookimpl\n@hookimpl\ndef register_readers(d, a, c, b):\n    return []",
        "Argument(s) {'a', 'b', 'c', 'd'} are declared",
    ),
    "has an unknown hook": (
        "from cableconv import hookimpl\n@hookimpl\ndef register_sinks():\n    return []",
        "unknown hook 'register_sinks'",
    ),
    "returns no list": (HOOK + "return 7", "register_readers returned int, expected several ReaderSpec"),
    "returns the wrong things": (HOOK + "return ['memo']", "register_readers gave str, expected ReaderSpec"),
    "mixes up the kinds": (
        HOOK + "from cableconv import WriterSpec\n    return [WriterSpec(name='memo', title='', load='a:B')]",
        "register_readers gave WriterSpec, expected ReaderSpec",
    ),
    "is for a newer interface": (
        HOOK + "return [ReaderSpec(name='memo', title='', load='a:B', api=2)]",
        "its reader memo was made for plugin interface 2, and this cableconv (",
    ),
    "gives a field that there is not": (
        HOOK + "return [ReaderSpec(name='memo', title='', load='a:B', colour='red')]",
        "TypeError: Unexpected keyword argument 'colour'",
    ),
    "gives no proper name": (
        HOOK + "return [ReaderSpec(name='My Memo', title='', load='a:B')]",
        "'My Memo' is no name",
    ),
    "says not what to load": (HOOK + "return [ReaderSpec(name='memo', title='', load='memo')]", "package.module:Class"),
    "has options that are none": (
        HOOK + "return [ReaderSpec(name='memo', title='', load='a:B', options=('x',))]",
        "options of reader memo are not all Option, in a tuple",
    ),
}


@pytest.mark.parametrize(("code", "reason"), BAD.values(), ids=BAD)
def test_a_bad_plugin_is_disabled_and_the_others_work(code: str, reason: str, site: Any) -> None:
    site.add("bad", code, distribution="cableconv-bad")
    site.add("memo", GOOD)
    bad = one("bad")
    assert reason in bad.disabled
    assert "\n" not in bad.disabled
    assert bad.specs == ()
    registry = plugins.registry()
    assert {"memo", "json"} <= registry.readers.keys()
    with pytest.raises(PluginError) as caught:
        plugins.require_all(registry.plugins)
    assert str(caught.value) == f"plugin bad (cableconv-bad 1.0) is disabled: {bad.disabled}"


@pytest.mark.parametrize("claimed", ["readers", "writers"])
def test_two_plugins_with_one_format_name(claimed: str, site: Any) -> None:
    kind = {"readers": "ReaderSpec", "writers": "WriterSpec"}[claimed]
    code = f"""
        from cableconv import {kind}, hookimpl

        @hookimpl
        def register_{claimed}():
            return [{kind}(name="json", title="Another JSON", load="other_plugin:Other")]
        """
    site.add("other", code, distribution="other-json", version="0.9")
    with pytest.raises(PluginError) as caught:
        plugins.registry()
    assert f"two plugins claim the {claimed[:-1]} 'json'" in str(caught.value)
    assert f"plugin json (cableconv {metadata.version('cableconv')})" in str(caught.value)
    assert "plugin other (other-json 0.9)" in str(caught.value)
    assert "CABLECONV_PLUGINS" in str(caught.value)


def test_a_reader_and_a_writer_may_share_a_name(site: Any) -> None:
    site.add("memo", GOOD)
    registry = plugins.registry()
    assert "memo" in registry.readers
    assert "memo" in registry.writers


@pytest.mark.parametrize(
    ("wanted", "loaded"), [("json", ["json"]), (" memo , json,", ["json", "memo"]), ("", []), (",", [])]
)
def test_the_environment_limits_what_loads(
    wanted: str, loaded: list[str], site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.add("memo", GOOD)
    site.add("bad", "1 / 0")
    monkeypatch.setenv("CABLECONV_PLUGINS", wanted)
    assert [plugin.name for plugin in plugins.installed()] == loaded


def test_the_environment_names_what_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CABLECONV_PLUGINS", "json,jsn")
    with pytest.raises(PluginError, match=r"CABLECONV_PLUGINS names jsn, which is not installed; installed .* json, "):
        plugins.installed()


class _Later:
    """The hooks of a cableconv to come: one is deprecated, and an argument of another."""

    @staticmethod
    @hookspec(warn_on_impl=DeprecationWarning("hook register_shelves will go; use register_readers"))
    def register_shelves() -> None: ...

    @staticmethod
    @hookspec(warn_on_impl_args={"width": DeprecationWarning("argument width of register_rooms will go; leave it out")})
    def register_rooms(width: int, height: int) -> None: ...


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("def register_shelves(): ...", "hook register_shelves will go; use register_readers"),
        ("def register_rooms(width): ...", "argument width of register_rooms will go; leave it out"),
        ("def register_rooms(height): ...", None),
    ],
)
def test_a_deprecated_hook_works_and_is_told(
    code: str, told: str | None, site: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hooks = SimpleNamespace(**(vars(hookspecs) | {name: getattr(_Later, name) for name in vars(_Later)}))
    monkeypatch.setattr(plugins, "hookspecs", hooks)
    site.add("memo", f"{GOOD}\n@hookimpl\n{code}\n")
    memo = one("memo")
    assert memo.disabled == ""
    assert memo.deprecated == ((told,) if told else ())
    assert "memo" in plugins.registry().readers
    assert cli.main(["plugins"]) == 0
    assert (f"reader memo, writer memo; deprecated: {told}" in capsys.readouterr().out) == bool(told)


def test_a_deprecated_field_works_and_is_told(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(spec_rules.DEPRECATED_FIELDS, ("writer", "extensions"), "name them in the reader")
    site.add("memo", GOOD)
    memo = one("memo")
    assert memo.deprecated == ("its writer memo has the field extensions, which will go; name them in the reader",)
    assert plugins.registry().writers["memo"].spec.extensions == (".memo", ".mm")


@pytest.mark.parametrize(
    ("oldest", "newest", "made_for", "works"),
    [(1, 1, 1, True), (1, 2, 1, True), (1, 2, 2, True), (2, 3, 1, False), (2, 3, 3, True), (1, 2, 3, False)],
)
def test_versions_of_the_interface_that_work(
    oldest: int, newest: int, made_for: int, works: bool, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spec_rules, "OLDEST_API", oldest)
    monkeypatch.setattr(spec_rules, "API_VERSION", newest)
    site.add("memo", GOOD.replace('title="A memo"', f'title="A memo", api={made_for}'))
    memo = one("memo")
    assert (memo.disabled == "") == works
    if not works:
        has = str(newest) if oldest == newest else f"{oldest} to {newest}"
        assert f"made for plugin interface {made_for}, and this cableconv (" in memo.disabled
        assert f"has {has}; upgrade {'cableconv' if made_for > newest else 'the plugin'}" in memo.disabled


def test_who_names_no_version_wrote_for_the_first() -> None:
    assert ReaderSpec(name="memo", title="A memo", load="memo_plugin:Memo").api == 1


def test_find_by_name_or_extension(site: Any) -> None:
    site.add("memo", GOOD)
    writers = plugins.registry().writers
    assert plugins.find(writers, "memo").spec.name == "memo"
    assert plugins.find(writers, "MM").spec.name == "memo"
    with pytest.raises(UnknownName, match=r"nothing installed is called 'mem'; known: .*json.*memo.*cableconv plugins"):
        plugins.find(writers, "mem")
    with pytest.raises(UnknownName, match=r"called 'mm'; for files in \.mm there is memo; known: "):
        plugins.find(plugins.registry().readers, "mm")


def test_what_is_not_found_may_be_in_a_disabled_plugin(site: Any) -> None:
    site.add("bad", "1 / 0")
    with pytest.raises(UnknownName, match=r"'bad'; known: .*; plugin bad \(cableconv-bad 1\.0\) is disabled: ZeroDiv"):
        plugins.find(plugins.registry().writers, "bad")


def test_a_class_that_cannot_be_loaded(site: Any) -> None:
    site.add("memo", GOOD)
    site.add("lost", HOOK + "return [ReaderSpec(name='lost', title='', load='no_such_module:X')]")
    site.add("slow", HOOK + "return [ReaderSpec(name='slow', title='', load='slow_plugin:X')]\ndef X():\n    1 / 0")
    registry = plugins.registry()
    assert plugins.instance(registry.readers["memo"]).read(None, None) is not None
    with pytest.raises(PluginError, match=r"writer memo of plugin memo .* has no method 'write'"):
        plugins.instance(registry.writers["memo"])
    with pytest.raises(PluginError, match=r"reader lost of plugin lost .* cannot be loaded from no_such_module:X"):
        plugins.instance(registry.readers["lost"])
    with pytest.raises(PluginError, match=r"reader slow of plugin slow .*: ZeroDivisionError: division by zero"):
        plugins.instance(registry.readers["slow"])
