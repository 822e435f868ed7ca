"""What ``validate`` says of a book that is none, or of which a part is broken."""

import io
import os
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

import cableconv
from cableconv import ir
from cableconv.errors import PluginError
from cableconv.source import open_input
from cableconv_epub.validate import validate


@pytest.fixture(scope="module")
def entries(kitchen_sink: ir.Cable) -> dict[str, bytes]:
    out = io.BytesIO()
    cableconv.write(kitchen_sink, out, "epub", report=lambda *_: None)
    with zipfile.ZipFile(out) as book:
        return {name: book.read(name) for name in book.namelist()}


def findings(entries: Mapping[str, bytes]) -> list[str]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, content in entries.items():
            book.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return [found.message for found in validate(open_input(out.getvalue()))]


def test_no_archive() -> None:
    [found] = validate(open_input(b"hello"))
    assert found.message.startswith("is no readable zip archive, which an EPUB is: ")


def test_container(entries: dict[str, bytes]) -> None:
    assert findings(entries | {"mimetype": b"text/plain"}) == [
        "its entry 'mimetype' reads 'text/plain'; expected 'application/epub+zip'"
    ]
    rest = {name: content for name, content in entries.items() if name != "mimetype"}
    first = next(iter(rest))
    assert findings(rest) == [f"begins with {first!r}; expected an uncompressed entry 'mimetype'"]
    without = {name: content for name, content in entries.items() if name != "META-INF/container.xml"}
    assert findings(without) == ["has no META-INF/container.xml, which names its package document"]


def test_a_page_that_is_not_well_formed_is_named_with_the_place(entries: dict[str, bytes]) -> None:
    name = next(name for name in entries if name.endswith(".xhtml"))
    broken = entries[name].replace(b"</body>", b"</bodi>")
    line = broken.count(b"\n", 0, broken.index(b"</bodi>")) + 1
    [message] = findings(entries | {name: broken})
    assert message.startswith(f"{name}:{line}:")
    assert "is not well-formed XML: Opening and ending tag mismatch" in message
    assert message.count("line") == 1


def test_java_that_does_not_run_is_no_valid_book(
    entries: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho no memory >&2\nexit 1\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(PluginError, match="EPUBCheck has not run: Java says 'no memory'"):
        findings(entries)


def test_without_java_no_book_is_called_valid(
    entries: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PluginError, match="EPUBCheck has not run: there is no command java; install Java"):
        findings(entries)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_epubcheck_runs_within_the_memory_of_a_worker(entries: dict[str, bytes], java: None) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (2**31, before[1]))
    try:
        assert findings(entries) == []
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
