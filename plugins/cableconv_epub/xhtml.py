"""XHTML as strings. Every character of a cable passes `escape` on its way into a document."""

import html
import re
from functools import lru_cache

#: What XML 1.0 cannot hold (its production ``Char``), escaped or not.
UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

STYLESHEET = "style.css"


def is_fit(text: str) -> bool:
    """Tell whether XML can hold a text."""
    # What can be printed is fit, and telling so is many times faster than the search.
    printable = text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
    return printable or not UNFIT.search(text)


def legible(text: str) -> str:
    r"""Put a visible sign for each character that XML cannot hold.

    A control character becomes its control picture (U+2400 and after); a lone surrogate or a noncharacter, which
    has no picture, becomes the replacement character U+FFFD.

    >>> legible("bell\x07")
    'bell␇'
    """
    return text if is_fit(text) else UNFIT.sub(lambda unfit: sign(unfit[0]), text)


def sign(unfit: str) -> str:
    """Return the visible sign for one character that XML cannot hold."""
    return chr(0x2400 + ord(unfit)) if unfit < " " else "\ufffd"


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
