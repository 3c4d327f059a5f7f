"""Linked records, and what follows from them."""
