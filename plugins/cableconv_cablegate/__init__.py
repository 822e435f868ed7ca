"""Cablegate: the pages on which cables were published in 2010 and 2011, text made of such pages, and the CSV."""
