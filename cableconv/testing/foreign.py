"""Inputs of other formats than the one that is tested: of those that come with cableconv, and of none at all."""

from pathlib import Path

from cableconv.serialization import to_json
from cableconv.testing.kitchen_sink import kitchen_sink

_TELEGRAM = """VZCZCXRO0042
RR RUEHZB
DE RUEHZB #0042 0351430
ZNR UUUUU ZZH
R 041430Z FEB 09
FM AMEMBASSY ONHAVA
TO RUEHC/SECSTATE WASHDC 5713
BT
UNCLAS ONHAVA 000042

SIPDIS

E.O. 12958: N/A
TAGS: PREL, ZB
SUBJECT: GLASS IS EXPORTED

1. The glass factory of Onhava exports glass again.

KINBOTE
NNNN
"""

_PAGE = f"""<?xml version="1.0" encoding="UTF-8"?>
<html><head><title>Cable Viewer</title><link href="/css/cables.css" rel="stylesheet"/></head>
<body><h3>Viewing cable 09ONHAVA42, GLASS IS EXPORTED</h3>
<table class='cable'>
<tr><th>Reference ID</th><th>Created</th><th>Released</th><th>Classification</th><th>Origin</th></tr>
<tr><td><a href='/cable/2009/02/09ONHAVA42.html'>09ONHAVA42</a></td><td>2009-02-04 14:14</td><td>2011-08-30 01:44</td>
<td>UNCLASSIFIED</td><td>Embassy Onhava</td></tr></table>
<pre>{_TELEGRAM}</pre></body></html>
"""

_DUMP = f"""Viewing cable 09ONHAVA42, GLASS IS EXPORTED

Reference ID Created Released Classification Origin
09ONHAVA42 2009-02-04 14:14 2011-08-30 01:44 UNCLASSIFIED Embassy Onhava
{_TELEGRAM}"""

_ROW = '"1","2/4/2009 14:30","09ONHAVA42","Embassy Onhava","UNCLASSIFIED","","FM AMEMBASSY ONHAVA","UNCLAS ONHAVA 42"\n'

_RECORD = f"""Message Text

{_TELEGRAM.replace("FEB 09", "FEB 75")}
Message Attributes

Document Number: 1975ONHAVA00042
Draft Date: 04 FEB 1975
From: ONHAVA
"""

_TEI = """<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p>UNCLAS ONHAVA 42</p></body></text></TEI>
"""

#: One input of each format that comes with cableconv, under the name of the reader that it belongs to.
OTHER_FORMATS: dict[str, bytes] = {
    "aad": _RECORD.encode(),
    "cablegate": _PAGE.encode(),
    "cablegate-csv": _ROW.encode(),
    "cablegate-dump": _DUMP.encode(),
    "json": to_json(kitchen_sink()),
    "tei": _TEI.encode(),
    "telegram": _TELEGRAM.encode(),
}

#: Inputs that are no cable in any format.
NO_CABLES: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \n\n\t ",
    "a letter": b"Dear Shade,\n\nyour subject: glass. We have the honour to refer to it.\n\nKinbote\n",
    "a web page": b"<!DOCTYPE html><html><head><title>Glass</title></head><body><p>Glass of Onhava</p></body></html>",
    "XML": b'<?xml version="1.0"?><glass><made>Onhava</made></glass>',
    "a table": b"name,date,place\nKinbote,2009-02-04,Onhava\n",
    "JSON": b'{"name": "Kinbote", "place": "Onhava"}',
    "Markdown": b"# Glass\n\n- of *Onhava*\n- of Nova Zembla\n",
    "a program": b"import sys\n\nprint(sys.argv)\n",
    "an e-mail": b"From: kinbote@example.org\nTo: shade@example.org\nSubject: Glass\n\nIt is exported.\n",
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "a zip archive": b"PK\x03\x04\x14\0\0\0\0\0" + bytes(200),
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200),
}


def samples_of(samples: object, extensions: tuple[str, ...]) -> dict[str, bytes]:
    """Return samples by their names.

    Args:
        samples: A folder, whose files of one of the extensions are taken, or the contents by name.
        extensions: Of the format, in lower case, with their dots; empty for any.

    Raises:
        ValueError: There is none; the message tells what to do.
    """
    if isinstance(samples, Path):
        paths = sorted(path for path in samples.iterdir() if path.is_file()) if samples.is_dir() else []
        found = {path.name: path.read_bytes() for path in paths if not extensions or path.suffix.lower() in extensions}
        where = (
            f"in {samples} is no file that ends in {' or '.join(extensions)}" if extensions else f"{samples} is empty"
        )
    else:
        found, where = dict(samples), "there are no samples"  # type: ignore[call-overload]
    if not found:
        raise ValueError(f"{where}; put a few small invented inputs there")
    return found
