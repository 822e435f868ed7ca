"""TEI P5: one cable as a ``TEI`` document, many as a ``teiCorpus``."""
