"""The Schematron rules inside tei_all, as one stylesheet that Saxon can run."""

from pathlib import Path

from lxml import etree

SCH = "{http://purl.oclc.org/dsdl/schematron}"
XSL = "{http://www.w3.org/1999/XSL/Transform}"


def stylesheet(schema: Path) -> str:
    """Return a stylesheet that writes a line for each rule that a document breaks.

    Each pattern is a mode; of its rules, the first that fits a node decides, as Schematron has it.
    """
    grammar = etree.parse(schema)
    prefixes = {each.get("prefix"): each.get("uri") for each in grammar.iter(f"{SCH}ns")}
    prefixes |= {prefix: uri for each in grammar.iter(f"{SCH}rule") for prefix, uri in each.nsmap.items() if prefix}
    sheet = etree.Element(f"{XSL}stylesheet", {"version": "3.0"}, nsmap=prefixes | {"xsl": XSL[1:-1]})
    etree.SubElement(sheet, f"{XSL}output", method="text")
    main = etree.SubElement(sheet, f"{XSL}template", match="/")
    for number, pattern in enumerate(grammar.iter(f"{SCH}pattern")):
        mode = f"p{number}"
        etree.SubElement(sheet, f"{XSL}mode", {"name": mode, "on-no-match": "shallow-skip"})
        etree.SubElement(main, f"{XSL}apply-templates", mode=mode, select=".")
        rules = pattern.findall(f"{SCH}rule")
        for rank, rule in enumerate(rules):
            attributes = {"match": rule.get("context"), "mode": mode, "priority": str(len(rules) - rank)}
            template = etree.SubElement(sheet, f"{XSL}template", attributes)
            for part in rule:
                _add(template, part)
            etree.SubElement(template, f"{XSL}apply-templates", mode=mode, select="@*, node()")
    return etree.tostring(sheet, encoding="unicode")


def _add(template: etree._Element, part: etree._Element) -> None:
    if part.tag == f"{SCH}let":
        etree.SubElement(template, f"{XSL}variable", name=part.get("name"), select=part.get("value"))
    elif part.tag in (f"{SCH}assert", f"{SCH}report"):
        test = part.get("test")
        broken = test if part.tag == f"{SCH}report" else f"not({test})"
        message = " ".join("".join(part.itertext()).split()).replace("{", "(").replace("}", ")")
        found = etree.SubElement(template, f"{XSL}if", test=broken)
        etree.SubElement(found, f"{XSL}value-of", select="path()")
        etree.SubElement(found, f"{XSL}text").text = f": {message}\n"
