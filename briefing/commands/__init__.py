"""The commands, a module each, imported when it is called. `COMMANDS` is the table: adding a command adds a line here.

A command's module has `arguments(parser)`, which declares its options, and `run(options, root)`, which does the work and
gives the exit status: 0 fine, 1 problems in the content or the output, 2 wrong usage.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

COMMANDS = {  # name -> what it does, for --help
    "build": "content/ becomes site/",
    "check": "list every problem and write nothing",
    "serve": "show the site in a browser, drafts too, anew at every save",
}


class Command(Protocol):
    """What a command's module has."""

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace, root: Path) -> int: ...


def command(name: str) -> Command:
    """The module of a command in the table."""
    return cast(Command, import_module(f"{__name__}.{name.replace('-', '_')}"))
