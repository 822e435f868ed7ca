"""Cables per second on one core: the telegram reader, each writer, and what the machine can do at best.

    python tests/benchmarks/speed.py [--seconds 2] [--json]

The texts are the samples and, where there are any, the telegrams in the pages of ``CABLECONV_SHARED`` (``../shared``).
Each figure is of the fastest of several rounds, in processor time, so that other programs disturb it little. The
references do a part of the work with nothing around it, or are other programs that do something like it, where they are
installed: typst (Python package ``typst``) and pandoc. A figure is to be read against the one that it names.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from lxml import etree

import cableconv
from cableconv import ir, walk

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("CABLECONV_SHARED", ROOT.parent / "shared"))

_PRE = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
_LINK = re.compile(r"</?a\b[^>]*>")


def samples() -> list[bytes]:
    """Return the sample telegrams."""
    return [path.read_bytes() for path in sorted((ROOT / "samples" / "telegram").glob("*.txt"))]


def pages() -> list[bytes]:
    """Return the telegrams in the published pages; none where there are no pages."""
    return [telegram(path.read_text(encoding="utf-8")) for path in sorted((SHARED / "data" / "pages").glob("*.html"))]


def telegram(page: str) -> bytes:
    """Return the telegram in a page: envelope and text, without links."""
    blocks = [_LINK.sub("", block).replace("&#x000A;", "\n") for block in _PRE.findall(page)]
    return "\n".join(blocks).encode()


def decode(content: bytes) -> None:
    """Do what no reader can do without."""
    hashlib.sha256(content).hexdigest()
    content.decode().splitlines()


def build(cable: ir.Cable) -> None:
    """Make an XML document with an element for each node, and its text."""
    root = etree.Element("cable")
    for node in walk.leaves(cable):
        etree.SubElement(root, type(node).__name__).text = "x" * (node.span[1] - node.span[0])
    etree.tostring(root, encoding="utf-8")


def utf8(content: bytes) -> bool:
    """Tell whether `decode` can read a text."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def typst_source(cable: ir.Cable) -> bytes:
    """Return the paragraphs of a cable for typst, as strings, so that nothing in them is markup."""
    subject = cable.header.subject if cable.header else None
    texts = [subject or "Cable", *(walk.reading_text(paragraph.content) for paragraph in walk.paragraphs(cable))]
    title, *paragraphs = ("".join(filter(str.isprintable, text)) for text in texts)
    quoted = [json.dumps(text, ensure_ascii=False) for text in (title, *paragraphs)]
    lines = [
        f"#set document(title: {quoted[0]}, date: datetime(year: 2009, month: 2, day: 4))",
        f"#heading({quoted[0]})",
    ]
    return "\n\n".join([*lines, *(f"#par({text})" for text in quoted[1:])]).encode()


def typst_pdf(source: bytes) -> None:
    """Let typst make a tagged PDF/A-2b."""
    import typst

    typst.compile(source, pdf_standards=["a-2b"])


def pandoc_epub(markdown: bytes) -> None:
    """Let pandoc make an EPUB 3."""
    subprocess.run(
        ["pandoc", "-f", "markdown", "-t", "epub3", "-o", "-"], input=markdown, check=True, capture_output=True
    )


def markdown(cable: ir.Cable) -> bytes:
    """Return a cable as Markdown."""
    out = BytesIO()
    cableconv.write([cable], out, "markdown")
    return out.getvalue()


Outline = tuple[Any, dict[str, str], str | None, str | None, list[Any]]


def as_tei(cable: ir.Cable, lines: str) -> bytes:
    """Return a cable as TEI."""
    out = BytesIO()
    cableconv.write([cable], out, "tei", options={"lines": lines})
    return out.getvalue()


def outline(element: etree._Element) -> Outline:
    """Return all that an element is made of."""
    return element.tag, dict(element.attrib), element.text, element.tail, [outline(child) for child in element]


def rebuild(document: Outline) -> bytes:
    """Make the elements of a document with lxml and nothing else, and write them."""
    return etree.tostring(grow(document, None), encoding="utf-8")


def grow(part: Outline, parent: etree._Element | None) -> etree._Element:
    """Make an element and those below it."""
    tag, attributes, text, tail, below = part
    made = etree.Element(tag, attributes) if parent is None else etree.SubElement(parent, tag, attributes)
    made.text, made.tail = text, tail
    for each in below:
        grow(each, made)
    return made


def processor_time() -> float:
    """Return the processor time of this program and of those that it started, in seconds."""
    children = os.times()[2:4]
    return time.process_time() + sum(children)


def rounds(work: Callable[[Any], object], things: list[Any], seconds: float) -> float:
    """Return the processor time of the fastest round over all things; the first round only warms up."""
    times: list[float] = []
    end = processor_time() + seconds
    while len(times) < 3 or processor_time() < end:
        start = processor_time()
        for thing in things:
            work(thing)
        times.append(processor_time() - start)
    return min(times[1:])


def jobs(texts: list[bytes], cables: list[ir.Cable]) -> Iterator[tuple[str, str, Callable[[Any], object], list[Any]]]:
    """Yield what to measure: name, name of the reference to read it against, work, what to do it to."""
    references = {"json": "msgspec encode", "telegram": "decode, split, sha256"}
    yield "decode, split, sha256", "", decode, [text for text in texts if utf8(text)]
    yield "msgspec encode", "", msgspec.json.Encoder().encode, cables
    yield "lxml, an element a leaf", "", build, cables
    if find_spec("typst"):
        references["pdf"] = "typst, PDF/A-2b"
        yield "typst, PDF/A-2b", "", typst_pdf, list(map(typst_source, cables))
    if shutil.which("pandoc"):
        references["epub"] = "pandoc, EPUB 3"
        yield "pandoc, EPUB 3", "", pandoc_epub, list(map(markdown, cables))
    yield "read telegram", "decode, split, sha256", lambda text: list(cableconv.read(text, "telegram")), texts
    yield "read telegram, detected", "decode, split, sha256", lambda text: list(cableconv.read(text)), texts
    for spec in cableconv.formats():
        if isinstance(spec, cableconv.WriterSpec):
            yield f"write {spec.name}", references.get(spec.name, "lxml, an element a leaf"), writing(spec.name), cables
    for lines in ("yes", "no"):
        documents = [as_tei(cable, lines) for cable in cables]
        reference = f"lxml, the elements of TEI with lines={lines}"
        yield reference, "", rebuild, [outline(etree.fromstring(document)) for document in documents]
        yield f"write tei, lines={lines}", reference, partial(as_tei, lines=lines), cables


def writing(name: str) -> Callable[[ir.Cable], None]:
    """Return what writes one cable into one output."""
    return lambda cable: cableconv.write([cable], BytesIO(), name)


def measure(texts: list[bytes], seconds: float) -> list[dict[str, Any]]:
    """Return a row for each job."""
    cables = [cable for text in texts for cable in cableconv.read(text, "telegram")]
    size = sum(map(len, texts))
    rows: list[dict[str, Any]] = []
    rates: dict[str, float] = {}
    for name, reference, work, things in jobs(texts, cables):
        taken = rounds(work, things, seconds)
        rates[name] = len(things) / taken
        rows.append(
            {
                "job": name,
                "per_second": round(rates[name], 1),
                "microseconds": round(taken / len(things) * 1e6, 1),
                "megabytes_per_second": round(size / taken / 1e6, 2),
                "reference": reference or None,
                "times_reference": round(rates[reference] / rates[name], 2) if reference else None,
            }
        )
    return rows


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=2.0, help="processor time for each figure (default: 2)")
    arguments.add_argument("--json", action="store_true", help="print JSON")
    options = arguments.parse_args()
    corpora = {name: texts for name, texts in (("samples", samples()), ("pages", pages())) if texts}
    result = {
        name: {
            "texts": len(texts),
            "bytes": sum(map(len, texts)),
            "rows": measure(texts, options.seconds),
        }
        for name, texts in corpora.items()
    }
    if options.json:
        print(json.dumps(result, indent=2))
        return
    for name, figures in result.items():
        print(f"\n{name}: {figures['texts']} texts, {figures['bytes'] / figures['texts'] / 1000:.1f} kB each")
        print(f"{'':26}{'a second':>10}{'µs each':>11}{'MB/s':>9}   reference")
        for row in figures["rows"]:
            against = f"{row['times_reference']} x {row['reference']}" if row["reference"] else ""
            print(
                f"{row['job']:26}{row['per_second']:>10,.0f}{row['microseconds']:>11,.0f}"
                f"{row['megabytes_per_second']:>9.2f}   {against}".rstrip()
            )


if __name__ == "__main__":
    main()
