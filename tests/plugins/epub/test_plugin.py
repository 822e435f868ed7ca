import importlib
import subprocess
import sys

from cableconv_epub.plugin import EPUB, register_writers


def test_the_plugin_offers_one_writer_and_its_class_is_there():
    assert list(register_writers()) == [EPUB]
    module, _, name = EPUB.load.partition(":")
    assert callable(getattr(importlib.import_module(module), name)().write)


def test_listing_the_format_imports_no_library_of_it():
    code = "import sys, cableconv_epub.plugin; print([m for m in ('ebooklib', 'lxml', 'zipfile') if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
