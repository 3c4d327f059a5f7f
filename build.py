#!/usr/bin/env python3
"""The generator's commands, from a checkout: `python build.py --help`."""

import sys

from briefing.cli import main

if __name__ == "__main__":
    sys.exit(main())
