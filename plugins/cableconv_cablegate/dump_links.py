"""The mark-up that tools make of a page's links and blocks.

::

    [PREL](/tag/PREL_0.html)  [PREL](#)  [PREL][556]           Markdown
    PREL (/tag/PREL_0.html)                                    the target behind the words
    [http://example.org/tag/PREL_0.html]PREL                   the target before them
    [556]PREL                                                  a number, the targets listed at the end
    <a href="/tag/PREL_0.html">PREL</a>                        as it was

      [556]: /tag/PREL_0.html "title"                          the target by its number, on a line of its own

The patterns are for ``re.M``.
"""

import re

#: The target of a link.
URL = r"(?:(?:https?|file):|/|\#|[\w.,%-]{1,120}\.html)[^\s()\[\]<>]*"
_TITLE = r"(?:\s+\"[^\"\n]{0,200}\")?"
_BEHIND = rf"\]\((?:{URL}){_TITLE}\)"
_BY_NAME = r"\]\[[\w /-]{1,60}\]"

#: The parts of a link that are not its words. The number before a link (group ``number``) is told from ``[12]`` in a
#: text by the order of the numbers.
LINK = (
    rf"\[(?=[^\[\]\n]{{1,80}}(?:{_BEHIND}|{_BY_NAME}))|{_BEHIND}|{_BY_NAME}"
    r"|[ ]\((?:/[\w/.-]{1,80}\.html|\#par\w{1,6})\)"
    r"|\[(?:https?|file)://[^\s\[\]]{1,300}\]"
    r"|\[(?P<number>\d{1,4})\](?=\S)"
)
#: A line that says where a link leads; tools break it before target and title.
DEFINITION = (
    rf"^[ \t]*\[[^\[\]]{{1,120}}\]:[ \t]*\n?[ \t]*{URL}(?:[ \t]*\n?[ \t]*(?:\"[^\"\n]*\"|\([^()\n]*\)))?[ \t]*$"
)
#: A line that fences a block in.
FENCE = r"^[ \t]*(?:`[` \t]*|\[/?code\]|:{3}.*)$"
#: A tag of HTML that a converter let stand.
TAG = r"</?(?:a|abbr|code|div|p|pre|span|strong|table|tbody|td|th|thead|tr)(?:\s[^<>]{0,400})?/?>"

_MARKUP = re.compile(rf"{DEFINITION}|{FENCE}|{LINK}|{TAG}|<br\s?/?>|\\(?=[^\w\s])|[`*¶]", re.M)


def without_markup(text: str) -> str:
    r"""Return what a reader of the page sees of a piece of its table or heading.

    >>> without_markup("| [UNCLASSIFIED](/classification/5_0.html \"unclassified//fouo\") |")
    '| UNCLASSIFIED |'
    """
    return _MARKUP.sub("", text).strip()
