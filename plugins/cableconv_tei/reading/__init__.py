"""Reading TEI: our own documents back to the IR they were made of."""
