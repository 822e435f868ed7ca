"""The forms in which a telegram comes down.

Raw, a page of Cablegate, the text of such a page, a row of the CSV, a record of AAD.
"""

from cable_corpus.telegrams import Telegram

_NAVIGATION = """\
<h3>Articles</h3>
<p>Currently released so far... 251287 / 251,287</p>
<h3>Browse latest releases</h3>
<p><a href='/reldate/2011-08-30_0.html'>2011/08/30</a></p>
<h3>Browse by <a href='#by_Z' onclick='return sha(1);'>origin</a></h3>
<p><a href='/origin/1_0.html'>Embassy Onhava</a><br /><a href='/origin/2_0.html'>Consulate Nova Zembla</a></p>
<h3>Browse by <a href='#tag_P' onclick='return sha(2);'>tag</a></h3>
<p><a href='/tag/PREL_0.html'>PREL</a> <a href='/tag/PGOV_0.html'>PGOV</a> <a href='/tag/ZB_0.html'>ZB</a></p>
"""

_PAGE = (
    """\
<?xml version='1.0' encoding='utf-8' ?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html lang='en' xml:lang='en' xmlns='http://www.w3.org/1999/xhtml'>
<head><title>Cable Viewer</title></head>
<body>
<div class='main'>
<div class='pane small'>
"""
    + _NAVIGATION
    + """\
</div>
<div class='pane big'>
<h3>Viewing cable %(id)s, %(subject)s</h3>
<div>If you are new to these pages, please read an introduction on the structure of a cable.</div>
<table class='cable'>
<tr>
<th>Reference ID</th>
<th>Created</th>
<th>Released</th>
<th>Classification</th>
<th>Origin</th>
</tr>
<tr>
<td>
<a href='/cable/%(id)s.html'>%(id)s</a>
</td>
<td>
<a href='/date/%(month)s_0.html'>%(created)s</a>
</td>
<td>
<a href='/reldate/2011-08-30_0.html'>2011-08-30 01:44</a>
</td>
<td>
<a href='/classification/1_0.html' title='unclassified'>%(classification)s</a>
</td>
<td>
<a href='/origin/1_0.html'>%(origin)s</a>
</td>
</tr>
</table>
<code><pre>%(envelope)s</pre></code>
<code><pre>%(text)s</pre></code>
</div>
</div>
</body>
</html>
"""
)

_DUMP = """\
Currently released so far... 251287 / 251,287

Browse latest releases

2010/12/03 2010/12/02

Browse by creation date

2009/02

Browse by tag

ECON EIND PREL

Viewing cable %(id)s, %(subject)s

If you are new to these pages, please read an introduction on the structure of a cable.

Reference ID\t\tCreated\t\tReleased\t\tClassification\t\tOrigin
%(id)s \t\t%(created)s \t\t2011-08-30 01:44 \t\t%(classification)s \t\t%(origin)s
%(envelope)s

%(text)s
"""

_RECORD = """\
Message Text

%(envelope)s
%(text)s

Message Attributes

Automatic Decaptioning: X
Capture Date: 01 JAN 1994
Current Classification: UNCLASSIFIED
Document Number: %(year)s%(station)s%(serial)s
Errors: N/A
Original Classification: %(classification)s
Review Action: RELEASED, APPROVED
Subject: %(subject)s
Type: TE
Markings: Margaret P. Grafeld Declassified/Released US Department of State EO Systematic
 Review 05 JUL 2006


"""


def raw(telegram: Telegram) -> bytes:
    """Return the telegram itself."""
    return telegram.printed().encode()


def page(telegram: Telegram) -> bytes:
    """Return a page of Cablegate."""
    text = telegram.text
    for term in telegram.tags:
        text = text.replace(f" {term}", f" <a href='/tag/{term}_0.html'>{term}</a>", 1)
    text = text.replace("¶", "<a id='par' href='#par'>¶</a>")
    envelope, text = (block.replace("\n", "&#x000A;") for block in (telegram.envelope, text))
    return (_PAGE % _facts(telegram, envelope, text)).encode()


def dump(telegram: Telegram) -> bytes:
    """Return the text of a page of Cablegate."""
    return (_DUMP % _facts(telegram, telegram.envelope, telegram.text)).encode()


def row(telegram: Telegram, number: int) -> bytes:
    """Return a row of the Cablegate CSV."""
    sent = telegram.sent
    fields = (
        str(number),
        f"{sent.month}/{sent.day}/{sent.year} {sent.hour}:{sent.minute:02}",
        telegram.id,
        _origin(telegram),
        telegram.classification,
        "",
        f"{telegram.envelope}\n",
        telegram.text.replace("¶", ""),
    )
    escaped = (field.replace("\\", "\\\\").replace('"', '\\"') for field in fields)
    return (",".join(f'"{field}"' for field in escaped) + "\n").encode()


def record(telegram: Telegram) -> bytes:
    """Return a record of AAD."""
    number = telegram.id[2:]
    station = number.rstrip("0123456789")
    identity = {"year": telegram.sent.year, "station": station, "serial": number[len(station) :].zfill(5)}
    return (_RECORD % (_facts(telegram, telegram.envelope, telegram.text.replace("¶", "")) | identity)).encode()


def _facts(telegram: Telegram, envelope: str, text: str) -> dict[str, str]:
    return {
        "id": telegram.id,
        "subject": telegram.subject,
        "month": f"{telegram.sent:%Y-%m}",
        "created": f"{telegram.sent:%Y-%m-%d %H:%M}",
        "classification": telegram.classification,
        "origin": _origin(telegram),
        "envelope": envelope,
        "text": text,
    }


def _origin(telegram: Telegram) -> str:
    kind, _, place = telegram.post.partition(" ")
    return f"{'Embassy' if kind == 'AMEMBASSY' else 'Consulate'} {place.title()}"
