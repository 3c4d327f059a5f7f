#!/usr/bin/env python3
"""The generator's commands, from a checkout: `python build.py --help`."""

from briefing.cli.command_line import run

if __name__ == "__main__":
    run()
