"""Links as text tools write them, and the rest of the mark-up that stands within a line.

::

    [PREL](/tag/PREL_0.html)  [PREL](#)  [PREL][556]           Markdown
    PREL (/tag/PREL_0.html)                                    the target behind the words
    [http://example.org/tag/PREL_0.html]PREL                   the target before them
    [556]PREL                                                  a number, the targets listed at the end
    <a href="/tag/PREL_0.html">PREL</a>                        as it was
"""

import re

#: The target of a link.
URL = r"(?:https?:|file:|/|\#)[^\s()\[\]<>]*"
_TITLE = r"(?:\s+\"[^\"\n]{0,200}\")?"
_BEHIND = rf"\]\((?:{URL}){_TITLE}\)"
_BY_NAME = r"\]\[[\w /-]{1,60}\]"

#: The parts of a link that are not its words. The number before a link is told from ``[12]`` in a text by the order of
#: the numbers: group ``number``.
LINK = (
    rf"\[(?=[^\[\]\n]{{1,80}}(?:{_BEHIND}|{_BY_NAME}))|{_BEHIND}|{_BY_NAME}"
    r"|[ ]\((?:/[\w/.-]{1,80}\.html|\#par\w{1,6})\)"
    r"|\[(?:https?|file)://[^\s\[\]]{1,300}\]"
    r"|\[(?P<number>\d{1,4})\](?=\S)"
)
#: A tag of HTML that a converter let stand.
TAG = r"</?(?:a|abbr|br|code|div|p|pre|span|strong|table|tbody|td|th|thead|tr)(?:\s[^<>]{0,400})?/?>"

_WITHIN_LINE = re.compile(rf"{LINK}|{TAG}|\\(?=[^\w\s])|[`*¶]")


def without_markup(text: str) -> str:
    r"""Return what a reader of the page sees of a piece of its table or heading.

    >>> without_markup("| [UNCLASSIFIED](/classification/5_0.html \"unclassified//fouo\") |")
    '| UNCLASSIFIED |'
    """
    return _WITHIN_LINE.sub("", text).strip()
