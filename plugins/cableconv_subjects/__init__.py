"""The transform `subjects`: makes a subject that is printed in capitals readable.

``ZEMBLA'S PM SAYS NATO TALKS WILL GO ON`` becomes ``Zembla's PM Says NATO Talks Will Go On``.

Capitals do not tell names from words nor words from acronyms, so this is a guess, and it is said to be one. What the
cable itself shows comes first: a word that its paragraphs write in one way is written so in the subject. Then come the
vocabulary (`cableconv_subjects.words`) and the form of the word. A short word of which nothing tells what it is stays
as it is printed.

``header.subject`` has the readable form, as that is what writers take for titles and headings. What is printed stays:
the header's marks and their text are as they were, so that a header shown as printed shows the capitals;
``extras["subjects"]`` has the printed form and the words that nothing told of; and a diagnostic says where.
A subject that has lower case already is left alone.

::

    plugin      what the plugin offers
    transform   a cable -> the cable with a readable subject
    evidence    how the cable's own paragraphs write a word
    casing      a subject in capitals -> a readable one
    words       small words, acronyms, short words of the language
"""
