"""Text that stays text in CommonMark, and in the dialects that people read CommonMark with (GFM, pandoc).

Two steps, for two things can go wrong: a character that is markup wherever it stands (`escape`), and a line whose
beginning looks like a heading, a list or a rule (`escape_line`). The second comes after the text is cut into lines.
"""

import re

#: What is markup wherever it stands. An ``&`` is, when an entity follows or may follow in the next piece of text;
#: ``://``, ``www.`` and ``@`` are, since GFM makes links of addresses, and pandoc citations of ``@name``.
#: One set of characters first, the conditions of three of them after it: such a pattern is looked for fastest.
_MARKUP = re.compile(r"[\\`*_\[\]<~|$@&:.](?:(?<![&:.])|(?<=&)(?=#?\w*(?:;|$))|(?<=:)(?=//)|(?<=\bwww.))")

#: How a line must not begin: rules and underlines, bullets, headings, quotations, table rules, numbered items.
_LINE_START = re.compile(r"[-+=#>]|:(?=-)|(?P<number>\d{1,9})(?=[.)](?:\s|$))")

#: A run of ``#`` at the end of a heading would be taken for its closing marks.
_HEADING_END = re.compile(r"(?:^|(?<= ))#+$")

#: Controls that a text file should not hold, and lone surrogates, which UTF-8 does not hold.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def escape(text: str) -> str:
    r"""Escape markup.

    >>> escape("<FNU> R&D &amp; *stars*")
    '\\<FNU> R&D \\&amp; \\*stars\\*'
    """
    return _MARKUP.sub(lambda found: f"\\{found[0]}", text)


def escape_line(line: str) -> str:
    r"""Escape the beginning of a line of escaped text that stands at the start of a block or goes one on.

    >>> escape_line("3. (C) The talks"), escape_line("-- a bullet"), escape_line("plain")
    ('3\\. (C) The talks', '\\-- a bullet', 'plain')
    """
    start = _LINE_START.match(line)
    if not start:
        return line
    at = start.end() if start["number"] else 0
    return f"{line[:at]}\\{line[at:]}"


def escape_heading(line: str) -> str:
    r"""Escape the end of a heading's escaped text.

    >>> escape_heading("ITEM #")
    'ITEM \\#'
    """
    return _HEADING_END.sub(lambda run: "\\#" * len(run[0]), line)


def delimiter(text: str, character: str, least: int) -> str:
    """Return a run of a character, at least so long, and longer than any run of it in the text."""
    runs = [len(run) for run in re.findall(f"{re.escape(character)}+", text)]
    return character * max(least, *(run + 1 for run in runs)) if runs else character * least


def code(text: str) -> str:
    """Return text of one line, without blanks around it, as a code span."""
    ticks = delimiter(text, "`", 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
