"""The command line: its parser, and what commands share."""
