"""Pieces of HTML that many pages share."""
