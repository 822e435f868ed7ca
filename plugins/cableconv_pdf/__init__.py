"""The PDF writer: cables set in type, as PDF/A-2b with tags."""
