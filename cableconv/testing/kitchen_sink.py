"""A cable that uses every node and every field of the IR; its text and its spans fit each other.

All places and people in it are invented.
"""

import hashlib
from typing import Any

from cableconv import ir
from cableconv.decoding import newline
from cableconv.diagnostics import Diagnostic
from cableconv.walk import unwrap


class Scribe:
    """Writes a source text piece by piece and makes the leaves that cover it."""

    def __init__(self) -> None:
        self.text = ""

    def blank(self, blanks: str) -> None:
        """Write blanks, which no leaf needs to cover."""
        self.text += blanks

    def span(self, piece: str) -> ir.Span:
        """Write a piece and return its span."""
        self.text += piece
        return len(self.text) - len(piece), len(self.text)

    def mark(self, kind: str, piece: str, after: str = " ") -> ir.Mark:
        """Write a piece and the blanks after it; return a mark that covers the piece."""
        mark = ir.Mark(kind=kind, span=self.span(piece))
        self.blank(after)
        return mark

    def prose(self, piece: str, role: str | None = None) -> ir.Text:
        """Write running text."""
        return ir.Text(text=unwrap(piece), span=self.span(piece), role=role)

    def cable(self, name: str = "invented.txt", furniture: tuple[ir.Span, ...] = (), **fields: Any) -> ir.Cable:
        """Return a cable whose source is what was written.

        Args:
            name: The input's name.
            furniture: Spans that are not the cable's.
            fields: Of the cable: ``id``, ``header``, ``sections`` …
        """
        content = self.text.encode("utf-8", "surrogatepass")
        source = ir.Source(
            name=name,
            format="telegram",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            encoding="utf-8",
            newline=newline(self.text),
            text=self.text,
            furniture=furniture,
        )
        return ir.Cable(ir=ir.IR_VERSION, source=source, span=(0, len(self.text)), **fields)


def _envelope(s: Scribe) -> ir.Envelope:
    marks = [
        s.mark("transmission-id", "VZCZCXRO0042", "\n"),
        s.mark("precedence", "OO"),
        s.mark("routing-indicator", "RUEHAG", "\n"),
        s.mark("label", "DE"),
        s.mark("originator", "RUEHZB"),
        s.mark("station-serial", "#0042/01 0351430", "\n"),
        s.mark("security", "ZNY CCCCC ZZH", "\n"),
        s.mark("precedence", "O"),
        s.mark("precedence", "P"),
        s.mark("date-time-group", "041430Z FEB 09", "\n"),
        s.mark("label", "FM"),
        s.mark("originator-name", "AMEMBASSY ONHAVA", "\n"),
        s.mark("label", "TO"),
        s.mark("routing-indicator", "RUEHC", ""),
        s.mark("separator", "/", ""),
        s.mark("addressee", "SECSTATE WASHDC"),
        s.mark("precedence", "IMMEDIATE"),
        s.mark("continuity-number", "5713", "\n"),
        s.mark("label", "INFO"),
        s.mark("routing-indicator", "RUEHZL", ""),
        s.mark("separator", "/", ""),
        s.mark("addressee", "EUROPEAN POLITICAL COLLECTIVE"),
        s.mark("precedence", "PRIORITY", "\n"),
        s.mark("label", "XMT"),
        s.mark("exempted", "AMCONSUL NOVA ZEMBLA", "\n\n"),
    ]
    return ir.Envelope(
        span=(marks[0].span[0], marks[-1].span[1]),
        transmission_id="VZCZCXRO0042",
        precedence=(ir.Precedence.IMMEDIATE, ir.Precedence.PRIORITY),
        routing=("RUEHAG",),
        originator="RUEHZB",
        station_serial="#0042/01 0351430",
        security="ZNY CCCCC ZZH",
        dtg=ir.DateTimeGroup(raw="041430Z FEB 09", when="2009-02-04T14:30:00Z", span=marks[9].span),
        from_="AMEMBASSY ONHAVA",
        to=(
            ir.Addressee(
                name="SECSTATE WASHDC",
                routing="RUEHC",
                precedence=ir.Precedence.IMMEDIATE,
                mcn="5713",
                span=(marks[13].span[0], marks[17].span[1]),
            ),
        ),
        info=(
            ir.Addressee(
                name="EUROPEAN POLITICAL COLLECTIVE",
                routing="RUEHZL",
                precedence=ir.Precedence.PRIORITY,
                exempt=("AMCONSUL NOVA ZEMBLA",),
                span=(marks[19].span[0], marks[22].span[1]),
            ),
        ),
        partial=True,
        raw=s.text[: marks[-1].span[1]],
        marks=tuple(marks),
    )


def _header(s: Scribe) -> ir.Header:
    marks: list[ir.Mark | ir.PageBreak] = [
        classification := s.mark("classification", "C O N F I D E N T I A L"),
        s.mark("section", "SECTION 01 OF 02"),
        s.mark("mrn", "ONHAVA 000042", "\n\n"),
        s.mark("caption", "SIPDIS", "\n"),
        s.mark("caption", "NOFORN", "\n\n"),
        s.mark("passing", "DEPT FOR EUR/NZ, ALSO FOR INR/B", "\n\n"),
        s.mark("label", "E.O. 12958:"),
        declassification := s.mark("declassification", "DECL: 02/04/2019, X1", "\n"),
        s.mark("label", "TAGS:"),
        prel := s.mark("tag", "PREL", ""),
        s.mark("separator", ","),
        zb := s.mark("tag", "Zb", "\n"),
        s.mark("label", "SUBJECT:"),
        marking := s.mark("portion", "(C)"),
        s.mark("subject", "ZEMBLA: GLASS FACTORY TALKS STALL OVER\nTARIFFS & <FNU>", "\n\n"),
        ir.PageBreak(
            raw="ONHAVA 00000042  001.2 OF 003", page=1, pages=3, span=s.span("ONHAVA 00000042  001.2 OF 003")
        ),
    ]
    s.blank("\n\n")
    marks += [
        s.mark("label", "REF:"),
        s.mark("reference-label", "A."),
        ref_a := s.mark("reference", "ONHAVA 12", "\n     "),
        s.mark("reference-label", "B."),
        ref_b := s.mark("reference", "KINBOTE-GORDON E-MAIL OF 02/01/09", "\n\n"),
        classified_by := s.mark(
            "classified-by", "Classified By: Ambassador C. Kinbote, reasons 1.4 (b) and (d).", "\n\n"
        ),
    ]
    return ir.Header(
        span=(marks[0].span[0], marks[-1].span[1]),
        classification=ir.Classification(
            raw="C O N F I D E N T I A L",
            level=ir.Level.CONFIDENTIAL,
            caveats=("NOFORN",),
            span=classification.span,
        ),
        captions=("SIPDIS", "NOFORN"),
        mrn="ONHAVA 000042",
        parts=2,
        passing=("DEPT FOR EUR/NZ, ALSO FOR INR/B",),
        declassification=ir.Declassification(
            raw="DECL: 02/04/2019, X1",
            order="12958",
            on="2019-02-04",
            exempt="X1",
            span=declassification.span,
        ),
        tags=(
            ir.Tag(raw="PREL", term="PREL", kind=ir.TagKind.SUBJECT, span=prel.span),
            ir.Tag(raw="Zb", term="ZB", kind=ir.TagKind.GEOGRAPHIC, span=zb.span),
        ),
        subject="ZEMBLA: GLASS FACTORY TALKS STALL OVER TARIFFS & <FNU>",
        subject_marking=ir.Marking(raw="(C)", level=ir.Level.CONFIDENTIAL, span=marking.span),
        references=(
            ir.CableRef(raw="ONHAVA 12", label="A", id="09ONHAVA12", kind=ir.RefKind.CABLE, span=ref_a.span),
            ir.CableRef(raw="KINBOTE-GORDON E-MAIL OF 02/01/09", label="B", kind=ir.RefKind.EMAIL, span=ref_b.span),
        ),
        classified_by=ir.ClassifiedBy(
            raw="Classified By: Ambassador C. Kinbote, reasons 1.4 (b) and (d).",
            name="Ambassador C. Kinbote",
            reasons=("1.4(b)", "1.4(d)"),
            span=classified_by.span,
        ),
        marks=tuple(marks),
    )


def _summary(s: Scribe) -> ir.Section:
    label = s.mark("label", "¶1.")
    portion = s.mark("portion", "(S//NF)")
    content: tuple[ir.Inline, ...] = (
        s.prose("SUMMARY:", role=ir.Role.MARKER),
        s.prose(" Trade Minister Gordon told the Ambassador on \nFebruary 3 that the "),
        ir.Damage(raw="government,s", reading="government's", span=s.span("government,s")),
        s.prose(" talks ("),
        ir.Reference(raw="ref A", label="A", span=s.span("ref A")),
        s.prose(" and "),
        ir.Reference(raw="08 STATE 123", id="08STATE123", span=s.span("08 STATE 123")),
        s.prose(") had\n\n"),
        ir.PageBreak(raw="ONHAVA 00000042  002 OF 003", page=2, pages=3, span=s.span("ONHAVA 00000042  002 OF 003")),
        s.prose("\n\nstalled over \"<img src='/etc/passwd'>\" &amp; \x07 *stars* 😀. \n"),
        ir.Stray(raw="SIPDIS", span=s.span("SIPDIS")),
        s.prose("\nA source, "),
        ir.Redaction(raw="XXXXXXXXXXXX", span=s.span("XXXXXXXXXXXX")),
        s.prose(", spoke of fa"),
        ir.Damage(raw="##", span=s.span("##")),
        s.prose("h. "),
        s.prose("END SUMMARY.", role=ir.Role.MARKER),
    )
    s.blank("\n\n")
    paragraph = ir.Paragraph(
        number=1,
        label="¶1.",
        marking=ir.Marking(raw="(S//NF)", level=ir.Level.SECRET, caveats=("NOFORN",), span=portion.span),
        role=ir.Role.SUMMARY,
        content=content,
        marks=(label, portion),
        span=(label.span[0], content[-1].span[1]),
    )
    return ir.Section(blocks=(paragraph,), span=paragraph.span)


def _particulars(s: Scribe) -> ir.Section:
    rule = s.mark("rule", "----------", "\n")
    heading = s.mark("heading", "BACKGROUND", "\n")
    rule_below = s.mark("rule", "----------", "\n\n")
    label = s.mark("label", "12.")
    first = ir.Paragraph(
        number=2,
        label="12.",
        content=(s.prose("1. Not a number: the text begins so.\n# Nor a heading"),),
        marks=(label,),
        span=(label.span[0], len(s.text)),
    )
    s.blank("\n\n")
    going_on = ir.Paragraph(continues=2, content=(going_on_text := s.prose("It goes on."),), span=going_on_text.span)
    s.blank("\n\n")
    items = _items(s)
    s.blank("\n\n")
    page = ir.PageBreak(raw="ONHAVA 00000042  003 OF 003", page=3, pages=3, span=s.span("ONHAVA 00000042  003 OF 003"))
    s.blank("\n\n")
    table_text = "GOOD        RATE   SINCE\nGlass       12.5   2004\nMirrors      7.0   2006"
    table = ir.Verbatim(text=table_text, span=s.span(table_text))
    s.blank("\n\n")
    quotation = _quotation(s)
    s.blank("\n\n")
    strange = ir.Unparsed(text="~~%%~~ ]][[", span=s.span("~~%%~~ ]][["))
    s.blank("\n\n")
    return ir.Section(
        heading="BACKGROUND",
        role=ir.Role.BACKGROUND,
        blocks=(first, going_on, items, page, table, quotation, strange),
        marks=(rule, heading, rule_below),
        span=(rule.span[0], strange.span[1]),
    )


def _items(s: Scribe) -> ir.ItemList:
    marker = s.mark("marker", "A.")
    portion = s.mark("portion", "(U)")
    text = s.prose("Glass;")
    s.blank("\n")
    below_marker = s.mark("marker", "--")
    below_text = s.prose("window glass;")
    below = ir.Item(
        marker="--",
        content=(below_text,),
        marks=(below_marker,),
        span=(below_marker.span[0], below_text.span[1]),
    )
    s.blank("\n")
    last_marker = s.mark("marker", "B.")
    last_text = s.prose("Mirrors.")
    return ir.ItemList(
        items=(
            ir.Item(
                marker="A.",
                marking=ir.Marking(raw="(U)", level=ir.Level.UNCLASSIFIED, span=portion.span),
                content=(text,),
                items=(below,),
                marks=(marker, portion),
                span=(marker.span[0], below.span[1]),
            ),
            ir.Item(
                marker="B.",
                content=(last_text,),
                marks=(last_marker,),
                span=(last_marker.span[0], last_text.span[1]),
            ),
        ),
        span=(marker.span[0], last_text.span[1]),
    )


def _quotation(s: Scribe) -> ir.Quotation:
    begin = s.mark("begin", "BEGIN TEXT:", "\n\n")
    inside = ir.Paragraph(role=ir.Role.HEADING, content=(heading := s.prose("The communique"),), span=heading.span)
    s.blank("\n\n")
    quoted = ir.Paragraph(content=(text := s.prose("The talks go on."),), span=text.span)
    s.blank("\n\n")
    end = s.mark("end", "END TEXT.", "")
    return ir.Quotation(
        begin="BEGIN TEXT:",
        blocks=(inside, quoted),
        end="END TEXT.",
        marks=(begin, end),
        span=(begin.span[0], end.span[1]),
    )


def kitchen_sink() -> ir.Cable:
    """Return the cable."""
    s = Scribe()
    notice = s.mark("furniture", "Browse by tag: PREL PGOV", "\n")
    envelope = _envelope(s)
    header = _header(s)
    sections = (_summary(s), _particulars(s))
    marks = (s.mark("signature", "KINBOTE", "\n"), s.mark("end-mark", "NNNN", "\n"))
    return s.cable(
        name="kitchen-sink.txt",
        furniture=(notice.span,),
        id="09ONHAVA42",
        published_id="09ECTION01OF02ONHAVA42",
        envelope=envelope,
        header=header,
        sections=sections,
        signature="KINBOTE",
        published=ir.Published(
            title="ZEMBLA: GLASS FACTORY TALKS STALL OVER",
            created="2009-02-04T14:14",
            released="2011-08-30T01:44",
            classification="CONFIDENTIAL//NOFORN",
            origin="Embassy Onhava",
            media=("The Onhava Gazette",),
        ),
        diagnostics=(Diagnostic(code="damage", severity="info", message="Damaged here.", span=(0, 6)),),
        extras={"example": {"box": 12}},
        marks=marks,
    )
