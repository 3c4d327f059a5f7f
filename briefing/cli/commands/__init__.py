"""The commands, a module each; `briefing/cli/command_table.py` is the table."""
