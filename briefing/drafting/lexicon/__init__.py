"""Closed lists of English words that the rules rest on."""
