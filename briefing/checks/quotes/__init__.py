"""Quotes held against the archived texts of their sources: what counts as the same words, where they stand, what was found."""
