import io
import re
import subprocess
from pathlib import Path

import pypdf
import pytest

from cableconv import ir
from cableconv.formats import Context
from cableconv.testing.kitchen_sink import Scribe
from cableconv_pdf.plugin import WRITER
from cableconv_pdf.writer import PdfWriter


@pytest.fixture
def diagnostics():
    """What the writer reported, as (cable, diagnostic)."""
    return []


@pytest.fixture
def write(diagnostics):
    """Write cables: ``write(cables, **options) -> bytes``; option names with ``_`` for ``-``."""

    def write_cables(cables, metadata=None, epoch=None, **options):
        defaults = {option.name: option.default for option in WRITER.options}
        given = {name.replace("_", "-"): value for name, value in options.items()}
        context = Context(
            options=defaults | given,
            metadata=metadata or {},
            epoch=epoch,
            report=lambda cable, diagnostic: diagnostics.append((cable, diagnostic)),
        )
        out = io.BytesIO()
        PdfWriter().write(cables, out, context)
        return out.getvalue()

    return write_cables


@pytest.fixture
def make_cable():
    """Make a cable of numbered paragraphs: ``make_cable(texts, subject=…, id=…)``."""

    def make(texts, subject=None, id="09ONHAVA43", tables=()):  # noqa: A002
        s = Scribe()
        header = None
        if subject is not None:
            marks = (s.mark("label", "SUBJECT:"), s.mark("subject", subject, "\n\n"))
            header = ir.Header(span=(0, marks[-1].span[1]), subject=subject, marks=marks)
        blocks = []
        for number, text in enumerate(texts, start=1):
            label = s.mark("label", f"{number}.")
            content = s.prose(text)
            s.blank("\n\n")
            blocks.append(
                ir.Paragraph(number=number, marks=(label,), content=(content,), span=(label.span[0], content.span[1]))
            )
        for table in tables:
            blocks.append(ir.Verbatim(text=table, span=s.span(table)))
            s.blank("\n\n")
        sections = ()
        if blocks:
            sections = (ir.Section(blocks=tuple(blocks), span=(blocks[0].span[0], blocks[-1].span[1])),)
        return s.cable(id=id, header=header, sections=sections)

    return make


@pytest.fixture
def pages_of():
    """The text of each page, as pypdf reads it."""
    return lambda data: [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


@pytest.fixture
def is_in_order():
    """Tell whether words come in a text in this order, whatever stands between them."""

    def check(needed, text):
        words = iter(re.findall(r"\w+", text))
        return [word for word in needed if word not in words] == []

    return check


@pytest.fixture
def preflight(needed, java, tmp_path):
    """Let PDFBox's preflight judge a PDF/A-1b: ``preflight(data) -> its errors``. Its jars are Debian's."""
    names = (
        "preflight",
        "pdfbox2",
        "fontbox2",
        "xmpbox",
        "commons-io",
        "commons-logging",
        "javax.activation",
        "jaxb-api",
    )
    jars = [Path("/usr/share/java") / f"{name}.jar" for name in names]
    if not jars[0].exists():
        needed.lacking("PDFBox preflight (Debian: libpdfbox2-java)")

    def check(data):
        file = tmp_path / "file.pdf"
        file.write_bytes(data)
        main = "org.apache.pdfbox.preflight.Validator_A1b"
        command = [java, "-cp", ":".join(map(str, jars)), main, str(file)]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        return [] if "is a valid PDF/A-1b file" in said.stdout else (said.stdout + said.stderr).splitlines()

    return check


@pytest.fixture
def run_tool(needed, tmp_path):
    """Run a program on a PDF: ``run_tool(data, "pdftotext", "-raw", "FILE", "-")``; ``FILE`` is its name."""

    def run(data, name, *arguments):
        program = needed.program(name)
        file = tmp_path / "file.pdf"
        file.write_bytes(data)
        command = [program, *(str(file) if argument == "FILE" else argument for argument in arguments)]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout

    return run
