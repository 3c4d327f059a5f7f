"""All of a project loaded: its files read, linked and checked."""
