"""The transform `redact`: takes passages out of a cable, and says that it did.

A cable promises that nothing is lost; a redacted cable promises that nothing of what was taken out is left. Both hold,
as the redacted cable is a cable of its own with **a source text of its own**: each passage that goes is replaced there
by words in brackets that are always the same (`cableconv_redact.passages`), so that not even its length is told, and a
`redaction` node stands for it. Spans point into the new text, and its size and hash are those of its own bytes:
``check_coverage`` holds, and no writer needs to know of any of this.

What could repeat a passage elsewhere goes with it, whenever anything is taken out at all:

- ``source.furniture`` with words in it (navigation, titles of pages) is no longer in the text;
- every value that was read from a passage (subject, title, headings …) says the words in brackets;
- diagnostics of a passage go, and the others say what their code means and no longer what they were about;
- ``extras`` of others go, as nobody here can know what they quote.

``extras["redact"]`` says how many passages of each kind went, and whose extras. The hash of the original is no part of
it unless it is asked for: whoever can guess what a short passage said, such as a telephone number, could make sure of
it with that hash. The same original gives the same redacted bytes, so that who has the original can always show which
one it was. A cable of which nothing is taken out is given back as it is.

Two things follow that a user has to know: places in messages are places in the redacted text, which has other lines
than the input; and what is told of a cable before transforms see it, or kept beside them (a bag's original bytes), is
the original.

::

    plugin      what the plugin offers
    transform   a cable -> the redacted one, and what is said of it
    levels      which portions are above a level
    runs        stretches of running text as one reads them, with their places
    contacts    e-mail addresses and telephone numbers in a run
    telephones  the grammar of telephone numbers
    passages    what is taken out, and where its replacement stands
    rebuild     the cable with its new text
"""
