"""A static briefing-site generator: YAML records of events, statements and claims become a cross-linked site."""

__version__ = "0.1.0"
