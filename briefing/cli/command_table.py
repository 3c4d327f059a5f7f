"""The table of commands: each is a module of `commands/`, imported when it is called. A new command is a line here.

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
    "publish": "a finished site becomes visible all at once, in a folder of releases",
    "check-site": "see that a built site is what its list of sums says",
    "verify": "compare quotes with the archived texts of their sources",
    "permalinks": "add what is published to the ledger of addresses",
    "diff": "say in words what changed since a revision",
    "new": "write a record's first file, with its fields explained",
    "fmt": "put record files into one layout, keeping every comment",
    "rename": "change a record's id, its file's name and every reference to it",
    "schema": "write what editors need to complete, explain and check records",
    "completion": "print a script with which a shell completes commands, kinds and ids",
    "draft": "an article becomes draft records, for an editor to judge",
}


class Command(Protocol):
    """What a command's module has."""

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace, root: Path) -> int: ...


def command(name: str) -> Command:
    """The module of a command in the table."""
    return cast("Command", import_module(f"briefing.cli.commands.{name.replace('-', '_')}"))
