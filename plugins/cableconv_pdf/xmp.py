"""The XMP packet: the file's metadata in Dublin Core, and its claim to be PDF/A-2b."""

from html import escape

from cableconv_pdf.metadata import Metadata

PRODUCER = "cableconv with ReportLab"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
{properties}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def xmp_packet(metadata: Metadata) -> bytes:
    """Return the packet, in UTF-8."""
    added = dict(metadata.added)
    alternatives = {
        "dc:title": metadata.title,
        "dc:description": metadata.description,
        "dc:rights": added.get("rights", ""),
    }
    lists = {
        "dc:creator": ("Seq", [metadata.creator]),
        "dc:contributor": ("Bag", [added.get("contributor", "")]),
        "dc:publisher": ("Bag", [added.get("publisher", "")]),
        "dc:relation": ("Bag", [added.get("relation", "")]),
        "dc:subject": ("Bag", list(metadata.subjects)),
        "dc:language": ("Bag", [metadata.language]),
    }
    plain = {
        "dc:identifier": metadata.identifier,
        "dc:coverage": added.get("coverage", ""),
        "dc:source": added.get("source", ""),
        "dc:format": "application/pdf",
        "pdf:Keywords": "; ".join(metadata.subjects),
        "pdf:Producer": PRODUCER,
        "xmp:CreatorTool": "cableconv",
        "xmp:CreateDate": metadata.date.strftime("%Y-%m-%dT%H:%M:%SZ") if metadata.date else "",
    }
    properties = [
        f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text, quote=False)}</rdf:li></rdf:Alt></{name}>'
        for name, text in alternatives.items()
        if text
    ]
    for name, (kind, values) in lists.items():
        items = "".join(f"<rdf:li>{escape(value, quote=False)}</rdf:li>" for value in values if value)
        if items:
            properties.append(f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>")
    properties += [f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in plain.items() if text]
    return _PACKET.format(properties="\n".join(properties)).encode("utf-8")
