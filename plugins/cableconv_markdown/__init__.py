"""Cables as CommonMark with YAML front matter.

::

    escape        text that stays text: what Markdown would take for markup, and lines that would begin a block
    flow          marks and inlines -> lines of running text
    blocks        header, sections, blocks -> blocks of lines
    front_matter  what static site generators and pandoc read
    writer        a cable -> its document; many cables -> documents, one after the other

In a document, italics are the words of the writer (the name of a header line that has no label), and only they.
"""
