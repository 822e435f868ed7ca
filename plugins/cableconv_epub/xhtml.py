"""XHTML as strings. Every character of a cable passes `escape` on its way into a document."""

import html
from functools import lru_cache

from cableconv.characters import legible

STYLESHEET = "style.css"


def escape(text: str) -> str:
    """Make any string fit for the content of an element.

    >>> escape("<FNU> & sons")
    '&lt;FNU&gt; &amp; sons'
    """
    return html.escape(legible(text), quote=False)


def element(name: str, content: str = "", /, **attributes: str | None) -> str:
    """Return an element.

    Args:
        name: Its name.
        content: XHTML, already escaped.
        attributes: Plain text, not yet escaped; one that is ``None`` is left out. ``class_`` stands for ``class``,
            ``epub_type`` for ``epub:type``, ``aria_label`` for ``aria-label``.

    >>> element("abbr", "FM", title="From")
    '<abbr title="From">FM</abbr>'
    """
    written = "".join([_attribute(key, value) for key, value in attributes.items() if value is not None])
    return f"<{name}{written}>{content}</{name}>"


@lru_cache(maxsize=4096)
def _attribute(key: str, value: str) -> str:
    name = key.rstrip("_").replace("epub_", "epub:").replace("_", "-")
    return f' {name}="{html.escape(legible(value))}"'


def document(title: str, body: str, language: str) -> bytes:
    """Return a whole document.

    Args:
        title: Plain text.
        body: The content of ``body``, XHTML.
        language: Language tag (BCP 47).
    """
    tag = escape(language)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{tag}" xml:lang="{tag}">\n'
        f"<head>\n<title>{escape(title)}</title>\n"
        f'<link rel="stylesheet" type="text/css" href="{STYLESHEET}"/>\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    ).encode()
