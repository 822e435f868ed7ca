"""Whether the markup alone tells all of a cable, so that it need not be read back to find out.

Each rule here answers one thing that the modules of `cableconv_tei.reading` conclude from the markup: it holds where
they conclude what the IR says. Where one does not hold, the writer reads its own document and adds what differs
(`cableconv_tei.residue`); a rule that is too strict costs time only.
"""
