"""Draft records, as files and as a page for review."""
